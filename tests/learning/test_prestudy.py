"""A pre-study: its long goal, competence, process maps, own room with Leader's rules, evidence."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from core.dates import whole_date
from core.refusals import Conflict, NotAllowed, Refusal
from learning.companies.interests import themes_of_needs
from learning.companies.services import remove_words
from learning.competence import pages as competence_pages
from learning.competence.services import (
    add_training,
    begin_profile,
    name_coach,
    rate,
    remove_profile,
    save_training,
)
from learning.evidence import services as evidence
from learning.milestones.report_parts import milestones as reported
from learning.milestones.services import add_milestone, save_goal, save_milestone
from learning.models import Company, CompetenceProfile, EvidencePack, ProcessStep, ProjectRoom
from learning.processes.drawing import draw
from learning.processes.pages import columns_of
from learning.processes.services import add_step, remove_step, save_step
from learning.project import pages as project_pages
from learning.project.services import (
    ask_change,
    enter_decision,
    open_room,
    remove_change,
    room_of,
    save_change,
)
from mapping.actors.services import add_actor
from people.models import ProgrammePost, ProgrammeRole
from places.models import Participation
from places.reporting import Subject
from plans.funding.payments import advance_limit, record_payment
from plans.models import FundingSource
from programmes.models import Programme
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    World,
    method_version,
    world,
)
from workshops.models import Need, NeedsStudy

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


@pytest.fixture
def study(w: World):
    """A programme of w's region that has no places."""
    return ProgrammeFactory(
        region=w.region, name="Pre-study",
        method_version=method_version(w.region, key="pre", gate_after=None),
        starts_on=timezone.localdate() - dt.timedelta(days=60), currency="SEK",
    )  # fmt: skip


def code(refused) -> str:
    return str(refused.value.code)


# --- the long goal


def long_goal(w: World):
    return save_goal(programme=w.programme, by=w.admin, version=0, title="A YH education")


def test_a_milestone_is_reached_with_what_shows_it_and_is_never_late(w: World, client) -> None:
    long_goal(w)
    gone = timezone.localdate() - dt.timedelta(days=200)
    made = add_milestone(programme=w.programme, by=w.admin, title="Ten companies", on=gone)
    client.force_login(w.leader)
    page = client.get(reverse("learning:milestones", args=[w.programme.pk])).content.decode()
    assert "Ten companies" in page
    assert "flag warn" not in page
    assert "flag stop" not in page
    facts = {"title": made.title, "on": gone, "state": "reached"}
    with pytest.raises(Refusal) as refused:
        save_milestone(milestone=made, by=w.admin, version=1, **facts)
    assert code(refused) == "no_evidence"
    saved = save_milestone(milestone=made, by=w.admin, version=1, shown_by="The list", **facts)
    assert saved.reached_on == timezone.localdate()
    with pytest.raises(Conflict):
        save_milestone(milestone=made, by=w.admin, version=1, title="Other", on=gone)


def test_a_goal_says_which_challenges_it_answers(w: World, client) -> None:
    long_goal(w)
    client.force_login(w.admin)
    address = reverse("learning:long_goal", args=[w.programme.pk])
    words = {"version": 1, "title": "A YH education", "challenges": ["jobs", "building"]}
    page = client.post(address, words, follow=True).content.decode()
    assert "Sustainable community building, Jobs and enterprise" in page
    with pytest.raises(Refusal) as refused:
        save_goal(programme=w.programme, by=w.admin, version=2, title="A", challenges=["no"])
    assert code(refused) == "unknown_challenge"
    kept = save_goal(programme=w.programme, by=w.admin, version=2, title="Another")
    assert kept.challenges == ["building", "jobs"]


def test_the_home_and_the_report_tell_the_long_goal(w: World, client) -> None:
    long_goal(w)
    today = timezone.localdate()
    add_milestone(programme=w.programme, by=w.admin, title="Apply", on=today)
    client.force_login(w.admin)
    home = client.get(reverse("programmes:home", args=[w.programme.pk])).content.decode()
    assert "A YH education" in home
    assert "Apply" in home
    subject = Subject(w.programme, None, today, today, today)
    (block,) = reported(subject)
    assert block["title"] == "A YH education"
    assert reported(Subject(w.programme, w.participation, today, today, today)) == []


def test_only_whoever_runs_the_programme_writes_it(w: World) -> None:
    with pytest.raises(NotAllowed):
        save_goal(programme=w.programme, by=w.leader, version=0, title="Mine")


# --- competence


