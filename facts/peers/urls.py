"""Addresses of places like mine."""

from django.urls import path

from facts.peers import views

_HERE = "places/<int:pk>/facts/peers/"

urlpatterns = [
    path(_HERE, views.peers, name="peers"),
    path(f"{_HERE}choose/", views.peers_choose, name="peers_choose"),
    path(f"{_HERE}compute/", views.peers_compute, name="peers_compute"),
]
