"""Addresses of concept cards."""

from django.urls import path

from learning.concepts import views

_ONE = "concepts/<int:pk>/"
_TEAM = "teams/<int:pk>/concepts/"

urlpatterns = [
    path("concepts/", views.concepts, name="concepts"),
    path(_ONE, views.concept, name="concept"),
    path(f"{_ONE}write/", views.concept_write, name="concept_write"),
    path(f"{_ONE}photo/", views.concept_photo, name="concept_photo"),
    path(f"{_ONE}photo/leave/", views.concept_photo_leave, name="concept_photo_leave"),
    path(f"{_ONE}photo/<str:name>", views.concept_photo_file, name="concept_photo_file"),
    path(f"{_ONE}card.pdf", views.concept_pdf, name="concept_pdf"),
    path(f"{_ONE}hand-in/", views.concept_hand_in, name="concept_hand_in"),
    path(f"{_ONE}review/", views.concept_review, name="concept_review"),
    path(f"{_ONE}withdraw/", views.concept_withdraw, name="concept_withdraw"),
    path(f"{_ONE}take-over/", views.concept_take_over, name="concept_take_over"),
    path("concepts/uses/<int:pk>/", views.concept_use, name="concept_use"),
    path(_TEAM, views.team_concepts, name="team_concepts"),
    path(f"{_TEAM}make/", views.team_concept_make, name="team_concept_make"),
]
