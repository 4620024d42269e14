"""The sentences of the fact sheet's verbs in the audit trail. No words of notes in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    figure_note__written=_("Fact sheet: what it means written (%(topic)s)"),
    figure_note__finished=_("Fact sheet: what it means finished (%(topic)s)"),
    figure_note__confirmed=_("Fact sheet: what it means still holds (%(topic)s)"),
    figure_note__shown=_("Fact sheet: chosen for the open meeting (%(topics)s)"),
    figure_note__became_action=_("Fact sheet: %(topic)s became the action “%(title)s”"),
    peers__chosen=_("Fact sheet: places to compare with chosen (%(count)s)"),
    peers__computed=_("Fact sheet: places to compare with are computed again"),
)
