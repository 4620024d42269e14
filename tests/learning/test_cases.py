"""Cases: written, agreed to, looked at by a second person, read by everybody; and gone again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from learning.cases import paper, services
from learning.models import Case, CaseConsent, CaseState
from notices.models import Notice
from plans.models import Goal, Indicator, Observation
from tests.factories import World, world

pytestmark = pytest.mark.django_db

FACTS = {
    "kind": "example", "title": "The shop in the school", "what": "We moved the shop.",
    "how": "Forty people gave a day.", "result": "It is open on Sundays.",
}  # fmt: skip


@pytest.fixture
def w() -> World:
    return world()


def begun(w: World, **more) -> Case:
    return services.write_case(by=w.leader, participation=w.participation, **{**FACTS, **more})


def agreed(case: Case, by, name: str = "Anna Ek") -> CaseConsent:
    day = timezone.localdate()
    return services.add_consent(
        case=case, by=by, name=name, what="quoted", agreed_on=day, how="By mail"
    )


def published(w: World, **more) -> Case:
    case = begun(w, **more)
    agreed(case, w.leader)
    services.hand_in(case=case, by=w.leader)
    return services.publish(case=case, by=w.manager)


def outside(client, case: Case) -> int:
    client.logout()
    return client.get(reverse("published:case", args=[case.slug])).status_code


def test_a_case_is_read_by_everybody_once_a_second_person_has_looked(w: World, client) -> None:
    case = begun(w)
    with pytest.raises(Refusal) as refused:
        services.hand_in(case=case, by=w.leader)
    assert refused.value.code == "not_ready"
    agreed(case, w.leader)
    services.hand_in(case=case, by=w.leader)
    assert Notice.objects.get(kind="case_handed_in").person == w.manager
    assert outside(client, case) == 404
    with pytest.raises(NotAllowed):
        services.publish(case=case, by=w.coach)
    services.publish(case=case, by=w.manager)
    assert outside(client, case) == 200
    listed = client.get(reverse("published:cases")).text
    assert "The shop in the school" in listed
    assert "The shop in the school" in client.get(reverse("home")).text
    assert "Anna Ek" not in client.get(reverse("published:case", args=[case.slug])).text


def test_nobody_publishes_what_he_or_she_wrote(w: World) -> None:
    case = services.write_case(by=w.manager, participation=w.participation, nobody=True, **FACTS)
    services.hand_in(case=case, by=w.manager)
    with pytest.raises(Refusal) as refused:
        services.publish(case=case, by=w.manager)
    assert refused.value.code == "second_person"
    assert services.publish(case=case, by=w.admin).state == CaseState.PUBLISHED


def test_a_withdrawn_consent_takes_it_away_until_it_is_mended(w: World, client) -> None:
    case = published(w)
    consent = case.consents.get()
    services.withdraw_consent(consent=consent, by=w.coach)
    case.refresh_from_db()
    assert case.state == CaseState.MEND
    assert outside(client, case) == 404
    assert "The shop" not in client.get(reverse("published:cases")).text
    told = Notice.objects.filter(kind="case_withdrawn").values_list("person", flat=True)
    assert set(told) == {w.leader.pk, w.manager.pk}
    with pytest.raises(Refusal) as refused:
        services.hand_in(case=case, by=w.leader)
    assert refused.value.code == "not_ready"
    services.remove_consent(consent=consent, by=w.leader)
    services.save_case(
        case=case, by=w.leader, version=case.version, **FACTS | {"how": "Together."}, nobody=True
    )
    services.hand_in(case=case, by=w.leader)
    services.publish(case=case, by=w.manager)
    assert outside(client, case) == 200


def test_what_is_published_is_not_changed(w: World) -> None:
    case = published(w)
    for act in (
        lambda: services.save_case(case=case, by=w.leader, version=case.version, **FACTS),
        lambda: agreed(case, w.leader),
        lambda: services.remove_consent(consent=case.consents.get(), by=w.leader),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "published"
    services.take_back(case=case, by=w.leader)
    assert Case.objects.get().state == CaseState.DRAFT


def test_two_who_write_at_once_lose_nothing(w: World) -> None:
    case = begun(w)
    services.save_case(case=case, by=w.leader, version=1, **FACTS | {"how": "One"})
    with pytest.raises(Conflict):
        services.save_case(case=case, by=w.coach, version=1, **FACTS | {"how": "Two"})


def test_a_figure_comes_with_its_source_and_stays_as_it_was(w: World) -> None:
    today = timezone.localdate()
    goal = Goal.objects.create(participation=w.participation, title="A living centre")
    indicator = Indicator.objects.create(
        goal=goal, title="Customers a week", unit="people", baseline=Decimal(20),
        baseline_on=today - dt.timedelta(days=200), target=Decimal(100),
        target_on=today + dt.timedelta(days=200),
    )  # fmt: skip
    seen = Observation.objects.create(
        indicator=indicator, on=today, value=Decimal(80), source="The shop's till"
    )
    case = begun(w)
    figure = services.add_figure(case=case, by=w.leader, indicator=indicator)
    assert (figure.value.replace("\N{NO-BREAK SPACE}", " "), figure.source, figure.on) == (
        "80 people", "The shop's till", today,
    )  # fmt: skip
    seen.value = Decimal(1)
    seen.save()
    figure.refresh_from_db()
    assert figure.value.startswith("80")
    other = services.write_case(by=w.neighbour_leader, participation=w.neighbour, **FACTS)
    with pytest.raises(Refusal) as refused:
        services.add_figure(case=other, by=w.neighbour_leader, indicator=indicator)
    assert refused.value.code == "no_figure"


def test_drafts_are_for_those_who_write_and_sharing_is_chosen(w: World) -> None:
    def seen(who) -> bool:
        return Case.objects.visible_to(who).exists()

    case = begun(w)
    assert [seen(who) for who in (w.member, w.coach, w.manager)] == [True] * 3
    assert [seen(who) for who in (w.observer, w.contact, w.neighbour_leader, w.other_coach)] == [
        False
    ] * 4
    agreed(case, w.leader)
    services.hand_in(case=case, by=w.leader)
    services.publish(case=case, by=w.manager)
    assert (seen(w.neighbour_leader), seen(w.observer), seen(w.other_coach)) == (True, True, False)
    Case.objects.update(shared=True)
    assert seen(w.other_coach)
    assert not seen(w.outsider)


def test_names_of_those_who_agreed_are_for_those_who_write(w: World, client) -> None:
    case = published(w)
    address = reverse("learning:case", args=[case.pk])
    client.force_login(w.coach)
    assert "Anna Ek" in client.get(address).text
    client.force_login(w.neighbour_leader)
    page = client.get(address)
    assert page.status_code == 200
    assert "Anna Ek" not in page.text


def test_the_showcase_asks_as_much_for_three_as_for_one(
    w: World, client, django_assert_max_num_queries
) -> None:
    published(w)
    address = reverse("published:cases")
    client.get(address)
    with django_assert_max_num_queries(12) as one:
        client.get(address)
    published(w, kind="after", title="After the support")
    published(w, title="Third")
    with django_assert_max_num_queries(len(one)):
        text = client.get(address).text
    assert "Third" in text
    after = client.get(f"{address}?kind=after").text
    assert "After the support" in after
    assert "Third" not in after


def test_a_whole_programme_tells_too(w: World, client) -> None:
    case = services.write_case(by=w.manager, programme=w.programme, nobody=True, **FACTS)
    services.hand_in(case=case, by=w.manager)
    services.publish(case=case, by=w.admin)
    assert case.where == w.programme.name
    assert outside(client, case) == 200
    with pytest.raises(NotAllowed):
        services.write_case(by=w.coach, programme=w.programme, **FACTS)


def test_a_case_is_printed_on_a_sheet_without_the_names_of_who_agreed(w: World, client) -> None:
    case = published(w)
    told = paper.html(case)
    assert "We moved the shop." in told
    assert "Anna Ek" not in told
    services.withdraw_consent(consent=case.consents.get(), by=w.manager)
    case.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        paper.refuse_withdrawn(case)
    assert refused.value.code == "consent_withdrawn"
    client.force_login(w.manager)
    assert client.get(reverse("learning:case_pdf", args=[case.pk])).status_code == 409
