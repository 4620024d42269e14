"""Delivery against a real mail server of the test's own, which keeps an outside record."""

import datetime as dt
import smtplib
import time
import uuid

import pytest
from django.utils import timezone

from outbox.delivery import recover, settle, smtp
from outbox.delivery import services as deliver
from outbox.delivery.journal import Journal
from outbox.models import Letter, LetterState
from outbox.tasks import deliver_ready, deliver_waiting

pytestmark = pytest.mark.django_db


def states():
    return dict(Letter.objects.values_list("to_address", "state"))


def later(**delta):
    """Let time pass for the letters: what waits until then may leave."""
    Letter.objects.update(not_before=timezone.now() - dt.timedelta(**delta))


def test_letter_when_taken_is_sent_with_the_servers_answer(sink, write):
    letter = write(html="<p>Hej</p>", files=[("beslut.pdf", "application/pdf", b"%PDF-1")])

    assert deliver.deliver() == 1

    letter.refresh_from_db()
    assert (letter.state, letter.lease, letter.attempt_count) == (LetterState.SENT, "", 1)
    assert list(letter.attempts.values_list("outcome", "answer")) == [("sent", "taken as 12345")]
    ((address, mail),) = sink.taken
    assert (address, mail["Message-ID"]) == ("anna@example.org", letter.message_id)
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    assert mail.get_body(("plain",)).get_content() == "Hej Anna,\r\n\r\nni går vidare.\r\n"


def test_letter_with_lines_of_dots_arrives_whole(sink, write):
    text = ".\n..\n.hidden\nend\n"
    write(text=text)

    deliver.deliver()

    assert sink.taken[0][1].get_content().replace("\r\n", "\n") == text


def test_many_letters_leave_over_one_connection(sink, write):
    for number in range(3):
        write(f"person{number}@example.org")

    assert deliver.deliver() == 3

    assert sink.addresses() == ["person0@example.org", "person1@example.org", "person2@example.org"]
    assert len(sink.sessions) == 1


def test_letters_of_several_batches_all_leave(sink, write, monkeypatch):
    monkeypatch.setattr(deliver, "BATCH", 2)
    for number in range(5):
        write(f"person{number}@example.org")

    assert deliver.deliver() == 5
    assert len(sink.taken) == 5


@pytest.mark.parametrize("moment", ["RCPT", "DATA"])
def test_letter_when_refused_for_now_waits_and_leaves_later(sink, write, moment):
    sink.answers[moment, "anna@example.org"] = "451 come again"
    letter = write()
    write("bo@example.org")

    assert deliver.deliver() == 1

    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.attempt_count) == ("deferred", "451 come again", 1)
    assert letter.not_before >= timezone.now() + dt.timedelta(seconds=55)
    assert deliver.deliver() == 0  # no hot loop
    sink.answers.clear()
    later(seconds=1)
    assert deliver.deliver() == 1
    assert sink.addresses() == ["bo@example.org", "anna@example.org"]


@pytest.mark.parametrize("moment", ["RCPT", "DATA"])
def test_letter_when_refused_for_good_fails_with_its_reason(sink, write, moment):
    sink.answers[moment, "anna@example.org"] = "550 no such person"
    letter = write()
    write("bo@example.org")

    assert deliver.deliver() == 1

    later(days=2)
    assert deliver.deliver() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (LetterState.FAILED, "550 no such person")
    assert sink.addresses() == ["bo@example.org"]


def test_letter_refused_again_and_again_fails_in_the_end(sink, write):
    sink.answers["RCPT", "anna@example.org"] = "451 come again"
    letter = write()

    for _attempt in range(settle.MOST_ATTEMPTS + 2):
        later(seconds=1)
        deliver.deliver()

    letter.refresh_from_db()
    assert (letter.state, letter.attempt_count) == (LetterState.FAILED, settle.MOST_ATTEMPTS)
    assert letter.attempts.count() == settle.MOST_ATTEMPTS


def test_line_dropped_before_the_text_is_tried_again_and_arrives_once(sink, write):
    sink.hang_up.add(("rcpt", "anna@example.org"))
    write()
    write("bo@example.org")

    assert deliver.deliver() == 1

    assert states() == {"anna@example.org": "deferred", "bo@example.org": "sent"}
    sink.hang_up.clear()
    later(seconds=1)
    deliver.deliver()
    assert sink.addresses() == ["bo@example.org", "anna@example.org"]


@pytest.mark.parametrize(("moment", "arrived"), [("inside", 0), ("taken", 1)])
def test_line_dropped_after_the_text_is_unknown_and_never_sent_again(sink, write, moment, arrived):
    sink.hang_up.add((moment, "anna@example.org"))
    letter = write()
    write("bo@example.org")

    assert deliver.deliver() == 1

    sink.hang_up.clear()
    later(days=2)
    deliver_ready()
    letter.refresh_from_db()
    assert letter.state == LetterState.UNKNOWN
    assert sink.addresses().count("anna@example.org") == arrived
    assert sink.addresses().count("bo@example.org") == 1


def test_server_away_puts_letters_back_without_counting_a_try(mailers, write):
    mailers["delivery"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
    }
    letter = write()

    assert deliver.deliver() == 0

    letter.refresh_from_db()
    assert (letter.state, letter.attempt_count, letter.attempts.count()) == ("deferred", 0, 0)
    assert "refused" in letter.reason
    assert letter.not_before > timezone.now() + dt.timedelta(seconds=50)


