"""Addresses of meetings: planning one, its own pages, and the lists."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.planning import views

urlpatterns: list[URLPattern] = [
    path("meetings/", views.all_meetings, name="list"),
    path("places/<int:pk>/meetings/", views.place, name="place"),
    path("places/<int:pk>/meetings/new/", views.new_at_place, name="new_at_place"),
    path("programmes/<int:pk>/meetings/new/", views.new, name="new"),
    path("meetings/<int:pk>/", views.workshop, name="workshop"),
    path("meetings/<int:pk>/edit/", views.edit, name="edit"),
    path("meetings/<int:pk>/announce/", views.announce, name="announce"),
    path("meetings/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("meetings/<int:pk>/change/", views.tell_change, name="tell_change"),
    path("meetings/<int:pk>/follow-up/", views.follow_up, name="follow_up"),
    path("meetings/<int:pk>/newcomers/", views.newcomers, name="newcomers"),
    path("meetings/<int:pk>/agenda/", views.agenda, name="agenda"),
    path("meetings/<int:pk>/agenda/<int:item_id>/", views.agenda_item, name="agenda_item"),
    path(
        "meetings/<int:pk>/agenda/<int:item_id>/move/",
        views.agenda_move,
        name="agenda_move",
    ),
    path(
        "meetings/<int:pk>/agenda/<int:item_id>/remove/",
        views.agenda_remove,
        name="agenda_remove",
    ),
    path("meetings/<int:pk>/who/", views.duties, name="duties"),
    path(
        "meetings/<int:pk>/who/<int:duty_id>/remove/",
        views.duty_remove,
        name="duty_remove",
    ),
    path("meetings/<int:pk>/materials/", views.materials, name="materials"),
    path("meetings/<int:pk>/materials/<int:material_id>/", views.material, name="material"),
    path(
        "meetings/<int:pk>/materials/<int:material_id>/remove/",
        views.material_remove,
        name="material_remove",
    ),
]
