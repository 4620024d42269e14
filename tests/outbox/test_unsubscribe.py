import hashlib
import re

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse

from core import tokens
from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from outbox.blocks.services import STOPS, block, is_suppressed, suppress, unblock
from outbox.models import (
    Bounce,
    Campaign,
    FirstLetter,
    Letter,
    LetterKind,
    Suppression,
    SuppressionReason,
)
from outbox.personal import UNSUBSCRIBE_PURPOSE, personal_values
from tests.factories import world
from tests.outbox.sendings import sending

pytestmark = pytest.mark.django_db

SCANNERS = ("BarracudaCentral", "Microsoft Office/16.0", "Mozilla/5.0 GoogleImageProxy")


@pytest.fixture
def here():
    return world()


@pytest.fixture
def letter(here):
    return sending(here, 1).letters.get()


def link(letter):
    return reverse("outbox:unsubscribe", args=[tokens.token(UNSUBSCRIBE_PURPOSE, letter.pk)])


def rows():
    return list(Suppression.objects.values_list("region", "address", "reason"))


def fingerprint():
    """A hash of all that a link could change."""
    models = (Letter, Campaign, Suppression, FirstLetter, Bounce, AuditEvent)
    stored = [serializers.serialize("json", model.objects.order_by("pk")) for model in models]
    return hashlib.sha256("".join(stored).encode()).hexdigest()


def test_link_in_the_letter_is_the_page(letter, settings):
    assert personal_values(letter)["unsubscribe"] == settings.SITE_URL + link(letter)


def test_scanners_that_open_every_link_twice_change_nothing(client, letter):
    before = fingerprint()
    addresses = re.findall(r"https?://[^\s]+", " ".join(personal_values(letter).values()))
    ours = [one for one in addresses if "/letters/stop/" in one]

    for address in ours * 2:
        path = address.partition("//")[2].partition("/")[2]
        for agent in SCANNERS:
            headers = {"User-Agent": agent}
            assert client.get(f"/{path}", headers=headers).status_code == 200
            assert client.head(f"/{path}", headers=headers).status_code == 200

    assert (len(ours), fingerprint()) == (1, before)


def test_button_stops_invitations_and_undo_takes_it_back(client, here, letter):
    client.post(link(letter), follow=True)
    stopped = rows()
    page = client.get(link(letter)).content.decode()
    client.post(link(letter), {"act": "resume"})

    assert stopped == [(here.region.pk, "gast1@example.org", "unsubscribed")]
    assert 'value="resume"' in page
    assert rows() == []
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "suppression.unsubscribed",
        "suppression.resumed",
    ]


