"""The sentences of milestones in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    milestone__goal=_("Goal in the long run written: %(title)s"),
    milestone__added=_("Milestone added: %(title)s"),
    milestone__changed=_("Milestone changed: %(title)s, %(state)s"),
    milestone__removed=_("Milestone removed: %(title)s"),
)
