"""Addresses of building a survey."""

from django.urls import path

from surveys.building import views

_HERE = "surveys/<int:pk>/"
_ONE = f"{_HERE}questions/<int:question_id>/"
_GROUP = f"{_HERE}groups/<int:group_id>/"
_SECTION = f"{_HERE}sections/<int:section_id>/"

urlpatterns = [
    path("programmes/<int:pk>/surveys/", views.programme_surveys, name="programme"),
    path("programmes/<int:pk>/surveys/new/", views.survey_new, name="new"),
    path(_HERE, views.questions, name="questions"),
    path(f"{_HERE}settings/", views.survey_settings, name="settings"),
    path(f"{_HERE}groups/add/", views.group_add, name="group_add"),
    path(f"{_GROUP}save/", views.group_save, name="group_save"),
    path(f"{_GROUP}remove/", views.group_remove, name="group_remove"),
    path(f"{_HERE}sections/add/", views.section_add, name="section_add"),
    path(f"{_SECTION}save/", views.section_save, name="section_save"),
    path(f"{_SECTION}remove/", views.section_remove, name="section_remove"),
    path(f"{_HERE}questions/add/", views.question_add, name="question_add"),
    path(f"{_ONE}save/", views.question_save, name="question_save"),
    path(f"{_ONE}move/", views.question_move, name="question_move"),
    path(f"{_ONE}copy/", views.question_copy, name="question_copy"),
    path(f"{_ONE}remove/", views.question_remove, name="question_remove"),
    path(f"{_HERE}preview/", views.preview, name="preview"),
    path(f"{_HERE}trial/", views.trial, name="trial"),
    path(f"{_HERE}ready/", views.ready, name="ready"),
    path(f"{_HERE}draft/", views.back_to_draft, name="back_to_draft"),
    path(f"{_HERE}close/", views.close, name="close"),
    path(f"{_HERE}new-version/", views.new_version, name="new_version"),
]
