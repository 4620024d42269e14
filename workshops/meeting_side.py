"""The second column of a meeting's overview, drawn from stencils (see core.stencils)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.addresses import address
from core.stencils import stencil
from people.models import Duty
from workshops.models import Workshop
from workshops.templatetags.meetings import meeting_day, moment_at

_SLOTS = (
    "facts",
    "duties",
    "chain",
    "url_change",
    "url_duties",
    "url_next",
    "url_multiply",
    "url_cancel",
    "url_ics",
)


def side(
    workshop: Workshop,
    *,
    places: Sequence[tuple[int, str]],
    sees_places: bool,
    duties: Iterable[Duty],
    following: tuple[int, str, str] | None,
    may_edit: bool,
    may_multiply: bool,
    may_cancel: bool,
) -> SafeString:
    """What there is to know, who does what, the meetings around, how it is called off.

    `places` are ids of participations with names; `following` is id, title and day of the
    meeting that follows this one up.
    """
    values = {
        "facts": _drawn(_facts(workshop, _places(places, linked=sees_places), len(places))),
        "duties": _drawn((str(duty.get_task_display()), _who(duty)) for duty in duties),
        "chain": SafeString("").join(_chain(workshop, following)),
        "url_change": address("workshops:edit", workshop.pk),
        "url_duties": address("workshops:duties", workshop.pk),
        "url_next": address("workshops:follow_up", workshop.pk),
        "url_multiply": address("workshops:multiply", workshop.pk),
        "url_cancel": address("workshops:cancel", workshop.pk),
        "url_ics": address("workshops:ics", workshop.pk),
    }
    facts = (
        ("may_edit", may_edit),
        ("may_change", may_edit and workshop.state != "cancelled"),
        ("may_multiply", may_multiply),
        ("may_cancel", may_cancel),
        ("has_duties", bool(values["duties"])),
        ("has_chain", may_edit or bool(values["chain"])),
    )
    return stencil("workshops/meetings/_side.html", _SLOTS, facts).fill(values)


def _drawn(rows: Iterable[tuple[str, str | SafeString]]) -> SafeString:
    """Terms and descriptions; those without a value are left out."""
    one = stencil("workshops/meetings/_fact.html", ("row.term", "row.value"))
    return SafeString(
        "".join(one.fill({"row.term": term, "row.value": value}) for term, value in rows if value)
    )


def _facts(
    workshop: Workshop, places: SafeString, count: int
) -> list[tuple[str, str | SafeString]]:
    until = workshop.answer_until
    return [
        (_("Online room"), _link(workshop.online_url)),
        (_("Access"), linebreaksbr(workshop.access_info)),
        (_("Answers until"), moment_at(until, workshop) if until else ""),
        (_("What it is about"), linebreaksbr(workshop.description)),
        (_("Questions are answered by"), _contact(workshop)),
        (ngettext("Place", "Places", count), places),
        (_("Programme"), workshop.programme.name),
        (_("Held with"), workshop.host.name if workshop.host else ""),
        (_("Series"), _series(workshop)),
    ]


def _link(url: str) -> str:
    if not url:
        return ""
    return format_html('<a class="break" href="{}" rel="noopener noreferrer">{}</a>', url, url)


def _contact(workshop: Workshop) -> str:
    email = workshop.contact_email
    parts = [
        workshop.contact_name,
        format_html('<a class="break" href="mailto:{}">{}</a>', email, email) if email else "",
        workshop.contact_phone,
    ]
    return format_html_join(" ", "{}", ((part,) for part in parts if part))


def _places(places: Sequence[tuple[int, str]], *, linked: bool) -> SafeString:
    """The places' names; a task at the meeting alone opens no place."""
    if not linked:
        return format_html_join(", ", "{}", ((name,) for _pk, name in places))
    links = ((address("workshops:place", pk), name) for pk, name in places)
    return format_html_join(", ", '<a href="{}">{}</a>', links)


def _series(workshop: Workshop) -> str:
    if workshop.series is None:
        return ""
    if workshop.part is None:
        return workshop.series.name
    return _("%(name)s, part %(part)s") % {"name": workshop.series.name, "part": workshop.part}


def _who(duty: Duty) -> str:
    if duty.series_id is None:
        return duty.name
    return format_html('{} <span class="soft small">({})</span>', duty.name, _("whole series"))


def _chain(workshop: Workshop, following: tuple[int, str, str] | None) -> Iterable[SafeString]:
    """The meeting before and the one after, each a line."""
    if workshop.follows is not None:
        earlier = workshop.follows
        words = pgettext("a meeting another one", "Follows up")
        yield _meeting(words, earlier.pk, earlier.title, meeting_day(earlier))
    if following is not None:
        yield _meeting(pgettext("a meeting by another one", "Followed by"), *following)


def _meeting(words: str, pk: int, title: str, day: str) -> SafeString:
    return format_html(
        '<p>{} <a href="{}">{}</a> <span class="soft small num">{}</span></p>',
        words, address("workshops:workshop", pk), title, day,
    )  # fmt: skip
