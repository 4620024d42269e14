"""The people of a programme: give a post, replace, end."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import ProgrammePost, ProgrammeRole
from programmes.models import Programme
from programmes.posts import pages, services
from programmes.posts.forms import PostForm, ReplaceForm
from programmes.regions.forms import EndForm

PAGE = "programmes/posts/page.html"


def _with_region(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region")


def _url(programme: Programme) -> str:
    return reverse("programmes:people", args=[programme.pk])


def _post(programme: Programme, role_id: int) -> ProgrammeRole:
    others = ProgrammeRole.objects.filter(programme=programme).exclude(role=ProgrammePost.MANAGER)
    return get_object_or_404(others.select_related("user", "municipality"), pk=role_id)


@page("programmes.view_people", Programme, PAGE, select=_with_region)
def people(request: SignedInRequest, programme: Programme) -> Context:
    """Who is what in the programme."""
    return pages.people(programme, request.user)


@form_page("programmes.give_posts", Programme, PAGE, select=_with_region)
def post_add(request: SignedInRequest, programme: Programme) -> Posting[Any]:
    """Give somebody a post."""
    form = PostForm(request.POST or None, programme=programme, user=request.user)
    return Posting(
        form=form,
        verb=partial(services.give_post, programme, by=request.user),
        done=lambda post: (
            _("%(name)s has the post and has been written to.")
            % {"name": post.user.get_full_name()}
        ),
        to=_url(programme),
        back=_url(programme),
        context=lambda: pages.people(programme, request.user, post_form=form),
    )


@form_page("programmes.give_posts", Programme, "programmes/posts/replace.html", select=_with_region)
def post_replace(request: SignedInRequest, programme: Programme, role_id: int) -> Posting[Any]:
    """Put somebody in another's place."""
    post = _post(programme, role_id)
    return Posting(
        form=ReplaceForm(request.POST or None),
        verb=partial(services.replace_post, post, by=request.user),
        done=lambda made: (
            _("%(name)s takes over. Both have been written to.")
            % {"name": made.user.get_full_name()}
        ),
        to=_url(programme),
        context={"post": post},
    )


@form_page("programmes.give_posts", Programme, "programmes/posts/end.html", select=_with_region)
def post_end(request: SignedInRequest, programme: Programme, role_id: int) -> Posting[Any]:
    """Ask for the last day, and end the post."""
    post = _post(programme, role_id)
    return Posting(
        form=EndForm(request.POST or None),
        verb=partial(services.end_post, post, by=request.user),
        done=_("The last day is noted, and the person has been written to."),
        to=_url(programme),
        context={"post": post},
    )
