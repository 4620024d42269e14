"""The sentences of this room's verbs in the audit trail. No names and no addresses in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _  # noqa: F401 - the sentences use it

from core import audit  # noqa: F401
