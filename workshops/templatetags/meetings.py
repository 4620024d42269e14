"""Tags of a meeting's pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import segno
from django import template
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from core.dates import day_and_hour, hour, short_date, weekday_and_day
from core.navigation import address
from workshops.calendars.links import google_link, map_link, outlook_link
from workshops.checkin.codes import checkin_token, short_code
from workshops.models import Invitation, Workshop, WorkshopState
from workshops.pages import pages_of

register = template.Library()


@register.filter
def meeting_day(workshop: Workshop) -> str:
    """The day by the hall's clock: "torsdag 3 december 2026"."""
    return weekday_and_day(workshop.local_start, with_year=True)


@register.filter
def meeting_time(workshop: Workshop) -> str:
    """The time by the hall's clock: "18.00–20.00", or "from kl. 16.00" when the end is open."""
    start = time_format(workshop.local_start.time(), "TIME_FORMAT")
    if workshop.local_end is None:
        return _("from %(time)s") % {"time": hour(start)}
    end = time_format(workshop.local_end.time(), "TIME_FORMAT")
    if workshop.local_end.date() != workshop.local_start.date():
        end = f"{short_date(workshop.local_end.date())} {end}"
    return f"{start}–{end}"


@register.filter
def meeting_when(workshop: Workshop) -> str:
    """Day and time in a sentence: "torsdag 3 december 2026 kl. 18.00–20.00"."""
    time = meeting_time(workshop)
    if workshop.local_end is None:
        return f"{meeting_day(workshop)} {time}"
    return f"{meeting_day(workshop)} {hour(time)}"


@register.filter
def meeting_where(workshop: Workshop) -> str:
    """Where it is, on one line: hall and address, or that it is online."""
    where = ", ".join(part for part in (workshop.hall, workshop.address) if part)
    if not where:
        return _("Online") if workshop.online_url else _("The room is not settled yet")
    return _("%(hall)s (also online)") % {"hall": where} if workshop.online_url else where


@register.filter
def moment_at(moment: dt.datetime, workshop: Workshop) -> str:
    """A moment by the hall's clock: "Thursday 3 December 18.00"."""
    return day_and_hour(moment.astimezone(workshop.zone))


@register.simple_tag(takes_context=True)
def meeting_rooms(
    context: dict[str, Any], workshop: Workshop, current: str
) -> list[dict[str, Any]]:
    """The row of the meeting's pages: label, url, whether it is the current one."""
    user = context["request"].user
    return [
        {
            "label": page.label,
            "url": address(page.url_name, workshop.pk),
            "current": page.key == current,
        }
        for page in pages_of(user, workshop)
    ]


@register.filter
def is_over(workshop: Workshop) -> bool:
    """Whether the meeting has ended (with an open end: six hours after it began)."""
    now = timezone.now()
    if workshop.ends_at is not None:
        return workshop.ends_at < now
    return (now - workshop.starts_at).total_seconds() > 6 * 3600


@register.filter
def is_cancelled(workshop: Workshop) -> bool:
    """Whether the meeting has been cancelled."""
    return workshop.state == WorkshopState.CANCELLED


@register.inclusion_tag("workshops/checkin/_code.html")
def checkin_code(invitation: Invitation) -> dict[str, Any]:
    """A QR code for the check-in page, with the short code under it for phones that read none."""
    picture = segno.make(checkin_token(invitation), error="m")
    return {"picture": picture.svg_data_uri(border=2), "short": short_code(invitation)}


register.filter("map_link", map_link)
register.filter("google_link", google_link)
register.filter("outlook_link", outlook_link)
