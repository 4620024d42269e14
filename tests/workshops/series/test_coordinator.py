"""Whoever has a task at a meeting is told, has a start page, and reads the programme."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import Letter
from people.models import Contact, Duty, Task, User
from programmes.models import Partner, PartnerKind
from tests.factories import OrganisationFactory, world
from tests.workshops.samples import meeting
from workshops.models import Series, SeriesKind, Workshop, WorkshopKind, WorkshopState
from workshops.planning.contents import give_duty
from workshops.series.services import (
    add_group,
    add_series,
    copy_to_partners,
    give_series_duty,
    take_series_duty,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> Any:
    return world()


def partner(w: Any, name: str, email: str = "") -> Partner:
    contact = Contact.objects.create(
        region=w.region, name=name, email=email, source="test", language="da"
    )
    return Partner.objects.create(
        programme=w.programme, organisation=OrganisationFactory(region=w.region, name=name),
        kind=PartnerKind.PARTNER, contact=contact,
    )  # fmt: skip


def multiplied(w: Any, *partners: Partner) -> list[Workshop]:
    draft = meeting(w, state=WorkshopState.DRAFT, title="Collaboration", places=[])
    add_group(workshop=draft, by=w.manager, name="Staff", wanted=2, nominator="The coordinator")
    start = timezone.now() + dt.timedelta(days=20)
    return copy_to_partners(workshop=draft, by=w.manager, starts=dict.fromkeys(partners, start))


def see(client: Any, user: User, url: str) -> Any:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(url, headers={"accept-language": "en"})


def test_multiplied_meetings_keep_who_names_a_group(w: Any) -> None:
    (made,) = multiplied(w, partner(w, "Næstved"))
    [group] = made.required_groups.all()
    assert (group.name, group.wanted, group.nominator) == ("Staff", 2, "The coordinator")


def test_each_coordinator_gets_an_account_the_rights_and_one_letter(w: Any) -> None:
    made = multiplied(
        w, partner(w, "New", "new@example.org"), partner(w, "Old", w.outsider.email.upper()),
        partner(w, "Paper"),
    )  # fmt: skip
    new = User.objects.get(email="new@example.org")
    assert list(Workshop.objects.visible_to(new)) == [made[0]]
    assert list(Workshop.objects.visible_to(w.outsider)) == [made[1]]
    letters = Letter.objects.filter(key__startswith="duty:").order_by("to_address")
    assert [one.to_address for one in letters] == ["new@example.org", w.outsider.email]
    assert made[0].get_absolute_url() in letters[0].text
    assert letters[0].language == "da"
    assert {(d.task, d.user_id) for d in made[2].duties.all()} == {
        (Task.ORGANISES, None), (Task.INVITES, None),
    }  # fmt: skip


def test_a_task_through_a_series_is_told_and_makes_an_account(w: Any) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="A", kind=SeriesKind.COURSE)
    given = {"series": series, "by": w.manager, "task": Task.TEACHES, "name": "Lærer"}
    duty = give_series_duty(**given, email="new@example.org")
    give_series_duty(**given, email="new@example.org")
    letter = Letter.objects.get(key__startswith="duty:")
    assert (letter.to_address, duty.user.email) == ("new@example.org", "new@example.org")
    assert reverse("workshops:series", args=[series.pk]) in letter.text


def test_home_of_whoever_has_a_task_shows_the_meetings_and_the_programme(
    w: Any, client: Any, django_assert_max_num_queries: Any
) -> None:
    own = meeting(w, places=[], title="Own meeting")
    meeting(w, places=[], title="Somebody else's")
    Duty.objects.create(workshop=own, task=Task.INVITES, name="X", user=w.outsider)
    see(client, w.outsider, "/")
    with django_assert_max_num_queries(10):
        html = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "nobody has given this account a role" not in html
    assert "Own meeting" in html
    assert "Somebody else" not in html
    for name in ("programme_series", "programme_timeline"):
        assert f'href="{reverse(f"workshops:{name}", args=[w.programme.pk])}"' in html


@pytest.mark.parametrize("through_series", [True, False], ids=["series", "meeting"])
def test_a_task_opens_programme_series_and_timeline_to_be_read(
    w: Any, client: Any, *, through_series: bool
) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="Own", kind=SeriesKind.COURSE)
    other = add_series(programme=w.programme, by=w.manager, name="Other", kind=SeriesKind.COURSE)
    strange = Series.objects.create(
        programme=w.other_programme, name="Strange", kind=SeriesKind.COURSE
    )
    where = {"series": series} if through_series else {"workshop": meeting(w, series=series)}
    duty = Duty.objects.create(task=Task.FACILITATES, name="X", user=w.outsider, **where)
    hidden = meeting(w, series=other, title="Of other people")
    pages = [
        reverse("programmes:programme", args=[w.programme.pk]),
        reverse("workshops:programme_series", args=[w.programme.pk]),
        reverse("workshops:programme_timeline", args=[w.programme.pk]),
        reverse("workshops:series", args=[series.pk]),
        reverse("workshops:series", args=[other.pk]),
    ]
    answers = [see(client, w.outsider, page) for page in pages]
    assert [one.status_code for one in answers] == [200] * len(pages)
    assert all(hidden.title not in one.content.decode() for one in answers)
    assert (
        see(client, w.outsider, reverse("workshops:series", args=[strange.pk])).status_code == 404
    )
    new = reverse("workshops:series_new", args=[w.programme.pk])
    assert see(client, w.outsider, new).status_code == 403
    if through_series:
        take_series_duty(duty=duty, by=w.manager)
    else:
        duty.delete()
    assert see(client, User.objects.get(pk=w.outsider.pk), pages[0]).status_code == 404


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (SeriesKind.COURSE, (WorkshopKind.COURSE_PART, 1)),
        (SeriesKind.ONE_EACH, (WorkshopKind.COLLABORATION, None)),
        (SeriesKind.RECURRING, (WorkshopKind.OPEN_MEETING, None)),
    ],
)
def test_a_meeting_planned_from_a_series_begins_in_it(
    w: Any, client: Any, kind: str, expected: tuple[str, int | None]
) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="A", kind=kind)
    url = f"{reverse('workshops:new', args=[w.programme.pk])}?series={series.pk}"
    assert url in see(client, w.manager, series_page(series)).content.decode()
    form = see(client, w.manager, url).context["form"]
    assert form["series"].value() == series.pk
    assert (form["kind"].value(), form["part"].value()) == expected


def test_the_next_part_follows_the_latest_meeting_of_the_series(w: Any, client: Any) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="A", kind=SeriesKind.COURSE)
    meeting(w, series=series, part=2, kind=WorkshopKind.WEBINAR)
    url = f"{reverse('workshops:new', args=[w.programme.pk])}?series={series.pk}"
    form = see(client, w.manager, url).context["form"]
    assert (form["kind"].value(), form["part"].value()) == (WorkshopKind.WEBINAR, 3)


@pytest.mark.parametrize("asked", ["x", "", "9" * 40, "0"])
def test_a_series_that_is_none_is_left_out(w: Any, client: Any, asked: str) -> None:
    url = f"{reverse('workshops:new', args=[w.programme.pk])}?series={asked}"
    assert see(client, w.manager, url).context["form"]["series"].value() is None


def series_page(series: Series) -> str:
    return reverse("workshops:series", args=[series.pk])


def test_a_series_leads_to_one_meeting_with_each_partner(w: Any, client: Any) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="A", kind=SeriesKind.ONE_EACH)
    empty = see(client, w.manager, series_page(series)).content.decode()
    assert "multiply" not in empty
    draft = meeting(w, series=series, state=WorkshopState.DRAFT)
    link = reverse("workshops:multiply", args=[draft.pk])
    assert f'href="{link}"' in see(client, w.manager, series_page(series)).content.decode()
    assert f'href="{link}"' not in see(client, w.leader, series_page(series)).content.decode()


def test_letter_about_a_task_at_a_meeting_names_the_meeting(w: Any) -> None:
    workshop = meeting(w, title="Collaboration")
    give_duty(workshop=workshop, by=w.manager, task=Task.FACILITATES, user=w.coach)
    letter = Letter.objects.get(to_address=w.coach.email)
    assert "Collaboration" in letter.subject
