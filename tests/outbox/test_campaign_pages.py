import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.refusals import Conflict, NotAllowed, Refusal
from outbox.blocks.services import suppress
from outbox.campaigns import services as campaigns
from outbox.campaigns.pages import counts_of, standing
from outbox.letters import editing
from outbox.letters import services as steer
from outbox.models import Campaign, CampaignText, Letter, LetterState
from outbox.personal import reading
from outbox.slots import readable
from tests.factories import world
from tests.outbox.sendings import sending

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world()


def url(name, campaign, *more):
    return reverse(f"outbox:{name}", args=[campaign.pk, *more])


def states(campaign):
    return sorted(campaign.letters.values_list("state", flat=True))


def put(campaign, *wanted):
    """Set the states of the letters, in their order."""
    for pk, state in zip(
        campaign.letters.order_by("pk").values_list("pk", flat=True), wanted, strict=True
    ):
        Letter.objects.filter(pk=pk).update(state=state)


def stand(campaign):
    return standing(campaign, counts_of([campaign])[campaign.pk])


# --- Where a sending is -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "fields", "key", "numbers"),
    [
        (["ready", "ready", "ready"], {}, "leaving", (3, 0, 0)),
        (["ready", "leased", "handing_over"], {}, "leaving", (3, 0, 0)),
        (["held", "held", "held"], {}, "held", (3, 0, 0)),
        (["sent", "sent", "ready"], {}, "leaving", (1, 2, 0)),
        (["sent", "sent", "sent"], {}, "sent", (0, 3, 0)),
        (["sent", "failed", "unknown"], {}, "troubled", (0, 1, 2)),
        (["sent", "suppressed", "discarded"], {}, "troubled", (0, 1, 1)),
        (["kept", "kept", "kept"], {}, "kept", (0, 3, 0)),
        (["held", "held", "held"], {"needs_approval": True}, "approval", (3, 0, 0)),
        (["discarded"] * 3, {"stopped_at": timezone.now()}, "undone", (0, 0, 0)),
        (
            ["ready"] * 3,
            {"not_before": timezone.now() + dt.timedelta(hours=1)},
            "soon",
            (3, 0, 0),
        ),
    ],
)
def test_standing_follows_from_the_letters(here, wanted, fields, key, numbers):
    campaign = sending(here)
    put(campaign, *wanted)
    Campaign.objects.update(**fields)
    campaign.refresh_from_db()

    now = stand(campaign)

    assert (now.key, (now.waiting, now.sent, now.troubled)) == (key, numbers)
    assert now.moves is (key in {"soon", "leaving"})


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(minutes=5), "Leaves in 5 minutes and 0 s"),
        (dt.timedelta(seconds=61), "Leaves in 1 minute and 1 s"),
        (dt.timedelta(seconds=1), "Leaves in 1 second"),
    ],
)
def test_wait_is_counted_down_in_words(here, left, words):
    campaign = sending(here)
    campaign.not_before = now = timezone.now()

    campaign.not_before = now + left

    assert standing(campaign, {"ready": 3}, now).words == words


def test_bar_shows_one_failed_of_ten_thousand(here):
    now = standing(sending(here), {"sent": 9999, "failed": 1})

    assert now.bar == [("sent", 0, 999), ("troubled", 999, 4)]
    assert (now.percent, now.said) == (100, "10000 of 10000 letters dealt with")


# --- The pages ----------------------------------------------------------------------------


def test_sender_sees_and_undoes_the_own_sending_and_steers_nothing(client, here):
    own = sending(here, by=here.leader, not_before=timezone.now() + dt.timedelta(minutes=5))
    other = sending(here, key="other")
    client.force_login(here.leader)

    page = client.get(url("campaign", own))
    steered = [
        client.post(url(name, own)).status_code
        for name in ("campaign_hold", "campaign_discard", "campaign_approve")
    ]
    undone = client.post(url("campaign_undo", own))

    assert (page.status_code, steered, undone.status_code) == (200, [403, 403, 403], 302)
    assert (page.context["may_undo"], page.context["may_hold"]) == (True, False)
    assert states(own) == ["discarded"] * 3
    assert client.get(url("campaign", other)).status_code == 404
    assert list(Letter.objects.visible_to(here.leader)) == list(own.letters.order_by("-pk"))


