"""The pages and files of results: who reads them, what they cost, and that nothing slips out."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.refusals import Conflict, NotAllowed, Refusal
from notices.models import Notice
from people.models import ProgrammePost, ProgrammeRole, User
from surveys.models import AnswerValue, Release, Survey
from surveys.models import QuestionKind as Kind
from surveys.results import files, services
from surveys.results.counting import read
from surveys.results.pages import Look, Shown
from tests.factories import UserFactory, World, world
from tests.surveys.results.answers import Asked, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


@pytest.fixture
def made(w: World) -> Asked:
    return whole(w)


def whole(w: World, **fields) -> Asked:
    """Every kind of question, a cell of three councillors and a group of staff of one."""
    found = asked(w.programme, **fields)
    found.ask("Easy", Kind.SCALE)
    found.ask("Answers", Kind.MATRIX, rows=["In time", "Of use"])
    found.ask("Role", Kind.ONE, "Chair", "Member")
    found.ask("Learn", Kind.SEVERAL, "Courses", "Visits", "Books")
    found.ask("First", Kind.RANKING, "Bus", "Shop")
    found.ask("How many", Kind.NUMBER)
    found.ask("Since", Kind.DATE)
    found.ask("Where", Kind.POINT)
    found.ask("Own words", Kind.TEXT)
    counts = {(0, 0): 12, (0, 1): 8, (0, 2): 9, (1, 0): 11, (1, 1): 3, (1, 2): 7, (2, 0): 1}
    found.answer(counts, Since=dt.date(2019, 5, 4), Where=("55.10", "10.20"))
    return found


def post(w: World, role: str, **fields) -> User:
    user: User = UserFactory()
    since = timezone.localdate()
    ProgrammeRole.objects.create(
        user=user, programme=w.programme, role=role, starts_on=since, **fields
    )
    return user


def at(name: str, survey: Survey) -> str:
    return reverse(f"surveys:{name}", args=[survey.pk])


def page(client: Client, survey: Survey, query: str = "", status: int = 200) -> str:
    answer = client.get(at("results", survey) + query)
    assert answer.status_code == status
    return answer.content.decode()


# --- Who reads them


def test_a_coordinator_reads_shared_results_and_his_own_municipality_alone(client, w, made):
    user = post(w, ProgrammePost.COORDINATOR, municipality=made.towns[0])
    client.force_login(user)
    survey = made.close()
    page(client, survey, status=403)
    services.share(survey=survey, by=w.manager)
    shown = page(client, survey)
    assert "Faaborg" in shown
    assert "Sønderborg" not in shown
    # Asked for by hand, another municipality's numbers are those of all.
    other = page(client, survey, f"?town={made.towns[2].pk}")
    assert "Sønderborg" not in other
    assert Notice.objects.filter(person=user, kind="results_shared").count() == 1


def test_results_are_shared_when_the_survey_is_closed_and_can_be_taken_back(w, made):
    with pytest.raises(Refusal) as told:
        services.share(survey=made.survey, by=w.manager)
    assert told.value.code == "still_open"
    survey = made.close()
    assert services.share(survey=survey, by=w.manager).shared_on == timezone.localdate()
    assert services.share(survey=survey, by=w.manager, shared=False).shared_on is None
    with pytest.raises(NotAllowed):
        services.share(survey=survey, by=post(w, ProgrammePost.PARTNER))


# --- What stands there


def test_every_kind_of_question_stands_on_the_page(client, w, made):
    client.force_login(w.manager)
    shown = page(client, made.close())
    for text in ("In time", "Chair", "Visits", "Bus", "How many", "May 2019", "55.1, 10.2"):
        assert text in shown
    assert "Not shown" in shown


def test_sorted_by_difference_the_largest_stands_first(client, w):
    made = asked(w.programme)
    made.ask("Alike", Kind.SCALE)
    made.ask("Apart", Kind.SCALE)
    made.answer({(0, 0): 10}, Alike=4, Apart=5)
    made.answer({(1, 0): 10}, Alike=4, Apart=1)
    client.force_login(w.manager)
    survey = made.close()
    by_form, by_difference = page(client, survey), page(client, survey, "?sort=difference")
    for text, order in ((by_form, ("Alike", "Apart")), (by_difference, ("Apart", "Alike"))):
        side = text[text.index('id="side"') :]
        assert side.index(order[0]) < side.index(order[1])


@pytest.mark.parametrize("cells", [1, 3])
def test_as_many_questions_to_the_database_for_one_as_for_three(
    client, w, cells, django_assert_max_num_queries
):
    made = asked(w.programme)
    for name in ("One", "Two", "Three")[:cells]:
        made.ask(name, Kind.SCALE)
        made.ask(f"{name} words", Kind.TEXT)
    made.answer({(0, town): 8 for town in range(cells)})
    client.force_login(w.manager)
    survey = made.close()
    page(client, survey)  # the questions are kept from now on
    with django_assert_max_num_queries(10):
        page(client, survey)


# --- Nothing under the limit anywhere


def test_no_file_tells_of_a_small_cell(w, made):
    shown = Shown(read(made.close()), Look())
    book = load_workbook(BytesIO(files.workbook(shown)))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    domains = {(row[4], row[5]): row[6] for row in rows}
    assert min(row[6] for row in rows) >= made.survey.limit
    # Three councillors in Kerteminde, hidden with the seven of Sønderborg; one of the staff.
    assert ("Kerteminde", "Councillors") not in domains
    assert ("Sønderborg", "Councillors") not in domains
    assert domains["All", "Councillors"] == 21
    assert not any(group == "Staff" for _town, group in domains)
    assert domains["All", "All"] == 50
    text = files.csv(shown).decode("utf-8-sig")
    assert text.count("\r\n") == len(rows) + 1


def test_a_text_names_group_and_municipality_only_where_many_answered(client, w):
    made = asked(w.programme)
    made.ask("Own words", Kind.TEXT)
    made.answer({(0, 0): 6}, Own_words="Of many")
    made.answer({(1, 1): 1}, Own_words="Of one")
    AnswerValue.objects.update(release=Release.SHOWN)
    client.force_login(w.manager)
    shown = page(client, made.close())
    assert "Local councils" in shown[shown.index("Of many") :][:400]
    of_one = shown[shown.index("Of one") :][:400]
    assert "The group is not shown" in of_one
    assert "Kerteminde" not in of_one


# --- Free text


def test_nobody_reads_a_text_before_it_is_released(client, w, made):
    made.answer({(0, 0): 5}, batch=2, Own_words="The mayor's neighbour")
    survey = made.close()
    client.force_login(w.manager)
    assert "neighbour" not in page(client, survey)
    decide = at("text_decide", survey)
    sent = {
        "question": made.questions["Own words"].pk,
        "text": services.mark_of(survey, "The mayor's neighbour"),
        "was": "waiting",
        "release": "shown",
    }
    answer = client.post(decide, sent, headers={"Accept": "application/json"})
    told = answer.json()
    assert (told["release"], told["said"]) == ("shown", "Released")
    assert "neighbour" in page(client, survey)


def test_each_decision_tells_anew_how_many_texts_stand_where(client, w, made):
    made.answer({(0, 0): 5}, batch=2, Own_words="One")
    made.answer({(0, 0): 5}, batch=2, Own_words="Two")
    survey = made.close()
    client.force_login(w.manager)
    texts = client.get(at("texts", survey))
    assert [row["release"] for row in texts.context["rows"]] == ["waiting", "waiting"]
    sent = {
        "question": made.questions["Own words"].pk,
        "text": services.mark_of(survey, "One"),
        "was": "waiting",
    }

    def decided(**more):
        headers = {"Accept": "application/json"}
        return client.post(at("text_decide", survey), sent | more, headers=headers).json()

    shown = decided(release="shown")["counts"]
    hidden = decided(was="shown", release="hidden")["counts"]

    assert shown == {"": 2, "waiting": 1, "shown": 1, "hidden": 0}
    assert hidden == {"": 2, "waiting": 1, "shown": 0, "hidden": 1}
    page = client.get(at("texts", survey)).content.decode()
    assert 'data-count="waiting">1<' in page


def test_two_analysts_at_once_do_not_undo_each_other(w, made):
    made.answer({(0, 0): 5}, batch=2, Own_words="Twice")
    survey, question = made.close(), made.questions["Own words"].pk
    decide = {
        "survey": survey,
        "question": question,
        "text": services.mark_of(survey, "Twice"),
        "was": "waiting",
    }
    services.decide_text(**decide, by=w.manager, release="hidden")
    with pytest.raises(Refusal) as told:
        services.decide_text(**decide, by=post(w, ProgrammePost.ANALYST), release="shown")
    assert told.value.code == "decided_since"
    # The same decision twice is one.
    services.decide_text(**decide, by=w.admin, release="hidden")


def test_an_address_of_a_text_tells_nothing_of_its_row(client, w, made):
    made.answer({(0, 0): 5}, batch=2, Own_words="Short")
    client.force_login(w.manager)
    shown = client.get(at("texts", made.survey)).content.decode()
    assert "Short" in shown
    for row in AnswerValue.objects.exclude(text=""):
        assert f'"{row.pk}"' not in shown
        assert str(row.response_id) not in shown


# --- The summary


def test_a_summary_stands_on_top_with_its_first_sentence_in_bold(client, w, made):
    client.force_login(w.manager)
    survey = made.close()
    told = {"summary": "Staff find it easy. Councils do not.", "version": 1}
    answer = client.post(at("results_summary", survey), told)
    assert answer.status_code == 302
    shown = page(client, survey)
    assert "<strong>Staff find it easy.</strong> Councils do not." in shown


def test_a_summary_that_somebody_else_wrote_meanwhile_is_not_lost(w, made):
    services.save_summary(survey=made.survey, by=w.manager, version=1, summary="First")
    with pytest.raises(Conflict) as told:
        services.save_summary(survey=made.survey, by=w.admin, version=1, summary="Second")
    assert told.value.theirs == {"summary": "First"}
