"""The place page's second column: readiness, people, coaching, documents.

Drawn from templates/places/participation_side.html as a stencil (`core.stencils`): all its
words are the same for every place, so that only names, numbers and texts are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.dateformat import format as date_text
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import address
from core.dates import short_date
from core.spots import links_at
from core.stencils import stencil
from places.models import Participation
from places.place_people import People, Person
from places.readiness import Part

#: Words of a contact's text that the page shows; the coaching page has all of it.
WORDS_SHOWN = 40


def side(context: Mapping[str, Any]) -> SafeString:
    """The column, from the place page's context."""
    participation: Participation = context["participation"]
    parts: Sequence[Part] = context["parts"]
    people: People = context["people"]
    pk = participation.pk
    reports = links_at("places.reports", None, participation) if context["may_export"] else []
    values = {
        "gate_url": address("places:gate", pk),
        "people_url": address("places:people", pk),
        "coaching_url": address("places:coaching", pk),
        "report_url": reports[0].url if reports else "",
        "done_text": _("%(parts_done)s of %(all)s done")
        % {"parts_done": context["parts_done"], "all": len(parts)},
        "parts_html": mark_safe("".join(_part(part) for part in parts)),
        "roles_html": _roles(people.roles),
        "members_text": _members(len(people.members)),
        "sectors_text": " · ".join(f"{sector} {number}" for sector, number in people.sectors),
        "contacts_html": mark_safe("".join(_contact(one) for one in context["contacts"])),
        "files_text": _files(context["files"]),
    }
    slots = tuple(name for name, value in values.items() if value)
    return stencil("places/participation_side.html", slots).fill(values)


def _part(part: Part) -> SafeString:
    values = {"part.url": part.url, "part.title": part.title, "part.text": part.text}
    facts = (("part.done", part.done),)
    return stencil("places/_part.html", tuple(values), facts).fill(values)


def _roles(roles: Sequence[Person]) -> SafeString:
    stand_in = format_html(' <span class="tag">{}</span>', _("stand-in"))
    parts = []
    for _role, group in groupby(roles, key=lambda person: person.role):
        people = list(group)
        names = format_html_join(
            mark_safe("<br>"),
            "{}{}",
            ((person.name, stand_in if person.stand_in else "") for person in people),
        )
        parts.append(format_html("<dt>{}</dt><dd>{}</dd>", people[0].label, names))
    return mark_safe("".join(parts))


def _members(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}


def _files(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(number)s file is kept as evidence in the steps.",
        "%(number)s files are kept as evidence in the steps.",
        number,
    ) % {"number": number}


def _contact(contact: Mapping[str, Any]) -> SafeString:
    values = {
        "contact.day": date_text(contact["when"], "Y-m-d"),
        "contact.when": short_date(contact["when"]),
        "contact.who": contact["who"],
        "contact.title": contact["title"],
        "contact.text": Truncator(contact["text"]).words(WORDS_SHOWN, truncate=" …"),
        "contact.private": Truncator(contact["private"]).words(WORDS_SHOWN, truncate=" …"),
        "contact.next_text": contact["next_text"],
        "contact.next_on": short_date(contact["next_on"]),
    }
    slots = tuple(name for name, value in values.items() if value)
    return stencil("places/_contact.html", slots).fill(values)