def test_page_offers_each_language_and_shows_slots_as_placeholders(client, here):
    campaign = sending(here)
    client.force_login(here.admin)

    page = client.get(url("campaign", campaign), {"language": "da"})
    frame = client.get(url("campaign_page", campaign, "da"))

    assert "Invitation til {name}" in page.content.decode()
    assert "{answer}" in frame.content.decode()
    assert "allow-scripts" not in frame["Content-Security-Policy"]
    assert client.get(url("campaign_page", campaign, "en")).status_code == 404


def test_progress_asks_again_while_something_waits_and_stops_when_done(client, here):
    campaign = sending(here)
    client.force_login(here.admin)
    waiting = client.get(url("campaign_progress", campaign), {"seen": "leaving"}).content.decode()
    put(campaign, "sent", "sent", "sent")

    done = client.get(url("campaign_progress", campaign), {"seen": "leaving"}).content.decode()

    assert 'hx-trigger="every 2s"' in waiting
    assert 'aria-valuetext="0 of 3 letters dealt with"' in waiting
    assert "hx-swap-oob" not in waiting
    assert "hx-trigger" not in done
    assert 'role="status" hx-swap-oob="innerHTML">Sent<' in done


def test_failures_are_named_with_their_reasons(client, here):
    campaign = sending(here)
    put(campaign, "failed", "unknown", "sent")
    Letter.objects.filter(state="failed").update(reason="550 no such user")
    client.force_login(here.admin)

    page = client.get(url("campaign", campaign)).content.decode()

    assert "550 no such user" in page
    assert ("gast2@example.org" in page, "gast3@example.org" in page) == (True, False)


@pytest.mark.parametrize("letters", [1, 3])
def test_sending_page_asks_the_same_for_any_number(
    client, here, letters, django_assert_num_queries
):
    campaign = sending(here, letters)
    put(campaign, *["failed"] * letters)
    client.force_login(here.admin)
    client.get(url("campaign", campaign))

    # Session, user, sending, counts, texts, failures and their number, the user's roles
    # and what there is elsewhere.
    with django_assert_num_queries(9):
        client.get(url("campaign", campaign))


@pytest.mark.parametrize("number", [1, 3])
def test_lists_with_sendings_ask_the_same_for_any_number(
    client, here, number, django_assert_num_queries
):
    for one in range(number):
        sending(here, 2, key=f"s{one}", needs_approval=True)
    client.force_login(here.admin)
    for name, queries in (("list", 13), ("campaigns", 6)):
        client.get(reverse(f"outbox:{name}"))
        with django_assert_num_queries(queries):
            client.get(reverse(f"outbox:{name}"))


def test_outbox_says_first_what_needs_somebody(client, here):
    sending(here, needs_approval=True, title="Inbjudan som väntar")
    put(sending(here, key="b"), "failed", "unknown", "sent")
    client.force_login(here.admin)

    page = client.get(reverse("outbox:list")).content.decode()

    todos = page.index('class="todo-cards"')
    assert todos < page.index("Inbjudan som väntar") < page.index("may not have arrived")
    assert page.index("1 letter failed") < page.index("<table")
    # Letters that wait for approval are told with their sending and not as held back.
    assert "held back" not in page[todos : page.index("</ul>", todos)]


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("need", {1, 2}),
        ("wait", {4}),
        ("went", {3}),
        ("not_sent", set()),
        ("nonsense", {1, 2, 3, 4}),
    ],
)
def test_list_has_views_of_what_needs_waits_and_went(client, here, group, found):
    campaign = sending(here, 4)
    put(campaign, "failed", "unknown", "sent", "held")
    client.force_login(here.admin)

    page = client.get(reverse("outbox:list"), {"group": group, "sending": campaign.pk})

    assert {int(one.to_address[4]) for one in page.context["listing"].rows} == found
    assert page.context["sending"] == campaign


