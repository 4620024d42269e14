"""The sentences of this room's verbs in the audit trail. No words of voices in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    voices__brought_in=_("Voices brought in: %(voices)s"),
    voice__added=_("A voice added by hand"),
    voice__coded=_("A voice coded (%(themes)s themes)"),
    voices__coded=_("%(voices)s voices like it coded in the same way"),
    theme__added=_("Theme added: %(name)s"),
    theme__changed=_("Theme changed: %(name)s"),
    theme__merged=_("Theme “%(name)s” merged into “%(into)s”"),
    theme__unmerged=_("Themes “%(name)s” and “%(into)s” stand apart again"),
    theme__told_apart=_("Theme told apart from another: %(name)s"),
    theme__voices_moved=_("%(voices)s voices moved to “%(into)s”"),
    theme__taken_up=_("Theme “%(name)s” became “%(title)s”"),
    analysis__written=_("Analysis written"),
    analysis__point_added=_("Analysis: point added"),
    analysis__point_changed=_("Analysis: point changed"),
    analysis__point_moved=_("Analysis: point moved"),
    analysis__point_removed=_("Analysis: point taken out"),
    analysis__presented=_("Analysis presented openly on %(on)s"),
)
