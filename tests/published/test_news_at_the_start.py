"""News of a programme on the start pages of those who take part, and of nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import ProgrammeRole
from published.models import NewsPost
from published.news.services import add_post, publish_post
from tests.factories import UserFactory, world

pytestmark = pytest.mark.django_db
HEADLINE = "The first workshop is held"


@pytest.fixture
def w():
    return world()


@pytest.fixture
def people(w):
    """Whoever begins somewhere, by name."""
    teacher = UserFactory()
    ProgrammeRole.objects.create(
        user=teacher, programme=w.programme, role="teacher", starts_on=dt.date(2020, 1, 1)
    )
    return {"teacher": teacher, "leader": w.leader, "coach": w.coach, "manager": w.manager,
            "outsider": w.outsider, "other manager": w.other_manager}  # fmt: skip


def readers(people, client):
    found = set()
    for name, user in people.items():
        client.force_login(user)
        if HEADLINE in client.get(reverse("home"), follow=True).content.decode():
            found.add(name)
    return found


def test_who_takes_part_reads_published_news_at_the_start(w, people, client):
    post = add_post(programme=w.programme, by=w.manager, title=HEADLINE, text="All parties met.")
    assert readers(people, client) == set()
    publish_post(post=post, by=w.manager)
    assert readers(people, client) == {"teacher", "leader", "coach", "manager"}


def test_old_news_leaves_the_start_and_stays_on_the_programmes_home(w, people, client):
    post = add_post(programme=w.programme, by=w.manager, title=HEADLINE, text="All parties met.")
    publish_post(post=post, by=w.manager)
    old = timezone.now() - dt.timedelta(days=90)
    NewsPost.objects.filter(pk=post.pk).update(published_at=old)
    assert readers(people, client) == set()
    client.force_login(people["teacher"])
    home = client.get(reverse("programmes:home", args=[w.programme.pk])).content.decode()
    assert HEADLINE in home
    assert "All parties met." in home
