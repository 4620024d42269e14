"""The sentences of advice in the audit trail. Not what was advised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    advice__drafted=_("Advice drafted"),
    advice__given=_("Advice given"),
    advice__taken_back=_("Advice taken back before the place read it"),
    advice__answered=_("Advice answered: %(state)s"),
    advice__to_action=_("Advice became an action of the plan: %(action)s"),
    advice__to_line=_("A line ticked on advice: %(line)s"),
)
