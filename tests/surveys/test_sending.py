"""Recipients and letters: lists of one's own, quotas, undo, reminders, rates that tell nobody."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import ProgrammePost, ProgrammeRole
from places.models import Participation
from programmes.models import Programme
from reminders.kinds import Search
from surveys.answering.seats import by_person, done, personal_token
from surveys.answering.services import begin
from surveys.answering.services import send as send_answers
from surveys.models import MailingRole, Recipient, RecipientList
from surveys.reminding import unanswered
from surveys.sending import services
from surveys.sending.rates import LEAST, _hidden, rates_of
from tests.factories import MunicipalityFactory, UserFactory, world
from tests.surveys.samples import question, recipient, survey

pytestmark = pytest.mark.django_db
WORDS = {"subject": "{survey}", "body": "Hej {name}, svara senast {until}."}


@pytest.fixture
def w():
    return world()


def coordinator(w, municipality):
    user = UserFactory()
    ProgrammeRole.objects.create(
        user=user, programme=w.programme, role=ProgrammePost.COORDINATOR,
        municipality=municipality, starts_on=dt.date(2025, 1, 1),
    )  # fmt: skip
    return user


def answer(one):
    seat = by_person(personal_token(one))
    begin(seat=seat, language="sv", group=None, municipality=None)
    send_answers(seat=seat, language="sv")


def sent(rows, by, role=MailingRole.INVITATION, **more):
    return services.send(
        recipient_list=rows, by=by, key=more.pop("key", uuid.uuid4()), role=role, **WORDS | more
    )


def test_a_manager_makes_a_list_sends_undoes_and_sends_again(w, client):
    client.force_login(w.users["manager"])
    made = survey(w, groups=1)
    question(made)
    lists = reverse("surveys:recipients", args=[made.pk])
    assert client.post(lists, {"name": "Alla"}).status_code == 302
    rows = RecipientList.objects.get()
    url = reverse("surveys:list", args=[made.pk, rows.pk])
    broken = {"text": "Anna <anna@example.org>\nBo bo@\nEva;eva@example.org"}
    assert client.post(url, broken).status_code == 409
    assert not Recipient.objects.exists()
    assert client.post(url, broken | {"leave_out": "on"}).status_code == 302
    assert {one.email for one in Recipient.objects.all()} == {
        "anna@example.org", "eva@example.org",
    }  # fmt: skip
    invitation = reverse("surveys:invitation", args=[made.pk])
    form = client.get(invitation).context["form"]
    data = {
        "recipient_list": rows.pk, "role": "invitation", "key": form["key"].value(), **WORDS,
    }  # fmt: skip
    preview = client.post(reverse("surveys:letter_preview", args=[made.pk]), data)
    assert preview.status_code == 200
    assert "Hej" in preview.content.decode()
    for _double_click in range(2):
        assert client.post(invitation, data).status_code == 302
    letters = Letter.objects.filter(campaign__survey_mailing__survey=made)
    assert letters.count() == 2
    mailing = made.mailings.get()
    undo = reverse("surveys:undo", args=[made.pk, mailing.pk])
    assert client.post(undo).status_code == 302
    assert not Recipient.objects.filter(invited_at__isnull=False).exists()
    assert client.post(invitation, data | {"key": uuid.uuid4()}).status_code == 302
    assert Recipient.objects.filter(invited_at__isnull=False).count() == 2
    assert client.post(invitation, data | {"key": uuid.uuid4()}).status_code == 409  # nobody
    assert client.get(invitation).status_code == 200
    assert client.get(reverse("surveys:answers", args=[made.pk])).status_code == 200


def test_a_coordinator_sees_and_writes_to_the_own_list_alone(w, client):
    here, there = MunicipalityFactory(), MunicipalityFactory()
    anna, bo = coordinator(w, here), coordinator(w, there)
    made = survey(w, groups=1)
    question(made)
    own = services.add_list(survey=made, by=anna, name="Annas", own=False, municipality=here)
    assert own.owner == anna  # whatever was asked for
    with pytest.raises(Refusal) as refused:
        services.add_list(survey=made, by=anna, name="Fel", own=True, municipality=there)
    assert refused.value.code == "not_your_municipality"
    services.add_recipients(recipient_list=own, by=anna, people=[{"email": "hemlig@example.org"}])
    shared = services.add_list(
        survey=made, by=w.users["manager"], name="Alla", own=False, municipality=None
    )
    recipient(made, 5, recipient_list=shared, invited=False)
    url = reverse("surveys:list", args=[made.pk, own.pk])
    for user, pages in ((bo, 404), (w.users["manager"], 404), (anna, 200)):
        client.force_login(user)
        assert client.get(url).status_code == pages
        seen = client.get(reverse("surveys:recipients", args=[made.pk])).content.decode()
        assert "hemlig@example.org" not in seen
        assert ("Annas" in seen) == (user is not bo)
        letter = client.get(reverse("surveys:invitation", args=[made.pk]))
        values = {str(one.pk) for one in letter.context["form"].fields["recipient_list"].queryset}
        assert (str(own.pk) in values) == (user is anna)
        assert (str(shared.pk) in values) == (user == w.users["manager"])
    for by in (bo, w.users["manager"]):
        with pytest.raises(NotAllowed):
            sent(own, by)
        with pytest.raises(NotAllowed):
            services.add_recipients(recipient_list=own, by=by, people=[{"email": "x@example.org"}])
    with pytest.raises(NotAllowed):
        sent(shared, anna)
    sent(own, anna)
    letter = Letter.objects.get(to_address="hemlig@example.org")
    assert letter.kept_for_id == anna.pk
    assert not Letter.objects.visible_to(w.users["manager"]).filter(pk=letter.pk).exists()


def test_reminders_go_to_those_who_lack_and_to_nobody_who_has_answered(w):
    by = w.users["manager"]
    made = survey(w, groups=1)
    question(made)
    people = [recipient(made, number) for number in range(6)]
    recipient(made, 7, invited=False)
    for one in people[:2]:
        answer(one)
    mailing = sent(people[0].recipient_list, by, MailingRole.REMINDER)
    written = set(mailing.outbox.letters.values_list("to_address", flat=True))
    assert written == {one.email for one in people[2:]}
    for one in people[2:]:
        answer(one)
    with pytest.raises(Refusal) as refused:
        sent(people[0].recipient_list, by, MailingRole.REMINDER)
    assert refused.value.code == "nobody"
    assert done(made, [one.pk for one in people]) == {one.pk for one in people}


def test_the_clock_tells_who_sent_that_some_have_not_answered(w):
    here = MunicipalityFactory()
    anna = coordinator(w, here)
    made = survey(w, groups=1)
    question(made)
    rows = services.add_list(survey=made, by=anna, name="Annas", own=True, municipality=here)
    services.add_recipients(
        recipient_list=rows, by=anna, people=[{"email": f"p{n}@example.org"} for n in range(3)]
    )
    today = timezone.localdate()

    def causes(day):
        search = Search(Participation.objects.all(), Programme.objects.all(), day, day)
        return [one for one in unanswered(search) if one.on <= day]

    assert causes(today) == []
    sent(rows, anna)
    later = today + dt.timedelta(days=10)
    (cause,) = causes(later)
    assert cause.address == anna.email
    assert "3" in cause.words(later)
    for one in Recipient.objects.all():
        answer(one)
    assert causes(later) == []


def test_letters_leave_on_the_first_morning_and_big_ones_wait(w):
    by = w.users["manager"]
    first = timezone.localdate() + dt.timedelta(days=3)
    made = survey(w, groups=1, opens_on=first, closes_on=first + dt.timedelta(days=9))
    question(made)
    people = [recipient(made, number, invited=False) for number in range(30)]
    mailing = sent(people[0].recipient_list, by)
    assert timezone.localtime(mailing.outbox.not_before).date() == first
    assert mailing.outbox.needs_approval
    with pytest.raises(Refusal):
        services.approve(mailing=mailing, by=by)
    services.approve(mailing=mailing, by=w.users["admin"])


def test_words_are_checked_and_strange_links_refused(w):
    by = w.users["manager"]
    made = survey(w, groups=1)
    question(made)
    rows = recipient(made, 1, invited=False).recipient_list
    for more, code in (
        ({"subject": " "}, "no_subject"),
        ({"body": ""}, "no_body"),
        ({"body": "Hej {nmae}"}, "unknown_placeholder"),
        ({"body": "Se https://evil.example/x"}, "foreign_link"),
    ):
        with pytest.raises(Refusal) as refused:
            sent(rows, by, **more)
        assert refused.value.code == code
    made.state = "draft"
    made.save()
    with pytest.raises(Refusal):
        sent(rows, by)


def test_rates_say_nothing_of_fewer_than_five(w):
    by = w.users["manager"]
    here, there = MunicipalityFactory(name="A"), MunicipalityFactory(name="B")
    made = survey(w, groups=2)
    question(made)
    first, second = made.groups.all()
    lists = {
        one: RecipientList.objects.create(survey=made, name=one.name, municipality=one)
        for one in (here, there)
    }
    number = 0
    for rows, group, count in ((here, first, 6), (here, second, 1), (there, first, 7),
                               (there, second, 8)):  # fmt: skip
        for _n in range(count):
            number += 1
            one = recipient(made, number, recipient_list=lists[rows], group=group)
            if number % 2:
                answer(one)
    rates = rates_of(made, by)
    table = {name: ([rate.answered for rate in cells], sum_.answered)
             for name, cells, sum_ in rates.rows}  # fmt: skip
    # One of one would tell; with the next smallest hidden too, no sum gives it away.
    assert table["A"] == ([None, None], None)
    assert table["B"][0][0] is not None
    assert rates.total.answered is not None
    assert rates.sums[0].answered is None
    assert rates.sums[1].answered is None
    assert rates.rows[0][1][1].asked == 1
    anna = coordinator(w, there)
    assert [name for name, _cells, _sum in rates_of(made, anna).rows] == ["B"]


def test_no_reckoning_gives_a_hidden_rate_away():
    """Whatever the sizes: what is hidden together is of five or none."""
    for sizes in product((0, 1, 4, 5, 9), repeat=4):
        asked = {(f"m{n // 2}", n % 2): size for n, size in enumerate(sizes)}
        hidden = _hidden(asked)
        total = sum(asked[cell] for cell in hidden)
        assert (
            total == 0
            or total >= LEAST
            or all(cell in hidden for cell, size in asked.items() if size)
        )
        assert all(cell in hidden for cell, size in asked.items() if 0 < size < LEAST)


def test_pages_of_sending_ask_as_much_for_many_as_for_few(w, client):
    client.force_login(w.users["manager"])
    made = survey(w, groups=1)
    question(made)
    few = [recipient(made, number) for number in range(2)]
    rows = few[0].recipient_list
    sent(rows, w.users["manager"], MailingRole.REMINDER)
    urls = [reverse(f"surveys:{name}", args=[made.pk]) for name in ("recipients", "answers")]
    urls += [reverse("surveys:list", args=[made.pk, rows.pk])]
    urls += [reverse("surveys:invitation", args=[made.pk])]

    def costs():
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    before = costs()
    for number in range(3, 40):
        recipient(made, number)
    assert costs() == before
    assert max(before) <= 14, before
