"""The sentences of this room's verbs in the audit trail. No names and no addresses in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    door__checked=_("Checked in at the door (%(acts)s entries)"),
)

audit.register(
    answer__given=_("Answer: %(answer)s, persons: %(persons)s"),
    answer__left=_("A guest has left the list"),
)
