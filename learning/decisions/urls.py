"""Addresses of decisions."""

from django.urls import path

from learning.decisions import views

_IN = "programmes/<int:pk>/going-on/"
_ONE = "going-on/<int:pk>/"

urlpatterns = [
    path(_IN, views.decisions, name="decisions"),
    path(f"{_IN}add/", views.decision_add, name="decision_add"),
    path(_ONE, views.decision, name="decision"),
    path(f"{_ONE}paper/", views.decision_paper, name="decision_paper"),
    path(f"{_ONE}edit/", views.decision_edit, name="decision_edit"),
    path(f"{_ONE}confirm/", views.decision_confirm, name="decision_confirm"),
    path(f"{_ONE}remove/", views.decision_remove, name="decision_remove"),
    path(f"{_ONE}next/", views.decision_next, name="decision_next"),
]
