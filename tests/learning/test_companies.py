"""Companies of a programme: the list, talks, own links, words taken back, needs by theme."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from learning.companies import aggregate, importing, interests, inviting, pages, services
from learning.companies.letters import own_token
from learning.models import Company, CompanyImport, Interview
from outbox.models import Letter
from tests.factories import World, world
from themes.models import Theme, Voice
from workshops.models import Invitation, Need
from workshops.planning.services import follow_up, plan_workshop
from workshops.series.needs import save_study

pytestmark = pytest.mark.django_db
EVA = {"name": "Eva Exempel", "email": "eva@example.org", "phone": "070-1"}


@pytest.fixture
def w() -> World:
    found = world()
    save_study(programme=found.programme, by=found.manager, question="What?", wanted=10)
    return found


def add(w: World, name: str = "Exempelbygg AB", **more) -> Company:
    person = more.pop("person", EVA | {"email": f"{len(name)}-{name[:3].lower()}@example.org"})
    return services.add_company(
        programme=w.programme, by=w.manager, name=name, person=person, **more
    )


def need(text: str = "Somebody who holds it together", **more) -> dict:
    return {"text": text, "theme": "Leadership", "level": 5, "quote": "", "may_quote": False} | more


def told(w: World, company: Company, *needs: dict) -> Interview:
    talk = services.begin_interview(company=company, by=w.manager)
    return services.save_interview(
        interview=talk, by=w.manager, version=talk.version, needs=list(needs)
    )


def progress(company: Company) -> Company:
    return Company.objects.with_progress().get(pk=company.pk)


def test_a_company_and_its_person_are_added_in_one_form(w: World, client) -> None:
    client.force_login(w.manager)
    url = reverse("learning:company_add", args=[w.programme.pk])
    sent = {
        "name": "Exempelbygg AB", "branch": "F", "size": "10", "person_name": "Eva Exempel",
        "email": "eva@example.org",
    }  # fmt: skip
    answer = client.post(url, sent)
    made = Company.objects.get()
    assert answer.url == reverse("learning:company", args=[made.pk])
    assert (made.organisation.sector, made.contact.name) == ("business", "Eva Exempel")
    assert made.contact.organisation == made.organisation
    again = client.post(url, sent)
    assert again.status_code == 409
    assert Company.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"person": {"name": "", "email": "a@example.org"}}, "no_name"),
        ({"person": {"name": "Eva", "email": "a@b"}}, "bad_address"),
        ({"asked_on": "tomorrow"}, "date_in_future"),
        ({"joins_on": "today", "declined_on": "today"}, "both"),
    ],
)
def test_what_cannot_be_is_refused(w: World, facts, code) -> None:
    today = timezone.localdate()
    days = {"today": today, "tomorrow": today + dt.timedelta(days=1)}
    facts = {key: days.get(value, value) if isinstance(value, str) else value
             for key, value in facts.items()}  # fmt: skip
    with pytest.raises(Refusal) as refused:
        add(w, **facts)
    assert refused.value.code == code


def test_nobody_but_those_who_run_the_programme_keeps_its_companies(w: World) -> None:
    for user in (w.leader, w.coach, w.other_manager):
        with pytest.raises(NotAllowed):
            services.add_company(programme=w.programme, by=user, name="X", person={})


def test_how_far_a_company_is_follows_from_talk_guest_list_and_door(w: World) -> None:
    company = add(w)
    assert progress(company).state == "new"
    company.asked_on = timezone.localdate()
    company.save()
    assert progress(company).state == "asked"
    told(w, company, need())
    assert progress(company).state == "heard"
    meeting = plan_workshop(
        programme=w.programme, by=w.manager, kind="companies", title="Common interests",
        starts_at=timezone.now() + dt.timedelta(days=9), hall="Hall",
    )  # fmt: skip
    added = inviting.invite(workshop=meeting, by=w.manager, companies=[company])
    assert added.new == 1
    assert progress(company).state == "heard"  # on the list, but nobody has written yet
    Invitation.objects.update(invited_at=timezone.now())
    assert progress(company).state == "invited"
    Invitation.objects.update(attended_persons=1, attended_at=timezone.now())
    assert progress(company).state == "came"


def test_the_counter_names_who_is_missing_and_what_to_do(w: World) -> None:
    heard, asked = add(w, "Aexempel"), add(w, "Bexempel", asked_on=timezone.localdate())
    add(w, "Cexempel", person={})
    told(w, heard, need(), need("Another", theme="Energy"))
    found = pages.counter(w.programme)
    assert found is not None
    assert (found.heard, found.wanted, found.left, found.unlisted) == (1, 10, 9, 7)
    assert [str(one.company) for one in found.missing] == ["Bexempel", "Cexempel"]
    assert found.missing[0].company == asked
    assert "interview" in found.missing[0].text
    assert found.missing[1].text == "Find out whom to ask"


def test_the_pages_ask_as_much_for_three_companies_as_for_one(
    w: World, client, django_assert_max_num_queries
) -> None:
    for name in ("Aexempel", "Bexempel", "Cexempel"):
        company = add(w, name)
        told(w, company, need())
    client.force_login(w.manager)
    for url, most in (
        (reverse("learning:companies", args=[w.programme.pk]), 12),
        (reverse("learning:needs_by_theme", args=[w.programme.pk]), 10),
        (reverse("learning:company", args=[company.pk]), 12),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_the_list_is_filtered_and_leaves_as_a_workbook(w: World, client) -> None:
    heard = add(w, "Aexempel", branch="F")
    add(w, "Bexempel", branch="I")
    told(w, heard, need())
    client.force_login(w.manager)
    page = client.get(reverse("learning:companies", args=[w.programme.pk]) + "?state=heard")
    assert [str(one) for one in page.context["listing"].rows] == ["Aexempel"]
    file = client.get(reverse("learning:companies_xlsx", args=[w.programme.pk]) + "?branch=I")
    rows = list(load_workbook(io.BytesIO(file.content)).active.values)
    assert [row[0] for row in rows if row[0] in ("Aexempel", "Bexempel")] == ["Bexempel"]


# --- a list brought in


def brought(w: World, text: str, **more) -> CompanyImport:
    kept = CompanyImport(programme=w.programme, **more)
    return importing.IMPORTER.upload(
        kept=kept, file_name="list.csv", content=text.encode(), by=w.manager
    )


def test_a_list_is_judged_row_by_row_and_stored_when_confirmed(w: World) -> None:
    kept = brought(
        w,
        "Företag;Kontaktperson;E-post;Bransch;Anställda\n"
        "Exempelbygg;Eva Exempel;eva@example.org;F;10\n"
        "Exempelhotell;;mail;I;50\n"
        "Exempelbygg;;;F;10\n",
    )
    plan = importing.IMPORTER.plan_of(kept)
    assert [(fault.row, fault.column) for fault in plan.faults] == [
        (3, "person"), (3, "email"), (4, "name"),
    ]  # fmt: skip
    importing.IMPORTER.confirm(kept=kept, by=w.manager, only_fitting=True)
    made = Company.objects.get()
    assert (str(made), made.branch, made.size) == ("Exempelbygg", "F", "10")
    assert made.contact.email == "eva@example.org"
    assert kept.made == 1


def test_a_list_changes_what_is_there_only_where_asked(w: World) -> None:
    add(w, "Exempelbygg", person=EVA)
    row = "Företag;Kontaktperson;Telefon;Bransch\nexempelbygg;Eva Exempel;070-99;F\n"
    assert importing.IMPORTER.plan_of(brought(w, row)).counts["there"] == 1
    kept = brought(w, row, update_existing=True)
    importing.IMPORTER.confirm(kept=kept, by=w.manager)
    company = Company.objects.get()
    assert (company.branch, company.contact.phone, company.contact.email) == (
        "F", "070-99", "eva@example.org",
    )  # fmt: skip


# --- talks


def test_a_talk_is_kept_in_parts_and_each_row_is_one_need(w: World) -> None:
    company = add(w)
    talk = told(w, company, need("Some"))
    talk = services.save_interview(
        interview=talk, by=w.manager, version=talk.version, next_step="Ring in May",
        needs=[need("Somebody who sees the whole"), need("", theme=""), need("Wood", theme="Wood")],
    )  # fmt: skip
    texts = list(Need.objects.order_by("pk").values_list("text", flat=True))
    assert texts == ["Somebody who sees the whole", "Wood"]
    talk = services.save_interview(
        interview=talk, by=w.manager, version=talk.version, needs=[need("", theme="")]
    )
    assert [one.text for one in Need.objects.all()] == ["Wood"]
    assert talk.next_step == "Ring in May"


def test_two_who_write_in_one_talk_lose_nothing(w: World) -> None:
    talk = told(w, add(w), need())
    services.save_interview(
        interview=talk, by=w.manager, version=talk.version, needs=[need()], next_step="One"
    )
    with pytest.raises(Conflict) as conflict:
        services.save_interview(
            interview=talk, by=w.admin, version=talk.version, needs=[need()], next_step="Two"
        )
    assert (conflict.value.theirs["next_step"], conflict.value.yours["next_step"]) == ("One", "Two")


def test_a_talk_saves_itself_from_the_page(w: World, client) -> None:
    talk = services.begin_interview(company=add(w), by=w.manager)
    assert services.begin_interview(company=talk.company, by=w.manager) == talk
    client.force_login(w.manager)
    url = reverse("learning:interview", args=[talk.company_id, talk.pk])
    sent = {
        "version": "1", "held_on": timezone.localdate().isoformat(), "needs-TOTAL_FORMS": "2",
        "needs-INITIAL_FORMS": "0", "needs-0-text": "A bridge", "needs-0-level": "4",
        "needs-0-quote": "We stand alone", "needs-0-may_quote": "on",
    }  # fmt: skip
    answer = client.post(url, sent, headers={"accept": "application/json"})
    assert answer.json()["version"] == 2
    kept = Need.objects.get()
    assert (kept.text, kept.level, kept.quote, kept.may_quote) == (
        "A bridge", 4, "We stand alone", True,
    )  # fmt: skip
    again = client.post(url, sent | {"version": "2"})  # the button, after what saved itself
    assert again.status_code == 302
    assert Need.objects.get() == kept
    late = client.post(url, sent | {"next_step": "x"}, headers={"accept": "application/json"})
    assert late.status_code == 409


# --- the company's own link


def post_own(client, token: str, text: str, version: int = 1):
    return client.post(
        reverse("learning:own", args=[token]),
        {
            "version": version, "needs-TOTAL_FORMS": "1", "needs-INITIAL_FORMS": "0",
            "needs-0-text": text, "needs-0-theme": "Wood", "needs-0-level": "5",
        },
    )  # fmt: skip


def test_a_company_writes_its_needs_by_its_own_link(w: World, client) -> None:
    company = services.send_link(company=add(w), by=w.manager)
    assert Letter.objects.get().to_address == company.contact.email
    assert company.asked_on == timezone.localdate()
    token = own_token(company)
    assert client.get(reverse("learning:own", args=[token])).status_code == 200
    assert post_own(client, token, "Carpenters").status_code == 302
    kept = Need.objects.get()
    assert (kept.text, kept.organisation, kept.level) == ("Carpenters", company.organisation, 5)
    assert Interview.objects.get().self_told
    assert post_own(client, token, "More carpenters", version=2).status_code == 302
    assert [one.text for one in Need.objects.all()] == ["More carpenters"]


def test_a_link_opens_one_company_and_ends(w: World, client) -> None:
    company = services.send_link(company=add(w), by=w.manager)
    other = services.send_link(company=add(w, "Otherexempel"), by=w.manager)
    first = own_token(company)
    forged = own_token(other).rpartition("-")[2]
    assert client.get(reverse("learning:own", args=[f"{first.rpartition('-')[0]}-{forged}"])
                      ).status_code == 404  # fmt: skip
    post_own(client, own_token(other), "Theirs")
    assert not services.needs_of([company]).exists()
    services.send_link(company=company, by=w.manager)
    assert client.get(reverse("learning:own", args=[first])).status_code == 410
    company.refresh_from_db()
    newest = own_token(company)
    services.withdraw_link(company=company, by=w.manager)
    assert post_own(client, newest, "Late").status_code == 410
    Company.objects.filter(pk=other.pk).update(link_until=timezone.now() - dt.timedelta(hours=1))
    assert post_own(client, own_token(other), "Late").status_code == 410
    assert [one.text for one in Need.objects.all()] == ["Theirs"]


def test_saving_by_a_link_has_a_limit(w: World, client, monkeypatch) -> None:
    monkeypatch.setattr("learning.companies.by_link.MOST_SAVED", 1)
    token = own_token(services.send_link(company=add(w), by=w.manager))
    assert post_own(client, token, "One").status_code == 302
    assert post_own(client, token, "Two", version=2).status_code == 429


def test_words_that_a_company_takes_back_are_gone_everywhere(w: World, client) -> None:
    companies = [add(w, f"{letter}exempel") for letter in "ABCDE"]
    for number, company in enumerate(companies):
        told(w, company, need(f"Word {number}", quote=f"Secret {number}", may_quote=True))
    interests.themes_of_needs(programme=w.programme, by=w.manager)
    assert Voice.objects.filter(text="Word 0").exists()
    assert aggregate.of(w.programme).rows[0].quotes[0] == "Secret 0"
    gone = services.send_link(company=companies[0], by=w.manager)
    token = own_token(gone)
    answer = client.post(reverse("learning:own_remove", args=[token]), follow=True)
    assert answer.status_code == 410
    assert not Voice.objects.filter(text="Word 0").exists()
    assert not services.needs_of([gone]).exists()
    assert not Interview.objects.filter(company=gone).exists()
    found = aggregate.of(w.programme)
    assert found.companies == 4
    client.force_login(w.manager)
    for name in ("learning:needs_by_theme_xlsx", "workshops:needs_xlsx", "learning:companies_xlsx"):
        file = client.get(reverse(name, args=[w.programme.pk]))
        cells = str(list(load_workbook(io.BytesIO(file.content)).active.values))
        assert "Secret 0" not in cells
        assert "Word 0" not in cells
    gone.refresh_from_db()
    assert gone.words_removed_on == timezone.localdate()
    trace = AuditEvent.objects.filter(verb="company.words_removed").get()
    assert trace.actor is None
    assert not AuditEvent.objects.filter(facts__icontains="Secret").exists()


# --- needs by theme


def test_a_theme_of_fewer_than_five_stands_with_others(w: World) -> None:
    companies = [add(w, f"{letter}exempel") for letter in "ABCDEF"]
    for number, company in enumerate(companies[:5]):
        told(w, company, need("A", level=number + 1, quote=f"Q{number}", may_quote=number < 2))
    told(w, companies[5], need("Wood", theme="Wood", quote="Known by this", may_quote=True))
    leadership, small = aggregate.of(w.programme).rows
    assert (leadership.name, leadership.companies, leadership.median) == ("Leadership", 5, 3.0)
    assert list(leadership.quotes) == ["Q0", "Q1"]
    assert (small.companies, small.median, list(small.quotes)) == (None, None, [])
    assert small.small == ["Wood"]


def test_a_company_counts_once_a_theme(w: World) -> None:
    company = add(w)
    told(w, company, need("One", level=1), need("Two", level=4))
    [row] = aggregate.of(w.programme, limit=1).rows
    assert (row.companies, row.median) == (1, 4.0)


def test_needs_become_themes_once(w: World) -> None:
    told(w, add(w), need(), need("Wood", theme="Wood"))
    assert interests.themes_of_needs(programme=w.programme, by=w.manager) == 2
    assert interests.themes_of_needs(programme=w.programme, by=w.manager) == 0
    assert set(Theme.objects.values_list("name", flat=True)) == {"Leadership", "Wood"}


# --- meetings


def test_needs_and_interests_lead_to_the_programmes_themes(w: World, client) -> None:
    told(w, add(w), need())
    meeting = plan_workshop(
        programme=w.programme, by=w.manager, kind="companies", title="Common interests",
        starts_at=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip
    client.force_login(w.manager)
    for url, sent in (
        (reverse("learning:needs_to_themes", args=[w.programme.pk]), {}),
        (reverse("learning:meeting_interests", args=[meeting.pk]), {"lines": "A common school"}),
    ):
        page = client.post(url, sent, follow=True)
        assert page.status_code == 200
        assert page.redirect_chain[-1][0] == reverse("themes:programme", args=[w.programme.pk])


def test_a_meetings_interests_become_themes_once(w: World) -> None:
    meeting = plan_workshop(
        programme=w.programme, by=w.manager, kind="companies", title="Common interests",
        starts_at=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip
    lines = "A common school\n\nShared machines\n"
    for _time in range(2):
        assert interests.interests_of_meeting(workshop=meeting, by=w.manager, lines=lines) == 2
    assert Voice.objects.filter(about=meeting.pk).count() == 2
    with pytest.raises(Refusal) as refused:
        interests.interests_of_meeting(workshop=meeting, by=w.manager, lines=" \n")
    assert refused.value.code == "no_lines"


def test_a_follow_up_has_the_same_guests_no_end_and_both_pages_say_so(w: World, client) -> None:
    company = add(w)
    first = plan_workshop(
        programme=w.programme, by=w.manager, kind="companies", title="Common interests",
        starts_at=timezone.now() + dt.timedelta(days=9), hall="Hall",
    )  # fmt: skip
    inviting.invite(workshop=first, by=w.manager, companies=[company])
    second = follow_up(
        workshop=first, by=w.manager, title="About a pilot",
        starts_at=timezone.now() + dt.timedelta(days=50),
    )  # fmt: skip
    assert second.ends_at is None
    assert [one.contact for one in second.invitations.all()] == [company.contact]
    newcomer = add(w, "Newexempel")
    assert inviting.invite(
        workshop=second, by=w.manager, companies=[company, newcomer]
    ).new == 1  # fmt: skip
    client.force_login(w.manager)
    for one, other in ((first, second), (second, first)):
        page = client.get(one.get_absolute_url()).content.decode()
        assert other.get_absolute_url() in page
        assert reverse("learning:invite_companies", args=[one.pk]) in page
        assert reverse("learning:meeting_interests", args=[one.pk]) in page


def test_a_letter_of_intent_is_kept_and_fetched(w: World, client) -> None:
    company = add(w)
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n%%EOF", content_type="application/pdf")
    services.save_company(company=company, by=w.manager, version=1, person=EVA, upload=file)
    company.refresh_from_db()
    assert progress(company).state == "letter"
    client.force_login(w.manager)
    answer = client.get(reverse("learning:company_letter", args=[company.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)  # read to the end it is closed


def test_the_home_of_a_programme_without_places_counts_its_companies(w: World, client) -> None:
    version = w.programme.method_version
    type(version).objects.filter(pk=version.pk).update(for_programme=True)
    add(w)
    client.force_login(w.manager)
    page = client.get(reverse("programmes:home", args=[w.programme.pk])).content.decode()
    assert "0 of 10 companies heard" in page
    assert reverse("learning:companies", args=[w.programme.pk]) in page
