"""Services, assets, actors and a local analysis for the policy test's world."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from mapping.models import (
    Actor,
    Asset,
    AssetKind,
    AssetLink,
    ChainIndicator,
    LocalAnalysis,
    LocalDocument,
    LocalFigure,
    MapPoint,
    OftenMissing,
    Service,
)
from people.models import Contact, Organisation
from places.models import Participation


def mapping_things(one: Participation, organisation: Organisation) -> dict[str, Any]:
    """The objects by the names of the URL arguments."""
    service = Service.objects.create(participation=one, kind="groceries")
    idea = Asset.objects.create(participation=one, kind=AssetKind.IDEA, name="A café in the mill")
    mill = Asset.objects.create(participation=one, kind=AssetKind.BUILDING, name="The mill")
    analysis = LocalAnalysis.objects.create(participation=one)
    contact = Contact.objects.create(
        region=one.programme.region, name="Somebody who knows", source="test"
    )
    analysis.group.add(contact)
    return {
        "mapping.service_id": service.pk,
        "mapping.asset_id": idea.pk,
        "mapping.link_id": AssetLink.objects.create(asset=idea, other=mill).pk,
        "mapping.actor_id": Actor.objects.create(
            participation=one,
            organisation=organisation,
            contact=contact,
            name=organisation.name,
            sector=organisation.sector,
        ).pk,
        "mapping:presence.group": OftenMissing.YOUNG.value,
        "mapping.contact_id": contact.pk,
        "mapping.document_id": _document(analysis).pk,
        "mapping.figure_id": LocalFigure.objects.create(
            analysis=analysis, topic="work", label="Workplaces", value=40, year=2020, source="SCB"
        ).pk,
        "mapping.point_id": MapPoint.objects.create(
            participation=one,
            kind="good",
            text="Benches",
            state="shown",
            said_on=timezone.localdate(),
            latitude="56.17",
            longitude="14.5",
        ).pk,
        "mapping.indicator_id": ChainIndicator.objects.create(
            programme=one.programme, step="moving", title="Homes finished"
        ).pk,
    }


def _document(analysis: LocalAnalysis) -> LocalDocument:
    return LocalDocument.objects.create(
        analysis=analysis,
        file=ContentFile(b"text", name="tables.txt"),
        name="tables.txt",
        content_type="text/plain",
        size=4,
        sha256="0" * 64,
    )
