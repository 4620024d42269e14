"""Assets, actors and voices for tests."""

from __future__ import annotations

from typing import Any

from mapping.actors.services import add_actor
from mapping.assets.services import add_asset
from mapping.models import Actor, Asset
from people.models import Contact
from tests.factories import OrganisationFactory, World


def asset(w: World, kind: str = "nature", name: str = "The lake", **more: Any) -> Asset:
    """An asset of the world's place."""
    return add_asset(participation=w.participation, by=w.leader, kind=kind, name=name, **more)


def actor(w: World, sector: str = "association", **more: Any) -> Actor:
    """An actor with an organisation of its sector."""
    organisation = OrganisationFactory(region=w.region, sector=sector)
    values = {"organisation": organisation} | more
    return add_actor(participation=w.participation, by=w.leader, **values)


def person(w: World, name: str = "Karin Berg", **more: Any) -> Contact:
    """A contact of the region."""
    return Contact.objects.create(
        **{"region": w.region, "name": name, "email": "karin@example.org", "source": "test"} | more
    )