# --- The verbs ----------------------------------------------------------------------------


def test_second_person_approves_and_the_sender_does_not(client, here):
    campaign = sending(here, needs_approval=True)
    client.force_login(here.manager)
    own_page = client.get(url("campaign", campaign))
    refused = client.post(url("campaign_approve", campaign))

    client.force_login(here.admin)
    page = client.get(url("campaign", campaign))
    client.post(url("campaign_approve", campaign))

    assert (own_page.context["may_approve"], own_page.context["own_to_approve"]) == (False, True)
    assert (page.context["may_approve"], refused.status_code) == (True, 403)
    assert states(campaign) == ["ready"] * 3


@pytest.mark.parametrize("verb", [campaigns.release_all, campaigns.send_failed_again])
def test_nothing_leaves_past_the_second_person(here, verb):
    campaign = sending(here, needs_approval=True)

    with pytest.raises(Refusal) as refused:
        verb(campaign, by=here.admin)
    with pytest.raises(Refusal) as single:
        steer.release(campaign.letters.first(), by=here.admin)

    assert (refused.value.code, single.value.code) == ("needs_approval", "needs_approval")
    assert states(campaign) == ["held"] * 3


def test_hold_release_and_discard_take_what_waits_at_that_moment(here):
    campaign = sending(here, 4)
    put(campaign, "sent", "leased", "ready", "deferred")

    held = campaigns.hold_all(campaign, by=here.admin)
    after_hold = states(campaign)
    released = campaigns.release_all(campaign, by=here.admin)
    discarded = campaigns.discard_rest(campaign, by=here.admin)

    assert (held, released, discarded) == (2, 2, 2)
    assert after_hold == ["held", "held", "leased", "sent"]
    assert states(campaign) == ["discarded", "discarded", "leased", "sent"]
    assert [event.verb for event in audit.history(campaign)] == [
        "campaign.discarded", "campaign.released", "campaign.held",
    ]  # fmt: skip
    with pytest.raises(Refusal) as refused:
        campaigns.hold_all(campaign, by=here.admin)
    assert refused.value.code == "nothing_waits"


def test_release_does_not_shorten_the_time_to_undo(here):
    leaves = timezone.now() + dt.timedelta(minutes=5)
    campaign = sending(here, not_before=leaves)
    campaigns.hold_all(campaign, by=here.admin)

    campaigns.release_all(campaign, by=here.admin)

    assert set(campaign.letters.values_list("not_before", flat=True)) == {leaves}


def test_failed_ones_are_sent_again_without_blocked_addresses(here):
    campaign = sending(here)
    put(campaign, "failed", "failed", "unknown")
    suppress(address="gast1@example.org", region=None, reason="bounced")

    again = campaigns.send_failed_again(campaign, by=here.admin)

    assert (again, states(campaign)) == (1, ["failed", "ready", "unknown"])
    with pytest.raises(Refusal) as refused:
        steer.send_again(campaign.letters.get(to_address="gast1@example.org"), by=here.admin)
    assert refused.value.code == "address_blocked"


@pytest.mark.parametrize(
    "verb",
    [
        campaigns.hold_all,
        campaigns.release_all,
        campaigns.discard_rest,
        campaigns.send_failed_again,
        campaigns.approve,
        campaigns.undo,
    ],
)
def test_verbs_are_for_those_who_run_the_region(here, verb):
    campaign = sending(here)

    for stranger in (here.coach, here.other_admin, here.leader):
        with pytest.raises(NotAllowed):
            verb(campaign, by=stranger)
    assert states(campaign) == ["ready"] * 3


def test_letter_of_an_undone_sending_is_not_sent_again(here):
    campaign = sending(here, not_before=timezone.now() + dt.timedelta(minutes=5))
    campaigns.stop(campaign, by=here.admin)

    with pytest.raises(Refusal) as refused:
        steer.send_again(campaign.letters.first(), by=here.admin)

    assert refused.value.code == "sending_undone"


# --- Reading and editing ------------------------------------------------------------------


