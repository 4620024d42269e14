"""Addresses of laboratories and teams."""

from django.urls import path

from learning.teams import session_views, views

_LAB = "programmes/<int:pk>/laboratory/"
_SESSION = f"{_LAB}sessions/<int:workshop_id>/"
_TEAM = "teams/<int:pk>/"
_ORGANISATION = f"{_TEAM}organisations/<int:organisation_id>/"
_MEMBER = f"{_TEAM}people/<int:member_id>/"
_GOAL = f"{_TEAM}goals/<int:goal_id>/"

urlpatterns = [
    path(_LAB, views.laboratory, name="laboratory"),
    path(f"{_LAB}settings/", views.laboratory_edit, name="laboratory_edit"),
    path(f"{_LAB}challenges/", views.challenge_add, name="challenge_add"),
    path(
        f"{_LAB}challenges/<int:challenge_id>/remove/",
        views.challenge_remove,
        name="challenge_remove",
    ),
    path(f"{_LAB}questions/", views.prompts, name="laboratory_prompts"),
    path(f"{_LAB}teams/add/", views.team_add, name="team_add"),
    path(f"{_LAB}quiet/", views.quiet_members, name="laboratory_quiet"),
    path(f"{_LAB}capacity/", views.capacities, name="laboratory_capacity"),
    path(_SESSION, session_views.session, name="session"),
    path(f"{_SESSION}edit/", session_views.session_edit, name="session_edit"),
    path(f"{_SESSION}groups/", session_views.session_groups, name="session_groups"),
    path(f"{_SESSION}groups/<int:member_id>/", session_views.session_move, name="session_move"),
    path(f"{_SESSION}guests/", session_views.session_guests, name="session_guests"),
    path(_TEAM, views.team, name="team"),
    path(f"{_TEAM}task/", views.team_task, name="team_task"),
    path(f"{_TEAM}task/edit/", views.team_task_edit, name="team_task_edit"),
    path(f"{_TEAM}people/", views.team_people, name="team_people"),
    path(f"{_TEAM}people/add/", views.member_add, name="team_member_add"),
    path(f"{_TEAM}people/paste/", views.members_paste, name="team_members_paste"),
    path(_MEMBER, views.member_edit, name="team_member_edit"),
    path(f"{_MEMBER}leave/", views.member_leave, name="team_member_leave"),
    path(f"{_MEMBER}stand-in/", views.member_stand_in, name="team_member_stand_in"),
    path(f"{_TEAM}organisations/add/", views.organisation_add, name="team_organisation_add"),
    path(_ORGANISATION, views.organisation_edit, name="team_organisation_edit"),
    path(f"{_ORGANISATION}remove/", views.organisation_remove, name="team_organisation_remove"),
    path(
        f"{_ORGANISATION}capacity/<str:when>/",
        views.organisation_assess,
        name="team_organisation_assess",
    ),
    path(f"{_TEAM}goals/", views.team_goals, name="goals"),
    path(f"{_TEAM}goals/add/", views.goal_add, name="goal_add"),
    path(_GOAL, views.goal_edit, name="goal_edit"),
    path(f"{_GOAL}remove/", views.goal_remove, name="goal_remove"),
    path(
        f"{_TEAM}sessions/<int:workshop_id>/<str:part>/",
        session_views.session_work,
        name="session_work",
    ),
    path(
        f"{_TEAM}sessions/<int:workshop_id>/<str:part>/open/",
        session_views.session_work_back,
        name="session_work_back",
    ),
]
