"""The parts in which the plan is edited; each is a small form with a version of its own."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from continuity.models import ContinuityPlan

FIELDS: Mapping[str, tuple[str, ...]] = {
    "form": ("form", "organisation", "form_reason"),
    "rhythm": ("convener", "convener_email", "meetings_a_year", "review_month"),
    "municipality": (
        "municipality_contact",
        "municipality_email",
        "dialogue_month",
        "budget_amount",
        "budget_text",
    ),
    "leader": ("leader_after", "leader_payer"),
    "handover": ("archive_place", "archive_on", "contacts_on", "keys_on"),
}

TITLES: Mapping[str, Promise] = {
    "form": _("Form of organisation"),
    "rhythm": _("Who calls together, and when"),
    "municipality": _("The municipality"),
    "leader": _("The process leader's work"),
    "handover": _("What is handed over"),
}


def values_of(plan: ContinuityPlan, section: str) -> dict[str, Any]:
    """What a section holds now."""
    return {name: getattr(plan, name) for name in FIELDS[section]}


def version_of(plan: ContinuityPlan, section: str) -> int:
    """A number that differs when the section's values do.

    Not the row's own version: two people who write in different sections are in nobody's way.
    """
    plain = [
        value.pk if isinstance(value, Model) else str(value)
        for value in values_of(plan, section).values()
    ]
    return zlib.crc32(repr(plain).encode())