def test_a_profile_is_read_by_its_owner_and_the_named_coach_alone(w: World, client) -> None:
    mine = begin_profile(programme=w.programme, by=w.leader)
    assert begin_profile(programme=w.programme, by=w.leader) == mine
    address = reverse("learning:profile", args=[mine.pk])

    def answers() -> dict[str, int]:
        found = {}
        for name in ("leader", "coach", "manager", "admin", "member", "other_admin"):
            client.force_login(w.users[name])
            found[name] = client.get(address).status_code
        return found

    assert answers() == dict.fromkeys(answers(), 404) | {"leader": 200}
    name_coach(profile=mine, by=w.leader, version=1, coach=w.coach)
    assert answers()["coach"] == 200
    assert answers()["manager"] == 404
    w.coach.assignments.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    w.coach.__dict__.pop("_scope", None)
    assert answers()["coach"] == 404


def test_a_stranger_is_no_coach(w: World) -> None:
    mine = begin_profile(programme=w.programme, by=w.leader)
    with pytest.raises(Refusal) as refused:
        name_coach(profile=mine, by=w.leader, version=1, coach=w.other_coach)
    assert code(refused) == "not_in_programme"


def test_before_and_after_are_told_by_both(w: World) -> None:
    mine = begin_profile(programme=w.programme, by=w.leader)
    mine = name_coach(profile=mine, by=w.leader, version=1, coach=w.coach)
    assert rate(profile=mine, by=w.leader, levels={"whole": 1, "actors": 3}) == 2
    mine.ratings.update(on=timezone.localdate() - dt.timedelta(days=90))
    assert rate(profile=mine, by=w.leader, levels={"whole": 3, "actors": 3}) == 1
    rate(profile=mine, by=w.coach, levels={"whole": 2}, notes={"whole": "The walk in May"})
    rows = {row.area.key: row for row in competence_pages.rows_of(mine)}
    whole = rows["whole"]
    assert (whole.own.first.level, whole.own.last.level, whole.own.moved) == (1, 3, 2)
    assert whole.coach.last.note == "The walk in May"
    assert whole.lacks  # the coach's word counts
    assert not rows["actors"].lacks
    with pytest.raises(Refusal) as refused:
        rate(profile=mine, by=w.leader, levels={"whole": 5})
    assert code(refused) == "wrong_level"


def test_learning_is_tied_to_a_live_place_and_ends_with_what_one_can_do(w: World) -> None:
    mine = begin_profile(programme=w.programme, by=w.leader)
    facts = {"area": "meetings", "goal": "Hold a meeting", "way": "practice"}
    item = add_training(profile=mine, by=w.leader, practised_at=w.participation, **facts)
    assert item.practised_at == w.participation
    with pytest.raises(Refusal) as refused:
        add_training(profile=mine, by=w.leader, practised_at=w.other_participation, **facts)
    assert code(refused) == "other_programme"
    today = timezone.localdate()
    with pytest.raises(Refusal) as refused:
        save_training(item=item, by=w.leader, version=1, done_on=today, **facts)
    assert code(refused) == "no_outcome"
    done = save_training(
        item=item, by=w.leader, version=1, done_on=today, outcome="I held two", **facts
    )
    assert done.done_on == today
    remove_profile(profile=mine, by=w.leader)
    assert not CompetenceProfile.objects.exists()


# --- process maps


def actor(w: World, name: str, participation=None):
    return add_actor(
        participation=participation or w.participation, by=w.admin,
        organisation=OrganisationFactory(region=w.region, name=name), sector="association",
    )  # fmt: skip


def test_where_actors_wait_for_each_other_is_told_in_weeks(w: World) -> None:
    leader, town = actor(w, "Leader"), actor(w, "The town")
    board = add_step(actor=leader, by=w.admin, what="The board decides", weeks=6)
    add_step(actor=town, by=w.admin, what="Officers write", weeks=2)
    waits = add_step(actor=town, by=w.admin, what="Budget", weeks=4, waits_for=board)
    steps = list(ProcessStep.objects.select_related("actor").order_by("actor", "order"))
    columns = columns_of([leader, town], steps)
    found = next(one for column in columns for one in column.steps if one.step == waits)
    assert (found.begins, found.waits, found.row) == (6, 4, 1)
    assert found.joint.step == board
    drawn = draw(columns)
    assert drawn.count("pm-joint") == 1
    assert "class=" not in draw(columns, paper=True).replace('class="process-map"', "")
    with pytest.raises(Refusal) as refused:
        save_step(step=board, by=w.admin, version=1, what=board.what, waits_for=waits)
    assert code(refused) == "circle"
    remove_step(step=board, by=w.admin)
    waits.refresh_from_db()
    assert waits.waits_for is None


