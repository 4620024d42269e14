"""Series, one meeting with each partner, who must be present, needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from people.models import Contact, Duty, Organisation, ProgrammePost, ProgrammeRole, Sector, Task
from programmes.models import Partner, PartnerKind
from tests.factories import MunicipalityFactory, OrganisationFactory, world
from tests.workshops.samples import guest, meeting
from workshops.guests.services import replace_guest
from workshops.models import AgendaItem, Series, SeriesKind, Workshop, WorkshopState
from workshops.planning.counts import counts_of
from workshops.rules import roles_at_workshop
from workshops.series.needs import figures_of, record_need, save_study
from workshops.series.services import (
    add_group,
    add_series,
    copy_to_partners,
    give_series_duty,
    remove_group,
    remove_series,
    save_series,
    state_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> Any:
    return world()


def _partners(w: Any, count: int) -> list[Partner]:
    made = []
    for number in range(count):
        organisation = OrganisationFactory(region=w.region, name=f"Municipality {number}")
        contact = Contact.objects.create(
            region=w.region, name=f"Coordinator {number}", source="test"
        )
        made.append(
            Partner.objects.create(
                programme=w.programme, organisation=organisation, kind=PartnerKind.PARTNER,
                contact=contact,
            )
        )  # fmt: skip
    return made


def _template(w: Any) -> Workshop:
    draft = meeting(w, state=WorkshopState.DRAFT, title="Collaboration", places=[])
    AgendaItem.objects.create(workshop=draft, title="Welcome", minutes=10)
    for name in ("Council", "Politicians", "Staff"):
        add_group(workshop=draft, by=w.manager, name=name)
    return draft


def test_a_template_becomes_one_meeting_with_each_partner_and_none_twice(w: Any) -> None:
    draft, partners = _template(w), _partners(w, 6)
    start = timezone.now() + dt.timedelta(days=20)
    starts = {one: start + dt.timedelta(days=number) for number, one in enumerate(partners)}
    made = copy_to_partners(workshop=draft, by=w.manager, starts=starts)
    assert copy_to_partners(workshop=draft, by=w.manager, starts=starts) == []
    assert [one.host for one in made] == [one.organisation for one in partners]
    first = made[0]
    assert (first.title, first.state, first.starts_at) == (
        "Collaboration, Municipality 0", WorkshopState.DRAFT, start,
    )  # fmt: skip
    assert first.ends_at - first.starts_at == draft.ends_at - draft.starts_at
    assert [one.title for one in first.agenda.all()] == ["Welcome"]
    assert [one.name for one in first.required_groups.all()] == ["Council", "Politicians", "Staff"]
    tasks = set(first.duties.values_list("task", "name"))
    assert tasks == {(Task.ORGANISES, "Coordinator 0"), (Task.INVITES, "Coordinator 0")}


def test_a_coordinator_with_an_account_may_organise_the_own_meeting_alone(w: Any) -> None:
    draft, (one, other) = _template(w), _partners(w, 2)
    Contact.objects.filter(pk=one.contact_id).update(email=w.outsider.email)
    one.contact.refresh_from_db()
    start = timezone.now() + dt.timedelta(days=20)
    own, theirs = copy_to_partners(workshop=draft, by=w.manager, starts={one: start, other: start})
    visible = set(Workshop.objects.visible_to(w.outsider))
    assert visible == {own}
    assert roles_at_workshop(w.outsider, own) == {Task.ORGANISES, Task.INVITES}
    assert roles_at_workshop(w.outsider, theirs) == frozenset()


def test_without_a_contact_the_municipalitys_coordinator_arranges_it(w: Any, client: Any) -> None:
    draft, (one, other) = _template(w), _partners(w, 2)
    here = MunicipalityFactory(name="Kerteminde", country=w.region.country)
    Partner.objects.filter(pk=one.pk).update(contact=None, municipality=here)
    ProgrammeRole.objects.create(
        user=w.outsider, programme=w.programme, role=ProgrammePost.COORDINATOR, municipality=here,
        starts_on=dt.date(2025, 1, 1),
    )  # fmt: skip
    one.refresh_from_db()
    client.force_login(w.manager)
    page = client.get(reverse("workshops:multiply", args=[draft.pk])).content.decode()
    assert w.outsider.get_full_name() in page
    start = timezone.now() + dt.timedelta(days=20)
    own, _theirs = copy_to_partners(workshop=draft, by=w.manager, starts={one: start, other: start})
    assert roles_at_workshop(w.outsider, own) >= {Task.ORGANISES, Task.INVITES}
    assert own.title in Letter.objects.get(to_address=w.outsider.email).subject


def test_an_announced_meeting_is_no_template(w: Any) -> None:
    (partner,) = _partners(w, 1)
    with pytest.raises(Refusal) as caught:
        copy_to_partners(workshop=meeting(w), by=w.manager, starts={partner: timezone.now()})
    assert caught.value.code == "not_a_draft"


def test_only_those_who_run_the_programme_multiply(w: Any) -> None:
    with pytest.raises(NotAllowed):
        copy_to_partners(workshop=_template(w), by=w.leader, starts={})


def test_two_and_two_are_met_when_enough_were_there(w: Any) -> None:
    workshop = meeting(w)
    council = add_group(workshop=workshop, by=w.leader, name="Council", wanted=2)
    staff = add_group(workshop=workshop, by=w.leader, name="Staff", wanted=2)
    guest(workshop, 1, party=council, answer="yes", attended_at=timezone.now())
    guest(workshop, 2, party=council, answer="yes", attended_at=timezone.now())
    guest(workshop, 3, party=staff, answer="yes")
    no = guest(workshop, 4, party=staff, answer="no")
    told = [
        (one.group.name, one.named, one.coming, one.present, one.promised, one.met)
        for one in state_of(workshop)
    ]
    assert told == [("Council", 2, 2, 2, True, True), ("Staff", 1, 1, 0, False, False)]
    assert [one.declined for one in state_of(workshop)] == [[], [no]]


def test_somebody_who_comes_instead_keeps_the_group_and_ends_the_gap(w: Any) -> None:
    workshop = meeting(w)
    staff = add_group(workshop=workshop, by=w.leader, name="Staff", wanted=1)
    declined = guest(workshop, 1, party=staff, answer="no")
    replace_guest(invitation=declined, by=w.leader, name="Somebody else", email="else@example.org")
    (state,) = state_of(workshop)
    assert ([one.name for one in state.guests], state.declined) == (["Somebody else"], [])
    counts = counts_of(workshop)
    assert (counts.listed, counts.no, counts.to_write) == (1, 0, 1)


def test_who_names_a_group_reads_by_letter_that_somebody_else_comes(w: Any) -> None:
    workshop = meeting(w)
    Duty.objects.create(workshop=workshop, task=Task.INVITES, name="Kim", user=w.outsider)
    staff = add_group(workshop=workshop, by=w.leader, name="Staff", wanted=1)
    declined = guest(workshop, 1, party=staff, answer="no")
    replace_guest(invitation=declined, by=w.leader, name="Lis Toft", email="lis@example.org")
    letter = Letter.objects.get(to_address=w.outsider.email)
    assert letter.subject.startswith(f"{workshop.title}: ")
    for name in (w.leader.get_full_name(), declined.name, "Lis Toft", "Staff"):
        assert name in letter.text
    assert not Letter.objects.filter(to_address=w.leader.email).exists()


@pytest.mark.parametrize(("post", "may"), [("coordinator", True), ("facilitator", False)])
def test_the_coordinator_announces_a_meeting_that_the_municipality_holds(
    w: Any, client: Any, post: str, may: object
) -> None:
    (partner,) = _partners(w, 1)
    here = MunicipalityFactory(name="Kerteminde", country=w.region.country)
    Partner.objects.filter(pk=partner.pk).update(municipality=here)
    ProgrammeRole.objects.create(
        user=w.outsider, programme=w.programme, role=post, starts_on=dt.date(2025, 1, 1),
        municipality=here if post == "coordinator" else None,
    )  # fmt: skip
    held = meeting(w, places=[], host=partner.organisation, state=WorkshopState.DRAFT)
    other = meeting(w, places=[], state=WorkshopState.DRAFT)
    client.force_login(w.outsider)
    for one, expected in ((held, may), (other, False)):
        client.post(reverse("workshops:announce", args=[one.pk]))
        one.refresh_from_db()
        assert (one.state == WorkshopState.ANNOUNCED) is expected


def test_a_group_taken_away_leaves_its_guests(w: Any) -> None:
    workshop = meeting(w)
    party = add_group(workshop=workshop, by=w.leader, name="Staff")
    one = guest(workshop, 1, party=party)
    remove_group(group=party, by=w.leader)
    one.refresh_from_db()
    assert one.party is None


def test_a_task_through_the_series_holds_at_each_of_its_meetings(w: Any) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="Course", kind=SeriesKind.COURSE)
    part = meeting(w, series=series)
    give_series_duty(series=series, by=w.manager, task=Task.TEACHES, user=w.outsider)
    give_series_duty(series=series, by=w.manager, task=Task.TEACHES, user=w.outsider)
    assert Duty.objects.count() == 1
    assert list(Workshop.objects.visible_to(w.outsider)) == [part]
    assert roles_at_workshop(w.outsider, part) == {Task.TEACHES}


def test_a_series_changed_in_two_windows_shows_both_values(w: Any) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="A", kind=SeriesKind.COURSE)
    save_series(series=series, by=w.manager, version=1, name="B")
    with pytest.raises(Conflict) as caught:
        save_series(series=series, by=w.manager, version=1, name="C")
    assert (caught.value.theirs, caught.value.yours) == ({"name": "B"}, {"name": "C"})


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "no_name"),
        ({"name": "There"}, "name_taken"),
        ({"kind": "party"}, "unknown_kind"),
        ({"starts_on": dt.date(2026, 5, 2), "ends_on": dt.date(2026, 5, 1)}, "ends_before_start"),
        ({"certificate": True}, "no_parts"),
    ],
)
def test_a_series_with_wrong_input_is_refused_with_a_reason(
    w: Any, fields: dict[str, Any], code: str
) -> None:
    add_series(programme=w.programme, by=w.manager, name="There", kind=SeriesKind.COURSE)
    with pytest.raises(Refusal) as caught:
        add_series(
            programme=w.programme, by=w.manager,
            **{"name": "New", "kind": SeriesKind.COURSE} | fields,
        )  # fmt: skip
    assert caught.value.code == code


def test_a_series_with_meetings_stays(w: Any) -> None:
    series = add_series(programme=w.programme, by=w.manager, name="A", kind=SeriesKind.COURSE)
    workshop = meeting(w, series=series)
    with pytest.raises(Refusal) as caught:
        remove_series(series=series, by=w.manager)
    assert caught.value.code == "has_meetings"
    Workshop.objects.filter(pk=workshop.pk).delete()
    remove_series(series=series, by=w.manager)
    assert not Series.objects.exists()


def test_a_study_counts_organisations_and_not_needs(w: Any) -> None:
    study = save_study(programme=w.programme, by=w.manager, question="What do you need?", wanted=2)
    companies = [
        Organisation.objects.create(region=w.region, name=name, sector=Sector.BUSINESS)
        for name in ("A", "B")
    ]
    told = [(companies[0], "Wood"), (companies[0], "Energy"), (companies[0], "Energy")]
    for company, theme in told:
        record_need(
            study=study, by=w.manager, organisation=company, theme=theme, text=theme, level=5
        )
    assert (figures_of(study).heard, figures_of(study).needs) == (1, 2)
    assert not figures_of(study).reached
    record_need(
        study=study, by=w.manager, organisation=companies[1], theme="Wood", text="W", level=3
    )
    figures = figures_of(study)
    assert (figures.reached, figures.themes) == (True, [("Wood", 2), ("Energy", 1)])


def test_a_need_of_another_region_or_of_tomorrow_is_refused(w: Any) -> None:
    study = save_study(programme=w.programme, by=w.manager, question="What?", wanted=2)
    foreign = Organisation.objects.create(region=w.other_region, name="X", sector=Sector.BUSINESS)
    own = Organisation.objects.create(region=w.region, name="Y", sector=Sector.BUSINESS)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    codes = []
    for company, day in ((foreign, None), (own, tomorrow)):
        with pytest.raises(Refusal) as caught:
            record_need(
                study=study, by=w.manager, organisation=company, theme="T", text="T", level=5,
                recorded_on=day,
            )  # fmt: skip
        codes.append(caught.value.code)
    assert codes == ["wrong_region", "date_in_future"]


def test_draft_leads_those_who_run_the_programme_to_a_meeting_with_each(
    client: Any, w: Any
) -> None:
    draft = _template(w)
    draft.participations.add(w.participation)
    link = reverse("workshops:multiply", args=[draft.pk])
    for user, shown in ((w.manager, True), (w.leader, False)):
        client.force_login(user)
        page = client.get(reverse("workshops:workshop", args=[draft.pk]))
        assert (link in page.content.decode()) is shown


def test_the_pages_of_series_and_needs_open_and_take_what_is_sent(client: Any, w: Any) -> None:
    draft, partners = _template(w), _partners(w, 2)
    client.force_login(w.manager)
    url = reverse("workshops:multiply", args=[draft.pk])
    assert client.get(url).status_code == 200
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    answer = client.post(url, {f"day-{partners[0].pk}": day, f"time-{partners[0].pk}": "18:00"})
    assert answer.status_code == 302
    assert client.post(url, {f"day-{partners[1].pk}": day}).status_code == 422
    page = client.get(answer["Location"]).content.decode()
    assert "Collaboration, Municipality 0" in page
    composition = reverse("workshops:composition", args=[draft.pk])
    assert "Politicians" in client.get(composition).content.decode()
    assert client.get(reverse("workshops:needs", args=[w.programme.pk])).status_code == 200
    study = reverse("workshops:needs_study", args=[w.programme.pk])
    assert client.post(study, {"question": "What?", "wanted": "10"}).status_code == 302
    add = reverse("workshops:need_add", args=[w.programme.pk])
    sent = {"organisation": partners[0].organisation_id, "theme": "Wood", "text": "Carpenters",
            "level": 5, "recorded_on": timezone.localdate().isoformat()}  # fmt: skip
    assert client.post(add, sent).status_code == 302
    book = client.get(reverse("workshops:needs_xlsx", args=[w.programme.pk]))
    assert book.content[:2] == b"PK"


def test_series_of_one_and_of_five_meetings_ask_the_same_number_of_questions(
    client: Any, w: Any
) -> None:

    series = add_series(programme=w.programme, by=w.manager, name="A", kind=SeriesKind.COURSE)
    client.force_login(w.manager)
    counts = []
    for number in range(5):
        part = meeting(w, series=series, title=f"Part {number}")
        party = add_group(workshop=part, by=w.manager, name="Staff")
        guest(part, number, party=party)
        if number in {0, 4}:
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("workshops:series", args=[series.pk]))
            counts.append(len(asked))
    assert counts[0] == counts[1]
