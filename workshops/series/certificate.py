"""Attendance of a course part by part, and who may have its certificate.

A person is known again from part to part by e-mail address, contact or account. Somebody of
whom only the name is known (who walked in) belongs to the one person of the same name who was
not at that part; where two could be meant, the rows stay apart, because a certificate must not
go to the wrong one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit
from core.collation import normalise
from core.pdf import html_to_pdf, units_of
from core.policy import require
from core.refusals import Refusal
from outbox.models import Letter
from people.models import Task, User
from workshops.guests.persons import households
from workshops.letters.writing import write_to_guests
from workshops.links import link_to
from workshops.models import (
    Invitation,
    LetterRole,
    Series,
    Workshop,
    WorkshopState,
)

_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One meeting of the course; `number` counts from 1 in time. `begun`: it has begun."""

    number: int
    workshop: Workshop
    begun: bool


@dataclass(slots=True)
class Person:
    """One person over all parts: `came` holds the ids of the meetings he or she was at."""

    invitations: list[Invitation] = field(default_factory=list)
    came: set[int] = field(default_factory=set)

    @property
    def latest(self) -> Invitation:
        """The newest invitation: the name as it is spelled now."""
        return max(self.invitations, key=lambda one: one.pk)

    @property
    def name(self) -> str:
        """The name."""
        return self.latest.name

    @property
    def organisation(self) -> str:
        """Where the person comes from; "" when nobody knows."""
        for one in sorted(self.invitations, key=lambda one: -one.pk):
            if one.organisation_id or one.organisation_name:
                return str(one.organisation or one.organisation_name)
        return ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """The table person × part. `hidden` counts guests of lists whose names are not the reader's."""

    series: Series
    parts: Sequence[Part]
    people: Sequence[Person]
    needed: int
    hidden: int

    def has_reached(self, person: Person) -> bool:
        """Whether the person was at enough parts."""
        return self.needed > 0 and len(person.came) >= self.needed

    @property
    def reached(self) -> list[Person]:
        """Those who may have the certificate, by name."""
        return [person for person in self.people if self.has_reached(person)]


def attendance_of(series: Series, *, reader: User | None) -> Attendance:
    """Who was at which part, as far as the reader may read names. Three questions.

    Without a reader all: for what the platform itself does, and shows to nobody.

    Cancelled meetings and drafts are no parts. `needed` is the series' number of parts, else all.
    """
    now = timezone.now()
    held = series.workshops.filter(state=WorkshopState.ANNOUNCED).order_by("starts_at", "pk")
    parts = [
        Part(number, one, begun=one.starts_at <= now) for number, one in enumerate(held, start=1)
    ]
    on_list = Q(removed_at__isnull=True, left_at__isnull=True)
    here = Invitation.objects.filter(workshop__in=[part.workshop.pk for part in parts])
    here = here.filter(on_list | Q(attended_persons__gt=0))
    seen = here if reader is None else here.named_for(reader)
    named = list(seen.select_related("organisation").order_by("pk"))
    needed = series.parts_needed or len(parts)
    return Attendance(series, parts, people_of(named), needed, here.count() - len(named))


def people_of(invitations: Iterable[Invitation]) -> list[Person]:
    """The invitations of several meetings, by person, in the order of names."""
    by_mark: dict[str, Person] = {}
    people: list[Person] = []
    loose: list[Invitation] = []
    invitations = list(invitations)
    numbers = households((one.email, one.name) for one in invitations if one.email)
    marks_of = {one.pk: _marks(one, numbers.get((one.email, one.name), 0)) for one in invitations}
    for one in invitations:
        marks = marks_of[one.pk]
        if not marks:
            loose.append(one)
            continue
        known = list({id(by_mark[m]): by_mark[m] for m in marks if m in by_mark}.values())
        person = known[0] if known else Person()
        if not known:
            people.append(person)
        for other in known[1:]:  # an address and a contact that were two so far
            person.invitations += other.invitations
            people.remove(other)
        person.invitations.append(one)
        by_mark |= dict.fromkeys(
            (mark for own in person.invitations for mark in marks_of[own.pk]), person
        )
    for one in loose:
        _add_by_name(one, people)
    for person in people:
        person.came = {one.workshop_id for one in person.invitations if one.attended_persons}
    return sorted(people, key=lambda person: (normalise(person.name), person.latest.pk))


def _marks(one: Invitation, number: int) -> list[str]:
    """By what the person is known; `number` tells apart those who share the address."""
    marks = (
        ("email", one.email and f"{one.email.strip().casefold()} {number}"),
        ("contact", one.contact_id),
        ("user", one.user_id),
    )
    return [f"{kind} {value}" for kind, value in marks if value]


def _add_by_name(one: Invitation, people: list[Person]) -> None:
    name = normalise(one.name)
    alike = [
        person
        for person in people
        if any(normalise(own.name) == name for own in person.invitations)
        and all(own.workshop_id != one.workshop_id for own in person.invitations)
    ]
    if len(alike) == 1:
        alike[0].invitations.append(one)
    else:
        people.append(Person([one]))


