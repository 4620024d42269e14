"""The sentences of relations in the audit trail. Not what was noted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    relation__noted=_("Coaches noted something on a relation"),
    relation__removed=_("A note on a relation was removed"),
)
