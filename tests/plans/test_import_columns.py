"""Columns of a list of actions: headings and answers are understood in every language."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.sheets.cells import CellFault
from plans.importing.columns import CHOICES, COLUMNS
from plans.models import ActionState, Doer, Origin, Priority

KEYS = {choices: key for key, choices in CHOICES.items()}


def read(choices, written):
    return COLUMNS.by_key[KEYS[choices]].read(written)


@pytest.mark.parametrize(
    ("choices", "written", "value"),
    [
        (ActionState, "Pågår", "under_way"),
        (ActionState, "i gang", "under_way"),
        (ActionState, "IDÉ", "idea"),
        (ActionState, "Færdig", "done"),
        (ActionState, "dropped", "dropped"),
        (Priority, "Kort sikt", "quick"),
        (Priority, "senere", "later"),
        (Doer, "Kommunen", "municipality"),
        (Origin, "enkät", "survey"),
    ],
)
def test_choice_is_read_in_three_languages(choices, written, value):
    assert read(choices, written) == value


@pytest.mark.parametrize("choices", CHOICES.values())
@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_every_label_of_a_page_is_read_back_in_its_language(choices, language):
    """What the export writes, the import reads."""
    with translation.override(language):
        found = {str(label): read(choices, str(label)) for label in choices.labels}

        assert found == {str(choice.label): choice.value for choice in choices}


def test_choice_that_is_not_known_names_those_that_are():
    with pytest.raises(CellFault, match="Write one of: Quick, now, Larger, later"):
        read(Priority, "gul")


@pytest.mark.parametrize("language", ["sv", "da", "en"])
@pytest.mark.parametrize("column", list(COLUMNS), ids=lambda column: column.key)
def test_every_heading_of_a_page_leads_to_its_column(column, language):
    with translation.override(language):
        assert COLUMNS.key_of(str(column.heading)) == column.key


@pytest.mark.parametrize("column", list(COLUMNS), ids=lambda column: column.key)
def test_no_other_name_of_a_column_belongs_to_another(column):
    assert {COLUMNS.key_of(name) for name in column.also} <= {column.key}
