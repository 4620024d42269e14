"""The sentences of this app's verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    reminder__paused=_("Reminders paused until %(until)s"),
    reminder__resumed=_("Reminders go on"),
    chase__tried=_("Tried to reach the place, no answer; quiet until %(until)s"),
    chase__called=_("Called the place; quiet until %(until)s"),
    chase__remark=_("Wrote to the place; quiet until %(until)s"),
    chase__letter=_("Wrote to the municipality about the place; quiet until %(until)s"),
    chase__woken=_("Back in the chase list before its day"),
)
