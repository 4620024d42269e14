"""Decisions of a programme: two persons, who joins, and the next programme made of a yes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, Refusal
from learning.companies.services import add_company
from learning.decisions import services
from learning.models import Company, Decision
from people.models import Organisation, Sector
from programmes.models import Partner, Programme
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def written(w: World, verdict: str = "yes", **more) -> Decision:
    facts = {
        "question": "Shall there be a pilot?", "reasons": "Eight of ten want it",
        "decided_by": "Steering group", "decided_on": timezone.localdate(), "workshop": None,
    } | more  # fmt: skip
    return services.write(programme=w.programme, by=w.manager, verdict=verdict, **facts)


def confirmed(w: World, **more) -> Decision:
    made = written(w, **more)
    return services.confirm(decision=made, by=w.admin, version=made.version)


def company(w: World) -> Company:
    return add_company(
        programme=w.programme, by=w.manager, name="Exempelbygg", person={"name": "Eva"}, branch="F"
    )


def test_another_person_confirms_and_then_it_stands(w: World) -> None:
    made = written(w)
    with pytest.raises(Refusal) as refused:
        services.confirm(decision=made, by=w.manager, version=made.version)
    assert refused.value.code == "same_person"
    made = services.confirm(decision=made, by=w.admin, version=made.version)
    assert made.confirmed_by == w.admin
    with pytest.raises(Refusal) as refused:
        services.remove(decision=made, by=w.manager)
    assert refused.value.code == "confirmed"


def test_what_was_changed_meanwhile_is_not_confirmed(w: World) -> None:
    made = written(w)
    services.save(
        decision=made, by=w.manager, version=1, verdict="no", question="Pilot?", reasons="Too few",
        decided_by="Steering group", decided_on=timezone.localdate(), workshop=None,
    )  # fmt: skip
    with pytest.raises(Conflict):
        services.confirm(decision=made, by=w.admin, version=1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"question": " "}, "no_question"),
        ({"reasons": " "}, "no_reasons"),
        ({"decided_by": ""}, "no_decider"),
        ({"decided_on": dt.date.max}, "date_in_future"),
    ],
)
def test_a_decision_without_its_parts_is_refused(w: World, facts, code) -> None:
    with pytest.raises(Refusal) as refused:
        written(w, **facts)
    assert refused.value.code == code


def test_the_next_programme_takes_along_who_joins(w: World) -> None:
    joins = company(w)
    college = Organisation.objects.create(region=w.region, name="College", sector=Sector.EDUCATION)
    funder = Organisation.objects.create(region=w.region, name="Fund", sector=Sector.FUNDER)
    Partner.objects.create(programme=w.programme, organisation=funder, kind="funder")
    made = confirmed(w, joining=[joins.organisation, college])
    joins.refresh_from_db()
    assert joins.joins_on == made.decided_on
    following = services.next_programme(
        decision=made, by=w.admin, name="Pilot", starts_on=timezone.localdate()
    )
    assert following.predecessor == w.programme
    assert following.method_version == w.programme.method_version
    [carried] = Company.objects.filter(programme=following)
    assert (carried.organisation, carried.contact, carried.branch) == (
        joins.organisation, joins.contact, "F",
    )  # fmt: skip
    partners = following.partners.values_list("organisation__name", "kind")
    assert set(partners) == {("College", "partner"), ("Fund", "funder")}
    again = services.next_programme(
        decision=made, by=w.admin, name="Pilot 2", starts_on=timezone.localdate()
    )
    assert again == following
    assert Programme.objects.filter(name="Pilot 2").count() == 0


def test_no_programme_is_made_of_a_no_or_of_a_draft(w: World) -> None:
    for made, code in ((confirmed(w, verdict="no"), "not_yes"), (written(w), "not_confirmed")):
        with pytest.raises(Refusal) as refused:
            services.next_programme(
                decision=made, by=w.admin, name="Pilot", starts_on=timezone.localdate()
            )
        assert refused.value.code == code


def test_a_draft_is_read_by_those_who_run_the_programme_alone(w: World, client) -> None:
    made = written(w)
    url = reverse("learning:decision", args=[made.pk])
    client.force_login(w.coach)
    assert client.get(url).status_code == 404
    listed = reverse("learning:decisions", args=[w.programme.pk])
    assert made.question not in client.get(listed).content.decode()
    services.confirm(decision=made, by=w.admin, version=1)
    assert client.get(url).status_code == 200
    assert made.question in client.get(listed).content.decode()


def test_a_decision_is_written_and_confirmed_by_the_pages(w: World, client) -> None:
    joins = company(w)
    client.force_login(w.manager)
    answer = client.post(
        reverse("learning:decision_add", args=[w.programme.pk]),
        {
            "question": "Pilot?", "verdict": "yes", "reasons": "Wanted", "decided_by": "All",
            "decided_on": timezone.localdate().isoformat(), "joining": [joins.organisation_id],
        },
    )  # fmt: skip
    made = Decision.objects.get()
    assert answer.url == reverse("learning:decision", args=[made.pk])
    client.force_login(w.admin)
    client.post(reverse("learning:decision_confirm", args=[made.pk]), {"version": "1"})
    answer = client.post(
        reverse("learning:decision_next", args=[made.pk]),
        {"name": "Pilot", "starts_on": timezone.localdate().isoformat()},
    )
    made.refresh_from_db()
    assert answer.url == reverse("programmes:home", args=[made.next_programme_id])


def test_the_home_of_a_programme_without_places_says_whether_it_goes_on(w: World, client) -> None:
    version = w.programme.method_version
    type(version).objects.filter(pk=version.pk).update(for_programme=True)
    draft = written(w)

    def home(user) -> str:
        client.force_login(user)
        return client.get(reverse("programmes:home", args=[w.programme.pk])).content.decode()

    question = f'href="{reverse("learning:decision", args=[draft.pk])}"'
    assert question in home(w.manager)
    assert question not in home(w.coach), "a draft is nobody else's"
    services.confirm(decision=draft, by=w.admin, version=draft.version)
    assert question in home(w.coach)
