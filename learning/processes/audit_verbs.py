"""The sentences of actors' processes in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    process__added=_("Step of an actor's process added"),
    process__changed=_("Step of an actor's process changed"),
    process__removed=_("Step of an actor's process removed"),
)
