"""Taking a municipality into a programme as a party of its own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation, ParticipationKind, Place
from places.register.services import enrol, make_place
from programmes.models import MethodVersion, Municipality, Programme
from programmes.models.programme import PlaceKind


def versions_for(programme: Programme) -> QuerySet[MethodVersion]:
    """The published versions of the region's methods: a municipality works by its own one."""
    rows = MethodVersion.objects.published().filter(method__region=programme.region_id)
    return rows.select_related("method").order_by("title", "-number")


@transaction.atomic
def take_in(
    *,
    programme: Programme,
    by: User,
    municipality: Municipality,
    method_version: MethodVersion,
    started_on: dt.date,
) -> Participation:
    """Let a municipality take part itself, by a method of its own.

    Whom the programme's conditions on places let in says nothing of it. Refusals: wrong_method
    and those of `enrol`.
    """
    require(by, "programmes.edit_programme", programme)
    if not versions_for(programme).filter(pk=method_version.pk).exists():
        raise Refusal("wrong_method", _("Choose a method from the list."), field="method_version")
    place = Place.objects.filter(
        region=programme.region_id, municipality=municipality, kind=PlaceKind.MUNICIPALITY
    ).first()
    if place is None:
        place = make_place(
            region=programme.region, name=municipality.name, municipality=municipality,
            kind=PlaceKind.MUNICIPALITY, by=by,
        )  # fmt: skip
    return enrol(
        place=place,
        programme=programme,
        started_on=started_on,
        by=by,
        override_reason=_("The municipality itself, as a party that is coached."),
        kind=ParticipationKind.MUNICIPALITY,
        method_version=method_version,
    )
