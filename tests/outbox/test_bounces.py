import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import AuditEvent
from outbox import tasks
from outbox.blocks import reports
from outbox.blocks.bounces import LARGEST, Outcome, take_in
from outbox.blocks.reports import Told
from outbox.models import Bounce, Letter, LetterState, Suppression
from tests.factories import world
from tests.outbox.imap import Mailbox, Server
from tests.outbox.reports import complaint, delivery_status
from tests.outbox.sendings import sending

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def return_address(settings):
    settings.MAIL_RETURN = "bounces@example.org"


@pytest.fixture
def here():
    return world()


@pytest.fixture
def letter(here):
    made = sending(here, 1).letters.get()
    Letter.objects.filter(pk=made.pk).update(state=LetterState.SENT)
    return made


def stored(letter):
    letter.refresh_from_db()
    return (
        letter.state,
        list(Suppression.objects.values_list("region", "address", "reason")),
        list(Bounce.objects.values_list("letter", "is_final", "status")),
    )


def test_refused_address_ends_the_letter_and_is_blocked_everywhere(letter):
    assert take_in(delivery_status(letter.pk)) == Outcome.BLOCKED

    assert stored(letter) == (
        LetterState.FAILED,
        [(None, "gast1@example.org", "bounced")],
        [(letter.pk, True, "5.1.1")],
    )
    assert letter.reason == "5.1.1 smtp; 550 5.1.1 No such user"
    event = AuditEvent.objects.filter(verb="suppression.bounced").get()
    assert "example.org" not in f"{event.subject_name} {event.facts}"


@pytest.mark.parametrize(
    ("action", "status", "outcome", "state"),
    [
        ("failed", "5.2.2", Outcome.FAILED, LetterState.FAILED),  # mailbox full
        ("failed", "5.7.1", Outcome.FAILED, LetterState.FAILED),  # policy: not the address
        ("failed", "4.4.7", Outcome.FAILED, LetterState.FAILED),  # gave up trying
        ("failed", "nonsense", Outcome.BLOCKED, LetterState.FAILED),  # as the diagnostic says
        ("delayed", "4.4.1", Outcome.NOTED, LetterState.SENT),
        ("delivered", "2.0.0", Outcome.IGNORED, LetterState.SENT),
        ("relayed", "2.0.0", Outcome.IGNORED, LetterState.SENT),
    ],
)
def test_report_has_the_effect_that_it_tells_of(letter, action, status, outcome, state):
    assert take_in(delivery_status(letter.pk, action=action, status=status)) == outcome

    assert stored(letter)[0] == state
    assert Suppression.objects.exists() is (outcome == Outcome.BLOCKED)


def test_same_report_twice_by_two_ways_counts_once(letter):
    first = take_in(delivery_status(letter.pk))
    Letter.objects.update(state=LetterState.SENT)
    Suppression.objects.all().delete()

    second = take_in(delivery_status(letter.pk, extra="Received: by another.example\n"))

    assert (first, second) == (Outcome.BLOCKED, Outcome.KNOWN)
    assert stored(letter) == (LetterState.SENT, [], [(letter.pk, True, "5.1.1")])


def test_forged_return_address_has_no_effect(letter):
    good = delivery_status(letter.pk)
    for forged in (
        delivery_status(letter.pk, to=f"bounces+{letter.pk}-aaaaaaaaaaaaaaaaaaaaaaaa@example.org"),
        delivery_status(letter.pk, to="bounces@example.org"),
        good.replace(b"bounces+", b"other+"),
        good.replace(b"@example.org\r\nSubject", b"@example.com\r\nSubject"),
    ):
        assert take_in(forged) == Outcome.IGNORED

    assert stored(letter) == (LetterState.SENT, [], [])


def test_return_address_of_another_letter_marks_only_that_letter(here, letter):
    other = sending(here, 2, key="other").letters.order_by("pk").last()

    take_in(delivery_status(other.pk))

    assert stored(letter)[0] == LetterState.SENT