def test_a_step_moves_in_its_order(w: World) -> None:
    one = actor(w, "Leader")
    first = add_step(actor=one, by=w.admin, what="A")
    add_step(actor=one, by=w.admin, what="B")
    add_step(actor=one, by=w.admin, what="C", order=1)
    assert [step.what for step in one.process_steps.all()] == ["C", "A", "B"]
    first.refresh_from_db()
    save_step(step=first, by=w.admin, version=1, what="A", order=3)
    assert [(step.order, step.what) for step in one.process_steps.all()] == [
        (1, "C"), (2, "B"), (3, "A"),
    ]  # fmt: skip


def test_words_in_the_picture_are_escaped(w: World) -> None:
    one = actor(w, "<b>Leader</b>")
    step = add_step(actor=one, by=w.admin, what="<script>x</script>")
    assert "<script" not in draw(columns_of([one], [step]))


# --- a project without places, and Leader's rules


def own_room(w: World, study):
    return open_room(
        programme=study, by=w.admin, area="Båstad", municipality=MunicipalityFactory(name="Båstad")
    )


def decision(w: World, study, amount: str = "600000"):
    return enter_decision(
        programme=study, by=w.admin, source="Leader Skånes Ess", applicant="association",
        amount=Decimal(amount), decided_on=timezone.localdate() - dt.timedelta(days=20),
    )  # fmt: skip


def test_a_project_without_places_gets_one_room(w: World, study, client) -> None:
    assert room_of(study) is None
    room = own_room(w, study)
    assert open_room(programme=study, by=w.admin, area="x", municipality=None) == room
    assert not Participation.objects.counted().filter(programme=study).exists()
    assert ProjectRoom.objects.count() == 1
    client.force_login(w.admin)
    page = client.get(reverse("learning:project", args=[study.pk])).content.decode()
    for name in ("grants:grant", "grants:costs", "grants:hours", "mapping:actors"):
        address = reverse(name, args=[room.participation_id])
        assert address in page
        assert client.get(address).status_code == 200


def test_the_projects_room_lasts_as_long_as_its_programme(w: World, study) -> None:
    Programme.objects.filter(pk=study.pk).update(
        starts_on=dt.date(2025, 6, 1),
        ends_on=dt.date(2025, 11, 6),
    )
    room = own_room(w, study).participation
    assert (room.support_months, room.support_ends_on) == (6, dt.date(2025, 11, 30))


@pytest.mark.parametrize(
    ("granted", "most"), [("600000", "250000"), ("500000", "250000"), ("300001", "150000.50")]
)
def test_leader_pays_at_most_half_and_at_most_250_000_in_advance(
    w: World, study, granted: str, most: str
) -> None:
    own_room(w, study)
    line = decision(w, study, granted)
    assert advance_limit(line) == Decimal(most)
    pay = {"line": line, "on": timezone.localdate(), "by": w.admin}
    with pytest.raises(Refusal) as refused:
        record_payment(kind="advance", amount=Decimal(most) + Decimal("0.01"), reference="1", **pay)
    assert code(refused) == "advance_too_large"
    record_payment(kind="advance", amount=Decimal(most), reference="1", **pay)
    with pytest.raises(Refusal) as refused:
        record_payment(kind="final", amount=Decimal(1), reference="2", **pay)
    assert code(refused) == "report_missing"


