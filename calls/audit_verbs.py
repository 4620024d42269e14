"""The sentences of this room's verbs in the audit trail. No texts of applicants, no addresses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    call__added=_("Call added"),
    call__changed=_("Call changed: %(what)s"),
    call__published=_("Call published"),
    call__unpublished=_("Call taken back to draft"),
    call__extended=_("Call extended from %(before)s to %(after)s: %(reason)s"),
    call__closed=_("Call closed early: %(reason)s"),
    call__assessor_added=_("Assessor added: %(who)s"),
    call__assessor_left=_("Assessor taken off: %(who)s"),
    call__meeting_noted=_("Meeting of assessors noted"),
    call__letters_sent=_("Letters with decisions: %(count)s"),
    call__letters_undone=_("Letters with decisions undone"),
    application__begun=_("Application begun"),
    application__link_sent=_("A new link to the application was sent"),
    application__handed_in=_("Application handed in"),
    application__withdrawn=_("Application withdrawn"),
    application__reopened=_("Application opened again"),
    application__person_asked=_("A person was asked to confirm for %(sector)s"),
    application__confirmed=_("Confirmed for %(sector)s"),
    application__declined=_("Declined for %(sector)s"),
    application__co_applicant_added=_("Co-applicant added"),
    application__co_applicant_removed=_("Co-applicant taken off"),
    application__file_added=_("File added"),
    application__file_removed=_("File removed"),
    application__conflict_declared=_("Conflict of interest declared by %(who)s"),
    application__assessed=_("Assessed by %(who)s"),
    application__assessment_reopened=_("Assessment opened again by %(who)s"),
    application__proposed=_("Decision proposed: %(outcome)s"),
    application__decided=_("Decision confirmed: %(outcome)s"),
    application__decision_taken_back=_("Decision taken back"),
    application__taken_in=_("Taken into the programme from %(started_on)s"),
    application__erased=_("Names and texts of the application erased"),
)
