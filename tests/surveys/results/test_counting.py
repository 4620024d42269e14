"""What is counted of a survey, and what is not shown of it."""

from __future__ import annotations

import pytest

from surveys.models import QuestionKind as Kind
from surveys.results.counting import read
from surveys.results.pages import Look, Shown, changes, favourable, mean_rank, typical
from tests.factories import world
from tests.surveys.results.answers import Asked, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Asked:
    """One question on a scale, one with several choices; a small cell among councillors."""
    found = asked(world().programme)
    found.ask("Easy", Kind.SCALE)
    found.ask("Learn", Kind.SEVERAL, "Courses", "Visits", "Books")
    return found


def line(shown: Shown, at: int):
    return shown.results.lines[at]


def test_the_share_above_the_middle_is_that_of_those_who_answered(made):
    made.answer({(0, 0): 3}, Easy=5)
    made.answer({(0, 0): 6}, Easy=3)
    made.answer({(0, 1): 3}, Easy=None)
    shown = Shown(read(made.close()), Look())
    tally = shown.tallies(line(shown, 0))[0]
    assert (tally.count, favourable(line(shown, 0), tally)) == (9, 33)
    assert round(tally.mean or 0, 2) == 3.67


def test_shares_of_several_choices_are_of_persons_and_add_up_to_more(made):
    courses, visits, _books = made.choices["Learn"]
    made.answer({(0, 0): 6}, Learn=[courses, visits])
    made.answer({(0, 0): 4}, Learn=[courses])
    shown = Shown(read(made.close()), Look())
    tally = shown.whole(line(shown, 1))
    assert tally.count == 10
    assert [tally.share(one.pk) for one in made.choices["Learn"]] == [100, 60, 0]
    assert "over 100 %" in " ".join(shown.blocks()[1].notes)


def test_a_small_cell_and_one_more_are_hidden_and_count_in_the_total(made):
    made.answer({(1, 0): 9, (1, 1): 4, (1, 2): 12, (0, 0): 20}, Easy=4)
    results = read(made.close())
    shown = Shown(results, Look())
    councillors = shown.who()["rows"][1]
    assert [cell["hidden"] for cell in councillors[1]] == [True, True, False]
    assert councillors[2]["answered"] == 25
    for town, count in ((0, 0), (1, 0), (2, 12)):
        cells = results.cells([made.groups[1].pk], [made.towns[town].pk])
        assert results.tally(results.lines[0], cells).count == count
    # All of the municipality is all that is shown of it: else the small cell would be the rest.
    assert results.tally(results.lines[0], results.cells(None, [made.towns[0].pk])).count == 20


def test_a_question_that_few_answered_hides_the_cell_there_alone(made):
    made.answer({(0, 0): 3, (0, 1): 10, (0, 2): 12}, Easy=2)
    made.answer({(0, 0): 4}, Easy=None)
    results = read(made.close())
    cells = results.cells([made.groups[0].pk], [made.towns[0].pk])
    assert results.answered(cells) == 7
    assert results.tally(results.lines[0], cells).count == 0
    assert results.tally(results.lines[1], cells).count == 7


def test_a_sensitive_survey_asks_for_ten():
    made = asked(world().programme, sensitive=True)
    made.ask("Easy", Kind.SCALE)
    made.answer({(0, 0): 9, (1, 0): 10})
    results = read(made.close())
    assert [results.answered(results.cells([one.pk])) for one in results.groups] == [0, 10, 0]


def test_a_group_of_one_is_in_no_number(made):
    made.answer({(0, 0): 8}, Easy=1)
    made.answer({(2, 0): 1}, Easy=5)
    shown = Shown(read(made.close()), Look())
    tally = shown.whole(line(shown, 0))
    assert (tally.count, tally.values[5]) == (8, 0)


def test_while_people_answer_only_editions_of_the_limit_are_added(made):
    counts = []
    for batch in range(1, 9):
        made.answer({(0, 0): 3}, batch=batch)
        results = read(made.survey)
        counts.append(results.answered(results.cells()))
    steps = {later - sooner for sooner, later in zip([0, *counts], counts, strict=False)}
    assert steps <= {0, 6, 9, 12}
    assert counts[0] == counts[1] == 0 < counts[-1] < 24 - 4
    made.close()
    results = read(made.survey)
    assert results.answered(results.cells()) == 24


def test_places_in_an_order_are_told_as_their_mean(made):
    made.ask("First", Kind.RANKING, "Bus", "Shop")
    bus, shop = made.choices["First"]
    made.answer({(0, 0): 6}, First=[bus, shop])
    made.answer({(0, 0): 2}, First=[shop, bus])
    shown = Shown(read(made.close()), Look())
    tally = shown.whole(line(shown, 2))
    assert tally.count == 8
    assert (mean_rank(tally, bus.pk), tally.share((bus.pk, 1))) == (1.25, 75)


def test_numbers_are_told_rounded_and_quartiles_only_of_many(made):
    made.ask("Staff", Kind.NUMBER)
    made.answer({(0, 0): 7}, Staff=137)
    shown = Shown(read(made.close()), Look())
    row = shown.blocks()[2].rows[0]
    assert row.cells == ["140", "–", "7"]
    assert typical(12345) == "12,000"


def test_points_are_shown_where_many_pointed(made):
    made.ask("Where", Kind.POINT)
    made.answer({(0, 0): 6}, Where=("55.10", "10.20"))
    made.answer({(0, 0): 5}, Where=("55.30", "10.40"))
    made.answer({(0, 0): 2}, Where=("55.99", "10.99"))
    found = Shown(read(made.close()), Look()).blocks()[2].map
    # Two lie elsewhere: so few that one square more goes with them.
    assert found.squares == [(55.1, 10.2, 6)]
    assert found.elsewhere == 7


def test_before_and_after_know_a_line_by_its_words(made):
    made.answer({(0, 0): 10}, Easy=2)
    before = made.close()
    later = asked(before.programme, after=before, name="Again")
    later.ask("easy ", Kind.SCALE)
    later.ask("Only now", Kind.SCALE)
    later.answer({(0, 0): 5}, easy_=5)
    later.answer({(0, 0): 5}, easy_=1)
    shown = [Shown(read(one), Look()) for one in (later.close(), before)]
    (found,) = changes(*shown)
    assert (found.then, found.now, found.moved) == (0, 50, 50)
    assert changes(*shown, group="Councillors") == []
