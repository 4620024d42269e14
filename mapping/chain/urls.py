"""Addresses of a programme's result chain."""

from django.urls import path

from mapping.chain import views

_HERE = "programmes/<int:pk>/chain/"
_ONE = f"{_HERE}indicators/<int:indicator_id>/"

urlpatterns = [
    path(_HERE, views.chain, name="chain"),
    path(f"{_HERE}edit/", views.chain_edit, name="chain_edit"),
    path(f"{_HERE}indicators/add/", views.indicator_add, name="indicator_add"),
    path(_ONE, views.indicator_value, name="indicator_value"),
    path(f"{_ONE}remove/", views.indicator_remove, name="indicator_remove"),
]
