"""The sentences of concept cards in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    concept__made=_("Concept card made: %(title)s"),
    concept__written=_("Concept card changed: %(title)s"),
    concept__handed_in=_("Concept card handed in for a second reader: %(title)s"),
    concept__published=_("Concept card published: %(title)s"),
    concept__sent_back=_("Concept card sent back: %(title)s"),
    concept__withdrawn=_("Concept card taken out of the library: %(title)s"),
    concept__used=_("Told what was seen with a concept card: %(title)s"),
    concept__taken_over=_("Concept card taken over into the plan: %(title)s"),
)
