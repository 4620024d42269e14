"""A choice among areas: of very many that fit few are put in order, the right one among them."""

import pytest

from areas.models import Area
from areas.register.pages import WORDS
from core.search import finding

pytestmark = pytest.mark.django_db


def test_what_begins_with_the_text_is_found_among_very_many(monkeypatch):
    monkeypatch.setattr(finding, "AMONG", 2)
    for number in range(9):
        Area.objects.create(country="SE", level="locality", name=f"Södra Vik {number}")
    Area.objects.create(country="SE", level="locality", name="Vik")
    rows = Area.objects.filter(words__contains="vik").order_by("name")
    names = [one.name for one in finding.some_holding(rows, WORDS, "vik")]
    assert "Vik" in names
    assert len(names) <= 3
    assert finding.some_holding(rows, WORDS, "").count() == 10
