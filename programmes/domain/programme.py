"""Programmes: begin one, change it, its partners."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import Contact, Organisation, Region, User
from people.scope import forget_scope
from programmes.domain.drafts import stamp
from programmes.models import Partner, Programme

#: What people may change. The region stays: a programme never moves to another tenant.
FIELDS = (
    "name", "summary", "owner", "starts_on", "ends_on", "status", "language", "currency",
    "method_version", "support_months", "sum_per_place", "quiet_after_days", "population_min",
    "population_max", "place_kinds", "three_sectors", "plan_form", "volunteer_rate", "mileage_rate",
)  # fmt: skip


def programme_values(programme: Programme) -> dict[str, Any]:
    """The fields as plain values, for stamps and for showing what differs."""
    values = model_to_dict(programme, fields=FIELDS)
    return {
        name: values[name] if isinstance(values[name], (list, bool)) else _plain(values[name])
        for name in FIELDS
    }


def field_name(name: str) -> str:
    """What people call the field, in the active language."""
    return str(Programme._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _checked(programme: Programme) -> Programme:
    """Raise Refusal `invalid` with each reason; `elsewhere` for another region's rows."""
    if programme.owner.region_id != programme.region_id:
        raise Refusal("elsewhere", _("The owner belongs to another region."))
    version = programme.method_version
    if version.is_draft or version.method.region_id != programme.region_id:
        raise Refusal("elsewhere", _("Choose a published method of the programme's own region."))
    try:
        programme.full_clean()
    except ValidationError as error:
        raise Refusal("invalid", _("The programme has faults."), details=error.messages) from error
    return programme


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
        if stamp(before) not in (seen, stamp(after)):
            raise Conflict(
                _("Somebody else has changed this since you opened it. Nothing was saved."),
                theirs=before, yours=after, version=stamp(before),
            )  # fmt: skip
        _refuse_other_currency(row, before["currency"])
        changed = [name for name in FIELDS if before[name] != after[name]]
        if changed:
            _checked(row).save()
            names = ", ".join(field_name(name) for name in changed)
            audit.record("programme.edited", row, by=by, fields=names)
    return row


def _refuse_other_currency(programme: Programme, before: str) -> None:
    """Sums of places stand in the programme's currency and are not converted."""
    if programme.currency != before and programme.participations.exists():
        raise Refusal(
            "currency_fixed",
            _("Places take part, and their sums are in %(currency)s. The currency stays.")
            % {"currency": before},
        )


def add_partner(
    programme: Programme,
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    contact: Contact | None = None,
) -> Partner:
    """Add an organisation as funder, co-owner, partner or adviser, with a contact person.

    Raises Refusal `elsewhere` for another region's rows, `partner_twice`, `invalid`.
    """
    require(by, "programmes.edit_programme", programme)
    regions = {organisation.region_id} | ({contact.region_id} if contact else set())
    if regions != {programme.region_id}:
        raise Refusal(
            "elsewhere",
            _("The organisation and the contact must belong to the programme's region."),
        )
    with transaction.atomic():
        Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        if Partner.objects.filter(
            programme=programme, organisation=organisation, kind=kind
        ).exists():
            raise Refusal(
                "partner_twice", _("The organisation has this part in the programme already.")
            )
        partner = Partner(
            programme=programme, organisation=organisation, kind=kind, contact=contact
        )
        try:
            partner.full_clean()
        except ValidationError as error:
            raise Refusal(
                "invalid", _("The partner has faults."), details=error.messages
            ) from error
        partner.save()
        audit.record("programme.partner_added", programme, by=by, organisation=organisation.name)
    return partner


def remove_partner(partner: Partner, *, by: User) -> None:
    """Take a partner out of the programme. The organisation stays in the register."""
    programme = partner.programme
    require(by, "programmes.edit_programme", programme)
    with transaction.atomic():
        audit.record(
            "programme.partner_removed", programme, by=by, organisation=partner.organisation.name
        )
        partner.delete()
