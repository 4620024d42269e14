"""The pages: who sees what, what comes back with errors, how many questions they ask."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from continuity.follow_ups import services as follow_ups
from continuity.follow_ups.links import token_of
from continuity.models import ContinuityPlan, FollowUp
from continuity.plan.services import plan_of, version_of
from places.models import Commitment, Participation
from plans.models import Action, Pledge
from tests.continuity.samples import ends_in, fill, opened, save
from tests.factories import world

pytestmark = pytest.mark.django_db


def url(name, w, *args):
    return reverse(f"continuity:{name}", args=[w.participation.pk, *args])


def get(client, user, address):
    client.force_login(user)
    return client.get(address)


def post(client, user, address, **data):
    client.force_login(user)
    return client.post(address, data)


@pytest.fixture
def asked():
    """A place that is asked six months after."""
    w = opened()
    ends_in(w.participation, -200)
    follow_ups.run()
    return w


def test_plan_page_says_time_left_and_what_is_missing(client):
    w = opened()
    ends_in(w.participation, 58)
    save(w, "form", form="network")
    text = get(client, w.leader, url("plan", w)).content.decode()
    assert "in 58 days." in text
    assert "1 of 10 parts are settled." in text
    assert "A network with an agreement" in text


def test_plan_page_before_it_opens_says_when_and_offers_no_edit(client):
    w = world()
    found = get(client, w.leader, url("plan", w))
    assert "This opens when the gate is passed" in found.content.decode()
    assert url("section", w, "form") not in found.content.decode()
    assert get(client, w.leader, url("section", w, "form")).status_code == 409


@pytest.mark.parametrize("name", ["admin", "manager", "coach", "leader", "member"])
def test_section_is_edited_by_those_who_work_here(client, name):
    w = opened()
    version = version_of(plan_of(w.participation), "leader")
    found = post(client, getattr(w, name), url("section", w, "leader"), version=version,
                 leader_after="paid", leader_payer="The municipality")  # fmt: skip
    assert found.status_code == 302
    assert ContinuityPlan.objects.get().leader_payer == "The municipality"


def test_section_that_is_not_there_is_not_found(client):
    w = opened()
    assert get(client, w.leader, url("section", w, "kingdom")).status_code == 404


def test_section_reads_money_as_people_write_it(client):
    w = opened()
    post(client, w.leader, url("section", w, "municipality"),
         version=version_of(plan_of(w.participation), "municipality"),
         budget_amount="20 000,50 kr")  # fmt: skip
    assert str(ContinuityPlan.objects.get().budget_amount) == "20000.50"


def test_section_changed_meanwhile_shows_both_and_saves_when_sent_again(client):
    w = opened()
    version = version_of(plan_of(w.participation), "leader")
    save(w, "leader", by=w.coach, leader_after="shared", leader_payer="The board")
    sent = {"leader_after": "volunteer", "leader_payer": "Kim"}

    found = post(client, w.leader, url("section", w, "leader"), version=version, **sent)

    assert found.status_code == 409
    told = [(one.label, one.theirs) for one in found.context["differences"]]
    assert told == [
        ("The process leader's work", "Shared between several people"),
        ("Who pays, or who does it", "The board"),
    ]
    text = found.content.decode()
    assert 'value="Kim"' in text
    again = found.context["form"].data["version"]
    post(client, w.leader, url("section", w, "leader"), version=again, **sent)
    assert ContinuityPlan.objects.get().leader_payer == "Kim"


def test_form_section_says_what_each_form_means_in_the_country(client):
    w = opened()
    swedish = get(client, w.leader, url("section", w, "form")).content.decode()
    w.region.country = "DK"
    w.region.save()
    danish = get(client, w.leader, url("section", w, "form")).content.decode()
    assert "ekonomisk förening" in swedish
    assert "partnerskabsaftale" not in swedish
    assert "partnerskabsaftale" in danish
    assert "ekonomisk förening" not in danish


def test_settle_by_its_button(client):
    w = opened()
    fill(w)
    assert post(client, w.coach, url("settle", w)).status_code == 403
    assert get(client, w.leader, url("settle", w)).status_code == 302
    assert not Participation.objects.get(pk=w.participation.pk).handover_ready
    post(client, w.leader, url("settle", w))
    assert Participation.objects.get(pk=w.participation.pk).handover_ready
    assert "Who carries on was settled" in get(client, w.leader, url("plan", w)).content.decode()


def test_settle_with_parts_missing_is_refused(client):
    w = opened()
    assert post(client, w.leader, url("settle", w)).status_code == 409


def test_end_by_its_form(client):
    w = opened()
    today = timezone.localdate()
    assert post(client, w.coach, url("end", w), on=today.isoformat()).status_code == 403
    refused = post(client, w.manager, url("end", w), on=today.isoformat())
    assert (refused.status_code, refused.context["end_form"].errors.as_data().keys()) == (
        409, {"reason": 1}.keys(),
    )  # fmt: skip
    post(client, w.manager, url("end", w), on=today.isoformat(), reason="The shop closed")
    assert Participation.objects.get(pk=w.participation.pk).status == "ended"
    assert get(client, w.manager, url("plan", w)).context["end_form"] is None


def fill_sides(w, count):
    today = timezone.localdate()
    for n in range(count):
        Pledge.objects.create(participation=w.participation, sector="municipality", person="A",
                              given_on=today - dt.timedelta(days=30), text=f"Lights {n}",
                              due_on=today - dt.timedelta(days=1))  # fmt: skip
        Commitment.objects.create(participation=w.participation, sector="municipality",
                                  person="A", given_on=today, text=f"Hall {n}")  # fmt: skip
        Action.objects.create(participation=w.participation, title=f"Signs {n}",
                              state="planned", ends_on=today - dt.timedelta(days=1))  # fmt: skip


def test_plan_page_shows_the_municipality_beside_the_place(client):
    w = opened()
    fill_sides(w, 1)
    Pledge.objects.create(participation=w.participation, sector="association", person="B",
                          given_on=timezone.localdate(), text="Coffee")  # fmt: skip
    found = get(client, w.observer, url("plan", w))
    assert [one.text for one in found.context["pledges"]] == ["Lights 0"]
    assert found.context["pledges"][0].level == "warn"
    assert [one.text for one in found.context["commitments"]] == ["Hall 0"]
    actions = found.context["actions"]
    assert actions == {"running": 1, "overdue": 1, "done": 0}


@pytest.mark.parametrize("name", ["plan", "follow_ups"])
def test_pages_ask_as_much_for_three_rows_as_for_one(client, asked, name):
    def queries():
        get(client, asked.manager, url(name, asked))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(name, asked)).status_code == 200
        return len(caught)

    fill_sides(asked, 1)
    one = queries()
    fill_sides(asked, 2)
    today = timezone.localdate()
    for months in (12, 24):
        FollowUp.objects.create(participation=asked.participation, months=months, due_on=today)
    assert queries() == one


def test_follow_ups_page_hides_addresses_from_those_who_only_see(client, asked):
    text = get(client, asked.observer, url("follow_ups", asked)).content.decode()
    assert "no answer yet" in text
    assert "leader@example.org" not in text
    assert (
        "leader@example.org" in get(client, asked.coach, url("follow_ups", asked)).content.decode()
    )


def test_answer_by_phone_change_of_contact_and_sending_again(client, asked):
    made = FollowUp.objects.get()
    contact = url("follow_up_contact", asked, made.pk)
    enter = url("follow_up_enter", asked, made.pk)
    again = url("follow_up_resend", asked, made.pk)
    for address in (contact, enter, again):
        assert post(client, asked.leader, address).status_code == 403
    assert get(client, asked.coach, again).status_code == 302
    assert post(client, asked.coach, again).status_code == 302
    assert post(client, asked.coach, contact, name="Kim", email="nonsense").status_code == 422
    assert post(client, asked.coach, contact, name="Kim", email="k@example.org").status_code == 302
    assert post(client, asked.coach, enter, name="Kim").status_code == 422
    assert post(client, asked.coach, enter, name="Kim", alive="partly").status_code == 302
    made.refresh_from_db()
    assert (made.email, made.alive, made.answered_by, made.entered_by) == (
        "k@example.org", "partly", "Kim", asked.coach,
    )  # fmt: skip


def test_follow_up_of_another_place_is_not_found(client, asked):
    made = FollowUp.objects.get()
    theirs = reverse("continuity:follow_up_enter", args=[asked.neighbour.pk, made.pk])
    assert get(client, asked.manager, theirs).status_code == 404


def test_link_needs_no_session_changes_nothing_on_get_and_gives_none(client, asked):
    made = FollowUp.objects.get()
    Action.objects.create(participation=asked.participation, title="Signs", state="planned")
    address = reverse("continuity:answer", args=[token_of(made)])
    before = FollowUp.objects.values().get()

    found = client.get(address)

    assert found.status_code == 200
    assert FollowUp.objects.values().get() == before
    assert "sessionid" not in client.cookies
    assert (found["Cache-Control"], found["X-Robots-Tag"]) == (
        "private, no-store", "noindex, nofollow",
    )  # fmt: skip
    text = found.content.decode()
    assert "Näsum" in text
    assert "Signs" in text
    for person in ("Leader", "leader@example.org", "Coach", "Manager"):
        assert person not in text


def test_link_takes_the_answer_thanks_and_lets_it_be_corrected(client, asked):
    made = FollowUp.objects.get()
    done = Action.objects.create(participation=asked.participation, title="Signs", state="planned")
    address = reverse("continuity:answer", args=[token_of(made)])
    thanks = reverse("continuity:answered", args=[token_of(made)])
    assert client.get(thanks).headers["Location"] == address
    assert client.post(address, {"lives_on": "All"}).status_code == 422

    sent = client.post(address, {"alive": "yes", "actions": [done.pk], "meetings": "4"})

    assert sent.headers["Location"] == thanks
    assert "Thank you" in client.get(thanks).content.decode()
    assert client.get(address).context["form"].initial["actions"] == [done.pk]
    client.post(address, {"alive": "no"})
    made.refresh_from_db()
    assert (made.alive, made.meetings, made.actions_done) == ("no", None, [])


def test_link_that_is_wrong_or_over_says_so_kindly(client, asked):
    made = FollowUp.objects.get()
    token = token_of(made)
    wrong = client.get(reverse("continuity:answer", args=[token[:-2]]))
    assert wrong.status_code == 404
    assert "There is no form behind this link" in wrong.content.decode()
    FollowUp.objects.update(email="other@example.org")
    over = client.post(reverse("continuity:answer", args=[token]), {"alive": "yes"})
    assert over.status_code == 410
    assert "This link is no longer open" in over.content.decode()
    assert FollowUp.objects.get().answered_at is None


def test_place_page_card_leads_to_the_plan(client):
    w = opened()
    ends_in(w.participation, 120)
    text = get(client, w.leader, reverse("places:participation", args=[w.participation.pk]))
    assert "who carries on is not settled" in text.content.decode()
    assert url("plan", w) in text.content.decode()


def test_programme_page_leads_to_the_overview(client):
    w = world()
    page = get(client, w.manager, reverse("programmes:programme", args=[w.programme.pk]))
    assert reverse("continuity:overview", args=[w.programme.pk]) in page.content.decode()
