"""The translation tool finds what is missing and compiles what is there."""

import gettext
import re

import polib
import pytest

from scripts import translations
from tests.house import floors


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a Swedish file with one entry and returns its path."""

    def write_file(**entry):
        folder = tmp_path / "locale" / "sv" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        catalogue = polib.POFile()
        catalogue.metadata = {
            "Content-Type": "text/plain; charset=utf-8",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        catalogue.append(polib.POEntry(**entry))
        catalogue.save(str(folder / "django.po"))
        return folder / "django.po"

    return write_file


def test_complete_translation_has_no_fault(write):
    path = write(msgid="%(name)s is {state}", msgstr="%(name)s är {state}")

    assert translations.faults_of(path) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"msgid": "Save", "msgstr": ""}, "sv django: “Save” has no translation"),
        (
            {"msgid": "Save", "msgstr": "Spara", "flags": ["fuzzy"]},
            "sv django: “Save” is marked fuzzy",
        ),
        (
            {"msgid": "Dear %(name)s", "msgstr": "Hej %(nam)s"},
            "sv django: “Dear %(name)s”: the placeholders are ['%(nam)s'], wanted ['%(name)s']",
        ),
        (
            {
                "msgid": "One place",
                "msgid_plural": "%(n)s places",
                "msgstr_plural": {0: "En plats", 1: "Platser"},
            },
            "sv django: “One place”: the placeholders are [], wanted ['%(n)s']",
        ),
    ],
)
def test_gap_made_up_is_found(write, entry, fault):
    assert translations.faults_of(write(**entry)) == [fault]


def test_plural_form_for_one_may_leave_the_number_out(write):
    path = write(
        msgid="One place",
        msgid_plural="%(n)s places",
        msgstr_plural={0: "En plats", 1: "%(n)s platser"},
    )

    assert translations.faults_of(path) == []


def test_compiled_file_is_read_by_gettext(write):
    path = write(msgid="Save", msgstr="Spara")

    translations.compile_file(path)

    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save") == "Spara"


def test_no_sentence_hides_in_an_f_string():
    """The extraction does not look into f-strings: such a sentence would stay English."""
    hidden = [
        f"{path.relative_to(floors.ROOT)}:{number}"
        for package in floors.FLOORS
        for path in (floors.ROOT / package).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"\{n?p?(?:_|gettext)\(", line)
    ]

    assert hidden == []


def test_no_translation_goes_by_a_name_of_its_own():
    """The extraction knows `_` and gettext by its own name: behind another all stays English."""
    renamed = [
        f"{path.relative_to(floors.ROOT)}:{number}"
        for package in floors.FLOORS
        for path in (floors.ROOT / package).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"import n?p?gettext(?:_lazy)? as (?!_$)", line)
    ]

    assert renamed == []
