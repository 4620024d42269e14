"""Building: templates, rows that save themselves, checks, what is locked while people answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import Conflict, Refusal
from surveys.answering.seats import by_person, personal_token
from surveys.answering.services import begin
from surveys.building import services, templates
from surveys.building.checks import gaps_of
from surveys.building.rows import values_of
from surveys.models import Choice, Question, QuestionKind, Survey, SurveyState, Wording
from surveys.paper import paper_of, read, visible
from tests.factories import world
from tests.surveys.samples import question, recipient, survey

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def w():
    return world()


@pytest.fixture
def manager(w, client):
    client.force_login(w.users["manager"])
    return client


def fresh(one):
    return Question.objects.select_related("survey").get(pk=one.pk)


@pytest.mark.parametrize("key", ["capacity", "companies", "feedback", "place"])
@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_every_template_makes_a_whole_survey_in_three_languages(w, key, language):
    made = services.add_survey(
        programme=w.programme, by=w.users["manager"], name="Nu", language=language,
        languages=["sv", "da", "en"], template=key,
    )  # fmt: skip
    made.closes_on = timezone.localdate()
    made.save()
    assert [gap.text for gap in gaps_of(Survey.objects.get(pk=made.pk))] == []
    paper = read(Survey.objects.get(pk=made.pk))
    assert len(paper.asks) == {"capacity": 12, "companies": 6, "feedback": 4, "place": 14}[key]
    for ask in paper.asks:
        texts = {ask.words(None, one, language).text for one in ("sv", "da", "en")}
        assert len(texts) == 3
        assert "" not in texts
    assert set(templates.all_templates()) == {"capacity", "companies", "feedback", "place"}


def test_a_survey_is_built_through_its_pages(w, manager):
    new = reverse("surveys:new", args=[w.programme.pk])
    assert manager.get(reverse("surveys:programme", args=[w.programme.pk])).status_code == 200
    assert manager.get(new).status_code == 200
    made = manager.post(
        new, {"name": "Behov", "start": "blank", "language": "sv", "languages": "da"}
    )
    assert made.status_code == 302
    one = Survey.objects.get()
    page = reverse("surveys:questions", args=[one.pk])
    for kind in QuestionKind.values:
        added = manager.post(reverse("surveys:question_add", args=[one.pk]), {"kind": kind})
        assert manager.get(added.headers["Location"]).status_code == 200
        q = Question.objects.order_by("-pk")[0]
        save = reverse("surveys:question_save", args=[one.pk, q.pk])
        sent = values_of(fresh(q)) | {
            "text-0-sv": f"Fråga {kind}", "text-0-da": f"Spørgsmål {kind}",
            "choices-sv": "Ja\nNej", "choices-da": "Ja\nNej", "rows-sv": "A\nB", "rows-da": "A\nB",
            "version": q.version,
        }  # fmt: skip
        answer = manager.post(save, sent, headers=JSON)
        assert answer.status_code == 200, answer.content
        assert answer.json()["version"] == fresh(q).version
        assert manager.post(save, sent, headers=JSON).status_code in {200, 409}
    text = manager.get(page).content.decode()
    assert "Fråga matrix" in text
    assert "9 " in text
    assert Choice.objects.filter(question__kind="matrix", is_row=True).count() == 2
    ready = reverse("surveys:ready", args=[one.pk])
    assert "surveys" in manager.get(ready).content.decode()
    assert manager.post(ready).status_code == 409  # no last day, no Danish name
    settings = {
        "name_sv": "Behov", "intro_sv": "Hej", "name_da": "Behov", "language": "sv",
        "languages": "da", "purpose": "needs", "closes_on": str(timezone.localdate()),
        "version": Survey.objects.get().version,
    }  # fmt: skip
    address = reverse("surveys:settings", args=[one.pk])
    assert manager.get(address).status_code == 200
    assert manager.post(address, settings).status_code == 302
    assert manager.post(address, settings).status_code == 409  # an old version
    assert manager.post(ready).status_code == 302
    assert Survey.objects.get().state == SurveyState.OPEN
    assert manager.get(page + f"?open={q.pk}").status_code == 200
    for kind in (q, Question.objects.first()):
        preview = reverse("surveys:preview", args=[one.pk])
        shown = manager.get(preview + f"?question={kind.pk}")
        assert shown.status_code == 200
        assert "X-Frame-Options" in shown.headers


def test_choices_keep_their_rows_when_lines_move(w):
    by = w.users["manager"]
    made = survey(w, state="draft")
    one = question(made, choices=("Ja", "Nej", "Kanske"))
    before = {c.texts["sv"]: c.pk for c in one.choices.all()}
    data = values_of(fresh(one)) | {"choices-sv": "Kanske\nJa\nVet inte"}
    services.save_question(question=one, by=by, version=1, data=data)
    after = {c.texts["sv"]: c.pk for c in one.choices.all()}
    assert list(after) == ["Kanske", "Ja", "Vet inte"]
    assert (after["Ja"], after["Kanske"], after["Vet inte"]) == (
        before["Ja"], before["Kanske"], before["Nej"],
    )  # fmt: skip


def test_two_who_write_in_one_question_see_both_values(w, manager):
    made = survey(w, state="draft")
    one = question(made)
    save = reverse("surveys:question_save", args=[made.pk, one.pk])
    first = values_of(fresh(one)) | {"text-0-sv": "Min", "version": 1}
    other = first | {"text-0-sv": "Din"}
    assert manager.post(save, first, headers=JSON).status_code == 200
    conflict = manager.post(save, other, headers=JSON)
    assert conflict.status_code == 409
    assert conflict.json()["code"] == "changed_meanwhile"
    assert conflict.json()["theirs"]["text-0-sv"] == "Min"
    assert Wording.objects.get(question=one).text == "Min"
    with pytest.raises(Conflict):
        services.save_question(question=fresh(one), by=w.users["manager"], version=1, data=other)


def test_while_people_answer_only_words_are_corrected_and_kept_in_the_trail(w, manager):
    made = survey(w)
    one = question(made, text="Hur gåår det?")
    seat = by_person(personal_token(recipient(made)))
    begin(seat=seat, language="sv", group=None, municipality=None)
    paper = paper_of(made)
    save = reverse("surveys:question_save", args=[made.pk, one.pk])
    corrected = {"text-0-sv": "Hur går det?", "choices-sv": "Bra\nDåligt!", "version": 1}
    assert manager.post(save, corrected, headers=JSON).status_code == 200
    event = AuditEvent.objects.get(verb="survey.text_corrected")
    assert (event.facts["before"], event.facts["after"]) == ("Hur gåår det?", "Hur går det?")
    now = paper_of(Survey.objects.get(pk=made.pk))
    assert (
        now.asks[0].words(None, "sv", "sv").text
        == "Hur går det?"
        != paper.asks[0].words(None, "sv", "sv").text
    )
    assert [c.pk for c in now.asks[0].options] == [c.pk for c in paper.asks[0].options]
    for more in ({"choices-sv": "Bra\nDåligt\nSådär"}, {"kind": "text"}, {"required": "on"}):
        refused = manager.post(save, corrected | more | {"version": 2}, headers=JSON)
        assert refused.status_code == 409
        assert refused.json()["code"] == "structure_locked"
        assert (
            "ny version" in refused.json()["message"] or "new version" in refused.json()["message"]
        )
    by = w.users["manager"]
    for act in (
        lambda: services.add_question(survey=made, by=by),
        lambda: services.remove_question(question=one, by=by),
        lambda: services.move_question(question=one, by=by, up=True),
        lambda: services.add_group(survey=made, by=by, name="Ny", mark="circle"),
        lambda: services.back_to_draft(survey=made, by=by),
    ):
        with pytest.raises(Refusal):
            act()
    new = services.new_version(survey=made, by=by)
    assert (new.after, new.state, new.questions.count()) == (made, SurveyState.DRAFT, 1)


def test_checks_name_what_is_missing_and_where(w):
    made = survey(w, state="draft", closes_on=None, opens_on=None, languages=["da"])
    first, second, third = question(made), question(made, QuestionKind.TEXT), question(made)
    first.only_if, first.only_if_values = third, ["0"]
    first.save()
    third.choices.all().delete()
    matrix = question(made, QuestionKind.MATRIX, choices=())
    texts = [gap.text for gap in gaps_of(Survey.objects.get(pk=made.pk))]
    said = "\n".join(texts)
    for part in ("last day", "Danish", "later question", "two choices", "no lines"):
        assert part in said, part
    urls = {gap.url for gap in gaps_of(Survey.objects.get(pk=made.pk))}
    assert any(url.endswith(f"#q-{matrix.pk}") for url in urls)
    assert any(f"open={second.pk}" in url for url in urls)
    with pytest.raises(Refusal) as refused:
        services.open_survey(survey=made, by=w.users["manager"])
    assert refused.value.details == texts


def test_a_copy_keeps_conditions_and_groups(w):
    made = survey(w, state="draft")
    first = question(made)
    no = first.choices.all()[1]
    second = question(made, QuestionKind.TEXT, only_if=first, only_if_values=[str(no.pk)])
    second.groups.set([made.groups.first()])
    copied = services.new_version(survey=made, by=w.users["manager"])
    paper = read(Survey.objects.get(pk=copied.pk))
    one, two = paper.asks
    group = paper.groups[0].pk
    assert two.groups == {group}
    said = {one.key: {"choices": [one.options[1].pk]}}
    assert visible(paper, group, said) == [one, two]
    assert visible(paper, group, {one.key: {"choices": [one.options[0].pk]}}) == [one]
    assert visible(paper, paper.groups[1].pk, said) == [one]
    again = services.copy_question(question=second, by=w.users["manager"])
    assert (again.only_if_id, again.only_if_values) == (first.pk, [str(no.pk)])


def test_questions_move_within_and_between_headings(w):
    by = w.users["manager"]
    made = survey(w, state="draft")
    part = services.add_section(survey=made, by=by, title="Del")
    a, b = question(made, text="A"), question(made, text="B", section=part)

    def order():
        paper = read(Survey.objects.get(pk=made.pk))
        return [(ask.words(None, "sv", "sv").text, ask.part) for ask in paper.asks]

    assert order() == [("A", None), ("B", part.pk)]
    services.move_question(question=a, by=by, up=False)
    assert order() == [("A", part.pk), ("B", part.pk)]
    services.move_question(question=a, by=by, up=False)
    assert order() == [("B", part.pk), ("A", part.pk)]
    services.move_question(question=b, by=by, up=True)
    assert order() == [("B", None), ("A", part.pk)]
    services.move_question(question=b, by=by, up=True)  # at the top it stays
    assert order() == [("B", None), ("A", part.pk)]
    services.remove_section(section=part, by=by)
    assert [one[1] for one in order()] == [None, None]


def test_the_page_of_forty_questions_asks_as_much_as_that_of_one(w, manager):
    made = survey(w, state="draft", groups=3)
    url = reverse("surveys:questions", args=[made.pk])

    def cost():
        manager.get(url)
        with CaptureQueriesContext(connection) as asked:
            manager.get(url + f"?open={made.questions.last().pk}")
        return len(asked)

    question(made)
    few = cost()
    for _n in range(39):
        question(made)
    assert cost() == few <= 14


def test_the_last_day_over_the_survey_closes_by_itself(w):
    from surveys.tasks import look  # noqa: PLC0415

    made = survey(w, opens_on=timezone.localdate() - dt.timedelta(days=9),
                  closes_on=timezone.localdate() - dt.timedelta(days=1))  # fmt: skip
    question(made)
    look()
    assert Survey.objects.get(pk=made.pk).state == SurveyState.CLOSED
