"""The sentences of questions in the audit trail. Not what was asked or answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    question__asked=_("Question asked"),
    question__logged=_("Question by telephone written down"),
    question__assigned=_("Question assigned to %(person)s"),
    question__answered=_("Question answered"),
    question__followed=_("Something added to a question"),
    question__closed=_("Question closed"),
    question__reopened=_("Question opened again"),
    question__handed_on=_("Open question goes from %(coach)s to %(to)s"),
)
