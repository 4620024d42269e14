"""Addresses of meetings: planning one, its own pages, and the lists."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import meetings, meetings_around, meetings_form, meetings_lists

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings_lists.all_meetings, name="list"),
    path("places/<int:pk>/meetings/", meetings_lists.place, name="place"),
    path("places/<int:pk>/meetings/new/", meetings_form.new_at_place, name="new_at_place"),
    path("programmes/<int:pk>/meetings/new/", meetings_form.new, name="new"),
    path("meetings/<int:pk>/", meetings.workshop, name="workshop"),
    path("meetings/<int:pk>/edit/", meetings_form.edit, name="edit"),
    path("meetings/<int:pk>/announce/", meetings.announce, name="announce"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<int:pk>/change/", meetings.tell_change, name="tell_change"),
    path("meetings/<int:pk>/follow-up/", meetings_form.follow_up, name="follow_up"),
    path("meetings/<int:pk>/newcomers/", meetings.newcomers, name="newcomers"),
    path("meetings/<int:pk>/agenda/", meetings_around.agenda, name="agenda"),
    path(
        "meetings/<int:pk>/agenda/<int:item_id>/", meetings_around.agenda_item, name="agenda_item"
    ),
    path(
        "meetings/<int:pk>/agenda/<int:item_id>/move/",
        meetings_around.agenda_move,
        name="agenda_move",
    ),
    path(
        "meetings/<int:pk>/agenda/<int:item_id>/remove/",
        meetings_around.agenda_remove,
        name="agenda_remove",
    ),
    path("meetings/<int:pk>/who/", meetings_around.duties, name="duties"),
    path(
        "meetings/<int:pk>/who/<int:duty_id>/remove/",
        meetings_around.duty_remove,
        name="duty_remove",
    ),
    path("meetings/<int:pk>/materials/", meetings_around.materials, name="materials"),
    path(
        "meetings/<int:pk>/materials/<int:material_id>/", meetings_around.material, name="material"
    ),
    path(
        "meetings/<int:pk>/materials/<int:material_id>/remove/",
        meetings_around.material_remove,
        name="material_remove",
    ),
]
