"""Answers by mail: what is filed, what is left, and that nobody opens a file before a coach."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

import pytest
from django.urls import reverse

from learning.models import AnswerAddress, FileState, Message
from learning.stream import mail as door
from learning.stream.letters import number_of
from learning.stream.mail import Outcome, as_text, file_mail, own_words
from learning.stream.services import decide_file, write_message
from outbox.models import Letter
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(settings) -> World:
    settings.MAIL_REPLIES = "reply@example.org"
    return world()


@pytest.fixture
def to(w: World) -> str:
    """The address to which the coach answers the leader's message."""
    write_message(
        participation=w.participation, by=w.leader, text="Who has the key?", mentioned=[w.coach]
    )
    return Letter.objects.get().reply_to


def mail(w: World, to: str, text: str = "The school has it.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = headers.pop("From", f"Coach <{w.coach.email.upper()}>")
    made["To"] = to
    made["Subject"] = "Re: message"
    made["Message-ID"] = "<1@mail.example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def answers() -> list[str]:
    return list(Message.objects.filter(by_mail=True).values_list("text", flat=True))


def test_an_answer_is_filed_once_without_what_it_quotes(w: World, to: str) -> None:
    text = "The school has it.\n\nDen mån 30 nov. 2026 kl 10:02 skrev placedev <x@y.se>:\n> Who?\n"
    raw = mail(w, to, text).as_bytes()
    assert file_mail(raw) is Outcome.FILED
    made = Message.objects.get(by_mail=True)
    assert (made.text, made.by, made.answers.text) == (
        "The school has it.", w.coach, "Who has the key?",
    )  # fmt: skip
    assert file_mail(raw) is Outcome.TWICE
    assert len(answers()) == 1


def test_the_address_survives_small_letters(w: World, to: str) -> None:
    assert len(to.partition("@")[0]) <= 64
    assert number_of(to.lower()) == number_of(to) == AnswerAddress.objects.get().pk


def test_a_forged_address_is_left(w: World, to: str) -> None:
    local, _at, domain = to.partition("@")
    other = "a" if local[-1] != "a" else "b"
    forged = (f"{local[:-1]}{other}@{domain}", f"{local}@other.org")
    for address in (*forged, "reply@example.org", "reply+zz-@example.org"):
        assert file_mail(mail(w, address).as_bytes()) is Outcome.NO_ADDRESS
    assert answers() == []


def test_another_sender_is_left(w: World, to: str) -> None:
    for sender in (w.leader.email, "x@y.org", f"{w.coach.email}, x@y.org"):
        assert file_mail(mail(w, to, From=sender).as_bytes()) is Outcome.OTHER_SENDER
    assert answers() == []


def test_who_has_left_the_place_files_nothing(w: World, to: str) -> None:
    w.coach.assignments.update(ends_on=w.coach.assignments.first().starts_on)
    assert file_mail(mail(w, to).as_bytes()) in {Outcome.REFUSED, Outcome.OTHER_SENDER}
    assert answers() == []


def test_an_old_address_is_left(w: World, to: str) -> None:
    row = AnswerAddress.objects.get()
    AnswerAddress.objects.update(until=row.until - dt.timedelta(days=31))
    assert file_mail(mail(w, to).as_bytes()) is Outcome.EXPIRED


def test_thirty_megabytes_are_left(w: World, to: str) -> None:
    assert file_mail(b"x" * (30 * 1024 * 1024)) is Outcome.TOO_LARGE


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "<all.example.org>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_what_a_program_wrote_is_left(w: World, to: str, headers: dict[str, str]) -> None:
    assert file_mail(mail(w, to, **headers).as_bytes()) is Outcome.AUTOMATIC


def test_our_own_letters_are_left(w: World, to: str) -> None:
    """Two installations that write to each other do not go on for ever."""
    assert file_mail(mail(w, to, Auto_Submitted="auto-generated").as_bytes()) is Outcome.AUTOMATIC


def test_two_programs_that_answer_each_other_are_stopped(w: World, to: str) -> None:
    outcomes = []
    for number in range(8):
        made = mail(w, to, f"No. {number}")
        made.replace_header("Message-ID", f"<{number}@x>")
        outcomes.append(file_mail(made.as_bytes()))
    assert outcomes == [Outcome.FILED] * 6 + [Outcome.LOOP] * 2


def test_a_file_is_held_until_a_coach_releases_it(w: World, to: str, client) -> None:
    made = mail(w, to)
    made.add_attachment(b"a list", maintype="text", subtype="plain", filename="list.txt")
    assert file_mail(made.as_bytes()) is Outcome.FILED
    message = Message.objects.get(by_mail=True)
    file = message.files.get()
    assert file.state == FileState.HELD
    address = reverse("learning:message_file", args=[w.participation.pk, message.pk, file.pk])

    def opened(who) -> int:
        client.force_login(who)
        answer = client.get(address)
        if answer.streaming:
            assert b"".join(answer.streaming_content)  # read to the end it is closed
        return answer.status_code

    assert (opened(w.leader), opened(w.member), opened(w.coach)) == (404, 404, 200)
    decide_file(file=file, by=w.coach, release=True)
    assert opened(w.leader) == 200


def test_a_file_thrown_away_is_gone(w: World, to: str, django_capture_on_commit_callbacks) -> None:
    made = mail(w, to)
    made.add_attachment(b"a list", maintype="text", subtype="plain", filename="list.txt")
    file_mail(made.as_bytes())
    file = Message.objects.get(by_mail=True).files.get()
    storage, name = file.file.storage, file.file.name
    with django_capture_on_commit_callbacks(execute=True):
        decide_file(file=file, by=w.coach, release=False)
    assert not storage.exists(name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(60)),
        ("plan.pdf", b"<html><script>1</script>"),
        ("run.exe", b"MZ" + bytes(60)),
        ("../../x.docm", b"PK\x03\x04"),
    ],
)
def test_a_file_that_is_no_kind_of_ours_is_not_kept(w: World, to: str, name, data) -> None:
    made = mail(w, to)
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    assert file_mail(made.as_bytes()) is Outcome.FILED
    file = Message.objects.get(by_mail=True).files.get()
    assert file.state == FileState.REFUSED
    assert not file.file
    assert file.fault
    assert "/" not in file.file_name


