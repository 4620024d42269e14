"""Addresses of advice."""

from django.urls import path

from learning.advice import views

_HERE = "places/<int:pk>/advice/"
_ONE = f"{_HERE}<int:advice_id>/"

urlpatterns = [
    path(_HERE, views.advice_list, name="advice_list"),
    path(f"{_HERE}write/", views.advice_add, name="advice_add"),
    path(f"{_HERE}chain/", views.chains, name="chains"),
    path(_ONE, views.advice, name="advice"),
    path(f"{_ONE}file/", views.advice_file, name="advice_file"),
    path(f"{_ONE}edit/", views.advice_edit, name="advice_edit"),
    path(f"{_ONE}give/", views.advice_give, name="advice_give"),
    path(f"{_ONE}take-back/", views.advice_take_back, name="advice_take_back"),
    path(f"{_ONE}answer/", views.advice_answer, name="advice_answer"),
    path(f"{_ONE}action/", views.advice_action, name="advice_action"),
    path(f"{_ONE}line/", views.advice_line, name="advice_line"),
]