@pytest.mark.parametrize("state", [LetterState.UNKNOWN, LetterState.SENT, LetterState.HANDING_OVER])
def test_late_report_ends_what_the_server_had_taken(letter, state):
    Letter.objects.update(state=state)

    take_in(delivery_status(letter.pk))

    assert stored(letter)[0] == LetterState.FAILED


@pytest.mark.parametrize("state", [LetterState.DISCARDED, LetterState.HELD, LetterState.KEPT])
def test_report_about_what_never_left_changes_no_state(letter, state):
    Letter.objects.update(state=state)

    take_in(delivery_status(letter.pk))

    assert stored(letter)[0] == state


def test_complaint_blocks_the_address_for_the_region_and_leaves_the_letter(here, letter):
    assert take_in(complaint(letter.pk)) == Outcome.BLOCKED

    assert stored(letter) == (
        LetterState.SENT,
        [(here.region.pk, "gast1@example.org", "complained")],
        [(letter.pk, False, "")],
    )


def test_not_spam_is_no_complaint(letter):
    assert take_in(complaint(letter.pk, "not-spam")) == Outcome.IGNORED


def test_out_of_office_answer_is_no_bounce(letter):
    answer = delivery_status(letter.pk).partition(b"Content-Type: multipart")[0]

    answer = answer.replace(b"MAILER-DAEMON", b"anna").replace(
        b"Undelivered Mail Returned to Sender", b"Out of office"
    )

    assert take_in(answer + b"\r\nBack on Monday") == Outcome.IGNORED


def test_bounce_in_words_alone_is_noted_for_people(letter):
    answer = delivery_status(letter.pk).partition(b"MIME-Version")[0]

    assert take_in(answer + b"\r\nuser unknown") == Outcome.NOTED
    assert stored(letter)[0] == LetterState.SENT


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.0.0", "smtp; 554 5.7.1 Message rejected as spam by content scanning"),
        ("5.0.0", "smtp; 552 mailbox full, over quota"),
        ("5.0.0", "smtp; 550-5.7.1 [5.9.1.1] Our system has detected unsolicited mail"),
        ("5.0.0", "smtp; 421 too many connections"),
        ("5.1.1", "smtp; 550 5.7.1 rejected by policy"),
        ("5.1.7", "smtp; 550 5.1.7 bad sender address syntax"),
        ("5.1.8", "smtp; 550 5.1.8 Access denied, bad outbound sender"),
        ("5.3.0", "smtp; 550 administrative prohibition"),
        ("5.3.2", "smtp; 554 5.3.2 system not accepting network messages"),
        ("5.5.0", "smtp; 550 5.7.26 blocked, the sender is unauthenticated"),
        ("5.5.2", "smtp; 502 5.5.2 command not recognized"),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full"),
        ("5.4.4", "smtp; unable to route"),
    ],
)
def test_refusal_of_sender_system_or_moment_blocks_nobody(letter, status, said):
    assert take_in(delivery_status(letter.pk, status=status, said=said)) == Outcome.FAILED

    assert stored(letter)[:2] == (LetterState.FAILED, [])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.1.1", "smtp; 550 user unknown"),
        ("5.0.0", "smtp; 550 5.1.1 no such user, see https://mx.example/5.1.1"),
        ("5.1.2", "dns; host not found"),
        ("5.1.10", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
        ("5.2.1", "smtp; 550 5.2.1 mailbox disabled"),
    ],
)
def test_address_that_is_none_is_blocked(letter, status, said):
    assert take_in(delivery_status(letter.pk, status=status, said=said)) == Outcome.BLOCKED


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [
        ("failed (Bad destination mailbox address)", "5.1.1", Outcome.BLOCKED),
        ("failure", "5.1.1", Outcome.BLOCKED),
        ("error", "5.4.4", Outcome.BLOCKED),  # as the diagnostic says
        ("error", "4.4.1", Outcome.NOTED),
        ("FAILED;", "5.2.2", Outcome.FAILED),
    ],
)
def test_action_counts_by_its_first_word_and_the_status(letter, action, status, outcome):
    said = "smtp; 550 5.1.1 No such user" if outcome == Outcome.BLOCKED else "smtp; no"
    status = "5.0.0" if status == "5.4.4" else status

    assert take_in(delivery_status(letter.pk, action=action, status=status, said=said)) == outcome


