"""Reading what was written gives the same method, through YAML and through rows."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.document.files import read, write
from programmes.document.rows import document_of, new_version, whole
from programmes.document.shape import MethodDoc, Months
from programmes.loading.services import BUNDLED, FOLDER
from programmes.models import Method, MethodVersion
from tests.factories import RegionFactory
from tests.pace import examples

# Control characters are refused; that they are is another test.
characters = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
words = st.text(characters, min_size=1, max_size=60).filter(lambda text: text.strip())
lines = st.text(
    alphabet=st.one_of(characters, st.sampled_from("\n#:-*&!|>'\"%@`{}[]")), max_size=200
)
keys = st.text(alphabet=string.ascii_lowercase + string.digits, min_size=1, max_size=20)
basis = st.sampled_from(["stated", "derived"])


@st.composite
def methods(draw):
    """Any sound method: months go forward, the gate stands after the first phase."""
    number = draw(st.integers(2, 5))
    step_keys = draw(st.lists(keys, min_size=number, max_size=number, unique=True))
    item_keys = iter(draw(st.lists(keys, min_size=number * 2, max_size=number * 2, unique=True)))
    starts = sorted(draw(st.lists(st.integers(1, 24), min_size=number, max_size=number)))
    steps = [
        {
            "key": key,
            "title": draw(words),
            "months": Months(start, start + draw(st.integers(0, 6))),
            "purpose": draw(lines),
            "guidance": draw(lines),
            "outputs": draw(st.lists(words, max_size=2)),
            "basis": draw(basis),
            "checklist": [
                {
                    "key": next(item_keys),
                    "text": draw(words),
                    "help": draw(lines),
                    "required": draw(st.booleans()),
                    "evidence_wanted": draw(st.booleans()),
                    "basis": draw(basis),
                }
                for _n in range(draw(st.integers(0, 2)))
            ],
        }
        for key, start in zip(step_keys, starts, strict=True)
    ]
    gate = {
        "after": step_keys[0],
        "title": draw(words),
        "month": steps[0]["months"].last,
        "purpose": draw(lines),
        "criteria": [
            {
                "key": "one",
                "title": draw(words),
                "guidance": draw(lines),
                "parts": draw(st.sampled_from([[], [f"step_done:{step_keys[0]}"]])),
            }
        ],
    }
    data = {
        "method": draw(keys),
        "language": draw(st.sampled_from(["sv", "da", "en"])),
        "title": draw(words),
        "months": 40,
        "summary": draw(lines),
        "changes": draw(lines),
        "sources": [{"title": draw(words), "url": "https://example.org/a?b=c#d"}],
        "phases": [
            {"title": draw(words), "steps": steps[:1]},
            {"title": draw(words), "steps": steps[1:]},
        ],
        "gate": draw(st.sampled_from([gate, None])),
    }
    return MethodDoc.model_validate(data)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(methods())
def test_reading_what_was_written_gives_the_same_method(doc):
    assert read(write(doc))[0] == doc


@pytest.mark.django_db
@settings(
    max_examples=examples(8),
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(methods())
def test_rows_give_back_the_same_method(doc):
    method = Method.objects.create(region=RegionFactory(), key=doc.method)
    version = new_version(method, doc)
    assert document_of(whole(MethodVersion.objects.all()).get(pk=version.pk)) == doc


@pytest.mark.parametrize("file", [one.file for one in BUNDLED])
def test_bundled_method_is_the_same_after_export(file):
    doc, _lines = read((FOLDER / file).read_text(encoding="utf-8"), file_name=file)
    assert read(write(doc))[0] == doc


def test_export_is_written_for_people():
    text = write(read((FOLDER / BUNDLED[0].file).read_text(encoding="utf-8"))[0])
    assert text.startswith(
        "method: hallbara-platser\nlanguage: sv\ntitle: Hållbara platser\nmonths: 18\nsummary: |-\n"
    )
    assert "      - key: forankring\n        title: Förankring\n        months: 1-3\n" in text