@pytest.mark.parametrize("charset", ["x-nonsense", "utf-8", "us-ascii", "iso-8859-1"])
def test_a_wrong_charset_is_read_all_the_same(w: World, to: str, charset: str) -> None:
    head = (
        f"From: {w.coach.email}\r\nTo: {to}\r\nMessage-ID: <c@x>\r\n"
        f'Content-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    )
    assert file_mail(head.encode() + "Nyckeln är på skolan".encode("latin-1")) is Outcome.FILED
    assert answers()[0].startswith("Nyckeln ")


def test_nonsense_raises_nothing(w: World, to: str) -> None:
    for raw in (
        b"",
        b"\xff\xfe\x00",
        b"From: \xff\r\nTo: =?x?q?\xff?=\r\n\r\n",
        b"To: " + b"a," * 9,
    ):
        assert file_mail(raw) in {Outcome.NO_ADDRESS, Outcome.UNREADABLE}


def test_html_alone_becomes_text(w: World, to: str) -> None:
    made = mail(w, to)
    made.set_content(
        "<html><head><style>p{}</style></head><body><p>The <b>school</b> has it.</p><p>Anna</p>"
        '<div class="gmail_quote">On Monday somebody wrote:<blockquote>Who?</blockquote></div>'
        "<script>alert(1)</script></body></html>",
        subtype="html",
    )
    assert file_mail(made.as_bytes()) is Outcome.FILED
    assert answers() == ["The school has it.\n\nAnna"]


def test_only_quoted_words_are_no_answer(w: World, to: str) -> None:
    assert file_mail(mail(w, to, "> Who has the key?\n").as_bytes()) is Outcome.EMPTY


@pytest.mark.parametrize(
    "begins",
    [
        "On Mon, Nov 30, 2026 at 10:02 AM placedev <x@y.se> wrote:",
        "On Mon, Nov 30, 2026 at 10:02 AM placedev of the whole region\n<x@y.se> wrote:",
        "Den 30.11.2026 kl. 10.02 skrev placedev <x@y.dk>:",
        "-----Ursprungligt meddelande-----",
        "-----Oprindelig meddelelse-----",
        "Från: placedev <x@y.se>",
        "________________________________",
        "-- ",
    ],
)
def test_where_others_words_begin(begins: str) -> None:
    assert own_words(f"Yes.\n\nAnna\n\n{begins}\nWho?") == "Yes.\n\nAnna"


def test_ones_own_words_stay() -> None:
    text = "On Monday I asked the school.\nFrom: the shop we got no answer.\nDen var bra."
    assert own_words(text) == text
    assert as_text("<p>a &lt; b</p>") == "a < b"


def test_the_command_reads_standard_input(w: World, to: str, monkeypatch, capsys) -> None:
    import io  # noqa: PLC0415 - only here
    from types import SimpleNamespace  # noqa: PLC0415 - only here

    from django.core.management import call_command  # noqa: PLC0415 - only here

    raw = mail(w, to).as_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("file_mail")
    assert "Filed" in capsys.readouterr().out
    assert len(raw) < door.MOST_BYTES
