"""The meetings' tabs at a place, in the menu, and the pages of a meeting."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.navigation import register, register_pages
from core.policy import allowed
from core.spots import register_link, register_panel
from places.models import Participation
from places.pages import register_page, register_section
from workshops.focus.services import is_focus_group
from workshops.models import WorkshopKind
from workshops.pages import register_meeting_page
from workshops.planning import lists


def _meetings(participation: Participation) -> str:
    return _("Meetings")


register_section("meetings", _meetings, 35)
register_meeting_page("minutes", gettext_lazy("Minutes"), "workshops:minutes", 70)
register_meeting_page(
    "focus",
    gettext_lazy("Interview"),
    "workshops:focus",
    55,
    lambda user, workshop: (
        is_focus_group(workshop) and allowed(user, "workshops.write_minutes", workshop)
    ),
)
register_meeting_page(
    "door",
    gettext_lazy("Check-in"),
    "workshops:door",
    50,
    lambda user, workshop: allowed(user, "workshops.check_in", workshop),
)
register_page("meetings", "meetings", gettext_lazy("Meetings"), "workshops:place", 10)
register_meeting_page("workshop", gettext_lazy("Overview"), "workshops:workshop", 10)
register("meetings", gettext_lazy("Meetings"), "workshops:list", order=33)
register_pages(
    "workshops:series",
    "workshops:series_edit",
    "workshops:series_remove",
    "workshops:series_duty_add",
    "workshops:series_attendance",
    "workshops:series_course",
    "workshops:series_course_add",
    "workshops:courses",
    of=("meetings",),
)
register_meeting_page(
    "answers",
    gettext_lazy("Answers"),
    "workshops:answers",
    40,
    lambda user, workshop: allowed(user, "workshops.view_guests", workshop),
)
register_meeting_page(
    "attendance",
    gettext_lazy("Attendance"),
    "workshops:attendance",
    60,
    lambda user, workshop: allowed(user, "workshops.export_attendance", workshop),
)
register_meeting_page(
    "composition", gettext_lazy("Who must be present"), "workshops:composition", 25
)
register_meeting_page(
    "guests",
    gettext_lazy("Guests"),
    "workshops:guests",
    20,
    lambda user, workshop: allowed(user, "workshops.view_guests", workshop),
)
register_meeting_page(
    "letters",
    gettext_lazy("Letters"),
    "workshops:letters",
    30,
    lambda user, workshop: allowed(user, "workshops.view_guests", workshop),
)
register_panel("places.without_places", "workshops/planning/of_tasks.html", lists.of_programmes)
register_panel(
    "programmes.without_places", "workshops/planning/of_programme.html", lists.of_programme
)
register_panel("places.start_tasks", "workshops/planning/of_tasks.html", lists.of_tasks)
register_link("programmes.tabs", gettext_lazy("Meetings"), "workshops:programme_meetings", order=10)
register_link("programmes.tabs", gettext_lazy("Series"), "workshops:programme_series", order=20)
register_link("programmes.tabs", gettext_lazy("Timeline"), "workshops:programme_timeline", order=30)
register_meeting_page(
    "sessions",
    gettext_lazy("Sessions"),
    "workshops:sessions",
    22,
    lambda _user, workshop: workshop.kind == WorkshopKind.CONFERENCE,
)