def test_list_that_reached_some_members_is_told_and_not_blocked(letter):
    raw = delivery_status(letter.pk)
    other = b"\r\n\r\nFinal-Recipient: rfc822; b@example.org\r\nAction: %s\r\nStatus: 2.0.0\r\n"
    before = raw.replace(b"\r\n\r\nFinal-Recipient", other % b"delivered" + b"\r\nFinal-Recipient")
    after = raw.replace(b"No such user", b"No such user" + other % b"relayed")
    after = after.replace(b"<report1@", b"<report2@")

    assert (take_in(before), take_in(after)) == (Outcome.NOTED, Outcome.NOTED)
    assert stored(letter)[:2] == (LetterState.SENT, [])


def in_words(letter, text, *, sender="MAILER-DAEMON@mx.example.net", subject="Failure", head=""):
    """A report without a part for programs."""
    return (
        f"Return-Path: <>\r\n{sender and f'From: {sender}'}\r\n".replace("\r\n\r\n", "\r\n")
        + f"To: {reports.return_address(letter.pk)}\r\nSubject: {subject}\r\n"
        + f"Auto-Submitted: auto-replied\r\n{head}\r\n{text}\r\n"
    ).encode()


QMAIL = """Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<gast1@example.org>:
{said}

--- Below this line is a copy of the message.
"""


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Sorry, no mailbox here by that name. (#5.1.1)", Outcome.BLOCKED),
        ("User account is overquota", Outcome.FAILED),
        ("554 5.7.1 spam", Outcome.FAILED),
    ],
)
def test_report_in_words_that_names_the_address_ends_the_letter(letter, said, outcome):
    assert take_in(in_words(letter, QMAIL.format(said=said))) == outcome

    assert stored(letter)[0] == LetterState.FAILED
    assert Suppression.objects.exists() is (outcome == Outcome.BLOCKED)


def test_report_in_words_about_another_address_is_noted(letter):
    text = QMAIL.format(said="no mailbox (#5.1.1)").replace("gast1@", "someone@")

    assert take_in(in_words(letter, text)) == Outcome.NOTED
    assert stored(letter)[:2] == (LetterState.SENT, [])


@pytest.mark.parametrize(
    ("sender", "subject", "head", "outcome"),
    [
        ("MDaemon@mx.example.net", "Warning", "", Outcome.NOTED),
        ("System Administrator <x@example.net>", "Warning", "", Outcome.NOTED),
        ("", "Warning", "", Outcome.NOTED),
        ("help@example.net", "Undeliverable: Inbjudan", "", Outcome.NOTED),
        ("help@example.net", "Meddelandet kunde inte levereras", "", Outcome.NOTED),
        ("help@example.net", "x", "X-Failed-Recipients: gast1@example.org\r\n", Outcome.FAILED),
        ("anna@example.net", "Semester till 3 augusti", "", Outcome.IGNORED),
    ],
)
def test_report_of_any_sender_is_told_by_the_signed_address(letter, sender, subject, head, outcome):
    raw = in_words(letter, "It did not work.", sender=sender, subject=subject, head=head)

    assert take_in(raw) == outcome


def test_report_whose_status_part_is_missing_is_noted(letter):
    raw = delivery_status(letter.pk).replace(b"message/delivery-status", b"text/plain")

    assert take_in(raw.replace(b"gast1@example.org", b"hidden")) == Outcome.NOTED


def test_receipt_that_a_letter_was_read_is_no_report(letter):
    raw = delivery_status(letter.pk).replace(b"/delivery-status", b"/disposition-notification")

    assert take_in(raw) == Outcome.IGNORED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 100,
        b"To: \xff\xfe\r\n\r\n",
        b"x" * (LARGEST + 1),
        b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
            for n in range(3000)
        ),
    ],
)
def test_what_is_no_report_is_ignored(letter, raw):
    assert take_in(raw) == Outcome.IGNORED
    assert stored(letter) == (LetterState.SENT, [], [])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    noise=st.lists(st.tuples(st.integers(0, 1200), st.binary(max_size=40)), max_size=8),
    cut=st.integers(0, 1500),
)
def test_bytes_of_a_report_in_disorder_never_raise(noise, cut, settings):
    settings.MAIL_RETURN = "bounces@example.org"
    raw = bytearray(delivery_status(7))
    for place, bytes_ in noise:
        raw[place : place + len(bytes_)] = bytes_

    found = reports.read(bytes(raw[cut:]) if cut % 2 else bytes(raw[:cut]))

    assert found is None or (found.letter_id == 7 and found.told in Told)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=2000))
