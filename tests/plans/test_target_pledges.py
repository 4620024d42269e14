"""Who stands behind the target picture: pledges, what became of them, who is missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.refusals import Conflict, NotAllowed, Refusal
from plans.models import Pledge
from plans.target.pledges import lacking, open_pledges, remove_pledge, save_pledge, settle_pledge
from tests.factories import OrganisationFactory
from tests.plans.target_samples import READERS, day, planning, pledge, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return planning()


def facts(**fields):
    return {
        "sector": "municipality", "person": "Kim Kommun", "given_on": day(-10),
        "text": "Två timmar i veckan",
    } | fields  # fmt: skip


def test_add_pledge_stores_every_fact(made):
    council = OrganisationFactory(region=made.region)
    one = pledge(made, organisation=council, person=" Kim  Kommun ", due_on=day(30))
    assert (one.sector, one.organisation, one.person, one.given_on, one.text, one.due_on) == (
        "municipality", council, "Kim Kommun", day(-10), "Två timmar i veckan", day(30),
    )  # fmt: skip
    assert (one.state, one.version, verbs()) == ("open", 1, ["pledge.added"])


@pytest.mark.parametrize("name", [*READERS, "neighbour_leader", "outsider"])
def test_add_pledge_by_a_reader_is_not_allowed(made, name):
    with pytest.raises(NotAllowed):
        pledge(made, by=getattr(made, name))


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("unknown_sector", {"sector": "crown"}),
        ("person_missing", {"person": " "}),
        ("person_too_long", {"person": "x" * 151}),
        ("text_missing", {"text": "\n "}),
        ("text_too_long", {"text": "x" * 1001}),
        ("given_in_future", {"given_on": day(1)}),
        ("due_before_given", {"due_on": day(-11)}),
        ("due_too_far", {"due_on": day(365 * 22)}),
    ],
)
def test_add_pledge_with_bad_input_is_refused(made, code, fields):
    with pytest.raises(Refusal) as caught:
        pledge(made, **fields)
    assert (caught.value.code, Pledge.objects.count()) == (code, 0)


def test_add_pledge_of_another_regions_organisation_is_refused(made):
    with pytest.raises(Refusal) as caught:
        pledge(made, organisation=OrganisationFactory(region=made.other_region))
    assert caught.value.code == "other_region"


def test_add_pledge_before_the_gate_is_refused(made):
    made.participation.gate_state = "closed"
    made.participation.save()
    with pytest.raises(Refusal) as caught:
        pledge(made)
    assert caught.value.code == "plan_locked"


def test_save_pledge_over_a_newer_version_is_a_conflict_with_both(made):
    one = pledge(made)
    save_pledge(pledge=one, by=made.leader, version=1, **facts(text="Fyra timmar"))
    with pytest.raises(Conflict) as caught:
        save_pledge(pledge=one, by=made.coach, version=1, **facts(text="En timme"))
    said = caught.value.theirs["text"], caught.value.yours["text"], caught.value.version
    assert said == ("Fyra timmar", "En timme", 2)


@pytest.mark.parametrize(("state", "note"), [("kept", ""), ("broken", "Tjänsten drogs in")])
def test_settle_pledge_stores_what_came_of_it(made, state, note):
    one = settle_pledge(pledge=pledge(made), by=made.leader, version=1, state=state, note=note)
    assert (one.state, one.note, one.settled_on, one.version) == (state, note, day(0), 2)
    assert verbs() == ["pledge.added", f"pledge.{state}"]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("unknown_state", {"state": "maybe"}),
        ("note_missing", {"state": "broken", "note": "  "}),
        ("too_long", {"state": "kept", "note": "x" * 241}),
        ("settled_in_future", {"state": "kept", "settled_on": day(1)}),
        ("settled_before_given", {"state": "kept", "settled_on": day(-11)}),
    ],
)
def test_settle_pledge_with_bad_input_is_refused(made, code, fields):
    one = pledge(made)
    with pytest.raises(Refusal) as caught:
        settle_pledge(pledge=one, by=made.leader, version=1, **fields)
    one.refresh_from_db()
    assert (caught.value.code, one.state) == (code, "open")


def test_settle_pledge_as_open_takes_it_back(made):
    one = settle_pledge(pledge=pledge(made), by=made.leader, version=1, state="kept", note="Ja")
    again = settle_pledge(pledge=one, by=made.leader, version=2, state="open", note="kvar")
    assert (again.state, again.note, again.settled_on) == ("open", "", None)


def test_settle_pledge_over_a_newer_version_is_a_conflict(made):
    one = pledge(made)
    settle_pledge(pledge=one, by=made.leader, version=1, state="kept")
    with pytest.raises(Conflict):
        settle_pledge(pledge=one, by=made.coach, version=1, state="broken", note="Nej")


def test_remove_pledge_leaves_a_line(made):
    remove_pledge(pledge=pledge(made), by=made.leader)
    assert (Pledge.objects.count(), verbs()) == (0, ["pledge.added", "pledge.removed"])


def test_open_pledges_of_a_sector_come_by_urgency_with_what_is_overdue(made):
    undated = pledge(made, text="Utan dag")
    later = pledge(made, text="Senare", due_on=day(0))
    late = pledge(made, text="Sen", due_on=day(-1))
    kept = pledge(made, text="Hållet", due_on=day(-1))
    settle_pledge(pledge=kept, by=made.leader, version=1, state="kept")
    other = pledge(made, sector="region", due_on=day(-2))
    with CaptureQueriesContext(connection) as asked:
        found = [(one.pk, one.overdue) for one in open_pledges(made.participation, "municipality")]
    assert found == [(late.pk, True), (later.pk, False), (undated.pk, False)]
    assert len(asked) == 1
    assert other.pk in [one.pk for one in open_pledges(made.participation)]


def test_lacking_counts_no_broken_pledge(made):
    pledge(made)
    one = pledge(made, sector="business")
    settle_pledge(pledge=one, by=made.leader, version=1, state="broken", note="Nej")
    pledge(made, sector="education")
    assert lacking(list(made.participation.pledges.all())) == ["region", "association", "business"]
