"""What of the support stands in the bell: the same as in the letters, under their keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices import kinds
from places.models import Participation
from places.notices import with_place

_SENTENCES: dict[str, tuple[str, str | Promise]] = {
    "instalment-released": ("info", _("%(place)s: an instalment may be claimed")),
    "claim-handed-in": ("warn", _("%(place)s: a claim waits for a decision")),
    "claim-approved": ("ok", _("%(place)s: the claim is approved")),
    "claim-returned": ("warn", _("%(place)s: the claim is returned")),
    "claim-paid": ("ok", _("%(place)s: the claim is paid")),
}


def _saying(sentence: str | Promise) -> Callable[[Participation, dict[str, Any]], str]:
    return lambda one, _facts: str(sentence) % {"place": one.place}


for _name, (_level, _sentence) in _SENTENCES.items():
    kinds.register(_name, Participation, _saying(_sentence), level=_level, select=with_place)
