"""The frame of a list: search, filters, order and pages stand in the address."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import translation
from django_filters import ChoiceFilter

from core.collation import by_language
from core.web import lists
from core.web.lists import Filters, Search, Sort, listing
from people.models import Organisation, Sector
from tests.factories import RegionFactory

pytestmark = pytest.mark.django_db


def _order():
    name = by_language("name")
    return {
        "name": Sort("Name", (name, "pk"), (name.desc(), "-pk")),
        "sector": Sort("Sector", ("sector", "pk")),
    }


class OneFilters(Filters):
    q = Search("name", label="Search")
    sector = ChoiceFilter(choices=Sector.choices)


@pytest.fixture
def region():
    region = RegionFactory()
    Organisation.objects.bulk_create(
        Organisation(region=region, name=f"{name} {number}", sector=sector)
        for name, sector in (("Åsen", "business"), ("Byn", "association"), ("Zon", "business"))
        for number in range(4)
    )
    return region


def _names(address, **options):
    rows = Organisation.objects.all()
    with translation.override("sv"):
        shown = listing(QueryDict(address), rows, OneFilters, order=_order(), **options)
        return [row.name for row in shown.rows], shown


def test_a_list_is_in_the_languages_order(region):
    names, shown = _names("")

    assert [name.split()[0] for name in names] == ["Byn"] * 4 + ["Zon"] * 4 + ["Åsen"] * 4
    assert not shown.narrowed
    assert shown.heads["name"].sorted == "ascending"
    assert "sort=-name" in shown.heads["name"]


def test_an_order_turns_where_it_can_be_turned(region):
    assert _names("sort=-name")[0][0] == "Åsen 3"
    assert _names("sort=-sector")[0] == _names("sort=sector")[0]
    assert _names("sort=nonsense")[0] == _names("")[0]


def test_words_are_searched_each_for_itself_and_without_case(region):
    names, shown = _names("q=2+åsen")

    assert names == ["Åsen 2"]
    assert shown.narrowed


def test_a_filter_narrows_and_a_wrong_value_is_as_good_as_none(region):
    assert len(_names("sector=business")[0]) == 8
    assert len(_names("sector=nonsense")[0]) == 12
    assert len(_names("q=%00")[0]) == 12


def test_heads_and_address_keep_what_was_chosen_and_leave_the_page(region):
    _all, shown = _names("q=Byn&sector=association&page=2")

    assert shown.address == "q=Byn&sector=association"
    assert "q=Byn&amp;sector=association&amp;sort=" in shown.heads["sector"]


def test_pages_count_no_more_than_a_reader_wants_to_know(region, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED", 6)

    names, first = _names("", per_page=3)
    assert first.page.paginator.more
    assert first.page.has_next()
    seen = list(names)
    for number in (2, 3, 4):
        names, shown = _names(f"page={number}", per_page=3)
        seen += names
    assert len(set(seen)) == 12
    assert not shown.page.has_next()
    assert not shown.page.paginator.more
    assert _names("page=99", per_page=3)[0]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_two_statements_for_any_number_of_rows(count, django_assert_num_queries):
    region = RegionFactory()
    for number in range(count):
        Organisation.objects.create(region=region, name=f"N {number}", sector="other")

    with django_assert_num_queries(2):
        assert len(_names("")[0]) == count
