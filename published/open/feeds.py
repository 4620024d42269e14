"""News of a programme as an Atom feed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.policy import PUBLIC, policy
from published.models import NewsPost, ProgrammePage
from published.open import addresses

MOST = 30


class NewsFeed(Feed):
    """The latest published news of a published programme, in the programme's language."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> ProgrammePage:
        """The page whose news they are."""
        found = ProgrammePage.objects.published().select_related("programme__owner")
        page: ProgrammePage = get_object_or_404(found, slug=slug)
        self.language = page.programme.language
        return page

    def title(self, obj: ProgrammePage) -> str:
        """What the feed is called."""
        return _("News: %(programme)s") % {"programme": obj.programme.name}

    def link(self, obj: ProgrammePage) -> str:
        """The page that the feed belongs to."""
        return addresses.whole(addresses.of_programme(obj))

    def subtitle(self, obj: ProgrammePage) -> str:
        """What the programme is."""
        return obj.lead

    def author_name(self, obj: ProgrammePage) -> str:
        """Who publishes: the programme's owner, never a person."""
        return obj.programme.owner.name

    def items(self, obj: ProgrammePage) -> list[tuple[ProgrammePage, NewsPost]]:
        """The latest news."""
        posts = NewsPost.objects.published().filter(programme=obj.programme_id)[:MOST]
        return [(obj, post) for post in posts]

    def item_title(self, item: Any) -> str:
        """The heading."""
        return str(item[1].title)

    def item_description(self, item: Any) -> str:
        """The text."""
        return str(item[1].text)

    def item_link(self, item: Any) -> str:
        """The page of the piece of news."""
        return addresses.whole(addresses.of_news(*item))

    def item_pubdate(self, item: Any) -> dt.datetime:
        """When it was published."""
        when: dt.datetime = item[1].published_at
        return when

    def item_updateddate(self, item: Any) -> dt.datetime:
        """When it was changed last."""
        when: dt.datetime = item[1].updated_at
        return when


@policy(PUBLIC)
@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The feed in the programme's language; nothing of a draft."""
    page = get_object_or_404(
        ProgrammePage.objects.published().select_related("programme"), slug=slug
    )
    with translation.override(page.programme.language):
        answer: HttpResponseBase = NewsFeed()(request, slug=slug)
    answer["Cache-Control"] = "private, no-cache"
    return answer