def test_letter_is_read_in_each_language_with_its_key_masked(client, here, settings):
    letter = sending(here, 1).letters.get()
    client.force_login(here.admin)

    own = client.get(letter.get_absolute_url()).content.decode()
    danish = client.get(letter.get_absolute_url(), {"language": "da"}).content.decode()
    frame = client.get(url("page", letter), {"language": "da"}).content.decode()

    assert ("Hej Gäst 1," in own, "svar her" in danish) == (True, True)
    assert f"{settings.SITE_URL}/a/…/" in own
    assert f"{settings.SITE_URL}/a/…/" in frame
    assert "in place of their key" in own


def test_links_are_whole_in_the_demo(client, here, settings):
    settings.DEMO = True
    letter = sending(here).letters.first()
    client.force_login(here.outsider)

    page = client.get(letter.get_absolute_url()).content.decode()

    assert ("/a/…/" in page, reading(letter, links=True).text.split()[4] in page) == (False, True)


def swedish(campaign):
    return campaign.texts.get(language="sv")


def test_text_of_a_waiting_sending_is_changed_for_all_its_letters(client, here):
    campaign = sending(here)
    part = swedish(campaign)
    client.force_login(here.admin)
    form = client.get(url("campaign_edit", campaign, "sv")).content.decode()

    answer = client.post(
        url("campaign_edit", campaign, "sv"),
        {
            "subject": "Kom, {name}!",
            "text": "Kära {name} <b>\r\n{answer}\n\n-- \nRegionen\n{notice}\n{unsubscribe}",
            "version": editing.version_of(part),
        },
    )

    read = reading(campaign.letters.order_by("pk").first(), links=False)
    assert ("Inbjudan till {name}" in form, answer.status_code) == (True, 302)
    assert (read.subject, read.text.splitlines()[0]) == ("Kom, Gäst 1!", "Kära Gäst 1 <b>")
    assert "<p>Kära Gäst 1 &lt;b&gt;" in read.html.replace('<p style="margin: 0 0 14px;">', "<p>")
    assert "/a/…/" in read.html
    assert campaign.letters.order_by("pk").first().subject == "Kom, Gäst 1!"
    assert campaign.texts.get(language="da").subject == part.subject.replace(
        "Inbjudan till", "Invitation til"
    )


@pytest.mark.parametrize(
    ("subject", "text", "code"),
    [
        ("Kom", "Utan länk", "link_missing"),
        ("Kom", "{answer} {notice}", "link_missing"),
        ("Kom {namn}", "{answer} {notice} {unsubscribe}", "unknown_placeholder"),
        ("Kom", "{answer} {notice} {unsubscribe} {secret_key}", "unknown_placeholder"),
        (" ", "{answer} {notice} {unsubscribe}", "needs_subject"),
        ("Kom", "\r\n \n", "needs_text"),
        ("Kom", "{answer} {notice} {unsubscribe}" + "x" * 20_000, "too_long"),
        ("x" * 251, "{answer} {notice} {unsubscribe}", "too_long"),
    ],
)
def test_text_that_breaks_the_letters_is_refused(here, subject, text, code):
    part = swedish(sending(here))

    with pytest.raises(Refusal) as refused:
        editing.edit_campaign(
            part, subject=subject, text=text, version=editing.version_of(part), by=here.admin
        )

    assert refused.value.code == code
    assert CampaignText.objects.get(pk=part.pk).text == part.text


def test_subject_stays_on_one_line_and_slots_cannot_be_typed(here):
    part = swedish(sending(here))

    editing.edit_campaign(
        part,
        subject="Kom\r\nBcc: all@example.org",
        text="\ue000secret\ue001 {answer} {notice} {unsubscribe}",
        version=editing.version_of(part),
        by=here.admin,
    )

    part.refresh_from_db()
    assert part.subject == "Kom Bcc: all@example.org"
    assert readable(part.text).startswith("secret {answer}")


