"""The sentences of the reports' verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    report__rules_set=_("What the funder wants of reports set"),
    report__begun=_("%(name)s begun"),
    report__period_set=_("%(name)s: period or day moved"),
    report__handed_in=_("%(name)s handed in"),
    report__returned=_("%(name)s returned"),
    report__approved=_("%(name)s approved, checksum %(checksum)s"),
    report__composed=_("Own report %(name)s put together"),
    report__composition_removed=_("Own report %(name)s removed"),
    report__own_made=_("Own report made: %(name)s"),
    report__template_set=_("Word template of reports: %(name)s"),
    report__template_removed=_("Word template of reports removed: %(name)s"),
    report__takeaway=_("The place's own copy taken out"),
    report__case=_("The whole case taken out for an auditor"),
    report__corrected=_("%(name)s begun as a correction"),
)
