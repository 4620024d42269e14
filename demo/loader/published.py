"""What places and their programme tell everybody: photos, pages, news. Through the verbs alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F
from django.utils.translation import override

from demo.story import drawing
from people.models import User
from places.models import Consent, Participation
from places.photos.services import add_photo
from programmes.models import Programme
from published.editing import services as editing
from published.models import NewsPost
from published.news import services as news

_TEXTS = ("in_short", "lessons", "contact_name", "contact_email")
_PROGRAMME_TEXTS = ("lead", "how_to_join", "lessons", "funding", "contact_name", "contact_email")


def publish(told: dict[str, Any], users: dict[str, User]) -> None:
    """Publish the programme, its places and its news."""
    about = told["programme"]
    programme = Programme.objects.get(name=about["name"])
    by = users[about["by"]]
    with override(programme.language):
        editing.save_programme_page(
            programme=programme,
            by=by,
            version=0,
            **{name: about[name].strip() for name in _PROGRAMME_TEXTS},
        )
        editing.publish_programme(programme=programme, by=by)
        for one in told["places"]:
            _place(programme, one, users[one["by"]])
        for one in told["news"]:
            _news(programme, one, by)


def _participation(programme: Programme, place: str) -> Participation:
    found = Participation.objects.select_related("place__municipality", "programme")
    return found.get(programme=programme, place__name=place)


def _place(programme: Programme, told: dict[str, Any], by: User) -> None:
    one = _participation(programme, told["place"])
    photo = add_photo(
        participation=one,
        by=by,
        upload=drawing(told["photo"]["file"]),
        alt=told["photo"]["alt"],
        credit=told["photo"]["credit"],
        consent=Consent.NOBODY,
    )
    film = {f"film_{name}": words for name, words in told.get("film", {}).items()}
    editing.save_place_page(
        participation=one,
        by=by,
        version=0,
        film_photo=photo if film else None,
        **{name: told[name] for name in _TEXTS},
        **film,
    )
    editing.publish_place(participation=one, by=by)


def _news(programme: Programme, told: dict[str, Any], by: User) -> None:
    about = _participation(programme, told["place"]) if "place" in told else None
    post = news.add_post(
        programme=programme,
        by=by,
        title=told["title"],
        text=told["text"],
        participation=about,
    )
    news.publish_post(post=post, by=by)
    # Told by the verbs, then moved to its day, as all of the demo's past is.
    back = dt.timedelta(days=told["days"])
    NewsPost.objects.filter(pk=post.pk).update(
        published_at=F("published_at") - back, created_at=F("created_at") - back
    )
