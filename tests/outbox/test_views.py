import pytest
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.refusals import NotAllowed, Refusal
from outbox.delivery import recover
from outbox.delivery import services as deliver
from outbox.letters import services as steer
from outbox.models import Bounce, Letter, LetterState, Suppression, SuppressionReason
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world()


@pytest.fixture
def letter(write, here):
    return write(
        region=here.region,
        html="<p>Hej <b>Anna</b></p>",
        files=[("a.pdf", "application/pdf", b"%PDF")],
    )


@pytest.fixture
def code(write):
    return write("leader@example.org", kind="account", subject="Kod", text="Kod: QX7K2")


@pytest.mark.parametrize("who", ["admin", "manager"])
def test_sign_in_code_is_for_nobody_who_runs_the_region(client, here, write, who):
    letter = write("a@example.org", kind="account", region=here.region)
    client.force_login(getattr(here, who))
    assert client.get(url("letter", letter)).status_code == 404


def test_bounce_of_an_address_that_got_codes_alone_is_no_regions(here, write):
    write("a@example.org", kind="account", region=here.region)
    Suppression.objects.create(address="a@example.org", reason=SuppressionReason.BOUNCED)
    assert not Suppression.objects.visible_to(here.admin).exists()

    write("a@example.org", region=here.region, key="second")

    assert Suppression.objects.visible_to(here.admin).exists()


def url(name, letter):
    return reverse(f"outbox:{name}", args=[letter.pk])


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("admin", ["Beslut vid kontrollstationen"]),
        ("manager", ["Beslut vid kontrollstationen"]),
        ("operator", ["Kod"]),
        ("other_admin", []),
        ("coach", []),
        ("leader", []),
        ("outsider", []),
    ],
)
def test_letters_are_seen_by_those_who_run_the_region(here, letter, code, who, sees):
    visible = Letter.objects.visible_to(getattr(here, who))

    assert sorted(visible.values_list("subject", flat=True)) == sees


def test_letters_in_the_demo_are_seen_by_everybody_codes_included(
    client, here, letter, code, settings
):
    settings.DEMO = True
    client.force_login(here.leader)

    page = client.get(url("letter", code)).content.decode()

    assert Letter.objects.visible_to(here.leader).count() == 2
    assert "QX7K2" in page
    assert client.get(reverse("outbox:list")).status_code == 200


@pytest.mark.parametrize("production", [True, False])
def test_sign_in_code_is_hidden_from_operators_in_production(
    client, here, code, settings, production
):
    settings.PRODUCTION = production
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]
    Letter.objects.filter(pk=code.pk).update(html="<p>QX7K2</p>")
    client.force_login(here.operator)

    page = client.get(url("letter", code)).content.decode()

    assert ("QX7K2" in page) is not production
    assert client.get(url("page", code)).status_code == (404 if production else 200)


def test_letters_html_is_shown_without_scripts_and_only_in_our_own_frame(client, here, letter):
    client.force_login(here.admin)

    answer = client.get(url("page", letter))
    frame = client.get(url("letter", letter))

    policy = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'none'", "'self'")
    assert "script-src" not in policy
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in frame["Content-Security-Policy"]
    assert "script-src 'self'" in frame["Content-Security-Policy"]


