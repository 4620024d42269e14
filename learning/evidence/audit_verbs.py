"""The sentences of packs of evidence in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    evidence__made=_("Pack of evidence made: %(title)s"),
    evidence__removed=_("Pack of evidence removed: %(title)s"),
)
