"""Addresses of a place's method."""

from __future__ import annotations

from django.urls import path

from learning.moving import views

_MOVE = "moves/<int:pk>/"

urlpatterns = [
    path("places/<int:pk>/method/", views.method, name="method"),
    path("places/<int:pk>/method/<int:version_id>/", views.propose, name="move_propose"),
    path(_MOVE, views.snapshots, name="move"),
    path(f"{_MOVE}go-over/", views.carry_out, name="move_carry_out"),
    path(f"{_MOVE}refuse/", views.refuse, name="move_refuse"),
    path(f"{_MOVE}withdraw/", views.withdraw, name="move_withdraw"),
    path("programmes/<int:pk>/method-versions/", views.programme, name="move_programme"),
]
