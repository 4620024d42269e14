"""Addresses of goals, indicators and what was observed."""

from django.urls import path

from plans.goals import views

_PLAN = "places/<int:pk>/plan"

urlpatterns = [
    path(f"{_PLAN}/goals/add/", views.goal_add, name="goal_add"),
    path(f"{_PLAN}/goals/<int:goal_id>/", views.goal, name="goal"),
    path(f"{_PLAN}/goals/<int:goal_id>/edit/", views.goal_edit, name="goal_edit"),
    path(f"{_PLAN}/goals/<int:goal_id>/move/", views.goal_move, name="goal_move"),
    path(f"{_PLAN}/goals/<int:goal_id>/remove/", views.goal_remove, name="goal_remove"),
    path(
        f"{_PLAN}/goals/<int:goal_id>/indicators/add/",
        views.indicator_add,
        name="indicator_add",
    ),
    path(f"{_PLAN}/indicators/<int:indicator_id>/", views.indicator_edit, name="indicator_edit"),
    path(
        f"{_PLAN}/indicators/<int:indicator_id>/remove/",
        views.indicator_remove,
        name="indicator_remove",
    ),
    path(
        f"{_PLAN}/indicators/<int:indicator_id>/values/add/",
        views.observation_add,
        name="observation_add",
    ),
    path(
        f"{_PLAN}/values/<int:observation_id>/",
        views.observation_edit,
        name="observation_edit",
    ),
    path(
        f"{_PLAN}/values/<int:observation_id>/remove/",
        views.observation_remove,
        name="observation_remove",
    ),
]
