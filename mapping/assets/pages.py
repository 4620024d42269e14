"""What the pages of assets show: the register of a place, one of them, what was said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from core.policy import allowed
from core.web.lists import narrowed
from mapping.assets.forms import AskForm, LinkForm
from mapping.models import REGISTER, THINGS, Asset, AssetKind
from people.models import User
from places.models import Participation
from places.photos.pages import within
from themes.models import Voice
from themes.sources import links_of

#: What people ask with, and what is no word of the answer.
_ASKING = re.compile(r"(?i)\b(who|what|vem|vilka|vad|hvem|hvad|kan|can)\b|[?!]")
#: Columns in which an answer may stand; a person's name only where he or she agreed.
_SEARCHED = ("name", "note", "organisation__name")
VOICES = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Assets of one kind."""

    kind: AssetKind
    rows: list[Asset]


def register(participation: Participation, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """All assets by kind; `q` asks who knows or has something. Four statements."""
    form = AskForm(query)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    mine = participation.assets.all()
    counted = Counter(dict(mine.order_by().values_list("kind").annotate(number=Count("pk"))))
    words = " ".join(_ASKING.sub(" ", asked["q"]).split())
    rows = narrowed(mine, words, _SEARCHED) if words else mine
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    shown = list(
        rows.select_related("organisation", "contact", "action")
        .prefetch_related("strengthens__other")
        .order_by("name", "pk")
    )
    waiting = _voices(participation).count()
    return {
        "asked": asked["q"],
        "kind": asked["kind"],
        "kinds": [(kind, counted[kind]) for kind in (*THINGS, *REGISTER)],
        "things": _groups(shown, THINGS),
        "register": _groups(shown, REGISTER),
        "count": sum(counted.values()),
        "shown": len(shown),
        "waiting": waiting,
        "edits": allowed(user, "mapping.edit", participation),
        "made_up": any(one.made_up for one in shown),
    }


def _groups(rows: list[Asset], kinds: tuple[AssetKind, ...]) -> list[Group]:
    groups = [Group(kind, [one for one in rows if one.kind == kind]) for kind in kinds]
    return [group for group in groups if group.rows]


def one(asset: Asset, user: User) -> dict[str, Any]:
    """One asset: whom to ask, where it comes from, what it strengthens."""
    participation = asset.participation
    voice = asset.voice
    return {
        "asset": asset,
        "said_at": links_of(user, [voice]).get(voice.pk, "") if voice else "",
        "strengthens": list(asset.strengthens.select_related("other")),
        "strengthened_by": list(asset.strengthened_by.select_related("asset")),
        "picture": within(asset.photo) if asset.photo else None,
        "link_form": LinkForm(asset=asset),
        "becomes": asset.kind in {AssetKind.IDEA, AssetKind.INVESTMENT},
        "edits": allowed(user, "mapping.edit", participation),
        "currency": participation.programme.currency,
    }


def _voices(participation: Participation) -> Any:
    """What was said at the place and became nothing here yet."""
    taken = Asset.objects.filter(voice=OuterRef("pk"), participation=participation)
    return Voice.objects.filter(~Exists(taken), participation=participation)


def voices(participation: Participation) -> dict[str, Any]:
    """What was said, the most voted first, each with its button. Two statements."""
    rows = _voices(participation)
    return {
        "voices": list(rows.order_by("-votes", "-pk")[:VOICES]),
        "total": rows.count(),
        "kinds": [*REGISTER, *THINGS],
    }
