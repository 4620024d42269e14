"""The head and the tabs of every page of a participation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.addresses import address
from core.dates import short_date
from core.stencils import mark, stencil
from places.domain.clock import months_used
from places.models import Participation, ParticipationStatus
from places.pages import first_pages, pages_of
from places.place_side import side

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a participation, as templates/places/_tabs.html draws it."""

    label: str
    url: str
    current: bool


@register.simple_tag
def clock_line(participation: Participation) -> str:
    """Month of the support and its last day, or what became of the place."""
    if participation.status != ParticipationStatus.ACTIVE:
        return str(participation.get_status_display())
    today = timezone.localdate()
    ends_on = participation.support_ends_on
    facts = {
        "month": months_used(total=participation.clock_months, ends_on=ends_on, on=today) or 1,
        "months": participation.clock_months,
        "day": short_date(ends_on),
    }
    if today > ends_on:
        return _("%(months)s months of support, ended %(day)s") % facts
    if participation.started_on > today:
        return _("Starts %(day)s") % {"day": short_date(participation.started_on)}
    return _("Month %(month)s of %(months)s, support until %(day)s") % facts


@register.simple_tag
def place_tabs(participation: Participation, tab: str) -> SafeString:
    """The pages of a participation; `tab` is the key of the one that is open."""
    pk = participation.pk
    pages = [
        ("overview", _("Overview"), address("places:participation", pk)),
        (
            "steps",
            _("Steps"),
            address("places:step", pk, max(1, participation.current_step)),
        ),
        ("gate", _("Gate"), address("places:gate", pk)),
        *(
            (section.key, section.label(participation), address(first.url_name, pk))
            for section, first in first_pages()
        ),
        ("coaching", _("Coaching"), address("places:coaching", pk)),
        ("people", _("People and time"), address("places:people", pk)),
        ("history", _("History"), address("places:history", pk)),
    ]
    shown = [page for page in pages if page[0] != "gate" or participation.gate_after]
    values = {f"url_{key}": url for key, _label, url in shown}
    tabs = tuple(Tab(label, mark(f"url_{key}"), key == tab) for key, label, _url in shown)
    return stencil("places/_tabs.html", facts=(("pages", tabs),)).fill(values)


@register.simple_tag(takes_context=True)
def place_rooms(
    context: template.Context, participation: Participation, section: str, page: str
) -> SafeString:
    """The pages of a section, in a row under the tabs; `page` is the key of the open one."""
    user = context["request"].user
    rooms = tuple(
        Tab(
            one.label_of(participation),
            address(one.url_name, participation.pk),
            one.key == page,
        )
        for one in pages_of(section, user, participation)
    )
    return mark_safe(render_to_string("places/_rooms.html", {"rooms": rooms}))


@register.simple_tag(takes_context=True)
def place_side(context: template.Context) -> SafeString:
    """The place page's second column; see places.place_side."""
    page: Any = context.flatten()
    return side(page)
