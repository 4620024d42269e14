"""A place that comes half-way: its steps, gate and money before it was entered here."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from grants.agreement.pages import bar_of
from grants.models import Grant
from outbox.models import Letter
from places.gate.pages import rounds_of
from places.halfway.services import EarlierDecision, HalfWay, enter_round
from places.models import GateReview, ItemState, Participation, StepItem
from places.register.services import enrol
from tests.factories import OrganisationFactory, PlaceFactory, world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.day(dt.date(2026, 11, 16))]

START = dt.date(2026, 1, 15)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def here():
    return world()


@pytest.fixture
def place(here):
    return PlaceFactory(region=here.region, name="Lerdala")


def passed(**changes):
    values = {"decided_on": dt.date(2026, 9, 1), "decided_by": "Regionens styrgrupp"}
    return EarlierDecision(**values | changes)


def start(here, place, **way):
    return enrol(
        place=place, programme=here.programme, started_on=way.pop("started_on", START),
        by=here.manager, half_way=HalfWay(**way),
    )  # fmt: skip


def test_lines_before_the_step_are_done_before_and_the_clock_counts_from_the_start(here, place):
    made = start(here, place, at_step=5, gate=passed())
    done = StepItem.objects.filter(participation=made, state=ItemState.DONE)
    assert set(done.values_list("step__order", flat=True)) == {1, 2, 3, 4}
    line = done.first()
    assert (line.settled_by, line.settled_on) == (here.manager, dt.date(2026, 11, 16))
    assert line.note == "Klart innan platsen lades in här."
    assert (made.progress, made.current_step, made.gate_state) == ("ddddna", 5, "passed")
    assert made.support_ends_on == dt.date(2027, 7, 14)
    event = AuditEvent.objects.get(verb="place.taken_half_way")
    assert event.facts == {"step": 5, "lines": 12, "paid": "0.00"}
    assert not Letter.objects.exists()


def test_the_decision_stands_in_the_gates_history_as_taken_before(here, place, client):
    letter = SimpleUploadedFile("beslut.pdf", PDF)
    made = start(here, place, at_step=4, gate=passed(letter=letter, reason="Fortsätt."))
    review = GateReview.objects.get(participation=made)
    assert (review.decider, review.taken_before, review.round) == ("Regionens styrgrupp", True, 1)
    client.force_login(here.manager)
    page = client.get(reverse("places:gate", args=[made.pk])).content.decode()
    assert "Regionens styrgrupp" in page
    found = client.get(reverse("places:gate_letter", args=[made.pk, 1]))
    assert b"".join(found.streaming_content) == PDF
    found.close()


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ({"at_step": 7}, "step_unknown"),
        ({"at_step": 4}, "gate_needed"),
        ({"at_step": 5, "gate": passed(decision="return")}, "gate_needed"),
        ({"at_step": 2, "gate": passed()}, "step_before_gate"),
        ({"at_step": 4, "gate": passed(decided_on=dt.date(2026, 11, 17))}, "decided_in_future"),
        ({"at_step": 4, "gate": passed(decided_on=dt.date(2026, 1, 14))}, "decided_before_start"),
        ({"at_step": 4, "gate": passed(decided_by=" ")}, "decider_missing"),
        ({"at_step": 4, "gate": passed(decision="stop")}, "unknown_decision"),
        ({"at_step": 2, "started_on": dt.date(2026, 12, 1)}, "starts_later"),
        ({"paid": Decimal(-1)}, "paid_negative"),
        (
            {"at_step": 4, "gate": passed(letter=SimpleUploadedFile("brev.txt", b"Hej"))},
            "letter_pdf",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(here, place, way, code):
    with pytest.raises(Refusal) as caught:
        start(here, place, **way)
    assert caught.value.code == code
    assert not Participation.objects.filter(place=place).exists()


def test_money_paid_before_counts_in_the_support(here, place):
    made = start(here, place, paid=Decimal(75_000))
    grant = Grant(participation=made, amount=Decimal(150_000), payer=OrganisationFactory())
    bar = bar_of(grant, [])
    assert (bar.paid, bar.left, bar.paid_share) == (75_000, 75_000, 50)


def test_earlier_rounds_come_first_in_the_order_of_their_days(here, place):
    made = start(here, place, at_step=4, gate=passed())
    enter_round(
        participation=made, by=here.manager,
        gate=passed(decided_on=dt.date(2026, 6, 1), decision="return"),
    )  # fmt: skip
    made.refresh_from_db()
    assert [(one.round, one.decision) for one in rounds_of(made)] == [
        (2, "continue"), (1, "return"),
    ]  # fmt: skip
    assert made.gate_state == "passed"
    with pytest.raises(NotAllowed):
        enter_round(participation=here.participation, by=here.coach, gate=passed())


def test_an_earlier_round_lies_before_those_held_here(here):
    GateReview.objects.create(
        participation=here.participation, round=1, submitted_by=here.leader,
        submitted_at=timezone.now() - dt.timedelta(days=6),
    )  # fmt: skip
    with pytest.raises(Refusal) as caught:
        enter_round(
            participation=here.participation, by=here.manager,
            gate=passed(decided_on=dt.date(2026, 11, 12)),
        )  # fmt: skip
    assert caught.value.code == "after_first_round"


def test_the_form_takes_a_place_in_half_way_and_says_faults_beside_the_field(here, place, client):
    client.force_login(here.manager)
    to = reverse("places:enrol", args=[place.pk])
    sent = {"started_on": "2026-01-15", "at_step": "4", "paid": "75 000"}
    refused = client.post(to, sent)
    assert refused.status_code == 409
    assert refused.context["form"].has_error("decided_on", "gate_needed")
    letter = SimpleUploadedFile("beslut.pdf", PDF)
    answer = client.post(
        to,
        sent | {
            "decided_on": "2026-09-01", "decided_by": "Styrgruppen", "decision": "continue",
            "letter": letter,
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    made = Participation.objects.get(place=place)
    assert (made.current_step, made.paid_before) == (4, 75_000)


def test_the_manager_enters_an_earlier_round_by_the_gates_page(here, place, client):
    made = start(here, place)
    client.force_login(here.manager)
    to = reverse("places:gate_earlier", args=[made.pk])
    assert client.get(to).status_code == 200
    answer = client.post(
        to, {"decided_on": "2026-06-01", "decided_by": "Nämnden", "decision": "return"}
    )
    assert answer.status_code == 302
    assert (
        b"Round 1 was returned" in client.get(answer.url, headers={"accept-language": "en"}).content
    )


def test_promises_in_a_refused_form_count_in_the_conditions(here, place, client):
    here.programme.three_sectors = True
    here.programme.population_min = 400
    here.programme.save()
    client.force_login(here.manager)
    sent = {"started_on": "2026-01-15"}
    for sector in ("municipality", "business", "association"):
        sent |= {
            f"{sector}_person": "Anna Berg",
            f"{sector}_text": "Tid",
            f"{sector}_on": "2026-01-02",
        }
    refused = client.post(reverse("places:enrol", args=[place.pk]), sent)
    assert refused.status_code == 409
    rules = {rule.key: rule for rule in refused.context["rules"]}
    assert (rules["sectors"].passed, rules["population"].passed) == (True, False)
    summary = refused.content.decode().partition("data-error-summary")[2].partition("</ul>")[0]
    assert summary.count("<li>") == 1


def test_the_agreed_sum_is_written_as_people_write_sums(here, client):
    client.force_login(here.manager)
    answer = client.post(
        reverse("places:role_add", args=[here.participation.pk]),
        {
            "invite-role": "process_leader", "invite-email": "ny@example.org", "invite-name": "Ny",
            "invite-language": "sv", "invite-starts_on": "2026-11-16",
            "invite-agreed_sum": "120 000",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert here.participation.assignments.get(user__email="ny@example.org").agreed_sum == 120_000
