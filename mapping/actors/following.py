"""Who leaves the register leaves the actor map: a person alone goes, an organisation stays."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from mapping.models import Actor
from people.models import Contact


def _left(instance: Contact, **_more: Any) -> None:
    Actor.objects.filter(contact=instance, organisation__isnull=True).delete()


def connect() -> None:
    """Listen to contacts that go."""
    pre_delete.connect(_left, sender=Contact, dispatch_uid="mapping.actors")
