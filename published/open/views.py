"""The open pages: read by everybody, without a session, without a script; never a draft.

A page that is taken back answers 404 from the next request on, and so do its photos and its PDF.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from calls.models import Call
from core.downloads import shown
from core.exports import PDF_TYPE, file_name
from core.pdf import html_to_pdf
from core.policy import PUBLIC, policy
from core.web.shell import page
from jobs.documents import public_document
from jobs.kinds import Made
from learning.directory.pages import open_regions
from learning.models import Case, Concept
from places.models import Photo
from places.photos.pages import file_answer
from published.models import NewsPost, PlacePage, ProgrammePage
from published.open import addresses, cases, sheet
from published.open import place as of_place
from published.open import programme as of_programme
from published.open.answering import MINUTES, answer, fresh, speak

NEWS_SHOWN = 50
#: Good examples and concept cards on the page of all places.
NEWEST_CASES = NEWEST_CARDS = 6


@page(PUBLIC)
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """A place's page."""
    return drawn(request, "place", of_place.collect(_place(slug)))


@page(PUBLIC)
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme's page."""
    return drawn(request, "programme", of_programme.collect(_programme(slug)))


@page(PUBLIC)
def news_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All news of a programme."""
    above = _programme(slug)
    return _news_page(request, above, of_programme.news_of(above, NEWS_SHOWN))


@page(PUBLIC)
def news(request: HttpRequest, slug: str, post_id: int) -> HttpResponse:
    """One piece of news."""
    above = _programme(slug)
    posts = NewsPost.objects.published().filter(programme=above.programme_id)
    post = get_object_or_404(posts.select_related("participation__place"), pk=post_id)
    return _news_page(request, above, [of_programme.told_news(above, post)], one=True)


@page(PUBLIC)
def photo(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """A photo's file, while a published page shows the photo."""
    pages = PlacePage.objects.published().values("participation")
    found = get_object_or_404(Photo, key=key, participation__in=pages)
    if not found.is_public:
        raise Http404
    return file_answer(found, name, cached=MINUTES)


@page(PUBLIC)
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The funder's logo of a published page."""
    found = _programme(slug)
    if not found.logo:
        raise Http404
    try:
        return shown(found.logo, cached=MINUTES)
    except FileNotFoundError as error:
        raise Http404 from error


def _hangs_on(slug: str) -> dict[str, Any]:
    """The one-pager is drawn anew when anything on it is another."""
    found = _place(slug)
    with translation.override(found.participation.programme.language):
        content = sheet.html(of_place.collect(found), on_paper=False)
    return {
        "language": found.participation.programme.language,
        "page": found.pk,
        "content": sha256(content.encode()).hexdigest(),
        "platform": settings.VERSION,
    }


@public_document(
    "published.place_sheet", gettext_lazy("Page of a place"), stamp=_hangs_on, marked=fresh
)
def place_sheet(slug: str) -> Made:
    """A place's page on one sheet of paper."""
    found = _place(slug)
    text = of_place.collect(found)
    name = file_name(text.title, text.programme.name, ending="pdf", on=timezone.localdate())
    return Made(html_to_pdf(sheet.html(text)), name, PDF_TYPE)


@policy(PUBLIC)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: published pages and the front door."""
    allowed = [
        "/$",
        reverse("published:places"),
        "/open/",
        "/about/",
        "/accessibility/",
        "/static/",
    ]
    lines = [
        "User-agent: *",
        "Disallow: /",
        *(f"Allow: {path}" for path in dict.fromkeys(allowed)),
        f"Sitemap: {addresses.whole(reverse('published:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@policy(PUBLIC)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all published pages, for search engines."""
    places = PlacePage.objects.published().only("slug", "updated_at")
    programmes = ProgrammePage.objects.published().only("slug", "updated_at")
    calls = Call.objects.told().only("slug", "updated_at", "closes_at")
    examples = Case.objects.published().only("slug", "updated_at")
    cards = Concept.objects.public().only("pk", "updated_at")
    entries = [
        *((addresses.whole(addresses.of_call(one)), one.updated_at) for one in calls),
        *((addresses.whole(addresses.of_case(one)), one.updated_at) for one in examples),
        *((addresses.whole(addresses.of_card(one)), one.updated_at) for one in cards),
        *((addresses.whole(addresses.of_programme(one)), one.updated_at) for one in programmes),
        *((addresses.whole(addresses.of_place(one)), one.updated_at) for one in places),
    ]
    context = {"entries": entries}
    return render(request, "published/open/sitemap.xml", context, content_type="application/xml")


@page(PUBLIC)
def places(request: HttpRequest) -> HttpResponse:
    """All published programmes and their places: where a search for one's own village begins."""
    programmes = list(
        ProgrammePage.objects.published()
        .select_related("programme__owner")
        .order_by("programme__name", "pk")
    )
    found = list(
        PlacePage.objects.published()
        .select_related("participation__place__municipality", "participation__face")
        .order_by("participation__place__name", "pk")
    )
    shown_pages = [
        {
            "name": one.participation.place.name,
            "municipality": one.participation.place.municipality.name,
            "url": addresses.of_place(one),
            "face": addresses.of_photo(one.participation.face, "320.webp")
            if one.participation.face and one.participation.face.is_public
            else "",
        }
        for one in found
    ]
    context = {
        "cases": cases.newest(NEWEST_CASES),
        "cards": [
            (one, addresses.of_card(one))
            for one in Concept.objects.public().select_related(
                "participation__place", "participation__programme"
            )[:NEWEST_CARDS]
        ],
        "programmes": [(one.programme, addresses.of_programme(one)) for one in programmes],
        "places": shown_pages,
        "directories": open_regions(),
        "calls": [
            (one, addresses.of_call(one))
            for one in Call.objects.told().select_related("programme__region")
        ],
    }
    return answer(request, "published/open/places.html", context)


def drawn(request: HttpRequest, kind: str, text: Any, *, draft: str = "") -> HttpResponse:
    """The page in the reader's language; `draft` is the address that a preview leads back to."""
    speak(request, text.language)
    address = "" if draft else addresses.whole(request.path)
    context = {"text": text, "address": address, "draft": draft}
    found = answer(request, f"published/open/{kind}.html", context)
    if draft:
        found["X-Robots-Tag"] = "noindex"
    return found


def _news_page(
    request: HttpRequest, above: ProgrammePage, news: list[Any], *, one: bool = False
) -> HttpResponse:
    speak(request, above.programme.language)
    context = {
        "text": above,
        "programme": above.programme,
        "programme_url": addresses.of_programme(above),
        "feed_url": reverse("published:feed", args=[above.slug]),
        "news": news,
        "one": one,
        "address": addresses.whole(request.path),
    }
    return answer(request, "published/open/news.html", context)


def _place(slug: str) -> PlacePage:
    found = PlacePage.objects.published().select_related(
        "participation__place__municipality",
        "participation__place__area",
        "participation__programme__region",
        "participation__programme__owner",
        "participation__face",
        "film_photo",
    )
    return get_object_or_404(found, slug=slug)


def _programme(slug: str) -> ProgrammePage:
    found = ProgrammePage.objects.published().select_related(
        "programme__region", "programme__owner"
    )
    return get_object_or_404(found, slug=slug)
