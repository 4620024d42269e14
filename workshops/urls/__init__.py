"""Addresses of meetings: one file a slice."""

from workshops.calendars import urls as calendars
from workshops.checkin import urls as checkin
from workshops.held import urls as held
from workshops.planning import urls as planning
from workshops.series import urls as series
from workshops.urls import answer, guests, minutes, sending

app_name = "workshops"
urlpatterns = [
    *planning.urlpatterns,
    *held.urlpatterns,
    *guests.urlpatterns,
    *sending.urlpatterns,
    *answer.urlpatterns,
    *calendars.urlpatterns,
    *series.urlpatterns,
    *checkin.urlpatterns,
    *minutes.urlpatterns,
]
