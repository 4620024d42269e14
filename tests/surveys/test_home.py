"""Surveys on a programme's home: who has answered, what waits for whom, what a coordinator sees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from people.models import ProgrammePost, ProgrammeRole
from programmes.home.pages import asked_by
from programmes.models import Partner, PartnerKind
from surveys.activities import of_surveys
from surveys.models import RecipientList, SurveyState
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory, world
from tests.surveys.samples import recipient, survey
from tests.surveys.test_sending import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


@pytest.fixture
def here(w):
    """A survey in two of three municipalities, with its coordinator in the first."""
    towns = [MunicipalityFactory(name=name) for name in ("Aby", "Beby", "Ceby")]
    for one in towns:
        Partner.objects.create(
            programme=w.programme, kind=PartnerKind.PARTNER, municipality=one,
            organisation=OrganisationFactory(region=w.region, name=one.name),
        )  # fmt: skip
    made = survey(w, state=SurveyState.OPEN, opens_on=timezone.localdate())
    for one in towns[:2]:
        rows = RecipientList.objects.create(survey=made, name=one.name, municipality=one)
        people = [recipient(made, number, recipient_list=rows) for number in range(6)]
        for person in people[: 2 if one == towns[0] else 4]:
            answer(person)
    coordinator = UserFactory()
    ProgrammeRole.objects.create(
        user=coordinator, programme=w.programme, role=ProgrammePost.COORDINATOR,
        municipality=towns[0], starts_on=dt.date(2025, 1, 1),
    )  # fmt: skip
    return made, towns, coordinator


def cells(found):
    [column] = found.columns
    return {pk: cell.text for pk, cell in column.cells.items()}


def test_who_runs_the_programme_sees_all_and_what_is_not_sent(w, here):
    _made, towns, _coordinator = here
    found = of_surveys(asked_by(w.manager, w.programme))
    assert cells(found) == {
        towns[0].pk: "2 of 6", towns[1].pk: "4 of 6", towns[2].pk: "Nobody asked yet",
    }  # fmt: skip
    assert found.activities[0].says == "6 of 12 have answered"
    [waiting] = found.waiting
    assert waiting.title.endswith("is not sent in Ceby")
    assert waiting.who == "The coordinator in Ceby"


def test_a_coordinator_sees_the_own_municipality_alone(w, here):
    _made, towns, coordinator = here
    found = of_surveys(asked_by(coordinator, w.programme))
    assert cells(found) == {towns[0].pk: "2 of 6"}
    assert found.activities[0].says == "2 of 6 have answered"
    assert not found.waiting


def test_a_few_who_were_asked_tell_nothing_of_who_answered(w, here):
    made, towns, _coordinator = here
    for one in made.recipients.filter(municipality=towns[1])[2:]:
        one.delete()
    found = of_surveys(asked_by(w.manager, w.programme))
    assert cells(found)[towns[1].pk] == "2 asked"
