"""The sentences of the support's verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

# Agreement, instalments, claims, payments: sums and days, no reasons of people and no status.
audit.register(
    grant__made=_("Agreement on support begun: %(amount)s"),
    grant__written=_("Draft of the agreement written: %(amount)s"),
    grant__agreed=_("Agreement on %(amount)s signed on %(on)s"),
    grant__changed=_("Agreement changed, from %(before)s to %(after)s: %(reason)s"),
    grant__document_added=_("Signed agreement added"),
    grant__released=_("Instalment %(number)s may be claimed: %(amount)s"),
    grant__report_received=_("Report received on %(on)s: %(report)s"),
    grant__claimed=_("Instalment %(number)s claimed: %(amount)s"),
    grant__claim_withdrawn=_("Claim of instalment %(number)s taken back"),
    grant__claim_approved=_("Claim of instalment %(number)s approved: %(amount)s"),
    grant__claim_returned=_("Claim of instalment %(number)s returned"),
    grant__paid=_("Instalment %(number)s paid on %(on)s: %(amount)s, reference %(reference)s"),
)

# Costs: no payees and no purposes, they may name people. Sheets: the month and no hours.
audit.register(
    cost__added=_("Cost of %(amount)s %(currency)s entered on “%(line)s”"),
    cost__corrected=_("Cost on “%(line)s” corrected, from %(before)s to %(amount)s %(currency)s"),
    cost__removed=_("Cost of %(amount)s %(currency)s on “%(line)s” removed"),
    sheet__line_added=_("Line written on a time sheet for %(month)s"),
    sheet__line_corrected=_("Line on a time sheet for %(month)s corrected"),
    sheet__line_removed=_("Line on a time sheet for %(month)s removed"),
    sheet__submitted=_("Time sheet for %(month)s handed in"),
    sheet__reopened=_("Time sheet for %(month)s taken back"),
    sheet__confirmed=_("Time sheet for %(month)s confirmed"),
    sheet__sent_back=_("Time sheet for %(month)s sent back"),
)

# Observers see the place's history and no sums; whose sheet it is only those who answer for it.
audit.guard("grant", "grants.view")
audit.guard("cost", "grants.view")
audit.guard("sheet", "grants.read_sheets")
