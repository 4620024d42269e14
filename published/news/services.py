"""The verbs of news: writing, changing, publishing, taking back, deleting."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from people.models import User
from places.models import Participation
from plans.changes import lines, store
from programmes.models import Programme
from published import publishing
from published.models import LONG_LENGTH, NewsPost

TITLE_LENGTH = 120


@transaction.atomic
def add_post(
    *,
    programme: Programme,
    by: User,
    title: str,
    text: str,
    participation: Participation | None = None,
) -> NewsPost:
    """Write a draft. Refusals: title_missing, text_missing, too_long, other_programme."""
    require(by, "published.run_programme", programme)
    values = _values(programme, title, text, participation)
    post = NewsPost.objects.create(programme=programme, **values)
    audit.record("news.written", programme, by=by, title=post.title)
    return post


@transaction.atomic
def save_post(
    *,
    post: NewsPost,
    by: User,
    version: int,
    title: str,
    text: str,
    participation: Participation | None = None,
) -> NewsPost:
    """Change it; what is published is read as it is saved. Refusals as for `add_post`.

    Conflict: somebody saved since `version` was read.
    """
    require(by, "published.run_programme", post.programme)
    row = NewsPost.objects.select_for_update().get(pk=post.pk)
    if store(row, version, _values(post.programme, title, text, participation)):
        audit.record("news.changed", post.programme, by=by, title=row.title)
    return row


@transaction.atomic
def publish_post(*, post: NewsPost, by: User) -> NewsPost:
    """Let everybody read it, where the programme's page is published."""
    require(by, "published.run_programme", post.programme)
    row = NewsPost.objects.select_for_update().get(pk=post.pk)
    if publishing.publish(row, by=by):
        audit.record("news.published", post.programme, by=by, title=row.title)
    return row


@transaction.atomic
def unpublish_post(*, post: NewsPost, by: User) -> NewsPost:
    """Take it back: it is a draft again."""
    require(by, "published.run_programme", post.programme)
    row = NewsPost.objects.select_for_update().get(pk=post.pk)
    if publishing.unpublish(row):
        audit.record("news.unpublished", post.programme, by=by, title=row.title)
    return row


@transaction.atomic
def remove_post(*, post: NewsPost, by: User) -> None:
    """Delete it."""
    require(by, "published.run_programme", post.programme)
    title = post.title
    post.delete()
    audit.record("news.removed", post.programme, by=by, title=title)


def _values(
    programme: Programme, title: str, text: str, participation: Participation | None
) -> dict[str, object]:
    head = needed(" ".join(title.split()), "title_missing", _("Write a heading."), field="title")
    body = needed(lines(text), "text_missing", _("Write what is new."), field="text")
    for field, words, most in (("title", head, TITLE_LENGTH), ("text", body, LONG_LENGTH)):
        if len(words) > most:
            raise Refusal(
                "too_long",
                _("The text has %(count)d characters; at most %(most)d fit.")
                % {"count": len(words), "most": most},
                field=field,
            )
    if participation is not None and participation.programme_id != programme.pk:
        raise Refusal(
            "other_programme", _("Choose a place of this programme."), field="participation"
        )
    return {"title": head, "text": body, "participation": participation}
