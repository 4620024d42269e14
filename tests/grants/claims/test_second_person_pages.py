"""Pages and todos ask the second person alone: neither the first one nor who counts as that one."""

import pytest
from django.urls import reverse

from core import audit
from grants.agreement.pages import needs, rows_of
from grants.claims.services import approve_claim
from grants.todos import claims_waiting, of_support
from tests.factories import world
from tests.grants.agreement_samples import claimed

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return world()


@pytest.fixture
def waiting(made):
    """A claim of the leader's that waits for a decision."""
    return claimed(made)


def gave_a_role(giver, taker):
    audit.record("region.administrator_added", taker, by=giver, user=taker.pk)


def asked(made, user):
    """What is asked of somebody: on the start page, at the place, at the support."""
    grant = made.participation.grant
    need = needs(grant, rows_of(grant, made.participation), user)[0]
    return (
        [todo.title for todo in claims_waiting(user)],
        [todo.title for todo in of_support(made.participation, user)],
        need.action,
    )


def page_of(client, claim, user):
    client.force_login(user)
    return client.get(
        reverse("grants:claim", args=[claim.instalment.grant.participation_id, claim.pk])
    )


def test_who_has_approved_is_not_asked_to_pay(made, waiting, client):
    approve_claim(claim=waiting, by=made.manager)

    assert asked(made, made.manager) == ([], [], "")
    assert asked(made, made.admin) == (
        ["Näsum: 75,000\xa0SEK is approved and waits to be paid"],
        ["An approved claim of 75,000\xa0SEK waits to be paid"],
        "Enter the payment",
    )
    page = page_of(client, waiting, made.manager)
    assert "You approved this claim, so somebody else must enter the payment." in page.text
    assert "Mark as paid" not in page.text
    assert "Mark as paid" in page_of(client, waiting, made.admin).text


def test_who_counts_as_the_approver_is_not_asked_to_pay(made, waiting, client):
    approve_claim(claim=waiting, by=made.manager)
    gave_a_role(made.admin, made.manager)

    assert asked(made, made.admin) == ([], [], "")
    page = page_of(client, waiting, made.admin)
    assert "Somebody else pays" in page.text
    assert f"{made.manager.get_full_name()} and you count as one person here" in page.text
    assert "Mark as paid" not in page.text


def test_who_counts_as_the_claimer_is_not_asked_to_decide(made, waiting, client):
    gave_a_role(made.manager, made.leader)

    assert asked(made, made.manager) == ([], [], "")
    assert asked(made, made.admin)[2] == "Read and decide"
    page = page_of(client, waiting, made.manager)
    assert "Somebody else decides" in page.text
    assert "claims/1/approve" not in page.text


def test_start_page_asks_twice_however_many_claims(made, waiting, django_assert_num_queries):
    claims_waiting(made.admin)  # reads the roles
    with django_assert_num_queries(2):
        assert len(claims_waiting(made.admin)) == 1
