"""Organisations and contacts: adding, changing, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import audit
from core.addresses import normal_address
from core.plain_text import checked_name
from core.policy import require
from core.refusals import NotAllowed, Refusal, needed
from people.models import Contact, Organisation, Region, Sector
from people.rules import has_opened_its_region, runs_region_of

if TYPE_CHECKING:
    from people.models import User

#: How many of the things that still use an organisation are named.
NAMED_USES = 8


def save_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Keep a new or changed organisation. Its region must be one that `by` runs.

    Raises Refusal("name_taken") when the region has another of that name.
    """
    _require(by, "organisation", organisation)
    twins = Organisation.objects.filter(region=organisation.region, name=organisation.name)
    if twins.exclude(pk=organisation.pk).exists():
        raise Refusal(
            "name_taken", _("The region has an organisation of this name already."), field="name"
        )
    organisation.added_at = ""  # somebody of the region has looked at it
    return _keep(organisation, "organisation", by)


@transaction.atomic
def name_organisation(
    *, region: Region, name: str, place: str, by: User, sector: str = ""
) -> Organisation:
    """The region's organisation of a name that somebody typed at a place; made when there is none.

    It is marked with the place, until the region's people have looked at it. The sector is
    association where none is given: what is missing in a register is mostly one of the village.
    Whoever calls this has checked that `by` may write what names the organisation. Refusals:
    name_missing, name_too_long.
    """
    shown = needed(" ".join(name.split()), "name_missing", _("Write the name."))
    longest = Organisation._meta.get_field("name").max_length or 0
    if len(shown) > longest:
        raise Refusal(
            "name_too_long",
            _("The name is longer than %(most)d characters.") % {"most": longest},
        )
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    known = region.organisations.filter(name__iexact=shown).order_by("pk").first()
    if known is not None:
        return known
    row = Organisation.objects.create(
        region=region, name=shown, sector=sector or Sector.ASSOCIATION, added_at=place[:150]
    )
    audit.record("organisation.named", row, by=by, name=shown, place=place)
    return row


@transaction.atomic
def merge_organisations(*, double: Organisation, keep: Organisation, by: User) -> Organisation:
    """Let `keep` stand wherever `double` stood, and remove the double.

    Where both stand for the same thing (partners of one programme), one of them is left. What
    was frozen keeps the name that it had. Refusals: same, other_region.
    """
    require(by, "people.merge_organisations", double)
    if double.pk == keep.pk:
        raise Refusal("same", _("Choose another organisation than this one."), field="keep")
    if double.region_id != keep.region_id:
        raise Refusal(
            "other_region", _("The organisation belongs to another region."), field="keep"
        )
    locked = Organisation.objects.select_for_update().filter(pk__in=[double.pk, keep.pk])
    list(locked.order_by("pk"))
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.one_to_many:
            _point_elsewhere(relation, double, keep)
    audit.record("organisation.merged", keep, by=by, name=keep.name, double=double.name)
    double.delete()
    return keep


def _point_elsewhere(relation: Any, double: Organisation, keep: Organisation) -> None:
    column = relation.field.name
    rows = relation.related_model.objects.filter(**{column: double})
    for key in list(rows.values_list("pk", flat=True)):
        row = rows.filter(pk=key)
        try:
            with transaction.atomic():
                row.update(**{column: keep})
        except IntegrityError:
            row.delete()  # it says for the double what stands for the other one already


def remove_organisation(organisation: Organisation, *, by: User) -> None:
    """Remove an organisation that nothing uses. Raises Refusal("in_use") that names the uses."""
    _require(by, "organisation", organisation)
    _remove(organisation, "organisation", by)


def save_contact(contact: Contact, *, by: User) -> Contact:
    """Keep a new or changed contact.

    Raises Refusal("other_region") when its organisation belongs to another region, and those of
    `checked_name`.
    """
    _require(by, "contact", contact)
    contact.name = checked_name(contact.name)
    contact.email = normal_address(contact.email)
    if contact.organisation is not None and contact.organisation.region_id != contact.region_id:
        raise Refusal(
            "other_region", _("The organisation belongs to another region."), field="organisation"
        )
    return _keep(contact, "contact", by)


def remove_contact(contact: Contact, *, by: User) -> None:
    """Remove a contact that nothing uses. Raises Refusal("in_use") that names the uses."""
    _require(by, "contact", contact)
    _remove(contact, "contact", by)


def _require(by: User, noun: str, thing: Organisation | Contact) -> None:
    if thing.pk:
        require(by, f"people.edit_{noun}", thing)
        return
    require(by, f"people.add_{noun}")
    if not (runs_region_of(by, thing.region_id) or has_opened_its_region.test(by, thing)):
        raise NotAllowed("not_allowed", _("You do not have the right to do this here."))


@transaction.atomic
def _keep[Thing: (Organisation, Contact)](thing: Thing, noun: str, by: User) -> Thing:
    is_new = thing.pk is None
    thing.save()
    audit.record(f"{noun}.{'added' if is_new else 'changed'}", thing, by=by, name=thing.name)
    return thing


@transaction.atomic
def _remove(thing: Organisation | Contact, noun: str, by: User) -> None:
    audit.record(f"{noun}.removed", thing, by=by, name=thing.name)
    try:
        thing.delete()
    except (ProtectedError, RestrictedError) as error:
        uses = sorted(_uses(error), key=str)
        raise Refusal(
            "in_use",
            _("%(name)s cannot be removed, because it is still used.") % {"name": thing.name},
            details=_named(uses),
        ) from error


def _uses(error: ProtectedError | RestrictedError) -> set[Any]:
    return (
        error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    )


def _use(use: Any) -> str:
    """What a use is and, for what happens at a place, where: "action: Signs (Näsum)"."""
    place = getattr(use, "participation", None)
    name = str(use) if place is None or str(place) == str(use) else f"{use} ({place})"
    return f"{use._meta.verbose_name}: {name}"


def _named(uses: list[Any]) -> list[str]:
    lines = [_use(use) for use in uses[:NAMED_USES]]
    rest = len(uses) - NAMED_USES
    if rest > 0:
        lines.append(ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest})
    return lines