def test_any_bytes_are_no_report(raw):
    assert reports.read(raw) is None


def post(client, raw, secret="s3cret"):
    return client.post(
        reverse("outbox:bounces"), raw, content_type="message/rfc822",
        headers={"X-Bounce-Secret": secret},
    )  # fmt: skip


def test_webhook_takes_a_report_with_the_right_secret(client, letter, settings):
    settings.BOUNCE_SECRET = "s3cret"

    answer = post(client, delivery_status(letter.pk))

    assert (answer.status_code, answer.json()) == (200, {"outcome": "blocked"})
    assert stored(letter)[0] == LetterState.FAILED


@pytest.mark.parametrize(
    ("setting", "given", "status"),
    [("", "", 404), ("", "s3cret", 404), ("s3cret", "", 403), ("s3cret", "s3cre", 403)],
)
def test_webhook_without_the_right_secret_does_nothing(
    client, letter, settings, setting, given, status
):
    settings.BOUNCE_SECRET = setting

    assert post(client, delivery_status(letter.pk), given).status_code == status
    assert stored(letter) == (LetterState.SENT, [], [])


def test_webhook_refuses_what_is_too_large_and_other_methods(client, letter, settings):
    settings.BOUNCE_SECRET = "s3cret"

    assert post(client, b"x" * (LARGEST + 1)).status_code == 413
    assert client.get(reverse("outbox:bounces")).status_code == 405


def test_webhook_takes_a_report_larger_than_a_form_may_be(client, letter, settings):
    settings.BOUNCE_SECRET, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = "s3cret", 100

    assert post(client, delivery_status(letter.pk)).json() == {"outcome": "blocked"}


@pytest.fixture
def mailbox(letter):
    box = Mailbox({3: delivery_status(letter.pk), 5: b"Subject: offer\r\n\r\nbuy"})
    server = Server(box)
    server.thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_mailbox_is_read_once_and_marked(mailbox, letter, settings):
    settings.MAIL_BOUNCES = mailbox.url()

    first, second = tasks.read_bounces(), tasks.read_bounces()

    assert (first, second, mailbox.box.seen) == (2, 0, {3, 5})
    assert mailbox.box.flagged == {5}
    assert stored(letter)[0] == LetterState.FAILED


def test_command_says_what_became_of_the_messages(mailbox, settings):
    settings.MAIL_BOUNCES = mailbox.url()
    out = io.StringIO()

    call_command("read_bounces", stdout=out)

    assert out.getvalue() == "ignored: 1\nknown: 0\nnoted: 0\nfailed: 0\nblocked: 1\n"


def test_line_that_drops_before_the_mark_has_no_second_effect(mailbox, letter, settings):
    settings.MAIL_BOUNCES = mailbox.url()
    mailbox.box.drops_at = "STORE"

    assert tasks.read_bounces() == 0
    mailbox.box.drops_at = ""
    tasks.read_bounces()

    assert Bounce.objects.count() == 1
    assert mailbox.box.seen == {3, 5}


@pytest.mark.parametrize(("path", "password"), [("/INBOX", "wrong"), ("/Other", "secret")])
def test_mailbox_that_does_not_open_is_told(mailbox, settings, path, password):
    settings.MAIL_BOUNCES = mailbox.url(path, password)

    assert tasks.read_bounces() == 0
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("read_bounces")


def test_without_a_mailbox_nothing_is_read(settings):
    settings.MAIL_BOUNCES = ""

    assert tasks.read_bounces() == 0
    with pytest.raises(CommandError, match="MAIL_BOUNCES"):
        call_command("read_bounces")
