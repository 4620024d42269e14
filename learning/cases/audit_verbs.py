"""The sentences of cases in the audit trail. No names of those who agreed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    case__written=_("Good example begun"),
    case__changed=_("Good example changed"),
    case__consent_noted=_("A person's consent noted"),
    case__consent_withdrawn=_("A person's consent withdrawn"),
    case__person_out=_("A person taken out of the good example"),
    case__handed_in=_("Good example handed in"),
    case__published=_("Good example published"),
    case__taken_back=_("Good example taken back from the public"),
)
