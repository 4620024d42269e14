"""What the outbox says on the start page."""

import pytest

from outbox.models import Letter
from people.scope import scope_of
from places.calls import of_start
from places.letter_calls import of_letters
from tests.factories import world
from tests.outbox.sendings import sending

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world()


def titles(user):
    fresh = type(user).objects.get(pk=user.pk)
    return [call.title for call in of_start(fresh)]


def test_start_page_says_how_many_letters_need_somebody(here):
    campaign = sending(here, 4)
    for number, state in enumerate(("failed", "unknown", "sent", "suppressed"), start=1):
        Letter.objects.filter(to_address=f"gast{number}@example.org").update(state=state)

    assert titles(here.admin) == ["2 letters need you"]
    assert titles(here.other_admin) == titles(here.leader) == []
    assert campaign.region == here.region


def test_start_page_asks_the_second_person_and_not_the_sender(here):
    sending(here, 3, by=here.manager, needs_approval=True)

    assert titles(here.admin) == ["1 sending waits for your approval"]
    assert titles(here.manager) == []


@pytest.mark.parametrize("letters", [1, 3])
def test_start_page_asks_once_however_many_letters(here, letters, django_assert_num_queries):
    sending(here, letters, needs_approval=True)
    scope_of(here.admin)  # every page knows them already

    with django_assert_num_queries(1):
        of_letters(here.admin)


def test_start_page_of_who_runs_nothing_is_not_asked(here, django_assert_num_queries):
    scope_of(here.outsider)

    with django_assert_num_queries(0):
        assert of_letters(here.outsider) == []
