"""The verbs of assets: add, change, link, take up what was said, make an action of an idea."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from mapping import checks
from mapping.models import Asset, AssetKind, AssetLink, AssetOrigin
from mapping.people import chosen_person
from people.models import Organisation, User
from places.checklist.ticks import sync
from places.models import Participation, Photo
from plans.actions.services import add_action
from plans.changes import length_of, store
from plans.models import Action, Origin
from themes.models import Voice
from themes.sources import source_of
from workshops.models import Workshop

MOST = 500
NAME_LENGTH = length_of(Asset, "name")
#: The event that ticks a method's line, and how many assets an inventory has at least.
LISTED, FEWEST = "assets_listed", 5
#: How an idea's origin is told in the plan.
_IN_PLAN: dict[str, Origin] = {
    AssetOrigin.MEETING: Origin.MEETING,
    AssetOrigin.SURVEY: Origin.SURVEY,
    AssetOrigin.GROUP: Origin.GROUP,
}
_OF_FAMILY: dict[str, AssetOrigin] = {
    "meeting": AssetOrigin.MEETING,
    "survey": AssetOrigin.SURVEY,
}


@transaction.atomic
def add_asset(*, participation: Participation, by: User, **facts: Any) -> Asset:
    """Add an asset. Refusals: too_many and those of `checked`."""
    require(by, "mapping.edit", participation)
    checks.lock(participation)
    values = checked(participation, by, facts)
    if participation.assets.count() >= MOST:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST})
    asset = Asset.objects.create(participation=participation, **values)
    audit.record("asset.added", participation, by=by, asset=asset.name)
    sync(participation, LISTED, by=by)
    return asset


@transaction.atomic
def save_asset(*, asset: Asset, by: User, version: int, **facts: Any) -> Asset:
    """Change an asset. Refusals: those of `checked`. Conflict: changed since."""
    asset, participation = _locked(asset, by)
    names = store(asset, version, checked(participation, by, facts))
    if names:
        audit.record("asset.changed", participation, by=by, asset=asset.name)
        sync(participation, LISTED, by=by)
    return asset


@transaction.atomic
def remove_asset(*, asset: Asset, by: User) -> None:
    """Take an asset out, with its links. The action that an idea became stays."""
    asset, participation = _locked(asset, by)
    name = asset.name
    asset.delete()
    audit.record("asset.removed", participation, by=by, asset=name)
    sync(participation, LISTED, by=by)


@transaction.atomic
def link(*, asset: Asset, by: User, other: Asset, how: str = "") -> AssetLink:
    """Say that one thing strengthens another; said again, `how` is written anew.

    Refusals: other_place, same_thing, too_long.
    """
    asset, participation = _locked(asset, by)
    if other.participation_id != participation.pk:
        raise Refusal("other_place", _("It belongs to another place."), field="other")
    if other.pk == asset.pk:
        raise Refusal("same_thing", _("Choose something else than itself."), field="other")
    words = checks.text(AssetLink, "how", how)
    made, new = AssetLink.objects.update_or_create(
        asset=asset, other=other, defaults={"how": words}
    )
    if new:
        audit.record("asset.linked", participation, by=by, asset=asset.name, other=other.name)
    return made


@transaction.atomic
def unlink(*, asset: Asset, by: User, link_id: int) -> None:
    """Take a link away; gone already, nothing happens."""
    asset, participation = _locked(asset, by)
    gone, _rows = AssetLink.objects.filter(pk=link_id, asset=asset).delete()
    if gone:
        audit.record("asset.unlinked", participation, by=by, asset=asset.name)


@transaction.atomic
def take_up(*, participation: Participation, by: User, voice: Voice, kind: str) -> Asset:
    """Make an asset or an idea of what somebody said; its origin is kept. Twice, it is there once.

    Refusals: no_kind, other_place.
    """
    require(by, "mapping.edit", participation)
    checks.lock(participation)
    if kind not in AssetKind.values:
        raise Refusal("no_kind", _("Choose what it is."), field="kind")
    if voice.participation_id != participation.pk:
        raise Refusal("other_place", _("It was said at another place."))
    same = participation.assets.filter(voice=voice, kind=kind).first()
    if same is not None:
        return same
    words = " ".join(voice.text.split())
    short = words if len(words) <= NAME_LENGTH else f"{words[: NAME_LENGTH - 1].rstrip()}…"
    asset = Asset.objects.create(
        participation=participation,
        kind=kind,
        name=short,
        note=voice.text[: length_of(Asset, "note")] if short != words else "",
        voice=voice,
        origin=_OF_FAMILY.get(source_of(voice).family, AssetOrigin.VOICE),
        origin_text=_said_at(voice),
    )
    audit.record("asset.added", participation, by=by, asset=_("something that was said"))
    sync(participation, LISTED, by=by)
    return asset


@transaction.atomic
def to_action(*, asset: Asset, by: User) -> Action:
    """Note an idea in the place's plan, where it says where it comes from. Twice, it is there once.

    Refusals: not_an_idea and those of `add_action`.
    """
    asset, participation = _locked(asset, by)
    if asset.kind not in {AssetKind.IDEA, AssetKind.INVESTMENT}:
        raise Refusal("not_an_idea", _("Only ideas and investments become actions."))
    if asset.action is not None:
        return asset.action
    origin = _IN_PLAN.get(asset.origin, Origin.OTHER)
    action = add_action(
        participation=participation,
        by=by,
        title=asset.name,
        description=asset.note,
        cost=asset.cost,
        origin=origin,
        origin_text=asset.origin_text or str(asset.get_kind_display()),
    )
    asset.action = action
    asset.version += 1
    asset.save()
    audit.record("asset.to_action", participation, by=by, asset=asset.name)
    return action


def checked(participation: Participation, by: User, facts: dict[str, Any]) -> dict[str, Any]:
    """The values of an asset, with the person whom it names.

    Refusals: no_kind, no_name, too_long, not_agreed, date_in_future, wrong_cost, other_place,
    other_region, unknown_choice and those of a position and of a person.
    """
    facts = dict(facts)
    if facts.get("kind") not in AssetKind.values:
        raise Refusal("no_kind", _("Choose what it is."), field="kind")
    name = checks.text(Asset, "name", facts.get("name", ""))
    values = {
        "kind": facts["kind"],
        "name": needed(name, "no_name", _("Write what it is called."), field="name"),
        "note": checks.text(Asset, "note", facts.get("note", ""), lines=True),
        "organisation": checks.own_organisation(participation, _organisation(facts)),
        "cost": _cost(facts.get("cost")),
        "origin": checks.choice(facts.get("origin", ""), AssetOrigin, "origin"),
        "origin_text": checks.text(Asset, "origin_text", facts.get("origin_text", "")),
        "photo": checks.own_photo(participation, _photo(facts)),
        **checks.place_on_earth(facts.get("latitude"), facts.get("longitude")),
    }
    agreed: dt.date | None = checks.past(facts.get("agreed_on"), "agreed_on")
    named = bool(facts.get("contact") or (facts.get("person") or "").strip())
    if named and agreed is None:
        raise Refusal(
            "not_agreed", _("Write on which day the person agreed to be named."), field="agreed_on"
        )
    contact = chosen_person(participation, by, facts | {"organisation": values["organisation"]})
    return values | {"contact": contact, "agreed_on": agreed if contact else None}


def _organisation(facts: dict[str, Any]) -> Organisation | None:
    return facts.get("organisation")


def _photo(facts: dict[str, Any]) -> Photo | None:
    return facts.get("photo")


def _cost(cost: Decimal | None) -> Decimal | None:
    if cost is not None and cost < 0:
        raise Refusal("wrong_cost", _("The cost is not below zero."), field="cost")
    return cost


def _said_at(voice: Voice) -> str:
    """The meeting where it was said, else where in its source it stands."""
    source = source_of(voice)
    where = ""
    if source.family == "meeting" and voice.about:
        where = (
            Workshop.objects.filter(pk=voice.about).values_list("title", flat=True).first() or ""
        )
    detail = str(source.detail(voice))
    words = ", ".join(part for part in (where, detail) if part)
    return words[: length_of(Asset, "origin_text")]


def _locked(asset: Asset, by: User) -> tuple[Asset, Participation]:
    participation = asset.participation
    require(by, "mapping.edit", participation)
    row = Asset.objects.select_for_update(of=("self",)).select_related("action").get(pk=asset.pk)
    row.participation = participation
    return row, participation