def certificate_pdf(
    attendance: Attendance, people: Sequence[Person], *, by: User, on: dt.date | None = None
) -> bytes:
    """One page a person, in the programme's language.

    Refusals: not_allowed, no_certificate (the series gives none), nobody_reached (no person),
    too_few_parts (somebody was not at enough parts), and those of `html_to_pdf`.
    """
    require(by, "workshops.view_series_attendance", attendance.series)
    refuse_certificate(attendance, people)
    html = certificate_html(attendance, people, on or timezone.localdate())
    return html_to_pdf(html, units=units_of(len(people)))


def own_certificate(invitation: Invitation) -> bytes:
    """The certificate of whoever has a personal link. Refusals: those of `certificate_pdf`."""
    found, people = _own(invitation)
    return html_to_pdf(certificate_html(found, people, timezone.localdate()))


def own_stamp(invitation: Invitation) -> dict[str, object]:
    """What that certificate hangs on; asks for no drawing. Refusals: those of `certificate_pdf`."""
    found, people = _own(invitation)
    return {
        "language": found.series.programme.language,
        "series": found.series.updated_at.isoformat(),
        "came": [[person.name, *sorted(person.came)] for person in people],
    }


def _own(invitation: Invitation) -> tuple[Attendance, list[Person]]:
    series = invitation.workshop.series
    if series is None:
        raise Refusal("no_certificate", _("This series gives no certificate."))
    found = attendance_of(series, reader=None)
    people = [one for one in found.people if invitation in one.invitations]
    refuse_certificate(found, people)
    return found, people


def send_certificates(*, series: Series, by: User) -> int:
    """Write to all who have reached the certificate and have an address; return to how many.

    Each gets one letter with a personal link, also when this is done again after a later part.
    Refusals: no_certificate, nobody_new (all of them have had it, or nobody has an address).
    """
    require(by, "workshops.manage_series", series)
    if not series.certificate:
        raise Refusal("no_certificate", _("This series gives no certificate."))
    with transaction.atomic():
        Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
        found = attendance_of(series, reader=None)
        key = f"series:{series.pk}:certificate"
        guests = _to_write(found, key)
        if not guests:
            raise Refusal(
                "nobody_new",
                _("Everybody who has reached the certificate and has an address has had it."),
            )
        parts = {part.workshop.pk: part.workshop for part in found.parts}
        for number in sorted({one.workshop_id for one in guests}):
            write_to_guests(
                workshop=parts[number], role=LetterRole.CERTIFICATE, by=by, key=f"{key}:{number}",
                invitations=[one for one in guests if one.workshop_id == number],
                common=lambda _language: {"meeting": series.name},
                links=lambda guest: {"link": link_to("workshops:guest_certificate", guest)},
            )  # fmt: skip
        audit.record("series.certificates_sent", series, by=by, count=len(guests))
    return len(guests)


def _to_write(found: Attendance, key: str) -> list[Invitation]:
    """The newest invitation with an address of each who has reached it and has had no letter."""
    keys = {
        one.pk: f"{key}:{one.workshop_id}:{one.pk}"
        for person in found.reached
        for one in person.invitations
    }
    had = set(Letter.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    guests = []
    for person in found.reached:
        if any(keys[one.pk] in had for one in person.invitations):
            continue
        reachable = [one for one in person.invitations if one.email and not one.is_off]
        guests += sorted(reachable, key=lambda one: one.pk)[-1:]
    return guests


def refuse_certificate(attendance: Attendance, people: Sequence[Person]) -> None:
    """Say no where there is no certificate to give. Refusals as for `certificate_pdf`."""
    if not attendance.series.certificate:
        raise Refusal("no_certificate", _("This series gives no certificate."))
    if not people:
        raise Refusal("nobody_reached", _("Nobody has been at enough parts yet."))
    for person in people:
        if not attendance.has_reached(person):
            raise Refusal(
                "too_few_parts",
                _("%(name)s was at %(came)s parts; %(needed)s are needed.")
                % {
                    "name": person.name,
                    "came": len(person.came),
                    "needed": attendance.needed,
                },
            )


def certificate_html(attendance: Attendance, people: Sequence[Person], on: dt.date) -> str:
    """The certificates as a whole HTML document, in the programme's language."""
    series, programme = attendance.series, attendance.series.programme
    duties = series.duties.filter(task__in=[Task.TEACHES, Task.FACILITATES]).order_by("task", "pk")
    with override(programme.language):
        return render_to_string(
            "workshops/series/certificate_pdf.html",
            {
                "series": series,
                "programme": programme,
                "pages": [_page(attendance, person) for person in people],
                "signers": list(dict.fromkeys(duty.name for duty in duties))[:3],
                "on": on,
            },
        )


def _page(attendance: Attendance, person: Person) -> dict[str, object]:
    attended = [part for part in attendance.parts if part.workshop.pk in person.came]
    return {"name": person.name, "attended": attended, "hours": hours_of(attended)}


def hours_of(parts: Iterable[Part]) -> Decimal | None:
    """How long the parts were together; None when one has an open end."""
    minutes = 0
    for part in parts:
        if part.workshop.ends_at is None:
            return None
        length = part.workshop.ends_at - part.workshop.starts_at
        minutes += int(length.total_seconds()) // _MINUTES
    return (Decimal(minutes) / _MINUTES).quantize(Decimal("0.01"))
