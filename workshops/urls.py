"""Addresses of meetings: one file a slice."""

from workshops.answers import urls as answers
from workshops.calendars import urls as calendars
from workshops.checkin import urls as checkin
from workshops.conference import urls as conference
from workshops.courses import urls as courses
from workshops.focus import urls as focus
from workshops.guests import urls as guests
from workshops.held import urls as held
from workshops.letters import urls as letters
from workshops.minutes import urls as minutes
from workshops.planning import urls as planning
from workshops.series import urls as series

app_name = "workshops"
urlpatterns = [
    *planning.urlpatterns,
    *held.urlpatterns,
    *guests.urlpatterns,
    *letters.urlpatterns,
    *answers.urlpatterns,
    *calendars.urlpatterns,
    *series.urlpatterns,
    *courses.urlpatterns,
    *conference.urlpatterns,
    *checkin.urlpatterns,
    *minutes.urlpatterns,
    *focus.urlpatterns,
]
