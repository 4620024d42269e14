"""Addresses of the long goal."""

from django.urls import path

from learning.milestones import views

_HERE = "programmes/<int:pk>/milestones/"
_ONE = f"{_HERE}<int:milestone_id>/"

urlpatterns = [
    path(_HERE, views.milestones, name="milestones"),
    path(f"{_HERE}goal/", views.long_goal, name="long_goal"),
    path(f"{_HERE}add/", views.milestone_add, name="milestone_add"),
    path(_ONE, views.milestone_edit, name="milestone_edit"),
    path(f"{_ONE}remove/", views.milestone_remove, name="milestone_remove"),
]
