"""Applying without an account: links, saving, confirming, handing in, withdrawing, erasing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from areas.models import Area
from calls import forgetting
from calls.applying import services
from calls.links import co_token, confirm_token, opened, write_token
from calls.models import Application, ApplicationFile, CoApplicant, SectorConfirmation
from core.refusals import Conflict, Refusal
from outbox.models import Letter
from tests.calls.samples import begun, call, closed, confirmed, filled, handed_in, reread
from tests.factories import world

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def w():
    return world()


@pytest.fixture
def made(w):
    return call(w)


def letters_to(address):
    return Letter.objects.filter(to_address=address).order_by("pk")


# --- beginning


def test_a_stranger_begins_by_address_and_gets_a_link(made, client):
    page = reverse("calls:begin", args=[made.slug])
    sent = client.post(page, {"name": "Siv", "email": "Siv@Example.org", "place_name": "Immeln"})
    assert sent.status_code == 302
    one = Application.objects.get()
    assert (one.contact_email, one.place_name, one.state) == ("siv@example.org", "Immeln", "draft")
    [letter] = letters_to("siv@example.org")
    assert letter.links["link"][:3] == ["calls.write", letter.links["link"][1], one.pk]
    assert write_token(one) not in (letter.text + letter.html)  # the link is made when it leaves
    assert client.get(reverse("calls:write", args=[write_token(one)])).status_code == 200


def test_beginning_again_sends_the_same_link_and_makes_no_second_application(made):
    first = begun(made)
    again = services.begin(call=made, email="SOKANDE@example.org", name="Siv", language="sv")
    assert again.pk == first.pk
    assert Application.objects.count() == 1


def test_few_letters_to_one_address(made):
    for _number in range(services.LETTERS_AN_HOUR):
        begun(made)
    with pytest.raises(Refusal) as refused:
        begun(made)
    assert refused.value.code == "too_many_letters"


def test_a_lost_link_is_asked_for_without_saying_who_has_applied(made, client):
    begun(made)
    page = reverse("calls:link", args=[made.slug])
    known = client.post(page, {"email": "sokande@example.org"})
    unknown = client.post(page, {"email": "ingen@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert not letters_to("ingen@example.org").exists()


def test_somebody_signed_in_goes_on_at_once_and_finds_it_among_the_own(w, made, client):
    user = w.users["outsider"]
    client.force_login(user)
    sent = client.post(reverse("calls:begin", args=[made.slug]), {"name": "O", "email": user.email})
    one = Application.objects.get()
    assert one.account_id == user.pk
    assert sent.url.startswith(reverse("calls:write", args=[write_token(one)]))
    assert write_token(one) in client.get(reverse("calls:mine")).content.decode()


def test_signed_in_with_another_address_the_letter_proves_it(w, made, client):
    client.force_login(w.users["outsider"])
    page = reverse("calls:begin", args=[made.slug])
    sent = client.post(page, {"name": "O", "email": "annan@example.org"})
    assert Application.objects.get().account_id is None
    assert "apply/sent" in sent.url


@pytest.mark.parametrize("when", ["before", "after"])
def test_nobody_begins_outside_the_window(made, when):
    now = timezone.now()
    if when == "before":
        made.opens_at, made.closes_at = now + dt.timedelta(hours=1), now + dt.timedelta(days=1)
    else:
        made.closes_at = now
    with pytest.raises(Refusal) as refused:
        services.begin(call=made, email="a@example.org", name="A", language="sv")
    assert refused.value.code == ("not_open" if when == "before" else "closed")


# --- writing


def test_what_is_written_is_kept_as_one_goes(made, client):
    one = begun(made)
    question = made.questions.first()
    page = reverse("calls:write", args=[write_token(one)])
    sent = client.post(
        page, {"version": one.version, "place_name": "Immeln", f"q{question.pk}": "Hej"},
        headers=JSON,
    )  # fmt: skip
    assert sent.status_code == 200
    fresh = reread(one)
    assert sent.json()["version"] == fresh.version == one.version + 1
    assert (fresh.place_name, fresh.answers) == ("Immeln", {str(question.pk): "Hej"})


def test_two_who_write_the_same_see_both_values(made, client):
    one = begun(made)
    page = reverse("calls:write", args=[write_token(one)])
    client.post(page, {"version": one.version, "place_name": "Immeln"}, headers=JSON)
    late = client.post(page, {"version": one.version, "place_name": "Broby"}, headers=JSON)
    assert late.status_code == 409
    assert late.json()["theirs"]["place_name"] == "Immeln"
    shown = client.post(page, {"version": one.version, "place_name": "Broby"})
    assert "Immeln" in shown.content.decode()
    assert reread(one).place_name == "Immeln"
    with pytest.raises(Conflict):
        services.save(
            application=reread(one), version=1, fields={"place_name": "Broby"}, answers={}
        )


def test_the_place_comes_from_the_register_with_its_figure(w, made, client):
    area = Area.objects.create(
        country="SE", level="locality", name="Immeln", municipality=w.place.municipality,
        population=412, population_year=2023, source="SCB",
    )  # fmt: skip
    one = begun(made)
    page = reverse("calls:place", args=[write_token(one)])
    assert "412" in client.get(page, {"q": "imme"}).content.decode()
    client.post(page, {"area": area.pk})
    fresh = reread(one)
    assert (fresh.area_id, fresh.place_name, fresh.place_kind) == (area.pk, "Immeln", "locality")
    found = {result.key: result for result in services.rules_of(fresh)}
    assert found["population"].state == "met"
    assert found["population"].facts["source"] == "SCB"


def test_a_file_is_checked_by_its_content_and_kept_once(made):
    one = begun(made)
    with pytest.raises(Refusal) as refused:
        services.add_file(application=one, upload=SimpleUploadedFile("brev.pdf", b"no pdf"))
    assert refused.value.code == "file_disguised"
    for _twice in range(2):
        services.add_file(application=one, upload=SimpleUploadedFile("brev.txt", b"Vi vill."))
    assert ApplicationFile.objects.count() == 1
    services.remove_file(file=ApplicationFile.objects.select_related("application").get())
    assert not ApplicationFile.objects.exists()


# --- others


def test_a_co_applicant_writes_by_an_own_link_until_it_ends(made, client):
    one = begun(made)
    co = services.add_co_applicant(application=one, name="Åke", email="ake@example.org")
    page = reverse("calls:write", args=[co_token(co)])
    assert client.get(page).status_code == 200
    services.remove_co_applicant(one=CoApplicant.objects.select_related("application").get())
    assert client.get(page).status_code == 410
    assert letters_to("ake@example.org").count() == 1


def test_three_sectors_are_three_people(made):
    one = begun(made)
    services.ask_sector(application=one, sector="business", person="Bo", email="bo@example.org")
    with pytest.raises(Refusal) as refused:
        services.ask_sector(
            application=reread(one), sector="association", person="Bo", email="b.o+x@example.org"
        )
    assert refused.value.code == "same_person_twice"


def ask(one, sector="business", email="bo@example.org"):
    return services.ask_sector(application=one, sector=sector, person="Bo", email=email)


def test_a_named_person_confirms_with_a_sentence_once(made, client):
    row = ask(filled_in := begun(made, place_name="Immeln"))
    page = reverse("calls:confirm", args=[confirm_token(row)])
    assert "Immeln" in client.get(page).content.decode()
    sent = client.post(page, {"answer": "yes", "sentence": "Butiken är med."})
    assert sent.status_code == 302
    stored = SectorConfirmation.objects.get()
    assert (stored.state, stored.sentence) == ("confirmed", "Butiken är med.")
    again = client.post(page, {"answer": "no", "sentence": "Ångrar mig."})
    assert again.status_code == 409
    assert SectorConfirmation.objects.get().state == "confirmed"
    told = client.get(page, {"language": "en"}).content.decode()
    assert "This link has been used: Bo confirmed" in told
    assert letters_to(filled_in.contact_email).last().subject.startswith("Immeln: Bo")


def test_a_link_used_by_somebody_else_who_is_signed_in_is_refused_clearly(w, made, client):
    row = ask(begun(made))
    client.force_login(w.users["leader"])
    page = reverse("calls:confirm", args=[confirm_token(row)]) + "?language=en"
    assert "This link is for Bo. You are signed in as Leader" in client.get(page).content.decode()
    sent = client.post(page, {"answer": "yes", "sentence": "Ja"})
    assert sent.status_code == 409
    assert SectorConfirmation.objects.get().state == "asked"


def test_the_person_may_be_signed_in_with_the_own_address(w, made, client):
    row = ask(begun(made), email=w.users["leader"].email)
    client.force_login(w.users["leader"])
    page = reverse("calls:confirm", args=[confirm_token(row)])
    client.post(page, {"answer": "no", "sentence": "Vi hinner inte."})
    assert SectorConfirmation.objects.get().state == "declined"


def test_asking_somebody_else_ends_the_link_before(made, client):
    one = begun(made)
    old = confirm_token(ask(one))
    ask(reread(one), email="ny@example.org")
    assert client.get(reverse("calls:confirm", args=[old])).status_code == 410
    assert SectorConfirmation.objects.get().email == "ny@example.org"


def test_a_link_opens_nothing_but_its_own_thing(made, client):
    one, other = begun(made), begun(made, "annan@example.org")
    row = ask(one)
    for route, token in (
        ("write", confirm_token(row)), ("confirm", write_token(one)), ("write", "1-1-xx"),
    ):  # fmt: skip
        assert client.get(reverse(f"calls:{route}", args=[token])).status_code == 404
    kept = services.add_file(application=one, upload=SimpleUploadedFile("a.txt", b"Ett."))
    theirs = reverse("calls:file", args=[write_token(other), kept.pk])
    assert client.get(theirs).status_code == 404
    own = client.get(reverse("calls:file", args=[write_token(one), kept.pk]))
    assert b"".join(own.streaming_content) == b"Ett."
    own.close()


def test_answers_after_the_close_are_refused_with_the_hour(made, client):
    row = ask(begun(made))
    closed(made)
    page = reverse("calls:confirm", args=[confirm_token(row)]) + "?language=en"
    assert "The call closed" in client.get(page).content.decode()
    assert client.post(page, {"answer": "yes", "sentence": "Ja"}).status_code == 409


# --- handing in


def test_rules_and_gaps_are_shown_with_reasons_before_handing_in(w, made, client):
    one = filled(w, made, population=120, answers={})
    page = reverse("calls:hand_in", args=[write_token(one)]) + "?language=en"
    shown = client.get(page).content.decode()
    assert "120 inhabitants in 2023 (SCB). The call asks for 400" in shown
    assert "Business: nobody is asked yet." in shown
    assert "(no answer yet)" in shown
    assert "Hand in the application</button>" not in shown
    with pytest.raises(Refusal) as refused:
        services.hand_in(application=reread(one))
    assert refused.value.code == "not_complete"
    assert len(refused.value.details) == 4 + 2  # questions, population, sectors


def test_handed_in_twice_is_once_with_one_receipt(w, made):
    one = filled(w, made)
    confirmed(one)
    first = services.hand_in(application=reread(one))
    again = services.hand_in(application=reread(one))
    assert first.handed_in_at == again.handed_in_at
    assert first.state == "handed_in"
    assert {one["key"]: one["state"] for one in first.checked} == {
        "population": "met", "kind": "met", "sectors": "met",
    }  # fmt: skip
    receipts = [one for one in letters_to("sokande@example.org") if "receipt" in one.key]
    assert len(receipts) == 1


def test_a_rule_that_warns_does_not_stop(w, made):
    made.rules.filter(key="sectors").update(effect="warn")
    one = services.hand_in(application=reread(filled(w, made)))
    assert [result["state"] for result in one.checked if result["key"] == "sectors"] == ["unknown"]


def test_after_the_close_nothing_is_handed_in_and_the_hour_is_told(w, made):
    one = filled(w, made)
    confirmed(one)
    closed(made)
    with pytest.raises(Refusal) as refused:
        services.hand_in(application=reread(one))
    assert refused.value.code == "closed"
    assert closed(made).closes.strftime("%H") in str(refused.value)


def test_the_last_moment_belongs_to_no_one(w, made):
    assert made.state_at(made.closes_at) == "closed"
    assert made.state_at(made.closes_at - dt.timedelta(microseconds=1)) == "open"


def test_what_is_handed_in_is_opened_again_and_withdrawn(w, made):
    one = handed_in(w, made)
    with pytest.raises(Refusal) as refused:
        services.save(application=one, version=one.version, fields={}, answers={})
    assert refused.value.code == "handed_in"
    assert services.reopen(application=reread(one)).state == "draft"
    services.withdraw(application=reread(one))
    assert reread(one).state == "withdrawn"
    closed(made)
    with pytest.raises(Refusal) as late:
        services.reopen(application=reread(one))
    assert late.value.code == "closed"


# --- erasing


def test_those_who_wrote_it_have_it_erased(w, made, client):
    one = filled(w, made)
    confirmed(one)
    services.add_file(application=one, upload=SimpleUploadedFile("a.txt", b"Ett."))
    token = write_token(one)
    client.post(reverse("calls:erase", args=[token]))
    fresh = reread(one)
    assert (fresh.contact_name, fresh.contact_email, fresh.answers) == ("", "", {})
    assert fresh.place_name == "Hanaskog"
    assert not fresh.files.exists()
    assert not fresh.confirmations.exists()
    assert client.get(reverse("calls:write", args=[token])).status_code == 410


def test_what_was_begun_and_never_handed_in_goes_a_month_after_the_close(w, made):
    begun(made)
    kept = handed_in(w, made, "annan@example.org")
    made.closes_at = timezone.now() - dt.timedelta(days=29)
    made.opens_at = made.closes_at - dt.timedelta(days=9)
    made.save()
    assert forgetting.forget_begun(100) == 0
    made.closes_at -= dt.timedelta(days=2)
    made.save()
    assert forgetting.forget_begun(100) == 1
    assert list(Application.objects.values_list("pk", flat=True)) == [kept.pk]


def test_what_was_not_admitted_is_erased_after_the_months_that_the_call_says(w, made):
    one = handed_in(w, made)
    made.kept_months = 2
    made.closes_at = timezone.now() - dt.timedelta(days=59)
    made.opens_at = made.closes_at - dt.timedelta(days=9)
    made.save()
    assert forgetting.forget_applications(100) == 0
    made.closes_at -= dt.timedelta(days=3)
    made.save()
    assert forgetting.forget_applications(100) == 1
    assert forgetting.forget_applications(100) == 0
    assert reread(one).contact_email == ""


# --- the self-check


def test_a_villager_checks_the_own_place_without_leaving_anything(made, client):
    page = reverse("calls:check", args=[made.slug])
    shown = client.get(page, {"inhabitants": "399", "kind": "locality", "language": "en"})
    assert "399 inhabitants" in shown.content.decode()
    assert "Not met" in shown.content.decode()
    better = client.get(page, {"inhabitants": "400", "kind": "locality", "language": "en"})
    assert "Not met" not in better.content.decode()
    assert not Application.objects.exists()
    assert opened is not None