@pytest.mark.parametrize("state", ["sent", "leased", "handing_over", "unknown", "failed", "kept"])
def test_text_of_which_a_letter_has_left_is_no_longer_changed(client, here, state):
    campaign = sending(here)
    put(campaign, "ready", "ready", state)
    part = swedish(campaign)
    client.force_login(here.admin)

    with pytest.raises(Refusal) as refused:
        editing.edit_campaign(
            part, subject="Nytt", text=readable(part.text), version=editing.version_of(part),
            by=here.admin,
        )  # fmt: skip

    assert refused.value.code == "has_left"
    assert client.get(url("campaign_edit", campaign, "sv")).status_code == 409


def test_two_who_change_one_text_both_see_both(client, here):
    campaign = sending(here)
    part = swedish(campaign)
    version = editing.version_of(part)
    text = readable(part.text)
    editing.edit_campaign(part, subject="Först", text=text, version=version, by=here.manager)
    client.force_login(here.admin)
    sent = {"subject": "Sist", "text": text, "version": version}

    conflict = client.post(url("campaign_edit", campaign, "sv"), sent)
    again = client.post(
        url("campaign_edit", campaign, "sv"),
        sent | {"version": conflict.context["form"]["version"].value()},
    )

    page = conflict.content.decode()
    assert (conflict.status_code, "Först" in page, 'value="Sist"' in page) == (409, True, True)
    assert (again.status_code, swedish(campaign).subject) == (302, "Sist")


@pytest.fixture
def single(write, here):
    return write(region=here.region, html="<p>Hej</p>")


def test_single_letter_is_changed_before_it_leaves(client, here, single):
    client.force_login(here.admin)

    answer = client.post(
        url("edit", single),
        {
            "subject": "Nytt",
            "text": "Hej <i>Bo</i>\nhttps://example.org/x\n-- \nRegionen",
            "version": editing.version_of(single),
        },
    )

    single.refresh_from_db()
    assert (answer.status_code, single.subject) == (302, "Nytt")
    assert single.text == "Hej <i>Bo</i>\nhttps://example.org/x\n-- \nRegionen"
    assert "Hej &lt;i&gt;Bo&lt;/i&gt;" in single.html
    assert 'href="https://example.org/x"' in single.html
    assert [event.verb for event in audit.history(single)] == ["letter.edited"]


@pytest.mark.parametrize("state", ["sent", "leased", "failed", "discarded"])
def test_letter_that_left_is_not_changed(here, single, state):
    Letter.objects.update(state=state)

    with pytest.raises(Refusal) as refused:
        editing.edit_letter(single, subject="x", text="y", version=0, by=here.admin)

    assert refused.value.code == "letter_moved_on"


def test_conflict_on_a_single_letter_keeps_both(here, single):
    version = editing.version_of(single)
    editing.edit_letter(single, subject="A", text="a", version=version, by=here.admin)

    with pytest.raises(Conflict) as conflict:
        editing.edit_letter(single, subject="B", text="b", version=version, by=here.manager)

    assert (conflict.value.theirs, conflict.value.yours) == (
        {"subject": "A", "text": "a"}, {"subject": "B", "text": "b"},
    )  # fmt: skip


def test_letter_of_a_sending_is_changed_with_its_sending(client, here):
    letter = sending(here).letters.first()
    client.force_login(here.admin)

    assert client.get(url("edit", letter)).status_code == 409


def test_code_is_never_changed(here, write):
    code = write("leader@example.org", kind="account")

    with pytest.raises(Refusal):
        editing.edit_letter(code, subject="x", text="y", version=0, by=here.operator)


@pytest.mark.parametrize(
    "name",
    [
        "campaign_approve",
        "campaign_undo",
        "campaign_hold",
        "campaign_release",
        "campaign_discard",
        "campaign_send_again",
    ],
)
def test_reading_an_address_of_a_verb_changes_nothing(client, here, name):
    campaign = sending(here)
    client.force_login(here.admin)

    assert client.get(url(name, campaign)).url == campaign.get_absolute_url()

    before = campaign.approved_at, campaign.stopped_at
    campaign.refresh_from_db()
    assert (campaign.approved_at, campaign.stopped_at) == before
    assert {letter.state for letter in campaign.letters.all()} == {LetterState.READY}
    assert states(campaign) == [LetterState.READY] * 3
