"""Addresses of a project's room."""

from django.urls import path

from learning.project import views

_HERE = "programmes/<int:pk>/project/"
_CHANGE = f"{_HERE}changes/<int:change_id>/"

urlpatterns = [
    path(_HERE, views.project, name="project"),
    path(f"{_HERE}open/", views.project_open, name="project_open"),
    path(f"{_HERE}decision/", views.project_decision, name="project_decision"),
    path(f"{_HERE}changes/add/", views.change_add, name="change_add"),
    path(_CHANGE, views.change_edit, name="change_edit"),
    path(f"{_CHANGE}remove/", views.change_remove, name="change_remove"),
]