def test_worker_that_dies_before_the_text_leaves_the_letter_to_others(sink, write):
    write()
    deliver.claim(lease=uuid.uuid4().hex, size=50)
    assert deliver.deliver() == 0  # still in the dead worker's hands

    Letter.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    deliver_ready()

    assert (states(), len(sink.taken)) == ({"anna@example.org": "sent"}, 1)


@pytest.mark.parametrize(
    ("kind", "age", "state", "arrived"),
    [("notice", 0, "unknown", 1), ("account", 0, "sent", 2), ("account", 60, "unknown", 1)],
)
def test_worker_that_dies_while_handing_over(sink, write, monkeypatch, kind, age, state, arrived):
    """A notice is unknown and stays so; a sign-in code that is still good is sent again."""
    letter = write(kind=kind)
    monkeypatch.setattr(smtp.MailServer, "_send_text", _take_and_die(smtp.MailServer._send_text))
    with pytest.raises(MemoryError):
        deliver.deliver()
    monkeypatch.undo()
    assert states() == {"anna@example.org": "handing_over"}

    past = timezone.now() - dt.timedelta(minutes=age)
    Letter.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1), created_at=past)
    deliver_ready()
    deliver_ready()

    letter.refresh_from_db()
    assert (letter.state, len(sink.taken)) == (state, arrived)
    assert {mail["Message-ID"] for _address, mail in sink.taken} == {letter.message_id}


def _take_and_die(real):
    def send(self, smtp, text):
        real(self, smtp, text)
        raise MemoryError("killed between the server's answer and our note of it")

    return send


def test_slow_worker_found_dead_still_tells_what_became_of_the_letter(sink, write, monkeypatch):
    letter = write()
    real = smtp.MailServer._send_text

    def slow(self, smtp, text):
        answer = real(self, smtp, text)
        Letter.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
        recover.recover()
        assert states() == {"anna@example.org": "unknown"}
        return answer

    monkeypatch.setattr(smtp.MailServer, "_send_text", slow)
    deliver.deliver()

    letter.refresh_from_db()
    assert (letter.state, len(sink.taken)) == (LetterState.SENT, 1)


def test_letter_held_back_while_the_server_waits_for_the_text_is_not_sent(sink, write, monkeypatch):
    write()
    real = smtplib.SMTP.docmd

    def hold_at_data(self, command, args=""):
        if command == "DATA":
            Letter.objects.update(state=LetterState.HELD, lease="")
        return real(self, command, args)

    monkeypatch.setattr(smtplib.SMTP, "docmd", hold_at_data)

    assert deliver.deliver() == 0
    assert (states(), sink.taken) == ({"anna@example.org": "held"}, [])


def test_task_delivered_twice_sends_once(sink, write):
    write()

    assert [deliver_waiting(), deliver_waiting(), deliver_ready()] == [
        1,
        0,
        0,
    ]
    assert len(sink.taken) == 1


def test_guard_against_double_sending_can_fail(sink, write, monkeypatch):
    """Without the mark on the row two workers do send twice: the test above can fail."""
    letter = write()
    monkeypatch.setattr(
        deliver, "mark_handing_over", lambda letters: frozenset(one.pk for one in letters)
    )
    first = deliver.claim(lease="a" * 32, size=1)
    Letter.objects.update(state=LetterState.READY)
    second = deliver.claim(lease="b" * 32, size=1)

    with smtp.MailServer() as server:
        for batch in (first, second):
            journal = Journal.start(batch.lease)
            deliver.Chunk(batch, journal, batch.letters, time.monotonic() + 9).hand_over(server, [])
            journal.finish()

    letter.refresh_from_db()
    assert len(sink.taken) == 2


def test_letter_that_cannot_be_built_fails_alone(sink, write, caplog):
    broken = write()
    Letter.objects.filter(pk=broken.pk).update(from_address="one@example.org, two@example.org")
    write("bo@example.org")

    assert deliver.deliver() == 1

    broken.refresh_from_db()
    assert (broken.state, sink.addresses()) == (LetterState.FAILED, ["bo@example.org"])
    assert "single address" in broken.reason
    assert f"letter {broken.pk} cannot be built" in caplog.text


def test_without_a_mail_server_letters_are_kept_and_say_so(write):
    letter = write()

    assert deliver.deliver() == 0

    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.attempts.count()) == (LetterState.KEPT, None, 0)


def test_kept_letters_do_not_leave_when_a_server_is_set_later(mailers, write, sink):
    server = mailers["delivery"]
    mailers["delivery"] = {"BACKEND": "outbox.backends.KeepInOutbox"}
    write()
    deliver.deliver()

    mailers["delivery"] = server
    later(days=1)
    deliver_ready()

    assert (states(), sink.taken) == ({"anna@example.org": "kept"}, [])


@pytest.mark.parametrize(
    ("attempt", "shortest", "longest"),
    [(1, 60, 72), (2, 192, 288), (3, 768, 1152), (7, 0.8 * 86_400, 1.2 * 86_400)],
)
def test_backoff_grows_fourfold_with_jitter_up_to_a_day(attempt, shortest, longest):
    pauses = [settle.backoff(attempt, chance=chance).total_seconds() for chance in (0, 1)]

    assert pauses == pytest.approx([shortest, longest])
