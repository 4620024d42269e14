"""Addresses of meetings: one file a room."""

from workshops.urls import answer, calendar, door, guests, meetings, minutes, sending, series

app_name = "workshops"
urlpatterns = [
    *meetings.urlpatterns,
    *guests.urlpatterns,
    *sending.urlpatterns,
    *answer.urlpatterns,
    *calendar.urlpatterns,
    *series.urlpatterns,
    *door.urlpatterns,
    *minutes.urlpatterns,
]
