"""News of a programme: the list with its drafts, the form, publishing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from programmes.models import Programme
from published.editing.services import page_of_programme
from published.models import NewsPost
from published.news import services
from published.news.forms import PostForm

RULE = "published.run_programme"


@page(RULE, Programme, "published/news/list.html")
def posts(request: SignedInRequest, programme: Programme) -> Context:
    """All posts, drafts first."""
    found = programme.news.select_related("participation__place").order_by("-published_at", "-pk")
    return {"posts": found, "open_page": page_of_programme(programme)}


@form_page(RULE, Programme, "published/news/form.html")
def post_add(request: SignedInRequest, programme: Programme) -> Posting[NewsPost]:
    """Write a draft."""
    return Posting(
        form=PostForm(request.POST or None, programme=programme),
        verb=partial(services.add_post, programme=programme, by=request.user),
        done=_("The draft is saved. Nobody outside sees it before it is published."),
        to=_url(programme),
    )


@form_page(RULE, Programme, "published/news/form.html")
def post_edit(request: SignedInRequest, programme: Programme, post_id: int) -> Posting[NewsPost]:
    """Change a post."""
    post = _post(programme, post_id)
    return Posting(
        form=PostForm(request.POST or None, row=post, programme=programme),
        verb=partial(services.save_post, post=post, by=request.user),
        done=_("Saved."),
        to=_url(programme),
        context={"post": post},
    )


@form_page(RULE, Programme)
def post_publish(request: SignedInRequest, programme: Programme, post_id: int) -> Posting[NewsPost]:
    """Let everybody read it."""
    post = _post(programme, post_id)
    return Posting(
        verb=partial(services.publish_post, post=post, by=request.user),
        done=_("“%(title)s” is published.") % {"title": post.title},
        to=_url(programme),
    )


@form_page(RULE, Programme)
def post_unpublish(
    request: SignedInRequest, programme: Programme, post_id: int
) -> Posting[NewsPost]:
    """Take it back."""
    post = _post(programme, post_id)
    return Posting(
        verb=partial(services.unpublish_post, post=post, by=request.user),
        done=_("“%(title)s” is a draft again.") % {"title": post.title},
        to=_url(programme),
    )


@form_page(RULE, Programme, "published/news/remove.html")
def post_remove(request: SignedInRequest, programme: Programme, post_id: int) -> Posting[Any]:
    """Delete it, after a question."""
    post = _post(programme, post_id)
    return Posting(
        verb=partial(services.remove_post, post=post, by=request.user),
        done=_("“%(title)s” is deleted.") % {"title": post.title},
        to=_url(programme),
        context={"post": post},
    )


def _post(programme: Programme, post_id: int) -> NewsPost:
    post = get_object_or_404(programme.news, pk=post_id)
    post.programme = programme
    return post


def _url(programme: Programme) -> str:
    return reverse("published:posts", args=[programme.pk])