def test_letters_file_is_downloaded_and_never_shown(client, here, letter):
    client.force_login(here.admin)
    file = letter.attachments.get()

    answer = client.get(reverse("outbox:attachment", args=[letter.pk, file.pk]))

    assert (answer.content, answer["Content-Disposition"]) == (
        b"%PDF",
        'attachment; filename="a.pdf"',
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_file_of_another_letter_is_not_found_under_this_one(client, here, letter, write):
    client.force_login(here.admin)
    other = write(
        "bo@example.org", region=here.other_region, files=[("b.pdf", "application/pdf", b"%")]
    )

    answer = client.get(reverse("outbox:attachment", args=[letter.pk, other.attachments.get().pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"anna@example.org", "bo@example.org"}),
        ("?state=sent", {"bo@example.org"}),
        ("?kind=gate_decision", {"bo@example.org"}),
        ("?q=beslut anna", {"anna@example.org"}),
        ("?q=%25", set()),
        ("?state=nonsense&page=99&q=%00", {"anna@example.org", "bo@example.org"}),
    ],
)
def test_list_shows_what_was_asked_for(client, here, write, query, found):
    write(region=here.region)
    sent = write("bo@example.org", region=here.region, kind="gate_decision")
    Letter.objects.filter(pk=sent.pk).update(state="sent")
    client.force_login(here.admin)

    page = client.get(reverse("outbox:list") + query)

    assert page.status_code == 200
    assert {letter.to_address for letter in page.context["listing"].rows} == found


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    client, here, write, rows, django_assert_num_queries
):
    for number in range(rows):
        write(f"person{number}@example.org", region=here.region)
    client.force_login(here.admin)
    client.get(reverse("outbox:list"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("outbox:list"))


#: Session, user, attention, what servers told, count, rows, sendings, those to approve, regions
#: for the menu, those whose letters the user sets, sendings and own lists elsewhere, the parked.
QUERIES = 12


def test_list_without_letters_says_what_it_is_for(client, here):
    client.force_login(here.admin)
    client.cookies["django_language"] = "en"

    assert (
        "Sign-in codes, decisions and notices appear here"
        in client.get(reverse("outbox:list")).content.decode()
    )


def test_letter_held_back_does_not_leave_until_released(here, letter, sink):
    steer.hold(letter, by=here.manager)
    assert deliver.deliver() == 0

    steer.release(letter, by=here.admin)

    assert deliver.deliver() == 1
    assert [event.verb for event in audit.history(letter)] == ["letter.released", "letter.held"]


def test_letter_discarded_does_not_leave(here, letter, sink):
    steer.discard(letter, by=here.admin)

    assert (deliver.deliver(), sink.taken) == (0, [])


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (steer.hold, "sent"),
        (steer.hold, "handing_over"),
        (steer.release, "ready"),
        (steer.discard, "sent"),
        (steer.send_again, "sent"),
        (steer.send_again, "ready"),
        (steer.send_again, "handing_over"),
    ],
)
def test_verb_out_of_its_state_is_refused(here, letter, verb, state):
    Letter.objects.filter(pk=letter.pk).update(state=state)
    letter.refresh_from_db()

    with pytest.raises(Refusal) as refused:
        verb(letter, by=here.admin)

    letter.refresh_from_db()
    assert (refused.value.code, letter.state) == ("letter_moved_on", state)


def test_letter_that_moved_on_since_it_was_seen_is_left_alone(here, letter):
    Letter.objects.filter(pk=letter.pk).update(state="handing_over")

    with pytest.raises(Refusal) as refused:
        steer.hold(letter, by=here.admin)

    assert refused.value.code == "letter_moved_on"


def test_unknown_letter_is_sent_again_only_when_confirmed(client, here, letter, sink):
    Letter.objects.filter(pk=letter.pk).update(state="unknown", attempt_count=3)
    client.force_login(here.admin)

    refused = client.post(url("send_again", letter))
    assert (refused.status_code, Letter.objects.get().state) == (409, LetterState.UNKNOWN)
    assert client.post(url("send_again", letter), {"may_arrive_twice": "on"}).status_code == 302

    assert deliver.deliver() == 1
    assert sink.taken[0][1]["Message-ID"] == letter.message_id


def test_verb_without_the_right_is_refused_whatever_the_view_does(here, letter):
    with pytest.raises(NotAllowed):
        steer.hold(letter, by=here.coach)


def test_reading_an_address_of_a_verb_leads_to_the_letter_and_changes_nothing(client, here, letter):
    client.force_login(here.admin)

    led = {
        client.get(url(name, letter)).url for name in ("hold", "release", "discard", "send_again")
    }

    assert led == {letter.get_absolute_url()}
    assert Letter.objects.get().state == letter.state


def test_old_code_is_emptied_and_the_page_says_so(client, here, code, settings):
    deliver.deliver()
    Letter.objects.update(created_at=timezone.now() - recover.CODE_KEPT * 2)
    client.force_login(here.operator)

    assert recover.forget_codes() == 1

    client.cookies["django_language"] = "en"
    assert "no longer kept" in client.get(url("letter", code)).content.decode()


def test_young_or_waiting_codes_and_other_letters_keep_their_text(here, code, letter, write):
    Letter.objects.update(created_at=timezone.now() - recover.CODE_KEPT * 2)
    young = write("bo@example.org", kind="account")
    Letter.objects.filter(pk__in=[young.pk, letter.pk]).update(state="sent")

    assert recover.forget_codes() == 0


def test_letter_of_which_a_mail_server_has_told_is_found_where_people_look(client, here, letter):
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT)
    Bounce.objects.create(letter=letter, fingerprint="a", detail="Delayed: greylisted")
    client.force_login(here.manager)

    listed = client.get(reverse("outbox:list"), {"group": "told"})
    every = client.get(reverse("outbox:list")).content.decode()
    page = client.get(url("letter", letter)).content.decode()

    assert [row.pk for row in listed.context["listing"].rows] == [letter.pk]
    assert 'href="?group=told"' in every.partition("<table")[0]
    assert "Delayed: greylisted" in page.partition('id="attempts"')[0]


def test_letter_that_came_back_for_good_is_told_by_its_state(client, here, letter):
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED)
    Bounce.objects.create(letter=letter, fingerprint="a", is_final=True)
    client.force_login(here.manager)

    listed = client.get(reverse("outbox:list"), {"group": "told"})

    assert list(listed.context["listing"].rows) == []
