"""Addresses of questions."""

from django.urls import path

from learning.questions import views

_PLACE = "places/<int:pk>/questions/"
_ONE = "questions/<int:pk>/"

urlpatterns = [
    path(_PLACE, views.place_questions, name="place_questions"),
    path(f"{_PLACE}ask/", views.ask, name="ask"),
    path(f"{_PLACE}call/", views.log_call, name="log_call"),
    path("questions/", views.questions, name="questions"),
    path(_ONE, views.question, name="question"),
    path(f"{_ONE}assign/", views.question_assign, name="question_assign"),
    path(f"{_ONE}answer/", views.question_answer, name="question_answer"),
    path(f"{_ONE}line/", views.question_line, name="question_line"),
    path(f"{_ONE}close/", views.question_close, name="question_close"),
    path(f"{_ONE}reopen/", views.question_reopen, name="question_reopen"),
    path("programmes/<int:pk>/team/", views.team, name="region_team"),
    path("programmes/<int:pk>/caseload/", views.caseload, name="caseload"),
]