def test_one_click_of_a_mail_program_needs_no_token_of_a_form(here, letter):
    strict = Client(enforce_csrf_checks=True)

    answers = [strict.post(link(letter), {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    # RFC 8058 section 3.1: not sent on to another address.
    assert [answer.status_code for answer in answers] == [200, 200]
    assert rows() == [(here.region.pk, "gast1@example.org", "unsubscribed")]
    assert not answers[0].cookies.get("sessionid")


def test_page_is_in_the_letters_language_and_keeps_its_address_to_itself(client, letter):
    Letter.objects.update(language="da")

    page = client.get(link(letter))

    assert '<html lang="da"' in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("act", ["get", "post"])
def test_wrong_token_is_not_found_and_changes_nothing(client, letter, act):
    good = tokens.token(UNSUBSCRIBE_PURPOSE, letter.pk)
    wrong = [
        tokens.token("workshops.answer", letter.pk),
        tokens.token(UNSUBSCRIBE_PURPOSE, letter.pk + 1),
        tokens.token(UNSUBSCRIBE_PURPOSE, letter.pk, 2),
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.upper(),
        "x",
        "-1-a",
    ]

    statuses = {
        getattr(client, act)(reverse("outbox:unsubscribe", args=[one])).status_code for one in wrong
    }

    assert (statuses, rows()) == ({404}, [])


def test_block_for_another_reason_is_not_undone_by_the_reader(client, here, letter):
    suppress(address="gast1@example.org", region=here.region, reason=SuppressionReason.COMPLAINED)

    client.post(link(letter))
    page = client.get(link(letter)).content.decode()
    client.post(link(letter), {"act": "resume"})

    assert 'value="resume"' not in page
    assert rows() == [(here.region.pk, "gast1@example.org", "complained")]


@pytest.mark.parametrize(
    ("reason", "stopped"),
    [
        ("unsubscribed", {"invitation", "reminder", "minutes", "feedback"}),
        ("complained", set(LetterKind) - {"account"}),
        ("by_hand", set(LetterKind) - {"account"}),
        ("bounced", set(LetterKind)),
    ],
)
def test_reason_stops_its_kinds_of_letters(here, reason, stopped):
    region = None if reason == "bounced" else here.region
    suppress(address="Anna@Example.org", region=region, reason=reason)

    found = {
        kind
        for kind in LetterKind
        if is_suppressed(["ANNA@exam\u00adple.org\u200b", "bo@example.org"], here.region, kind)
        == {"ANNA@exam\u00adple.org\u200b": reason}
    }

    assert found == stopped
    assert set(STOPS) == set(SuppressionReason)


def test_block_of_one_region_holds_for_no_other_and_not_for_the_platform(here):
    suppress(address="anna@example.org", region=here.region, reason=SuppressionReason.BY_HAND)

    for region in (here.other_region, None):
        assert is_suppressed(["anna@example.org"], region, LetterKind.INVITATION) == {}


def test_many_addresses_are_asked_for_in_few_questions(here, django_assert_num_queries):
    suppress(address="p9999@example.org", region=None, reason=SuppressionReason.BOUNCED)
    many = [f"p{number}@example.org" for number in range(10_000)]

    with django_assert_num_queries(4):
        found = is_suppressed(many, here.region, LetterKind.INVITATION)

    assert found == {"p9999@example.org": SuppressionReason.BOUNCED}


def test_weaker_reason_leaves_the_stronger_one(here):
    for reason in ("unsubscribed", "complained", "unsubscribed"):
        row = suppress(address="anna@example.org", region=here.region, reason=reason)

    assert (row.reason, Suppression.objects.count()) == ("complained", 1)


@pytest.mark.parametrize(
    ("address", "why", "code"),
    [
        ("no address", "asked", "bad_address"),
        ("a@example.org\nBcc: b@example.org", "asked", "bad_address"),
        ("anna@example.org", "  ", "needs_reason"),
        ("Bo@example.org", "asked", "already_blocked"),
    ],
)
def test_blocking_by_hand_is_refused_with_its_reason(here, address, why, code):
    block(region=here.region, address="bo@example.org", why="asked", by=here.admin)

    with pytest.raises(Refusal) as refused:
        block(region=here.region, address=address, why=why, by=here.admin)

    assert refused.value.code == code


def test_blocking_and_lifting_are_for_those_who_run_the_region(here):
    row = block(region=here.region, address="bo@example.org", why="asked", by=here.manager)

    for stranger in (here.coach, here.leader, here.other_admin):
        with pytest.raises(NotAllowed):
            block(region=here.region, address="c@example.org", why="asked", by=stranger)
        with pytest.raises(NotAllowed):
            unblock(row, why="asked", by=stranger)
    with pytest.raises(Refusal):
        unblock(row, why="because", by=here.admin)
    unblock(row, why="asked", by=here.admin)

    assert rows() == []


def test_bounce_is_shown_where_it_stands_in_the_way(here, letter):
    own = suppress(address="gast1@example.org", region=None, reason=SuppressionReason.BOUNCED)
    suppress(address="other@example.org", region=None, reason=SuppressionReason.BOUNCED)
    suppress(address="x@example.org", region=here.other_region, reason=SuppressionReason.BY_HAND)

    seen = {
        who: Suppression.objects.visible_to(getattr(here, who)).count()
        for who in ("admin", "manager", "other_admin", "leader", "operator")
    }

    assert seen == {"admin": 1, "manager": 1, "other_admin": 1, "leader": 0, "operator": 2}
    assert list(Suppression.objects.visible_to(here.admin)) == [own]


def test_pages_of_blocked_addresses(client, here):
    client.force_login(here.admin)
    empty = client.get(reverse("outbox:suppressions"))
    wrong = client.post(reverse("outbox:block"), {"address": "x", "why": "?"})
    client.post(
        reverse("outbox:block"),
        {"region": here.region.pk, "address": "Bo@example.org", "why": "asked by phone"},
    )
    row = Suppression.objects.get()
    listed = client.get(reverse("outbox:suppressions"), {"q": "bo@", "reason": "by_hand"})
    asked = client.post(reverse("outbox:unblock", args=[row.pk]), {})
    client.post(reverse("outbox:unblock", args=[row.pk]), {"why": "mistake"})

    assert [answer.status_code for answer in (empty, wrong, listed, asked)] == [200, 422, 200, 422]
    assert (row.address, row.detail, row.created_by) == (
        "bo@example.org", "asked by phone", here.admin,
    )  # fmt: skip
    assert "asked by phone" in listed.content.decode()
    assert rows() == []


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_blocked_addresses_asks_the_same_for_any_number(
    client, here, number, django_assert_num_queries
):
    for one in range(number):
        block(region=here.region, address=f"p{one}@example.org", why="asked", by=here.admin)
    client.force_login(here.admin)
    client.get(reverse("outbox:suppressions"))

    # Session, user, count, rows with their regions and people, regions for the menu.
    with django_assert_num_queries(7):
        client.get(reverse("outbox:suppressions"))
