"""The sentences of this room's verbs in the audit trail. No texts, no names of villagers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    lesson__written=_("Lesson written"),
    lesson__changed=_("Lesson changed"),
    lesson__shared=_("Lesson shown to: %(reach)s (before: %(before)s)"),
    lesson__accepted=_("Lesson taken into version %(number)s of the method"),
    lesson__taken_out=_("Lesson taken out of version %(number)s of the method again"),
    lesson__declined=_("Lesson not taken into the method"),
    lesson__removed=_("Lesson taken away"),
    move__proposed=_("Going over from version %(before)s to %(after)s of the method proposed"),
    move__withdrawn=_("Going over to version %(after)s of the method: proposal taken back"),
    move__refused=_("Going over to version %(after)s of the method: not agreed to"),
    move__done=_(
        "Gone over from version %(before)s to %(after)s of the method: "
        "%(kept)s lines kept, %(new)s new, %(gone)s gone"
    ),
)
