"""Sendings of many letters: fair turns, limits, few statements, workers that die among them."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.refusals import Refusal
from outbox.adding.services import NewLetter, Text, add, open_campaign
from outbox.delivery import journal, smtp
from outbox.delivery import services as deliver
from outbox.delivery.claim import MOST_REGIONS, claim
from outbox.delivery.quota import may_send
from outbox.models import FirstLetter, Letter, LetterState, SendingLimit, SentCount, Suppression
from outbox.slots import slot
from outbox.tasks import deliver_ready
from tests.factories import RegionFactory
from tests.outbox.sink import Sink, serve

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def send():
    """Return a function that writes a sending: `send(region, 3)` is three letters."""

    def to(region, count, *, kind="invitation", name="", start=0):
        name = name or region.slug
        campaign = open_campaign(
            region=region, kind=kind, title=name, key=name, by=None, about=None, languages=["sv"],
            texts=lambda _language: Text(f"Möte, {slot('name')}", f"Hej {slot('name')}!"),
        )  # fmt: skip
        recipients = [
            NewLetter(
                to=f"{name}{n}@example.org",
                language="sv",
                key=f"{name}:{n}",
                values={"name": f"Åsa {n}"},
            )
            for n in range(start, start + count)
        ]
        add(recipients, by=None, campaign=campaign)
        return campaign

    return to


def states():
    return Counter(Letter.objects.values_list("state", flat=True))


def limit(region, per_day=1000, per_minute=1000):
    SendingLimit.objects.create(region=region, per_day=per_day, per_minute=per_minute)


def test_letters_of_a_sending_arrive_spliced_each_with_its_own_name(sink, send):
    send(RegionFactory(name="Region Skåne", slug="skane"), 3)

    assert deliver.deliver() == 3

    assert len(sink.sessions) == 1
    mails = dict(sink.taken)
    for number in range(3):
        mail = mails[f"skane{number}@example.org"]
        assert mail["Subject"] == f"Möte, Åsa {number}"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail.get_content() == f"Hej Åsa {number}!\r\n"
    assert set(FirstLetter.objects.values_list("address", flat=True)) == set(mails)


class TakesCommandsAtOnce(Sink):
    """A server that says that it takes several commands in one packet (RFC 2920)."""

    packets = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        self.packets += b"RCPT TO:" in bytes(server._reader._buffer)
        envelope.mail_from = address
        return "250 OK"


@pytest.fixture
def quick_sink(mailers):
    sink = TakesCommandsAtOnce()
    controller = serve(sink)
    mailers["delivery"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": controller.port, "timeout": 5},
    }
    yield sink
    controller.stop()


def test_server_that_takes_commands_at_once_gets_them_so(quick_sink, write):
    addresses = [f"person{number}@example.org" for number in range(6)]
    for address in addresses:
        write(address)
    quick_sink.answers["RCPT", addresses[0]] = "550 5.1.1 no such person"
    quick_sink.answers["RCPT", addresses[1]] = "451 come again"
    quick_sink.answers["DATA", addresses[2]] = "554 not this text"
    quick_sink.hang_up |= {("rcpt", addresses[3]), ("taken", addresses[4])}

    assert deliver.deliver() == 1

    assert dict(Letter.objects.values_list("to_address", "state")) == dict(
        zip(addresses, ["failed", "deferred", "failed", "deferred", "unknown", "sent"], strict=True)
    )
    assert quick_sink.addresses() == addresses[4:]
    assert quick_sink.packets == 6
    assert Suppression.objects.get().address == addresses[0]


def test_small_sending_does_not_wait_for_a_large_one(sink, send, write, monkeypatch):
    monkeypatch.setattr(deliver, "BATCH", 6)
    large, small = RegionFactory(slug="large"), RegionFactory(slug="small")
    send(large, 12)
    send(small, 2)
    write("code@example.org", kind="account")

    deliver.deliver()

    order = sink.addresses()
    assert order[0] == "code@example.org"
    assert set(order[:5]) >= {"small0@example.org", "small1@example.org"}
    assert len(order) == len(set(order)) == 15


def test_what_one_region_leaves_of_a_batch_the_others_get(send):
    regions = [RegionFactory(slug=f"r{number}") for number in range(4)]
    for region, count in zip(regions, (30, 2, 30, 30), strict=True):
        send(region, count)
    limit(regions[3], per_minute=5)

    batch = claim(lease="a" * 32, size=40)

    shares = Counter(letter.region_id for letter in batch.letters)
    assert batch.counted == shares
    assert sum(shares.values()) == 40
    assert [shares[region.pk] for region in (regions[1], regions[3])] == [2, 5]
    assert abs(shares[regions[0].pk] - shares[regions[2].pk]) <= 4


def test_claim_reads_no_more_rows_when_many_wait(send, django_assert_max_num_queries):
    regions = [RegionFactory(slug=f"r{number}") for number in range(12)]
    for region in regions:
        send(region, 40)
    with django_assert_max_num_queries(36):
        batch = claim(lease="a" * 32, size=20)
    assert len(batch.letters) == 20
    assert len({letter.region_id for letter in batch.letters}) == MOST_REGIONS


def test_letter_over_the_days_quota_waits_and_says_why(sink, send):
    region = RegionFactory(slug="here")
    limit(region, per_day=5)
    send(region, 6)

    assert deliver.deliver() == 5
    assert deliver.deliver() == 0

    late = Letter.objects.get(state=LetterState.DEFERRED)
    assert " 5 " in late.reason
    assert late.not_before > timezone.now()
    assert (late.attempt_count, SentCount.objects.get().letters) == (0, 5)


@pytest.mark.parametrize("kind", ["cancellation", "answer"])
def test_letter_that_somebody_waits_for_is_not_held_by_the_quota(sink, send, kind):
    region = RegionFactory()
    limit(region, per_day=0)
    send(region, 1, kind=kind)

    assert deliver.deliver() == 1


@pytest.mark.day(dt.date(2026, 11, 16))
def test_letters_over_the_rate_leave_in_the_next_minutes(sink, send, time_machine):
    time_machine.move_to(dt.datetime(2026, 5, 4, 10, 0, 30, tzinfo=dt.UTC))
    region, other = RegionFactory(slug="here"), RegionFactory(slug="there")
    limit(region, per_minute=2)
    send(region, 5)
    send(other, 1)

    left = []
    for _minute in range(3):
        left.append(deliver.deliver())
        time_machine.shift(60)

    assert left == [3, 2, 1]


def test_mail_server_away_costs_nothing_of_the_quota(mailers, send):
    mailers["delivery"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
    }
    send(RegionFactory(), 3)

    deliver.deliver()

    assert states() == {"deferred": 3}
    assert SentCount.objects.get().letters == 0


@pytest.mark.parametrize(("count", "refused"), [(3, False), (4, True)])
def test_sending_is_refused_when_it_goes_over_the_quota(send, sink, settings, count, refused):
    settings.OUTBOX_PER_DAY = 10
    region = RegionFactory(slug="here")
    send(region, 5)
    deliver.deliver()
    send(region, 2, name="waiting")

    if not refused:
        may_send(region, count)
        return
    with pytest.raises(Refusal) as error:
        may_send(region, count)
    assert error.value.code == "quota_reached"
    assert "10 letters a day. Today it can still send 3" in str(error.value)


def test_five_hundred_and_first_recipient_of_a_day_is_blocked(send):
    region = RegionFactory()
    limit(region, per_day=500)

    may_send(region, 500)
    with pytest.raises(Refusal):
        may_send(region, 501)


def test_thousand_letters_take_at_most_two_hundred_statements(sink, send, settings):
    send(RegionFactory(), 200)

    with CaptureQueriesContext(connection) as sent:
        assert deliver.deliver() == 200

    asked = [one["sql"] for one in sent if "SAVEPOINT" not in one["sql"] and one["sql"] != "BEGIN"]
    assert len(asked) <= 200 / 1000 * 200, "\n".join(sql[:150] for sql in asked)


def test_address_blocked_after_the_letter_was_written_gets_none(sink, send):
    region = RegionFactory(slug="here")
    send(region, 2)
    Suppression.objects.create(region=region, address="here0@example.org", reason="unsubscribed")

    assert deliver.deliver() == 1

    blocked = Letter.objects.get(to_address="here0@example.org")
    assert (blocked.state, bool(blocked.reason), blocked.lease) == ("suppressed", True, "")
    assert sink.addresses() == ["here1@example.org"]


@pytest.mark.parametrize(
    ("moment", "answer", "blocked"),
    [
        ("RCPT", "550 5.1.1 no such person", True),
        ("RCPT", "550 5.7.1 we do not like you", False),
        ("DATA", "550 5.1.1 no such person", False),
        ("RCPT", "450 4.1.1 later", False),
    ],
)
def test_address_that_does_not_exist_gets_no_more_letters(sink, write, moment, answer, blocked):
    sink.answers[moment, "anna@example.org"] = answer
    write()

    deliver.deliver()

    assert Suppression.objects.filter(address="anna@example.org", region=None).exists() is blocked
    again = write("anna@example.org", key="again")
    assert (again.state == "suppressed") is blocked


def die_at(number, monkeypatch, *, answered):
    """The worker is killed at its nth letter: before its text goes, or after the answer."""
    real, count = smtp.MailServer._send_text, Counter()

    def send(self, smtp, text):
        count["letters"] += 1
        if count["letters"] == number and not answered:
            raise MemoryError("killed")
        words = real(self, smtp, text)
        if count["letters"] == number:
            raise MemoryError("killed")
        return words

    monkeypatch.setattr(smtp.MailServer, "_send_text", send)


def test_worker_killed_in_a_chunk_leaves_one_letter_unknown_and_the_others_known(
    sink, send, monkeypatch
):
    send(RegionFactory(slug="here"), 10)
    die_at(4, monkeypatch, answered=True)
    with pytest.raises(MemoryError):
        deliver.deliver()
    assert states() == {"handing_over": 10}
    monkeypatch.undo()

    deliver_ready()  # at once: the journal shows that the worker is dead

    assert states() == {"sent": 9, "unknown": 1}
    assert max(Counter(sink.addresses()).values()) == 1
    assert len(sink.taken) == 10


def test_without_its_journal_a_dead_workers_chunk_is_unknown(sink, send, monkeypatch, own_folder):
    send(RegionFactory(slug="here"), 10)
    die_at(4, monkeypatch, answered=True)
    with pytest.raises(MemoryError):
        deliver.deliver()
    monkeypatch.undo()
    for file in (own_folder / "outbox").iterdir():
        file.unlink()
    Letter.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))

    deliver_ready()

    assert states() == {"unknown": 10}
    assert len(sink.taken) == 4


def test_journal_of_a_machine_that_was_restarted_tells_nothing(sink, send, monkeypatch, own_folder):
    send(RegionFactory(slug="here"), 3)
    die_at(1, monkeypatch, answered=True)
    with pytest.raises(MemoryError):
        deliver.deliver()
    monkeypatch.undo()
    monkeypatch.setattr(journal, "_machine", lambda: "another start")

    deliver_ready()

    assert states() == {"unknown": 3}


def test_disk_that_takes_no_journal_makes_letters_go_singly(sink, send, own_folder, caplog):
    (own_folder / "outbox").write_text("a file where the folder should be")
    send(RegionFactory(), 3)

    assert deliver.deliver() == 3
    assert "no journal" in caplog.text


def test_round_whose_time_is_over_gives_back_what_it_has_not_begun(sink, send, monkeypatch):
    send(RegionFactory(), 5)
    real = smtp.MailServer._send_text

    def slow(self, smtp, text):
        monkeypatch.setattr(deliver, "time", SimpleNamespace(monotonic=lambda: float("inf")))
        return real(self, smtp, text)

    monkeypatch.setattr(smtp.MailServer, "_send_text", slow)

    assert deliver.deliver() == 1
    monkeypatch.undo()
    assert states() == {"sent": 1, "ready": 4}
    assert SentCount.objects.get().letters == 1


KILLED = """
import django, os, sys
django.setup()
from outbox.delivery import journal
one = journal.Journal.start("a" * 32)
one.begin(1); one.answer(1, 250, "taken"); one.begin(2)
print("ready", flush=True)
sys.stdin.read()
"""


def test_journal_outlives_a_killed_process_and_its_lock_does_not(own_folder):
    env = os.environ | {"VAR_DIR": str(own_folder)}
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout.readline() == b"ready\n"
    assert (journal.left_by_the_dead(), journal.is_alive("a" * 32)) == ([], True)

    child.send_signal(signal.SIGKILL)
    child.communicate()

    assert (journal.left_by_the_dead(), journal.is_alive("a" * 32)) == (["a" * 32], False)
    told = journal.told("a" * 32)
    assert (told.begun, told.answers) == ({1, 2}, {1: (250, "taken")})


@pytest.mark.parametrize("cut", ["begun 1", "answered 12 25", "answ"])
def test_journal_that_was_cut_off_tells_nothing(own_folder, cut):
    one = journal.Journal.start("b" * 32)
    one.begin(12)
    one._write(cut)
    one.release()

    assert journal.told("b" * 32) is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_share_a_sending_and_keep_the_quota_together(sink, send, monkeypatch):
    monkeypatch.setattr(deliver, "BATCH", 10)
    monkeypatch.setattr(deliver, "wake", lambda: True)
    region = RegionFactory(slug="here")
    limit(region, per_day=45)
    send(region, 60)
    barrier = threading.Barrier(3)

    def work():
        barrier.wait()
        deliver.deliver()
        connection.close()

    threads = [threading.Thread(target=work) for _worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(sink.taken) == len(set(sink.addresses())) == 45
    assert states() == {"sent": 45, "deferred": 15}
