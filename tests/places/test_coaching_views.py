"""The coaching page: the log, its private part, logging and correcting."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core.models import AuditEvent
from outbox.models import Letter
from places.coaching.pages import hours, quiet_line
from places.coaching.services import entry_version, log_contact
from places.models import CoachingEntry, Participation
from tests.factories import assign, world

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a"
READS = ["coach", "manager", "admin"]
READS_NOT = ["leader", "member", "contact", "observer"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def made():
    return world()


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def log(made, **fields):
    usual = {
        "participation": made.participation,
        "by": made.coach,
        "kind": "call",
        "on": in_days(0),
    }
    return log_contact(**usual | fields)


def address(made, name="coaching", *args):
    return reverse(f"places:{name}", args=[made.participation.pk, *args])


def get(client, user, url, data=None, **headers):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(url, data or {}, **headers)


def post(client, user, url, data=None):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.post(url, data or {})


def words(response):
    return " ".join(response.content.decode().split())


def sent(**fields):
    """What the form sends for a usual contact."""
    return {
        "kind": "call",
        "on": in_days(0).isoformat(),
        "minutes": "30",
        "party": "place",
    } | fields


# --- The private part -------------------------------------------------------------------


@pytest.mark.parametrize("name", READS)
def test_coaching_page_shows_the_private_note_to_coaches_and_those_who_run(client, made, name):
    log(made, shared="Delat", private=CANARY)
    page = words(get(client, getattr(made, name), address(made)))
    assert (CANARY in page, "Private: only coaches" in page, "Delat" in page) == (True, True, True)


@pytest.mark.parametrize("name", READS_NOT)
def test_private_note_reaches_no_page_of_the_place_for_others(client, made, name):
    entry = log(
        made, shared="Delat", private=CANARY, next_text="Ring", next_on=in_days(3), tell_leader=True
    )
    user = getattr(made, name)
    pages = [
        address(made),
        f"{address(made)}?kind=call",
        f"{address(made)}?party=place",
        address(made, "coaching_add"),
        address(made, "coaching_edit", entry.pk),
        address(made, "participation"),
        address(made, "history"),
        address(made, "gate"),
        address(made, "people"),
        address(made, "step", 1),
        reverse("places:portfolio"),
        reverse("places:coaching_quick"),
        reverse("home"),
    ]
    for page in pages:
        for accept in ("text/html", "application/json"):
            response = get(client, user, page, headers={"accept": accept})
            assert CANARY not in response.content.decode(), (page, accept)
    assert "Delat" in words(get(client, user, address(made)))


def test_private_note_is_in_no_letter_and_no_audit_line(client, made):
    entry = log(made, shared="Delat", private=CANARY, tell_leader=True)
    post(
        client,
        made.coach,
        address(made, "coaching_edit", entry.pk),
        sent(shared="Nytt", private=f"{CANARY} 2"),
    )
    entry.refresh_from_db()
    assert entry.private == f"{CANARY} 2"
    kept = json.dumps(
        [*Letter.objects.values("subject", "text", "html"), *AuditEvent.objects.values("facts")]
    )
    assert CANARY not in kept


# --- The log ----------------------------------------------------------------------------


def test_coaching_page_filters_by_kind_and_party_and_sums_what_is_shown(client, made):
    log(made, kind="visit", minutes=90, shared="Besök")
    log(made, kind="call", minutes=30, shared="Samtal", party="municipality")
    everything = get(client, made.coach, address(made))
    visits = get(client, made.coach, address(made), {"kind": "visit"})
    municipality = get(client, made.coach, address(made), {"party": "municipality"})
    nonsense = get(client, made.coach, address(made), {"kind": "pigeon", "party": "x", "page": "x"})
    shown = [
        (
            "Besök" in words(page),
            "Samtal" in words(page),
            page.context["contacts"],
            page.context["hours_all"],
        )
        for page in (everything, visits, municipality, nonsense)
    ]
    assert shown == [
        (True, True, 2, "2"),
        (True, False, 1, "1.5"),
        (False, True, 1, "0.5"),
        (True, True, 2, "2"),
    ]
    assert [(kind.label, kind.count, kind.hours) for kind in everything.context["by_kind"]] == [
        ("Visit", 1, "1.5"), ("Phone call", 1, "0.5"),
    ]  # fmt: skip


def test_coaching_page_sums_this_year_apart(made, client):
    start = dt.date(timezone.localdate().year - 1, 12, 1)
    Participation.objects.update(started_on=start)
    made.participation.refresh_from_db()
    log(made, on=start, minutes=120)
    log(made, minutes=60)
    context = get(client, made.leader, address(made)).context
    assert (context["hours_all"], context["hours_this_year"]) == ("3", "1")


def test_coaching_page_with_nothing_that_fits_offers_the_whole_log(client, made):
    log(made)
    assert "Show the whole log" in words(get(client, made.coach, address(made), {"kind": "visit"}))


def test_coaching_page_without_contacts_says_what_it_is_for(client, made):
    assert (
        "so a stand-in knows where things are"
        in words(get(client, made.coach, address(made))).lower()
    )
    page = words(get(client, made.leader, address(made)))
    assert ("No contacts yet" in page, address(made, "coaching_add") in page) == (True, False)


def test_coaching_page_shows_who_stands_in(client, made):
    assign(made.outsider, made.participation, "coach", stand_in=True, ends_on=in_days(9))
    log(made, by=made.outsider)
    page = words(get(client, made.leader, address(made)))
    assert "Outsider (stand-in)" in page
    assert "Stand-in until" in page


def test_coaching_page_asks_the_same_number_of_questions_for_one_and_for_thirty(client, made):
    counts = []
    for number in (1, 29):
        for one in range(number):
            log(made, shared=f"{number} {one}", next_text="Ring", next_on=in_days(3))
        get(client, made.coach, address(made))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(made))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


# --- How quiet --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "next_in", "expected"),
    [
        (41, None, ("warn", "Quiet for 41 days, no next date.")),
        (30, None, ("off", "Last contact 30 days ago, no next date.")),
        (3, 5, ("ok", "Last contact 3 days ago. Next: Ring, in 5 days.")),
        (0, 1, ("ok", "Last contact today. Next: Ring, tomorrow.")),
    ],
)
def test_quiet_line_says_how_long_and_what_is_next(made, days, next_in, expected):
    following = {"next_text": "Ring", "next_on": in_days(next_in)} if next_in else {}
    log(made, on=in_days(-days), **following)
    assert quiet_line(Participation.objects.get(pk=made.participation.pk)) == expected


def test_quiet_line_tells_of_a_next_step_that_has_passed(made):
    log(made, on=in_days(-9), next_text="Ring", next_on=in_days(-2))
    level, text = quiet_line(Participation.objects.get(pk=made.participation.pk))
    assert (level, text.startswith("Last contact 9 days ago. Ring was agreed for")) == (
        "warn",
        True,
    )


def test_quiet_line_without_any_contact_counts_from_the_start(made):
    assert quiet_line(made.participation) == ("warn", "Quiet for 60 days, no next date.")


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0"), (30, "0.5"), (45, "0.8"), (60, "1"), (210, "3.5")]
)
def test_hours_are_said_with_one_decimal_where_needed(minutes, said):
    assert hours(minutes) == said


# --- Logging ----------------------------------------------------------------------------


def test_coaching_add_starts_with_what_is_usual(client, made):
    form = get(client, made.coach, address(made, "coaching_add")).context["form"]
    assert {name: form[name].value() for name in ("kind", "on", "minutes", "party")} == {
        "kind": "call", "on": in_days(0), "minutes": 30, "party": "place",
    }  # fmt: skip


def test_coaching_add_logs_and_leads_to_the_log(client, made):
    step = made.participation.method_version.steps.get(order=2)
    data = sent(with_whom="Ordföranden", shared="Delat", private="Eget", step=str(step.pk),
                next_text="Ring", next_on=in_days(4).isoformat(), tell_leader="on")  # fmt: skip
    response = post(client, made.coach, address(made, "coaching_add"), data)
    entry = CoachingEntry.objects.get()
    assert (response.status_code, response.url) == (302, address(made))
    assert (entry.with_whom, entry.shared, entry.private, entry.step, entry.next_on) == (
        "Ordföranden", "Delat", "Eget", step, in_days(4),
    )  # fmt: skip
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "text", "fields"),
    [
        (409, "The date is in the future.", {"on": in_days(1).isoformat()}),
        (409, "contacts can be logged from", {"on": "2001-01-01"}),
        (409, "Write what was agreed for the next date.", {"next_on": in_days(3).isoformat()}),
        (409, "Give the next step a date", {"next_text": "Ring"}),
        (
            409,
            "The next date must come after the contact.",
            {"next_text": "Ring", "next_on": in_days(0).isoformat()},
        ),
        (
            409,
            "There is no shared note and no next step to send.",
            {"shared": "", "tell_leader": "on"},
        ),
        (422, "Enter a valid date", {"on": "yesterday"}),
        (422, "Select a valid choice", {"kind": "pigeon"}),
        (422, "Select a valid choice", {"step": "999999999"}),
        (422, "Select a valid choice", {"step": "x"}),
        (422, "less than or equal to 1440", {"minutes": "2000"}),
        (422, "Enter a whole number", {"minutes": "half"}),
        (422, "Null characters are not allowed", {"with_whom": "a\x00"}),
        (422, "at most 200 characters", {"with_whom": "x" * 201}),
    ],
)
def test_coaching_add_with_bad_input_says_what_to_do_and_keeps_the_words(
    client, made, status, text, fields
):
    response = post(
        client, made.coach, address(made, "coaching_add"), sent(private="Mitt långa minne") | fields
    )
    page = words(response)
    assert (response.status_code, CoachingEntry.objects.count()) == (status, 0)
    assert text in page
    assert "Mitt långa minne</textarea>" in page


def test_coaching_edit_fills_the_form_and_saves(client, made):
    entry = log(made, shared="Först", minutes=10)
    url = address(made, "coaching_edit", entry.pk)
    assert "Först</textarea>" in words(get(client, made.coach, url))
    response = post(
        client, made.coach, url, sent(shared="Sedan", version=str(entry_version(entry)))
    )
    entry.refresh_from_db()
    assert (response.status_code, entry.shared, entry.minutes) == (302, "Sedan", 30)


def test_coaching_edit_with_an_older_version_shows_both_and_sending_again_saves(client, made):
    entry = log(made, shared="Först")
    url, seen = address(made, "coaching_edit", entry.pk), str(entry_version(entry))
    post(client, made.coach, url, sent(shared="Fönster ett", version=seen))
    response = post(client, made.coach, url, sent(shared="Fönster två", version=seen))
    page = words(response)
    assert (response.status_code, "Fönster ett" in page, "Fönster två</textarea>" in page) == (
        409,
        True,
        True,
    )
    entry.refresh_from_db()
    assert f'name="version" value="{entry_version(entry)}"' in page
    post(client, made.coach, url, sent(shared="Fönster två", version=str(entry_version(entry))))
    entry.refresh_from_db()
    assert entry.shared == "Fönster två"


def test_coaching_edit_of_somebody_elses_entry_is_refused_without_showing_it(client, made):
    entry = log(made, private=CANARY)
    response = get(client, made.manager, address(made, "coaching_edit", entry.pk))
    assert (response.status_code, "Only the person who logged" in words(response)) == (409, True)


def test_coaching_settle_marks_it_done_once(client, made):
    entry = log(made, next_text="Ring", next_on=in_days(3))
    assert "It is done" in words(get(client, made.coach, address(made)))
    assert "It is done" not in words(get(client, made.leader, address(made)))
    response = post(client, made.coach, address(made, "coaching_settle", entry.pk))
    entry.refresh_from_db()
    assert (response.status_code, entry.next_done_on) == (302, in_days(0))
    assert "It is done" not in words(get(client, made.coach, address(made)))


def test_coaching_entry_of_another_place_is_not_found(client, made):
    other = log_contact(participation=made.neighbour, by=made.manager, kind="call", on=in_days(0))
    for name in ("coaching_edit", "coaching_settle"):
        assert post(client, made.manager, address(made, name, other.pk)).status_code == 404


# --- The quick way in -------------------------------------------------------------------


def test_coaching_quick_lists_the_own_places_with_the_neediest_first(client, made):
    assign(made.coach, made.neighbour, "coach")
    log(made, next_text="Ring", next_on=in_days(20))
    response = get(client, made.coach, reverse("places:coaching_quick"))
    assert [place.place.name for place, _level, _text in response.context["places"]] == [
        "Glimåkra",
        "Näsum",
    ]
    assert reverse("places:coaching_add", args=[made.neighbour.pk]) in words(response)


def test_coaching_quick_with_a_place_goes_to_its_form(client, made):
    url = reverse("places:coaching_quick")
    response = get(client, made.coach, url, {"place": made.participation.pk})
    assert (response.status_code, response.url) == (302, address(made, "coaching_add"))
    for unseen in (made.other_participation.pk, "x", "9" * 30, "-1"):
        assert get(client, made.coach, url, {"place": unseen}).status_code == 404


def test_coaching_quick_searches_by_name_and_for_runners_shows_what_they_run(client, made):
    url = reverse("places:coaching_quick")
    names = [
        place.place.name
        for place, *_rest in get(client, made.manager, url, {"q": "glim"}).context["places"]
    ]
    assert names == ["Glimåkra"]
    assert "None of your places" in words(get(client, made.manager, url, {"q": "\x00zz"}))


def test_coaching_quick_for_somebody_who_coaches_nothing_says_so(client, made):
    page = words(get(client, made.leader, reverse("places:coaching_quick")))
    assert ("No places to coach" in page, address(made, "coaching_add") in page) == (True, False)
