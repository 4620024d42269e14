"""Addresses of hours and time sheets."""

from django.urls import path

from grants.hours import views

HOURS = "places/<int:pk>/money/hours/"
SHEET = f"{HOURS}<int:sheet_id>/"

urlpatterns = [
    path(HOURS, views.hours, name="hours"),
    path(f"{HOURS}new/", views.entry_add, name="entry_add"),
    path(f"{HOURS}table/", views.hours_xlsx, name="hours_xlsx"),
    path(SHEET, views.sheet, name="sheet"),
    path(f"{SHEET}lines/<int:entry_id>/", views.entry_edit, name="entry_edit"),
    path(f"{SHEET}lines/<int:entry_id>/remove/", views.entry_remove, name="entry_remove"),
    path(f"{SHEET}submit/", views.submit, name="sheet_submit"),
    path(f"{SHEET}reopen/", views.reopen, name="sheet_reopen"),
    path(f"{SHEET}confirm/", views.confirm, name="sheet_confirm"),
    path(f"{SHEET}send-back/", views.return_sheet, name="sheet_send_back"),
]
