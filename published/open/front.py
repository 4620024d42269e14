"""What the front door tells: open calls, a published programme with its figures, places, news."""

from __future__ import annotations

from typing import Any

from calls.models import Call
from published.models import NewsPost, PlacePage, ProgrammePage
from published.open import addresses, cases
from published.open.programme import figures, told_news

SHOWN, NEWS_SHOWN = 3, 3


def panel(_user: Any, _thing: Any) -> dict[str, Any]:
    """Calls, the programme that was published last, three places, the latest news; no draft."""
    above = (
        ProgrammePage.objects.published()
        .select_related("programme__region")
        .order_by("-published_at", "-pk")
        .first()
    )
    places = list(
        PlacePage.objects.published()
        .select_related(
            "participation__place__municipality",
            "participation__face",
            "participation__programme",
        )
        .order_by("-published_at", "-pk")[:SHOWN]
    )
    shown = [
        {
            "name": one.participation.place.name,
            "municipality": one.participation.place.municipality.name,
            "url": addresses.of_place(one),
            "in_short": one.in_short,
            "language": one.participation.programme.language,
            "face": addresses.of_photo(one.participation.face, "640.webp")
            if one.participation.face and one.participation.face.is_public
            else "",
        }
        for one in places
    ]
    posts = (
        NewsPost.objects.published()
        .filter(programme__public_page__published_at__isnull=False)
        .select_related("programme__public_page", "participation__place")[:NEWS_SHOWN]
    )
    calls = Call.objects.told().select_related("programme__region")[:SHOWN]
    return {
        "calls": [(one, addresses.of_call(one)) for one in calls],
        "programme": above.programme if above else None,
        "programme_url": addresses.of_programme(above) if above else "",
        "figures": figures(above.programme) if above else [],
        "places": shown,
        "cases": cases.newest(SHOWN),
        "news": [
            (told_news(post.programme.public_page, post), post.programme.language) for post in posts
        ],
    }
