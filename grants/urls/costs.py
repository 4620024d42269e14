"""Addresses of costs, time sheets, mileage."""

from django.urls import URLPattern, path

from grants.views import costs, hours

_COSTS = "places/<int:pk>/money/costs/"
_HOURS = "places/<int:pk>/money/hours/"
_SHEET = f"{_HOURS}<int:sheet_id>/"

urlpatterns: list[URLPattern] = [
    path(_COSTS, costs.costs, name="costs"),
    path(f"{_COSTS}new/", costs.cost_add, name="cost_add"),
    path(f"{_COSTS}table/", costs.costs_xlsx, name="costs_xlsx"),
    path(f"{_COSTS}<int:cost_id>/", costs.cost_edit, name="cost_edit"),
    path(f"{_COSTS}<int:cost_id>/remove/", costs.cost_remove, name="cost_remove"),
    path(f"{_COSTS}<int:cost_id>/receipt/", costs.receipt, name="receipt"),
    path(_HOURS, hours.hours, name="hours"),
    path(f"{_HOURS}new/", hours.entry_add, name="entry_add"),
    path(f"{_HOURS}table/", hours.hours_xlsx, name="hours_xlsx"),
    path(_SHEET, hours.sheet, name="sheet"),
    path(f"{_SHEET}lines/<int:entry_id>/", hours.entry_edit, name="entry_edit"),
    path(f"{_SHEET}lines/<int:entry_id>/remove/", hours.entry_remove, name="entry_remove"),
    path(f"{_SHEET}submit/", hours.submit, name="sheet_submit"),
    path(f"{_SHEET}reopen/", hours.reopen, name="sheet_reopen"),
    path(f"{_SHEET}confirm/", hours.confirm, name="sheet_confirm"),
    path(f"{_SHEET}send-back/", hours.return_sheet, name="sheet_send_back"),
]
