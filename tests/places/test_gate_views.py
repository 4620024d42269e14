"""The gate page: what each reader sees in each state, and what is sent from it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from outbox.models import Letter
from people.models import Sector
from places.gate import letters as gate_letter
from places.gate import pages
from places.gate.decision import assessment_stamp, decide_gate
from places.gate.services import assess, submit_gate
from places.models import (
    Evidence,
    GateAssessment,
    GateCondition,
    GateReview,
    GroupMember,
    Participation,
)
from tests.factories import settle_steps, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    """Making the PDF takes longer than all the rest; test_gate_letter.py makes real ones."""
    monkeypatch.setattr(gate_letter, "html_to_pdf", lambda html: b"%PDF-1.7 " + html.encode())


@pytest.fixture
def ready():
    made = world()
    for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
        GroupMember.objects.create(participation=made.participation, name="N", sector=sector)
    settle_steps(made.participation, 1, 2, 3)
    return made


@pytest.fixture
def handed_in(ready):
    return ready, submit_gate(
        participation=ready.participation, by=ready.leader, message="Vi är klara."
    )


@pytest.fixture
def assessed(handed_in):
    made, review = handed_in
    for criterion in criteria(made):
        assess(review=review, criterion=criterion, verdict="met", by=made.coach)
    return handed_in


def criteria(made):
    return list(made.participation.method_version.gate.criteria.all())


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def address(made, name="gate", *args):
    return reverse(f"places:{name}", args=[made.participation.pk, *args])


def get(client, user, url):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(url)


def post(client, user, url, data=None, **headers):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.post(url, data or {}, **headers)


def words(response):
    return " ".join(response.content.decode().split())


def decision(made, review, **fields):
    rows = {"conditions-TOTAL_FORMS": "3", "conditions-INITIAL_FORMS": "0"}
    return rows | {"decision": "continue", "reason": "", "seen": assessment_stamp(review)} | fields


# --- Before handing in ------------------------------------------------------------------


def test_gate_page_before_names_what_is_missing_and_where_to_do_it(client, ready):
    ready.participation.items.filter(step__order=2, order=1).update(state="open")
    page = words(get(client, ready.leader, address(ready)))
    assert "3 of 4 parts are in place" in page
    assert f'href="{address(ready, "step", 2)}"' in page
    assert "1 part is missing. Handing in opens when it is done." in page
    assert 'disabled aria-describedby="why-not"' in page


def test_gate_page_for_a_member_has_no_form(client, ready):
    page = words(get(client, ready.member, address(ready)))
    assert address(ready, "gate_submit") not in page
    assert "Those who lead or coach the process hand in" in page


def test_gate_submit_hands_in_and_leads_back(client, ready):
    response = post(
        client, ready.leader, address(ready, "gate_submit"), {"message": "Vi är klara."}
    )
    assert (response.status_code, response.url) == (302, address(ready))
    assert GateReview.objects.get().message == "Vi är klara."
    assert "Vi är klara." in words(get(client, ready.coach, address(ready)))


def test_gate_submit_with_parts_missing_says_which_and_keeps_the_message(client, ready):
    GroupMember.objects.all().delete()
    response = post(client, ready.leader, address(ready, "gate_submit"), {"message": "Nästan"})
    page = words(response)
    assert (response.status_code, GateReview.objects.count()) == (409, 0)
    assert "Nothing was handed in." in page
    assert "Working group with three sectors: No members yet." in page
    assert ">Nästan</textarea>" in page.replace(" </", "</").replace("> ", ">")


def test_gate_page_of_a_method_without_gate_says_so(client):
    made = world(gate_after=None)
    response = get(client, made.leader, address(made))
    assert (response.status_code, "No gate in this method" in words(response)) == (404, True)


@pytest.mark.parametrize("name", ["gate_submit", "gate_withdraw", "gate_assess", "gate_decide"])
def test_gate_post_addresses_by_get_lead_to_the_page_and_change_nothing(client, handed_in, name):
    made, _review = handed_in
    more = {"gate_submit": [], "gate_assess": [1, criteria(made)[0].pk]}.get(name, [1])
    response = get(client, made.admin, address(made, name, *more))
    assert (response.status_code, response.url.partition("#")[0]) == (302, address(made))
    assert (GateReview.objects.get().state, GateAssessment.objects.count()) == ("submitted", 0)


# --- Handed in --------------------------------------------------------------------------


def test_gate_page_shows_the_coach_a_form_per_criterion_and_others_only_words(client, handed_in):
    made, _review = handed_in
    forms = [address(made, "gate_assess", 1, criterion.pk) for criterion in criteria(made)]
    coach, leader = (words(get(client, user, address(made))) for user in (made.coach, made.leader))
    assert [form in coach for form in forms] == [True, True]
    assert [form in leader for form in forms] == [False, False]
    assert leader.count("Not assessed yet") == 2
    assert "3 personer från" in leader  # frozen in the programme's language


def test_gate_page_offers_taking_back_only_to_the_one_who_handed_in(client, handed_in):
    made, _review = handed_in
    withdraw = address(made, "gate_withdraw", 1)
    assert withdraw in words(get(client, made.leader, address(made)))
    assert withdraw not in words(get(client, made.coach, address(made)))


def test_gate_withdraw_leads_back_and_opens_handing_in(client, handed_in):
    made, _review = handed_in
    assert post(client, made.leader, address(made, "gate_withdraw", 1)).status_code == 302
    page = words(get(client, made.leader, address(made)))
    assert "Earlier rounds" in page
    assert address(made, "gate_submit") in page


def test_gate_withdraw_by_another_says_why_not(client, handed_in):
    made, _review = handed_in
    response = post(client, made.coach, address(made, "gate_withdraw", 1))
    assert (response.status_code, "Only the person who handed in" in words(response)) == (409, True)


def test_gate_assess_without_script_saves_and_leads_back(client, handed_in):
    made, _review = handed_in
    criterion = criteria(made)[0]
    url = address(made, "gate_assess", 1, criterion.pk)
    response = post(
        client, made.coach, url, {"verdict": "partly", "comment": "Unga saknas", "version": "0"}
    )
    assert (response.status_code, response.url) == (
        302,
        f"{address(made)}#criterion-{criterion.pk}",
    )
    page = words(get(client, made.leader, address(made)))
    assert "Unga saknas" in page


def test_gate_assess_by_script_answers_with_version_and_what_is_left(client, handed_in):
    made, review = handed_in
    criterion = criteria(made)[0]
    url = address(made, "gate_assess", 1, criterion.pk)
    data = {"verdict": "met", "comment": "", "version": "0"}
    answer = post(client, made.coach, url, data, headers={"accept": "application/json"}).json()
    del answer["time"]
    assert answer == {
        "version": 1,
        "verdict": "met",
        "stamp": assessment_stamp(review),
        "not_yet": "1 criterion is not assessed yet: Mapping done.",
        "met": "1 of 2 criteria met",
    }


def test_gate_assess_without_the_comment_it_wants_keeps_the_verdict_and_says_so(client, handed_in):
    made, _review = handed_in
    url = address(made, "gate_assess", 1, criteria(made)[0].pk)
    response = post(client, made.coach, url, {"verdict": "not_met", "comment": " ", "version": "0"})
    page = words(response)
    assert (response.status_code, GateAssessment.objects.count()) == (409, 0)
    assert "Write what is missing, so that the place knows what to do.</p>" in page
    assert page.count(" checked") == 1


def test_gate_assess_with_an_older_version_shows_both_and_sending_again_chooses_ours(
    client, handed_in
):
    made, review = handed_in
    criterion = criteria(made)[0]
    assess(review=review, criterion=criterion, verdict="partly", comment="Deras", by=made.manager)
    url = address(made, "gate_assess", 1, criterion.pk)
    ours = {"verdict": "not_met", "comment": "Våra", "version": "0"}
    response = post(client, made.coach, url, ours)
    page = words(response)
    assert response.status_code == 409
    assert "Manager wrote: Partly. Deras" in page
    assert "Våra</textarea>" in page
    assert 'name="version" value="1"' in page
    assert post(client, made.coach, url, ours | {"version": "1"}).status_code == 302
    assert GateAssessment.objects.get().comment == "Våra"


def test_gate_assess_conflict_by_script_holds_both_values(client, handed_in):
    made, review = handed_in
    criterion = criteria(made)[0]
    assess(review=review, criterion=criterion, verdict="partly", comment="Deras", by=made.manager)
    response = post(
        client, made.coach, address(made, "gate_assess", 1, criterion.pk),
        {"verdict": "met", "comment": "", "version": "0"}, headers={"accept": "application/json"},
    )  # fmt: skip
    answer = response.json()
    assert (response.status_code, answer["theirs"], answer["yours"], answer["version"]) == (
        409,
        {"verdict": "partly", "comment": "Deras", "by": "Manager"},
        {"verdict": "met", "comment": ""},
        1,
    )


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"verdict": "x", "version": "0"},
        {"verdict": "met", "version": "-1"},
        {"verdict": "met", "version": "0", "comment": "\x00"},
    ],
)
def test_gate_assess_with_nonsense_is_told_and_changes_nothing(client, handed_in, data):
    made, _review = handed_in
    url = address(made, "gate_assess", 1, criteria(made)[0].pk)
    assert post(client, made.coach, url, data).status_code == 422
    assert (
        post(client, made.coach, url, data, headers={"accept": "application/json"}).status_code
        == 422
    )
    assert not GateAssessment.objects.exists()


def test_gate_assess_of_another_methods_criterion_is_not_found(client, handed_in):
    made, _review = handed_in
    other = made.other_programme.method_version.gate.criteria.first()
    assert post(client, made.coach, address(made, "gate_assess", 1, other.pk)).status_code == 404


# --- Deciding ---------------------------------------------------------------------------


def test_gate_page_shows_the_decision_form_to_those_who_decide_only(client, assessed):
    made, _review = assessed
    decide = address(made, "gate_decide", 1)
    shown = {
        name: decide in words(get(client, getattr(made, name), address(made)))
        for name in ("manager", "admin", "coach", "leader", "observer")
    }
    assert shown == {
        "manager": True,
        "admin": True,
        "coach": False,
        "leader": False,
        "observer": False,
    }


def test_gate_page_tells_a_decider_who_handed_in_why_not(client, ready):
    submit_gate(participation=ready.participation, by=ready.manager)
    page = words(get(client, ready.manager, address(ready)))
    assert "You handed in this round, so somebody else must decide it." in page
    assert address(ready, "gate_decide", 1) not in page


def test_gate_page_disables_deciding_until_every_criterion_is_assessed(client, handed_in):
    made, _review = handed_in
    page = words(get(client, made.manager, address(made)))
    assert "data-decide-button disabled" in page
    assert "2 criteria are not assessed yet: Working group, Mapping done." in page


def test_gate_page_says_what_follows_from_each_decision(client, assessed):
    made, _review = assessed
    page = words(get(client, made.manager, address(made)))
    assert "“Phase 2” opens. The next step is “Målbild”." in page
    assert "Each condition becomes a line of its checklist." in page


def test_gate_decide_with_two_conditions_opens_the_next_step_and_sends_letters(client, assessed):
    made, review = assessed
    data = decision(
        made, review, decision="conditions", reason="Bra",
        **{"conditions-0-text": "Öppet möte", "conditions-0-due_on": in_days(20).isoformat(),
           "conditions-2-text": "Unga", "conditions-2-due_on": in_days(30).isoformat()},
    )  # fmt: skip
    response = post(client, made.manager, address(made, "gate_decide", 1), data)
    assert (response.status_code, response.url) == (302, address(made))
    assert list(GateCondition.objects.values_list("text", "due_on")) == [
        ("Öppet möte", in_days(20)), ("Unga", in_days(30)),
    ]  # fmt: skip
    page = words(get(client, made.leader, address(made)))
    assert "Continue with conditions" in page
    assert f'<a href="{address(made, "step", 4)}">Öppet möte</a>' in page
    assert Letter.objects.filter(kind="gate_decision").count() == 3


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("status", "text", "fields"),
    [
        (422, "Choose one of the four decisions.", {"decision": ""}),
        (409, "Give the reasons", {"decision": "stop"}),
        (409, "Write at least one condition with its last day.", {"decision": "conditions"}),
        (
            409,
            "There are conditions, but the decision is another one.",
            {"conditions-0-text": "A", "conditions-0-due_on": in_days(3).isoformat()},
        ),
        (
            422,
            "Give the condition a last day.",
            {"decision": "conditions", "conditions-1-text": "A"},
        ),
        (
            422,
            "Write what the condition is.",
            {"decision": "conditions", "conditions-1-due_on": in_days(3).isoformat()},
        ),
        (
            422,
            "A condition cannot be due in the past.",
            {
                "decision": "conditions",
                "conditions-0-text": "A",
                "conditions-0-due_on": "2020-01-01",
            },
        ),
        (
            422,
            "a condition must be due by then.",
            {
                "decision": "conditions",
                "conditions-0-text": "A",
                "conditions-0-due_on": "2099-01-01",
            },
        ),
        (
            422,
            "Enter a valid date",
            {"decision": "conditions", "conditions-0-text": "A", "conditions-0-due_on": "x"},
        ),
        (409, "An assessment was changed while you decided.", {"seen": "1.1"}),
    ],
)
def test_gate_decide_with_bad_input_is_told_keeps_the_words_and_decides_nothing(
    client, assessed, status, text, fields
):
    made, review = assessed
    data = decision(
        made, review, **{"reason": "" if "reasons" in text else "Min motivering"} | fields
    )
    response = post(client, made.manager, address(made, "gate_decide", 1), data)
    page = words(response)
    assert (response.status_code, GateReview.objects.get().state) == (status, "submitted")
    assert text in page
    assert ("Min motivering</textarea>" in page) == bool(data["reason"])


def test_gate_decide_after_a_changed_assessment_can_be_sent_again(client, assessed):
    made, review = assessed
    response = post(
        client, made.manager, address(made, "gate_decide", 1), decision(made, review, seen="old")
    )
    assert f'name="seen" value="{assessment_stamp(review)}"' in words(response)


def test_gate_decide_add_row_keeps_what_was_written_and_decides_nothing(client, assessed):
    made, review = assessed
    data = decision(
        made,
        review,
        decision="conditions",
        reason="Bra",
        add_row="1",
        **{"conditions-0-text": "Möte"},
    )
    response = post(client, made.manager, address(made, "gate_decide", 1), data)
    page = words(response)
    assert (response.status_code, GateReview.objects.get().state) == (200, "submitted")
    assert 'name="conditions-3-text"' in page
    assert 'value="Möte"' in page
    assert "Bra</textarea>" in page


@pytest.mark.parametrize("total", ["", "x", "999999999999", "21"])
def test_gate_decide_with_a_broken_row_count_gives_no_error_page(client, assessed, total):
    made, review = assessed
    url = address(made, "gate_decide", 1)
    broken = {"conditions-TOTAL_FORMS": total}
    assert post(client, made.manager, url, decision(made, review, **broken)).status_code == 422
    assert (
        post(client, made.manager, url, decision(made, review, add_row="1", **broken)).status_code
        == 200
    )
    assert GateReview.objects.get().state == "submitted"


def test_gate_decide_twice_tells_the_second_who_decided(client, assessed):
    made, review = assessed
    decide_gate(review=review, decision="continue", by=made.manager)
    response = post(client, made.admin, address(made, "gate_decide", 1), decision(made, review))
    assert response.status_code == 409
    assert GateReview.objects.get().decided_by == made.manager


# --- The record -------------------------------------------------------------------------


def test_gate_round_shows_frozen_evidence_and_not_what_came_later(client, ready):
    item = ready.participation.items.get(step__order=1, order=1)
    Evidence.objects.create(
        item=item, file="evidence/x", name="Närvaro.pdf", content_type="application/pdf", size=2048,
        sha256="a" * 64, uploaded_by=ready.leader,
    )  # fmt: skip
    item.note = "Då"
    item.save()
    submit_gate(participation=ready.participation, by=ready.leader)
    item.note = "Senare"
    item.save()
    assert "Show all evidence (1 file)" in words(get(client, ready.coach, address(ready)))
    page = words(get(client, ready.observer, address(ready, "gate_round", 1)))
    assert ("Då" in page, "Senare" in page, "Närvaro.pdf" in page) == (True, False, True)


def test_gate_page_after_a_return_shows_the_reasons_and_hands_in_again(client, assessed):
    made, review = assessed
    decide_gate(review=review, decision="return", reason="Fler möten", by=made.manager)
    page = words(get(client, made.leader, address(made)))
    assert ("Fler möten" in page, "Hand in again" in page) == (True, True)
    submit_gate(participation=made.participation, by=made.leader)
    assert "Earlier rounds" in words(get(client, made.leader, address(made)))
    assert "Fler möten" in words(get(client, made.leader, address(made, "gate_round", 1)))


@pytest.mark.parametrize("name", ["leader", "coach", "contact", "observer", "manager"])
def test_gate_letter_downloads_as_attachment(client, assessed, name):
    made, review = assessed
    decide_gate(review=review, decision="continue", by=made.manager)
    response = get(client, getattr(made, name), address(made, "gate_letter", 1))
    assert (response.status_code, response["Content-Type"], response["Content-Disposition"]) == (
        200, "application/pdf", 'attachment; filename="kontrollstation-nasum-1.pdf"',
    )  # fmt: skip
    assert response.getvalue().startswith(b"%PDF-")


def test_gate_letter_before_the_decision_is_not_found(client, handed_in):
    made, _review = handed_in
    assert get(client, made.leader, address(made, "gate_letter", 1)).status_code == 404


def test_gate_round_that_does_not_exist_is_not_found(client, handed_in):
    made, _review = handed_in
    assert get(client, made.leader, address(made, "gate_round", 7)).status_code == 404


# --- Speed ------------------------------------------------------------------------------


def test_gate_page_asks_as_many_questions_with_many_rows_as_with_few(client, handed_in):
    made, _review = handed_in
    gate = made.participation.method_version.gate
    counts = []
    for extra in range(2):
        for number in range(20 * extra):
            gate.criteria.create(
                order=10 + number, key=f"more-{number}", title="T", parts=["step_done:step-1"]
            )
            GroupMember.objects.create(
                participation=made.participation, name="N", sector=Sector.OTHER
            )
        client.force_login(made.manager)
        client.get(address(made))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(made))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_gate_state_of_the_participation_follows_on_the_page(client, assessed):
    made, review = assessed
    post(
        client,
        made.manager,
        address(made, "gate_decide", 1),
        decision(made, review, decision="stop", reason="Slut"),
    )
    place = Participation.objects.get(pk=made.participation.pk)
    assert (place.gate_state, place.status) == ("stopped", "stopped")


def test_gate_page_tells_apart_what_is_asked_and_what_was_shown_with_its_file(client, ready):
    line = ready.participation.items.filter(step__order=1, item__isnull=False).first()
    file = Evidence.objects.create(
        item=line, file="x", name="avtal.pdf", content_type="x", size=1, sha256="x"
    )
    review = submit_gate(participation=ready.participation, by=ready.leader, message="")
    step = next(one for one in review.evidence["steps"] if one["order"] == 1)
    criterion = criteria(ready)[0]
    criterion.parts = [f"step_done:{step['key']}"]
    (row,) = [
        one for one in pages.criterion_rows(criterion.gate, review)
        if one.criterion.pk == criterion.pk
    ]  # fmt: skip
    row.shown = [
        pages._shown(review, part, {})
        for part in review.evidence["parts"] if part["key"] == criterion.parts[0]
    ]  # fmt: skip
    assert row.shown[0].files == [("avtal.pdf", address(ready, "evidence", file.pk))]
    assert row.shown[0].url == address(ready, "step", 1)
    page = words(get(client, ready.coach, address(ready)))
    assert 'class="criterion-shown small"' in page
    assert f'href="{address(ready, "people")}"' in page  # the group, from its criterion


def test_gate_stands_first_among_the_pages_while_it_waits(client, handed_in):
    made, _review = handed_in
    page = words(get(client, made.leader, address(made)))
    tabs = page[page.index('class="tabs"') :]
    assert tabs.index(">Gate<") < tabs.index(">Overview<")
    assert "Näsum<" in page[page.index("<h1") :][:60]
    Participation.objects.filter(pk=made.participation.pk).update(gate_state="passed")
    page = words(get(client, made.leader, address(made)))
    tabs = page[page.index('class="tabs"') :]
    assert tabs.index(">Overview<") < tabs.index(">Gate<")
