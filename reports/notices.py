"""What of reports stands in the bell: handed in, returned, approved, made by the clock."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from notices import kinds
from reports.models import Edition, Report
from reports.queries import with_composition, with_subject


def _handed_in(one: Report, _facts: dict[str, Any]) -> str:
    return _("%(report)s is handed in and waits for a decision.") % {"report": one}


def _returned(one: Report, _facts: dict[str, Any]) -> str:
    return _("%(report)s is returned with a comment.") % {"report": one}


def _approved(one: Report, _facts: dict[str, Any]) -> str:
    return _("%(report)s is approved.") % {"report": one}


def _own_made(one: Edition, _facts: dict[str, Any]) -> str:
    return _("The report %(report)s is made.") % {"report": one}


kinds.register("report-handed-in", Report, _handed_in, level="warn", select=with_subject)
kinds.register("report-returned", Report, _returned, level="warn", select=with_subject)
kinds.register("report-approved", Report, _approved, level="ok", select=with_subject)
kinds.register("own-report-made", Edition, _own_made, level="ok", select=with_composition)
