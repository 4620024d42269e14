"""Addresses of actors' processes."""

from django.urls import path

from learning.processes import views

_HERE = "places/<int:pk>/processes/"
_ONE = f"{_HERE}<int:step_id>/"

urlpatterns = [
    path(_HERE, views.processes, name="processes"),
    path(f"{_HERE}of/<int:actor_id>/add/", views.process_add, name="process_add"),
    path(_ONE, views.process_edit, name="process_edit"),
    path(f"{_ONE}remove/", views.process_remove, name="process_remove"),
]
