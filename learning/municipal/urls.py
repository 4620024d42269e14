"""Addresses of municipalities that take part themselves."""

from django.urls import path

from learning.municipal import views

urlpatterns = [
    path("programmes/<int:pk>/municipalities/", views.municipalities, name="municipalities"),
]
