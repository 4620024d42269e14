"""The sentences of this room's verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

# Who carries on. No names and no addresses: the plan holds them.
audit.register(
    continuity__saved_form=_("After the support: form of organisation changed"),
    continuity__saved_rhythm=_("After the support: who calls together and when changed"),
    continuity__saved_municipality=_("After the support: the municipality's part changed"),
    continuity__saved_leader=_("After the support: the process leader's work changed"),
    continuity__saved_handover=_("After the support: what is handed over changed"),
    continuity__settled=_("After the support: settled who carries on"),
    continuity__unsettled=_("After the support: no longer settled, something is missing"),
)

# Follow-ups. The answers stand in the follow-up.
audit.register(
    follow_up__sent=_("Follow-up after %(months)s months sent"),
    follow_up__reminded=_("Follow-up after %(months)s months: reminder sent"),
    follow_up__resent=_("Follow-up after %(months)s months sent again"),
    follow_up__answered=_("Follow-up after %(months)s months answered"),
    follow_up__corrected=_("Follow-up after %(months)s months: answer corrected"),
    follow_up__entered=_("Follow-up after %(months)s months: answer taken by phone entered"),
    follow_up__contact=_("Follow-up after %(months)s months: contact person changed"),
)
