"""The sentences of the research log in the audit trail. Not what was written, nor of whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    research__written=_("Entry of the research log written"),
    research__changed=_("Entry of the research log changed"),
    research__removed=_("Entry of the research log removed"),
    research__agreed=_("Consent to the research noted: %(code)s"),
    research__withdrawn=_("Consent to the research withdrawn: %(code)s"),
)
