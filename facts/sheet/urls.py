"""Addresses of a place's fact sheet."""

from django.urls import path

from facts.sheet import views

_HERE = "places/<int:pk>/facts/"
_TOPIC = f"{_HERE}<slug:topic>/"

urlpatterns = [
    path(_HERE, views.sheet, name="sheet"),
    path(f"{_HERE}fact-sheet.pdf", views.sheet_pdf, name="sheet_pdf"),
    path(f"{_HERE}show/", views.show, name="show"),
    path(f"{_HERE}show/<int:workshop_id>/", views.screens, name="screens"),
    path(f"{_TOPIC}note/", views.note, name="note"),
    path(f"{_TOPIC}note/done/", views.note_finish, name="note_finish"),
    path(f"{_TOPIC}note/holds/", views.note_confirm, name="note_confirm"),
    path(f"{_TOPIC}note/show/", views.note_tick, name="note_tick"),
    path(f"{_TOPIC}note/action/", views.note_action, name="note_action"),
    path(f"{_TOPIC}figures.csv", views.topic_csv, name="topic_csv"),
    path(f"{_TOPIC}chart.svg", views.topic_svg, name="topic_svg"),
]
