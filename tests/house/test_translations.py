"""The translation tool finds what is missing and compiles what is there."""

import gettext
import re

import polib
import pytest
from django.utils.translation import override

from core.plain_text import QUOTATION_MARKS, quoted
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


MARKS = re.compile("[“”„«»]")
MARKUP = re.compile(r"<[^>]*>")
#: What a template says through the translations, and what it does not say at all.
TRANSLATED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% translate .*?%}|_\(\"[^\"]*\"\)"
    r"|{% comment %}.*?{% endcomment %}|{#.*?#}",
    re.DOTALL,
)


@pytest.mark.parametrize("path", translations.files(), ids=lambda path: path.parent.parent.name)
def test_quotation_marks_are_of_one_kind_in_each_language(path):
    language = path.parent.parent.name
    mixed = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        for text, kind in [
            (entry.msgid, "en"),
            (entry.msgid_plural, "en"),
            *((said, language) for said in (entry.msgstr, *entry.msgstr_plural.values())),
        ]:
            opening, closing = QUOTATION_MARKS[kind]
            words = MARKUP.sub("", text)
            used = MARKS.findall(words)
            if used != [opening, closing] * (len(used) // 2) or '"' in words:
                mixed.append(text)
    assert mixed == []


def test_no_page_or_letter_writes_quotation_marks_past_the_translations():
    root = translations.ROOT
    pages = [one for kind in ("html", "txt") for one in (root / "templates").rglob(f"*.{kind}")]
    code = [one for package in floors.FLOORS for one in (root / package).rglob("*.py")]
    scripts = (root / "static" / "js").rglob("*.js")
    found = [
        one for one in pages
        if re.search(f"{MARKS.pattern}|<q>", TRANSLATED.sub("", one.read_text(encoding="utf-8")))
    ] + [
        one for one in (*code, *scripts)
        if re.search(r"[“”„«»]\$?\{", one.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert len(pages) > 300
    assert [str(one.relative_to(root)) for one in found] == []


@pytest.mark.parametrize(
    ("language", "told"), [("sv", "”Torget”"), ("da", "”Torget”"), ("en", "“Torget”")]
)
def test_what_somebody_wrote_stands_in_the_marks_of_the_language(language, told):
    with override(language):
        assert quoted("Torget") == told


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