def test_a_municipality_gets_no_advance(w: World, study) -> None:
    own_room(w, study)
    line = enter_decision(
        programme=study, by=w.admin, source="Leader", applicant="municipality",
        amount=Decimal(1000), decided_on=timezone.localdate(),
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        record_payment(
            line=line, kind="advance", amount=Decimal(10), reference="1", by=w.admin,
            on=timezone.localdate(),
        )  # fmt: skip
    assert code(refused) == "advance_applicant"


def test_a_source_of_the_register_keeps_its_own_rules(w: World, study) -> None:
    own_room(w, study)
    first = decision(w, study).source
    FundingSource.objects.filter(pk=first.pk).update(advance_share=30)
    assert decision(w, study).source.advance_share == 30


def test_the_rules_say_how_they_stand(w: World, study) -> None:
    own_room(w, study)
    decision(w, study)
    rules = {one.title: one.level for one in project_pages.context(study, w.admin)["rules"]}
    assert rules["Advance"] == "ok"
    assert rules["Final payment and final report"] == "info"
    assert rules["The funder's logo"] == "warn"
    assert rules["Time sheets, volunteer hours, mileage"] == "off"


def test_a_change_is_asked_for_and_its_answer_stays(w: World, study) -> None:
    today = timezone.localdate()
    facts = {"kind": "time", "what": "Two months more", "why": "The summer", "asked_on": today}
    made = ask_change(programme=study, by=w.admin, **facts)
    with pytest.raises(Refusal) as refused:
        save_change(
            change=made, by=w.admin, version=1, answer="granted",
            answered_on=today - dt.timedelta(days=1), **facts,
        )  # fmt: skip
    assert code(refused) == "too_early"
    saved = save_change(change=made, by=w.admin, version=1, answer="granted", **facts)
    with pytest.raises(Refusal) as refused:
        remove_change(change=saved, by=w.admin)
    assert code(refused) == "answered"
    with pytest.raises(NotAllowed):
        ask_change(programme=study, by=w.leader, **facts)


# --- evidence


def company(w: World, study, name: str, **more) -> Company:
    organisation = OrganisationFactory(region=w.region, name=name)
    made = Company.objects.create(programme=study, organisation=organisation, **more)
    asked, _new = NeedsStudy.objects.get_or_create(
        programme=study, defaults={"question": "What do you lack?", "wanted": 5}
    )
    Need.objects.create(
        study=asked, organisation=organisation, theme="Leading", level=4,
        text=f"Need of {name}", quote=f"Said by {name}", may_quote=True,
        recorded_on=timezone.localdate(),
    )  # fmt: skip
    return made


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The HTML of what would be drawn."""
    found: list[str] = []
    monkeypatch.setattr(evidence, "html_to_pdf", lambda html: found.append(html) or b"%PDF-1.7")
    return found


def pack(w: World, study, **more) -> EvidencePack:
    facts = {"title": "Process leaders", "sections": [one.key for one in evidence.parts()]}
    return evidence.make(programme=study, by=w.admin, key="job:1", **facts | more)


def test_a_pack_holds_what_was_chosen_with_checksums(w: World, study, drawn, client) -> None:
    for number in range(5):
        company(w, study, f"Company {number}")
    letter = company(w, study, "Boatyard", letter_on=timezone.localdate(), letter_name="Avsikt.pdf")
    letter.letter.save("x.pdf", ContentFile(b"%PDF-1.7 letter"))
    made = pack(w, study)
    assert pack(w, study) == made
    (html,) = drawn
    assert "Said by Company 0" in html
    assert "Boatyard" in html
    client.force_login(w.admin)
    answer = client.get(reverse("learning:evidence_zip", args=[study.pk, made.pk]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    names = archive.namelist()
    assert "process-leaders.pdf" in names
    (paper,) = [name for name in names if "/01-" in name]
    assert archive.read(paper) == b"%PDF-1.7 letter"
    sums = dict(
        line.split("  ")[::-1] for line in archive.read("checksums.sha256").decode().splitlines()
    )
    assert set(sums) == set(names) - {"checksums.sha256"}
    import hashlib  # noqa: PLC0415 - used by this test alone

    assert all(hashlib.sha256(archive.read(name)).hexdigest() == sums[name] for name in sums)


def test_a_pack_says_the_year_and_tells_nobody_apart(w: World, study, drawn) -> None:
    Programme.objects.filter(pk=study.pk).update(language="sv")
    study.refresh_from_db()
    today = timezone.localdate()
    for number in range(6):
        company(w, study, f"Company {number}", letter_on=today)
    Need.objects.filter(organisation__name__in=["Company 0", "Company 1", "Company 2"]).update(
        level=5
    )
    alone = company(w, study, "Boatyard")
    Need.objects.filter(organisation=alone.organisation).update(theme="Boats")
    themes_of_needs(programme=study, by=w.admin)
    made = pack(w, study)
    tables = {
        block["title"]: block["rows"]
        for section in made.content["sections"]
        for block in section["blocks"]
        if block["type"] == "table"
    }
    with translation.override("sv"):
        day = whole_date(today)
    assert tables["Företag"][1][-1] == day
    assert str(today.year) in day
    assert tables["Behov per tema"][0] == ["Leading", "6", "4,5"]
    assert tables["Gemensamma intressen"] == [["Leading", "6"], ["Boats", "färre än 5"]]
    with made.archive.open("rb") as kept:
        assert "innehallsforteckning.csv" in zipfile.ZipFile(kept).namelist()


def test_words_taken_back_never_leave_again(w: World, study, drawn, client) -> None:
    rows = [company(w, study, f"Company {number}") for number in range(6)]
    made = pack(w, study)
    remove_words(company=rows[0], by=None)
    client.force_login(w.admin)
    for name in ("evidence_pdf", "evidence_zip"):
        answer = client.get(reverse(f"learning:{name}", args=[study.pk, made.pk]))
        assert answer.status_code == 409
    again = evidence.make(
        programme=study, by=w.admin, key="job:2", title="New", sections=["needs", "companies"]
    )
    assert "Said by Company 0" not in drawn[-1]
    assert "Said by Company 1" in drawn[-1]
    assert not evidence.is_withdrawn(again)


def test_a_pack_is_frozen(w: World, study, drawn) -> None:
    save_goal(programme=study, by=w.admin, version=0, title="A YH education")
    made = pack(w, study)
    save_goal(programme=study, by=w.admin, version=1, title="Something else")
    made.refresh_from_db()
    assert evidence.checksum(made.content) == made.content_sha256
    assert "A YH education" in str(made.content)


def test_nobody_but_whoever_runs_the_programme_has_one_made(w: World, drawn) -> None:
    with pytest.raises(NotAllowed):
        evidence.make(programme=w.programme, by=w.coach, key="x", title="T", sections=["goal"])


# --- pages


@pytest.mark.parametrize("name", ["milestones", "competence", "project", "evidence"])
def test_pages_of_the_programme_ask_few_questions(
    w: World, client, name: str, django_assert_max_num_queries
) -> None:
    client.force_login(w.admin)
    with django_assert_max_num_queries(16):
        answer = client.get(reverse(f"learning:{name}", args=[w.programme.pk]))
    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_process_page_asks_as_much_for_many_steps(
    w: World, client, count: int, django_assert_max_num_queries
) -> None:
    for number in range(count):
        add_step(actor=actor(w, f"Actor {number}"), by=w.admin, what="Decide", weeks=2)
    client.force_login(w.leader)
    with django_assert_max_num_queries(18):
        answer = client.get(reverse("learning:processes", args=[w.participation.pk]))
    assert b"process-map" in answer.content


# --- the researcher


def researcher(w: World, until: dt.date):
    return ProgrammeRole.objects.create(
        user=w.facilitator, programme=w.programme, role=ProgrammePost.RESEARCHER,
        starts_on=until - dt.timedelta(days=100), ends_on=until,
    )  # fmt: skip


def test_after_the_last_day_every_page_refuses_a_researcher(w: World, client) -> None:
    today = timezone.localdate()
    post = researcher(w, today)
    pages = [
        "programmes:home", "reports:research_csv", "mapping:chain",
        "learning:milestones", "learning:competence",
    ]  # fmt: skip
    client.force_login(w.facilitator)

    def answers() -> list[int]:
        found = [client.get(reverse(name, args=[w.programme.pk])).status_code for name in pages]
        return [302 if status == 202 else status for status in found]

    assert all(status < 400 for status in answers())
    post.ends_on = today - dt.timedelta(days=1)
    post.save()
    assert answers() == [404] * len(pages)


@pytest.mark.paper
@pytest.mark.slow
def test_the_pack_as_pages(w: World, study) -> None:
    """The one pack that is really drawn: a report that somebody could hand in."""
    for number in range(6):
        company(w, study, f"Företag {number}", branch="F", size="10")
    save_goal(
        programme=study, by=w.admin, version=0, title="En YH-utbildning för processledare",
        why="Länken mellan utbildning, företag och det offentliga saknas.",
        year=study.starts_on.year + 3,
    )  # fmt: skip
    add_milestone(programme=study, by=w.admin, title="Ansökan inlämnad", on=timezone.localdate())
    room = own_room(w, study).participation
    leader, town = actor(w, "Leader Skånes Ess", room), actor(w, "Båstads kommun", room)
    board = add_step(actor=leader, by=w.admin, what="LAG beslutar", who="Styrelsen", weeks=6)
    add_step(actor=town, by=w.admin, what="Handläggaren skriver", who="Kontoret", weeks=2)
    add_step(
        actor=town, by=w.admin, what="Medfinansiering beslutas", who="Nämnden", weeks=4,
        waits_for=board,
    )  # fmt: skip
    made = pack(w, study, title="Processledare för hållbart samhällsbyggande", addressed_to="MYH")
    with made.pdf.open("rb") as drawn_pdf:
        content = drawn_pdf.read()
    assert content.startswith(b"%PDF-1.7")
    if folder := os.environ.get("PICTURES"):
        Path(folder, "pack.pdf").write_bytes(content)
