"""The sentences of this app's verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    areas__asked=_("Areas from “%(file)s” asked for"),
    areas__imported=_("Areas from “%(file)s”: %(made)s new, %(changed)s changed"),
)
