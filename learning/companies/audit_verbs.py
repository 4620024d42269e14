"""The sentences of companies and decisions in the audit trail: nobody's words, no names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    company__added=_("Company put on the list of %(programme)s"),
    company__changed=_("Company's details changed, in %(programme)s"),
    company__removed=_("Company taken off the list of %(programme)s"),
    company__interview_removed=_("Interview with the company taken out"),
    company__link_sent=_("The company got a link to write its needs itself, for %(days)s days"),
    company__link_ended=_("The company's own link was ended"),
    company__words_removed=_("The company's words were taken back"),
    workshop__interests_found=_("%(count)s common interests made themes"),
    verdict__written=_("Decision written: %(verdict)s"),
    verdict__changed=_("Decision changed: %(verdict)s"),
    verdict__confirmed=_("Decision confirmed by a second person: %(verdict)s"),
    verdict__removed=_("Draft of a decision taken away"),
    verdict__next_programme=_("Next programme made of the decision: %(programme)s"),
)
