"""The sentences of a project's room in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    project__opened=_("The project's own room opened: %(area)s"),
    project__decision=_("The funder's decision entered: %(source)s, %(amount)s"),
    change__asked=_("A change asked of the funder: %(kind)s"),
    change__changed=_("A change asked of the funder: %(kind)s, %(answer)s"),
    change__removed=_("A change asked of the funder removed"),
)
