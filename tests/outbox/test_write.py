from email.utils import parseaddr

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import Refusal
from outbox.delivery.smtp import envelope
from outbox.headers import named_address, one_line
from outbox.models import Letter, LetterState
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db

HEADERS = [
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Content-Language",
    "Auto-Submitted",
]
EVIL = [
    "Anna\r\nBcc: x@example.org",
    "a\nb",
    "\u2028Bcc: x",
    "\u202eanna",
    "a\x00b",
    "=?utf-8?q?=0ABcc:_x?=",
    "\ud800",
]


def test_letter_when_written_is_a_ready_row_with_region_as_sender(write):
    region = RegionFactory(name="Region Skåne", contact_address="plats@example.org")

    letter = write("Anna@Example.org ", region=region)

    assert (letter.state, letter.to_address) == (LetterState.READY, "anna@example.org")
    assert (letter.from_address, letter.reply_to) == (
        "Region Skåne <no-reply@localhost>",
        "plats@example.org",
    )


def test_letter_with_the_same_key_is_written_once(write):
    first = write(key="decided:1", subject="Beslut")
    second = write(key="decided:1", subject="Something else")

    assert (second.pk, second.subject, Letter.objects.count()) == (first.pk, "Beslut", 1)


@pytest.mark.parametrize(
    "address", ["", "anna", "anna@example.org, b@example.org", "a@b\r\nRCPT TO:<c@d>"]
)
def test_letter_to_no_address_is_refused(write, address):
    with pytest.raises(Refusal) as refused:
        write(address, key="k")

    assert refused.value.code == "bad_address"
    assert Letter.objects.count() == 0


def test_letter_keeps_its_files_with_safe_names(write):
    letter = write(files=[("beslut\r\n.pdf", "application/pdf", b"%PDF")])

    assert list(letter.attachments.values_list("name", "content_type", "content")) == [
        ("beslut .pdf", "application/pdf", b"%PDF")
    ]


@pytest.mark.parametrize("evil", EVIL)
def test_text_in_headers_when_evil_adds_no_header_and_no_recipient(write, evil):
    region = RegionFactory()
    region.name = evil
    letter = write(subject=evil, region=region)

    mail = envelope(letter)
    head = mail.text.split(b"\r\n\r\n")[0].decode()

    names = [line.split(":")[0] for line in head.split("\r\n") if line[0] not in " \t"]
    assert sorted(names) == sorted([*HEADERS, "Content-Transfer-Encoding"])
    assert (mail.sender, mail.recipient) == ("no-reply@localhost", "anna@example.org")


@given(st.text())
def test_one_line_of_any_text_is_one_safe_line(text):
    line = one_line(text, 50)

    assert len(line) <= 50
    assert line.splitlines() in ([], [line])
    assert not any(ord(character) < 32 for character in line)


@given(st.text(min_size=1))
def test_named_address_of_any_name_keeps_the_address(name):
    assert parseaddr(named_address(name, "x <no-reply@example.org>"))[1] == "no-reply@example.org"


def test_mail_sent_by_django_becomes_a_letter_for_each_recipient(settings):
    settings.LANGUAGE_CODE = "sv"
    user = UserFactory(email="anna@example.org", language="da")
    mail = EmailMultiAlternatives(
        "Kod", "123", to=["Anna <Anna@example.org>"], cc=["bo@example.org"], bcc=["bo@example.org"]
    )
    mail.attach_alternative("<p>123</p>", "text/html")
    mail.attach("a.txt", "text", "text/plain")

    mail.send()

    anna, bo = Letter.objects.order_by("to_address")
    assert (anna.to_address, anna.recipient, anna.language, anna.kind) == (
        "anna@example.org",
        user,
        "da",
        "account",
    )
    assert (bo.to_address, bo.recipient, bo.language) == ("bo@example.org", None, "sv")
    assert anna.html.count("<p>123</p>") == 1
    assert anna.attachments.get().content == b"text"


def test_mail_sent_twice_by_django_is_one_letter():
    mail = EmailMessage("Kod", "123", to=["anna@example.org"])

    mail.send()
    mail.send()

    assert Letter.objects.count() == 1


def test_mail_sent_by_django_reaches_no_server_before_a_worker_takes_it(sink):
    send_mail("Kod", "123", None, ["anna@example.org"])

    assert (sink.taken, Letter.objects.get().state) == ([], "ready")
