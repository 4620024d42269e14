"""The sentences of this room's verbs in the audit trail. No answers, no names, no addresses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    survey__added=_("Survey added"),
    survey__changed=_("Survey changed"),
    survey__structure_changed=_("Questions changed: %(what)s"),
    survey__text_corrected=_("Words corrected while it is open: from “%(before)s” to “%(after)s”"),
    survey__opened=_("Survey opened, last day %(closes)s"),
    survey__back_to_draft=_("Survey taken back to draft"),
    survey__closed=_("Survey closed"),
    survey__paper_entered=_("Answers on paper entered"),
    survey__page_renewed=_("The link for everybody has a new address"),
    survey__list_added=_("List of recipients added"),
    survey__recipients_added=_("%(count)s recipients added"),
    survey__recipient_removed=_("A recipient taken off a list"),
    survey__sent=_("Letters written: %(count)s"),
    survey__sending_undone=_("A sending is undone"),
    survey__sending_approved=_("A sending is approved"),
)
