"""A spliced mail says exactly what Python's email package builds for the same letter."""

from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from outbox.delivery.smtp import POLICY, build, envelope
from outbox.delivery.splice import SOFT_BREAK, spliced
from outbox.models import Attachment, CampaignText, Letter
from outbox.personal import reading
from outbox.slots import slot

NAME, LINK = slot("name"), slot("answer")
CALENDAR = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//x//y//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:workshop-1@example.org",
        "DTSTAMP:20261122T080000Z",
        "DTSTART:20261201T180000Z",
        "SUMMARY:Stormöte i Näsum, där vi talar om badplatsen och skolan och en",
        "  väg till sjön\\, om någon vill",
        f"DESCRIPTION:Hej {NAME}! {slot('place')}\\nSvara: {LINK}",
        f'ATTENDEE;CN="{NAME}";RSVP=TRUE:mailto:{slot("address")}',
        f"CONTACT;X-WHO={NAME}:{slot('title')}",
        f"URL:{LINK}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
)


def shared(**values):
    usual = {
        "language": "sv",
        "subject": f"Välkommen {NAME} till {slot('title')}",
        "text": f"Hej {NAME}!\n\nVi ses i {slot('place')} \n.\n{LINK}\n{slot('notice')}",
        "html": f'<p>Hej {NAME}! <a href="{LINK}">Svara</a> {slot("place")}</p>\n<p>å</p>',
        "calendar": CALENDAR,
        "calendar_method": "REQUEST",
    }
    return CampaignText(**usual | values)


def letter(**values):
    usual = {
        "pk": 12,
        "campaign_id": 3,
        "kind": "invitation",
        "message_id": "<abc.1@example.org>",
        "to_address": "anna@example.org",
        "from_address": "Region Skåne <no-reply@example.org>",
        "reply_to": "plats@example.org",
        "language": "sv",
        "values": {},
        "links": {"answer": ["workshops.answer", "/a/{token}/", 5, 1]},
    }
    one = Letter(**usual | values)
    one._prefetched_objects_cache = {"attachments": Attachment.objects.none()}
    return one


def mails(one, text):
    """Both mails of a letter, read back: spliced, and built by the email package."""
    quick = spliced(one, text, timezone.now())
    slow = build(one, text).message(policy=POLICY).as_bytes()
    return quick, *(message_from_bytes(raw, policy=policy.default) for raw in (quick, slow))


def headers(mail):
    """All headers that say something: the date is the moment's, boundaries are random.

    Python's email package doubles a space where it folds between two encoded words: blanks are
    compared as one here, and the spliced subject with the letter's own in the test.
    """
    left_out = {"Date", "Content-Type", "Content-Transfer-Encoding"}
    said = ((name, " ".join(str(value).split())) for name, value in mail.items())
    return sorted(pair for pair in said if pair[0] not in left_out)


def parts(mail):
    return [
        (
            part.get_content_type(),
            {name: part.get_param(name) for name in ("charset", "method")},
            part.get_content().replace("\r\n", "\n"),
        )
        for part in mail.walk()
        if not part.is_multipart()
    ]


ANY = st.text(max_size=120) | st.text(alphabet='=\r\n\t .,;:"\\<å𝒳\u2028\x85', max_size=90)


