"""The sentences of this room's verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    query__saved=_("Query saved: %(name)s"),
    query__changed=_("Query changed: %(name)s"),
    query__removed=_("Query removed: %(name)s"),
    query__accepted=_("Changed table taken as it is now: %(name)s"),
    query__fetched=_("Figures fetched by “%(name)s”: %(made)s new, %(corrected)s corrected"),
    query__failed=_("Figures could not be fetched by “%(name)s”"),
    figure__added=_("Figure entered: %(indicator)s %(period)s"),
    figure__corrected=_("Figure corrected: %(indicator)s %(period)s"),
    figure__break_marked=_("Series break marked: %(indicator)s %(period)s"),
    figure__break_cleared=_("Series break taken back: %(indicator)s %(period)s"),
    figures__imported=_(
        "Figures brought in from the file %(name)s: %(made)s new, %(changed)s corrected"
    ),
    set__asked=_("Figures of the set “%(name)s” asked for: %(queries)s queries"),
)
