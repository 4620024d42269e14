"""Words that are taken back are gone here too, unless somebody has worked on what they became."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from mapping.models import Asset
from themes.models import Voice


def _taken_back(instance: Voice, **_more: Any) -> None:
    Asset.objects.filter(voice=instance, version=1, action__isnull=True).delete()


def connect() -> None:
    """Listen to voices that go."""
    pre_delete.connect(_taken_back, sender=Voice, dispatch_uid="mapping.assets")