@given(name=ANY, place=ANY, title=ANY, notice=ANY)
@example(name="Anna\rBEGIN:VALARM", place="x\r\nEND:VEVENT\r\nBEGIN:VEVENT", title="", notice="")
@example(name='"x":mailto:evil@example.org', place="=?utf-8?q?=0A?=", title="a" * 300, notice=" ")
@example(name="http://evil.example", place="--=_", title="\r\nBcc: x@example.org", notice="\n\n.\n")
@example(name="é" * 80, place=" " * 80, title="\ud800\x00", notice="trailing \nspace ")
def test_spliced_mail_says_what_the_email_package_would_build(name, place, title, notice):
    values = {"name": name, "place": place, "title": title, "notice": notice}
    one = letter(values=values)

    raw, quick, slow = mails(one, shared())

    assert quick.defects == []
    assert headers(quick) == headers(slow)
    assert parts(quick) == parts(slow)
    assert quick["Subject"] == reading(one, links=True, shared=shared()).subject
    assert quick["To"].addresses[0].addr_spec == "anna@example.org"
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 76
    assert b"\n" not in raw.replace(b"\r\n", b"")
    entry = Calendar.from_ical(parts(quick)[2][2])
    (event,) = entry.walk("VEVENT")
    assert entry.walk("VALARM") == []
    assert str(event["ATTENDEE"]) == "mailto:anna@example.org"
    assert sorted(event) == [
        "ATTENDEE", "CONTACT", "DESCRIPTION", "DTSTAMP", "DTSTART", "SUMMARY", "UID", "URL",
    ]  # fmt: skip


@given(ANY)
def test_lines_of_the_calendar_entry_are_short_for_any_name(name):
    _raw, quick, _slow = mails(letter(values={"name": name}), shared())

    lines = parts(quick)[2][2].split("\n")
    assert max(len(line.encode()) for line in lines) <= 75


@given(text=ANY, html=ANY, subject=ANY)
def test_any_shared_text_arrives_as_it_was_written(text, html, subject):
    """The shared text comes from people too; slots at its edges and none at all."""
    written = shared(
        text=f"{text}{NAME}".replace("\x00", "") if len(text) % 2 else f"{NAME}{text}x",
        html=html.encode(errors="ignore").decode(),
        subject="x" + "".join(subject.split()).encode(errors="ignore").decode(),
        calendar="",
    )
    written.text = written.text.encode(errors="ignore").decode()

    _raw, quick, slow = mails(letter(values={"name": "Åsa"}), written)

    assert headers(quick) == headers(slow)
    assert parts(quick) == parts(slow)


def test_one_click_headers_and_signed_return_address(settings):
    settings.MAIL_RETURN = "bounces@example.org"

    mail = envelope(letter(), shared())

    read = message_from_bytes(mail.text, policy=policy.default)
    assert read["List-Unsubscribe"].startswith("<http://localhost:8000/letters/stop/c-1-")
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.sender.startswith("bounces+c-")
    assert mail.recipient == "anna@example.org"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (None, "anna@example.org"),
        ("A text of its own {link}", "anna@example.org"),
        (None, "asa.o'brien@example.org"),
    ],
)
def test_one_click_address_stands_unencoded_on_its_line(settings, text, address):
    """RFC 2047 forbids encoded words there; mail programs find no address in them."""
    settings.SITE_URL = "https://plats.a-long-name-of-a-region.example.org"

    mail = envelope(letter(text=text or "", to_address=address), shared()).text

    head = mail.partition(b"\r\n\r\n")[0].split(b"\r\n")
    (line,) = [one for one in head if one.startswith(b"List-Unsubscribe: ")]
    assert line.startswith(b"List-Unsubscribe: <https://plats.a-long-name-of-a-region.example.org/")
    assert line.endswith(b"/>")
    assert len(line) > 78


def test_comparison_can_fail():
    """A letter spliced with another's values differs: the property above is no empty one."""
    _raw, quick, _slow = mails(letter(values={"name": "Anna"}), shared())
    _raw, _quick, slow = mails(letter(values={"name": "Bo"}), shared())

    assert headers(quick) != headers(slow)
    assert parts(quick) != parts(slow)


@pytest.mark.parametrize("address", ["åsa@example.org", '"a b"@example.org', "a@exämple.org"])
def test_address_out_of_the_ordinary_is_left_to_the_email_package(address):
    assert spliced(letter(to_address=address), shared(), timezone.now()) is None


def test_values_stand_between_soft_line_breaks():
    raw = spliced(letter(values={"name": "Anna"}), shared(), timezone.now())

    assert b"Hej=20" + SOFT_BREAK + b"Anna" + SOFT_BREAK + b"!" in raw
