"""Addresses of the target picture, the pledges and the goals."""

from django.urls import URLPattern, path

from plans.views import goals, indicators, pledges, target

_PLAN = "places/<int:pk>/plan"

urlpatterns: list[URLPattern] = [
    path(f"{_PLAN}/", target.target, name="target"),
    path(f"{_PLAN}/edit/", target.target_edit, name="target_edit"),
    path(f"{_PLAN}/picture/", target.picture, name="picture"),
    path(f"{_PLAN}/picture/edit/", target.picture_edit, name="picture_edit"),
    path(f"{_PLAN}/picture/remove/", target.picture_remove, name="picture_remove"),
    path(f"{_PLAN}/pledges/add/", pledges.pledge_add, name="pledge_add"),
    path(f"{_PLAN}/pledges/<int:pledge_id>/", pledges.pledge_edit, name="pledge_edit"),
    path(f"{_PLAN}/pledges/<int:pledge_id>/settle/", pledges.pledge_settle, name="pledge_settle"),
    path(f"{_PLAN}/pledges/<int:pledge_id>/remove/", pledges.pledge_remove, name="pledge_remove"),
    path(f"{_PLAN}/goals/add/", goals.goal_add, name="goal_add"),
    path(f"{_PLAN}/goals/<int:goal_id>/", goals.goal, name="goal"),
    path(f"{_PLAN}/goals/<int:goal_id>/edit/", goals.goal_edit, name="goal_edit"),
    path(f"{_PLAN}/goals/<int:goal_id>/move/", goals.goal_move, name="goal_move"),
    path(f"{_PLAN}/goals/<int:goal_id>/remove/", goals.goal_remove, name="goal_remove"),
    path(
        f"{_PLAN}/goals/<int:goal_id>/indicators/add/",
        indicators.indicator_add,
        name="indicator_add",
    ),
    path(
        f"{_PLAN}/indicators/<int:indicator_id>/", indicators.indicator_edit, name="indicator_edit"
    ),
    path(
        f"{_PLAN}/indicators/<int:indicator_id>/remove/",
        indicators.indicator_remove,
        name="indicator_remove",
    ),
    path(
        f"{_PLAN}/indicators/<int:indicator_id>/values/add/",
        indicators.observation_add,
        name="observation_add",
    ),
    path(
        f"{_PLAN}/values/<int:observation_id>/",
        indicators.observation_edit,
        name="observation_edit",
    ),
    path(
        f"{_PLAN}/values/<int:observation_id>/remove/",
        indicators.observation_remove,
        name="observation_remove",
    ),
]
