"""Programmes: begin one, change it, its partners, who manages it from when until when."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import (
    Contact,
    Organisation,
    ProgrammePost,
    ProgrammeRole,
    Region,
    Sector,
    User,
)
from people.scope import forget_scope
from programmes.models import Municipality, Partner, Programme
from programmes.notices import tell_manager
from programmes.stamps import same_as_seen

#: What people may change. The region stays: a programme never moves to another tenant.
FIELDS = (
    "name", "summary", "owner", "starts_on", "ends_on", "status", "language", "currency",
    "method_version", "support_months", "sum_per_place", "quiet_after_days", "population_min",
    "population_max", "place_kinds", "three_sectors", "plan_form",
    "leader_word", "coach_word", "volunteer_rate", "mileage_rate", "parent", "predecessor",
)  # fmt: skip


def programme_values(programme: Programme) -> dict[str, Any]:
    """The fields as plain values, for stamps and for showing what differs."""
    return model_to_dict(programme, fields=FIELDS)


def field_name(name: str) -> str:
    """What people call the field, in the active language."""
    return str(Programme._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _checked(programme: Programme) -> Programme:
    """Raise Refusal `invalid` with each reason; `elsewhere` for another region's rows."""
    if programme.owner.region_id != programme.region_id:
        raise Refusal("elsewhere", _("The owner belongs to another region."), field="owner")
    version = programme.method_version
    if version.is_draft or version.method.region_id != programme.region_id:
        raise Refusal(
            "elsewhere",
            _("Choose a published method of the programme's own region."),
            field="method_version",
        )
    _refuse_wrong_relations(programme)
    try:
        programme.full_clean()
    except ValidationError as error:
        raise Refusal("invalid", _("The programme has faults."), details=error.messages) from error
    return programme


#: No programme is part of a part of a part … of more than these.
MOST_LEVELS = 10


def _refuse_wrong_relations(programme: Programme) -> None:
    """Larger and earlier programmes are of the same region, and no programme is its own."""
    for name in ("parent", "predecessor"):
        above: Programme | None = getattr(programme, name)
        if above is not None and above.region_id != programme.region_id:
            raise Refusal("elsewhere", _("That programme belongs to another region."), field=name)
        for _level in range(MOST_LEVELS):
            if above is None:
                break
            if above.pk == programme.pk:
                raise Refusal(
                    "circle", _("A programme cannot come before or above itself."), field=name
                )
            above = getattr(above, name)
        else:
            raise Refusal("circle", _("That is too many levels of programmes."), field=name)


def create_programme(*, region: Region, by: User, values: dict[str, Any]) -> Programme:
    """Begin a programme in the region. `values` holds FIELDS; those left out take their default.

    Raises Refusal `elsewhere` and `invalid`.
    """
    require(by, "programmes.add_programme", region)
    with transaction.atomic():
        programme = _checked(Programme(region=region, **values))
        programme.save()
        audit.record("programme.created", programme, by=by)
    forget_scope(by)
    return programme


def edit_programme(
    programme: Programme, *, by: User, seen: int, values: dict[str, Any]
) -> Programme:
    """Change a programme. `seen` is the stamp of `programme_values` that the user read.

    Places keep the method version they began with. Raises Conflict, Refusal (`currency_fixed`
    once places take part, `elsewhere`, `invalid`).
    """
    require(by, "programmes.edit_programme", programme)
    with transaction.atomic():
        row = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        before = programme_values(row)
        for name, value in values.items():
            setattr(row, name, value)
        after = programme_values(row)
        same_as_seen(seen, theirs=before, yours=after)
        _refuse_other_currency(row, before["currency"])
        changed = [name for name in FIELDS if before[name] != after[name]]
        if changed:
            _checked(row).save()
            names = ", ".join(field_name(name) for name in changed)
            audit.record("programme.edited", row, by=by, fields=names)
        if "ends_on" in changed:
            was, now = before["ends_on"], after["ends_on"]
            audit.record(
                "programme.ends_changed", row, by=by,
                before=was.isoformat() if was else "–", after=now.isoformat() if now else "–",
            )  # fmt: skip
    return row


def _refuse_other_currency(programme: Programme, before: str) -> None:
    """Sums of places stand in the programme's currency and are not converted."""
    if programme.currency != before and programme.participations.exists():
        raise Refusal(
            "currency_fixed",
            _("Places take part, and their sums are in %(currency)s. The currency stays.")
            % {"currency": before},
            field="currency",
        )


def add_partner(
    programme: Programme,
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    contact: Contact | None = None,
    municipality: Municipality | None = None,
) -> Partner:
    """Add an organisation as funder, co-owner, partner or adviser, with a contact person.

    A municipality's organisation is known by its name where `municipality` is not given. Raises
    Refusal `elsewhere` for another region's rows, `partner_twice`, `invalid`.
    """
    require(by, "programmes.edit_programme", programme)
    regions = {organisation.region_id} | ({contact.region_id} if contact else set())
    if regions != {programme.region_id}:
        raise Refusal(
            "elsewhere",
            _("The organisation and the contact must belong to the programme's region."),
            field="organisation",
        )
    with transaction.atomic():
        Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        if Partner.objects.filter(
            programme=programme, organisation=organisation, kind=kind
        ).exists():
            raise Refusal(
                "partner_twice",
                _("The organisation has this part in the programme already."),
                field="organisation",
            )
        partner = Partner(
            programme=programme, organisation=organisation, kind=kind, contact=contact,
            municipality=municipality or municipality_of(organisation, programme.region.country),
        )  # fmt: skip
        try:
            partner.full_clean()
        except ValidationError as error:
            raise Refusal(
                "invalid", _("The partner has faults."), details=error.messages
            ) from error
        partner.save()
        audit.record("programme.partner_added", programme, by=by, organisation=organisation.name)
    return partner


def municipality_of(organisation: Organisation, country: str) -> Municipality | None:
    """The municipality that an organisation of that sector is, by its name."""
    if organisation.sector != Sector.MUNICIPALITY:
        return None
    return municipality_named(organisation.name, country)


def municipality_named(name: str, country: str) -> Municipality | None:
    """The municipality that somebody means: "Slagelse", "Slagelse Kommune"."""
    name = name.strip()
    short = re.sub(r"(?i)s?\s+(kommune?|stad)$", "", name)
    found = Municipality.objects.filter(country=country).filter(
        Q(full_name__iexact=name) | Q(name__iexact=name) | Q(name__iexact=short)
    )
    return found.first()


def remove_partner(partner: Partner, *, by: User) -> None:
    """Take a partner out of the programme. The organisation stays in the register."""
    programme = partner.programme
    require(by, "programmes.edit_programme", programme)
    with transaction.atomic():
        audit.record(
            "programme.partner_removed", programme, by=by, organisation=partner.organisation.name
        )
        partner.delete()


def add_manager(
    programme: Programme, *, by: User, user: User, starts_on: dt.date | None = None
) -> ProgrammeRole:
    """Let somebody manage the programme from a day on (today when none is given).

    Raises Refusal `already` when the person manages it on that day or later.
    """
    require(by, "programmes.manage_roles", programme)
    day = starts_on or timezone.localdate()
    with transaction.atomic():
        Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        own = ProgrammeRole.objects.filter(
            programme=programme, user=user, role=ProgrammePost.MANAGER
        )
        if own.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).exists():
            raise Refusal("already", _("The person manages the programme already."), field="user")
        role = ProgrammeRole.objects.create(programme=programme, user=user, starts_on=day)
        audit.record(
            "programme.manager_added",
            programme,
            by=by,
            user=user.pk,
            person=user.get_full_name(),
            day=day.isoformat(),
        )
        tell_manager(role, programme, by)
    forget_scope(user, by)
    return role


def end_manager(role: ProgrammeRole, *, by: User, ends_on: dt.date | None = None) -> ProgrammeRole:
    """End somebody's time as manager; the day is the last one (today when none is given).

    Raises Refusal `before_start` and `ended`.
    """
    require(by, "programmes.manage_roles", role.programme)
    day = ends_on or timezone.localdate()
    with transaction.atomic():
        row = ProgrammeRole.objects.select_for_update(of=("self",)).get(pk=role.pk)
        if row.ends_on is not None and row.ends_on < timezone.localdate():
            raise Refusal("ended", _("This has ended already."))
        if day < row.starts_on:
            raise Refusal(
                "before_start",
                _("The last day must not be before the first."),
                field="ends_on",
            )
        row.ends_on = day
        row.save(update_fields=["ends_on", "updated_at"])
        audit.record(
            "programme.manager_ended",
            row.programme,
            by=by,
            person=role.user.get_full_name(),
            day=day.isoformat(),
        )
    forget_scope(role.user, by)
    return row
