"""A faulty file is refused whole, each fault with its line and its reason."""

import pytest
import yaml
from django.utils import translation
from pydantic import ValidationError

from programmes.document.faults import SENTENCES, WORDS, FaultyMethod, of_validation, way_to
from programmes.document.files import MAX_BYTES, read, text_of
from programmes.document.shape import (
    CriterionDoc,
    GateDoc,
    HeaderDoc,
    ItemDoc,
    MethodDoc,
    Months,
    ParentDoc,
    PhaseDoc,
    SourceDoc,
    StepDoc,
)
from tests.programmes.samples import SOUND, doc


def faults(text):
    with translation.override("en"), pytest.raises(FaultyMethod) as caught:
        read(text, file_name="method.yaml")
    return [(fault.line, fault.reason) for fault in caught.value.faults]


def test_sound_file_is_read():
    method = doc()
    assert [step.key for step in method.steps()] == ["borja", "lara", "gora"]
    assert method.steps()[0].months == Months(1, 2)
    assert method.gate.after == "lara"


def test_unknown_key_is_told_with_its_line_and_a_near_name():
    text = SOUND.replace("        purpose: Alla vet.", "        purpse: Alla vet.")
    assert faults(text) == [(11, "“purpse” is not a known name here. Did you mean “purpose”?")]


def test_unknown_key_without_a_near_name_is_told_plainly():
    assert faults(SOUND + "zzz: 1\n") == [(37, "“zzz” is not a known name here.")]


def test_all_faults_of_the_shape_are_told_at_once():
    text = SOUND.replace("months: 6", "months: sex").replace("language: sv", "language: fi")
    assert faults(text) == [
        (2, "“language” must be sv, da or en."),
        (4, "“months” must be a whole number."),
    ]


def test_missing_field_is_told_at_the_line_of_what_lacks_it():
    text = SOUND.replace("          - key: mote\n            text:", "          - text:")
    assert faults(text) == [(14, "“Short name (key)” is missing.")]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("sv", ["”Checklista (checklist)” måste", "”Vad det leder till (outputs)” måste"]),
        ("da", ["”Tjekliste (checklist)” skal", "”Hvad der kommer ud af det (outputs)” skal"]),
        ("en", ["“checklist” must", "“What comes out (outputs)” must"]),
    ],
)
def test_a_fault_of_a_file_calls_its_field_as_people_do_and_as_it_stands_there(language, told):
    text = SOUND.replace("        outputs: [En lista]", "        outputs: En lista").replace(
        "        checklist:\n", "        checklist: nej\n        rest:\n", 1
    )
    with translation.override(language), pytest.raises(FaultyMethod) as caught:
        read(text, file_name="method.yaml")
    reasons = [fault.reason for fault in caught.value.faults]
    for begins in told:
        assert [one for one in reasons if one.startswith(begins)] != [], reasons


@pytest.mark.parametrize(
    ("language", "reason", "where"),
    [
        ("sv", "”Checklista” måste", "Faser 1, Steg 1, Checklista"),
        ("da", "”Tjekliste” skal", "Faser 1, Trin 1, Tjekliste"),
        ("en", "“Checklist” must", "Phases 1, Steps 1, Checklist"),
    ],
)
def test_a_fault_of_a_form_calls_its_field_as_people_do_alone(language, reason, where):
    data = yaml.safe_load(SOUND)
    data["phases"][0]["steps"][0]["checklist"] = "no"
    with translation.override(language), pytest.raises(ValidationError) as caught:
        MethodDoc.model_validate(data)
    with translation.override(language):
        [(path, said)] = [one for one in of_validation(caught.value) if one[0][-1] == "checklist"]
        assert said.startswith(reason), said
        assert way_to(path) == where


def test_every_field_of_a_method_has_a_word_of_people():
    docs = [HeaderDoc, MethodDoc, PhaseDoc, StepDoc, ItemDoc, GateDoc, CriterionDoc, SourceDoc,
            ParentDoc]  # fmt: skip
    assert {name for doc in docs for name in doc.model_fields} == set(WORDS)


def test_a_line_may_name_the_event_that_ticks_it():
    line = "            text: Håll ett möte\n"
    known = SOUND.replace(line, line + "            ticked_by: meeting_held:open_meeting\n")
    method = read(known, file_name="method.yaml")[0]
    assert method.steps()[0].checklist[0].ticked_by == "meeting_held:open_meeting"
    for event in ("meeting_hold", "meeting_held:picnic", "plan_adopted:twice"):
        text = SOUND.replace(line, line + f"            ticked_by: {event}\n")
        assert faults(text) == [(16, f"“{event}” is not a known event that ticks a line.")]


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ("title: Två faser", "title:", 3, "“title” has no value. Write one or remove the line."),
        (
            "title: Två faser",
            "title: 2026",
            3,
            "“title” must be text. Put it in quotes if it looks like something else.",
        ),
        ("title: Två faser", "title: ' '", 3, "“title” must not be empty."),
        (
            "title: Två faser",
            "title: " + "a" * 161,
            3,
            "“title” is too long: at most 160 characters.",
        ),
        (
            "title: Två faser",
            'title: "a\\0b"',
            3,
            "“title” holds a character that cannot be stored (U+0000).",
        ),
        ("months: 6", "months: 0", 4, "“months” must be at least 1."),
        ("months: 6", "months: 999", 4, "“months” must be at most 120."),
        (
            "        months: 1-2",
            "        months: soon",
            10,
            "“months” must be written like 4-6, or 4 for one month.",
        ),
        (
            "        months: 1-2",
            "        months: 2-1",
            10,
            "“months” must go from 1 to 120, the first month not after the last.",
        ),
        (
            "        outputs: [En lista]",
            "        outputs: En lista",
            12,
            "“What comes out (outputs)” must be a list: one line each, beginning with a dash.",
        ),
        (
            "evidence_wanted: true",
            "evidence_wanted: kanske",
            16,
            "“Evidence wanted (evidence_wanted)” must be true or false.",
        ),
        (
            "basis: stated",
            "basis: guessed",
            20,
            "“Whose wording (basis)” must be stated or derived.",
        ),
        (
            "key: mote",
            "key: Möte",
            14,
            (
                "“Short name (key)” must be a short name of small letters a–z, digits, hyphens and "
                "underscores."
            ),
        ),
        (
            "method: two-phases",
            "method: two-phases\nsources: [{title: x, url: 'javascript:alert(1)'}]",
            2,
            "“Web address (url)” must be a web address that begins with https://.",
        ),
    ],
)
def test_wrong_value_is_told_with_its_line(before, after, line, reason):
    assert faults(SOUND.replace(before, after, 1)) == [(line, reason)]


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ("key: lara", "key: borja", 21, "Two steps have the short name “borja”."),
        ("key: lista", "key: mote", 17, "Two lines of the checklists have the short name “mote”."),
        (
            "months: 4-6",
            "months: 4-7",
            28,
            "This is after the end of the method, which takes 6 months.",
        ),
        (
            "months: 4-6",
            "months: 1-6",
            28,
            "The step begins before the step that stands ahead of it, “Lära”.",
        ),
        (
            "after: lara",
            "after: leka",
            30,
            "The gate stands after the step “leka”, which does not exist.",
        ),
        (
            "after: lara",
            "after: borja",
            30,
            "The gate must stand after the last step of a phase, with a phase to follow.",
        ),
        (
            "after: lara",
            "after: gora",
            30,
            "The gate must stand after the last step of a phase, with a phase to follow.",
        ),
        ("  month: 3", "  month: 2", 32, "The gate comes before its step has ended, in month 3."),
        (
            "  month: 3",
            "  month: 7",
            32,
            "This is after the end of the method, which takes 6 months.",
        ),
        (
            "step_done:lara",
            "step_done:gora",
            36,
            "“step_done:gora” names no step or line that stands before the gate.",
        ),
        (
            "item_done:mote",
            "item_done:nix",
            36,
            "“item_done:nix” names no step or line that stands before the gate.",
        ),
        (
            "working_group_three_sectors",
            "working_group_tree_sectors",
            36,
            "“working_group_tree_sectors” is not a known readiness part.",
        ),
    ],
)
def test_rule_over_several_fields_is_told_with_its_line(before, after, line, reason):
    assert (line, reason) in faults(SOUND.replace(before, after, 1))


def test_key_twice_is_refused_where_yaml_would_keep_the_last():
    assert faults(SOUND.replace("months: 6\n", "months: 6\ntitle: Tre faser\n")) == [
        (5, "“title” stands twice.")
    ]


@pytest.mark.parametrize("text", ["", "   \n\n", "# only a comment\n"])
def test_empty_file_is_refused(text):
    assert faults(text) == [(1, "The file is empty.")]


@pytest.mark.parametrize("text", ["just words", "- a\n- b\n", "42"])
def test_file_that_is_no_method_is_refused(text):
    assert faults(text) == [(1, "The file must begin with lines of the form “name: value”.")]


def test_broken_yaml_is_told_with_the_line_of_the_break():
    [(line, reason)] = faults("method: x\ntitle: [a, b\nmonths: 3\n")
    assert line == 3
    assert reason.startswith("This is not YAML: ")


def test_tab_as_indent_is_refused():
    [(line, reason)] = faults("method: x\nphases:\n\t- title: a\n")
    assert line == 3
    assert reason.startswith("This is not YAML: ")


def test_bomb_of_aliases_is_refused_before_it_unfolds():
    bomb = "a: &a [x, x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50))
    assert faults(bomb) == [
        (1, "Anchors and aliases (& and *) are not accepted. Write the text out.")
    ]


def test_deep_nesting_is_refused_without_recursion():
    assert faults("a: " + "[" * 50_000) == [(1, "The lines are nested too deep.")]


def test_tag_is_refused():
    assert faults("a: !!python/object/apply:os.system ['true']\n") == [
        (1, "Tags (!) are not accepted.")
    ]


def test_second_document_is_refused():
    assert faults(SOUND + "---\nmethod: x\n")[0][1] == (
        "The file holds more than one document. Remove the line “---”."
    )


def test_key_that_is_a_list_is_refused():
    assert faults("? [a, b]\n: c\n") == [(1, "The name before the colon must be plain text.")]


def test_too_big_text_is_refused():
    assert faults("#" * (MAX_BYTES + 1)) == [(1, "The file is too big: at most 512 kB.")]


def test_too_big_file_is_refused():
    with translation.override("en"), pytest.raises(FaultyMethod, match="1 fault") as caught:
        text_of(b"#" * (MAX_BYTES + 1))
    assert caught.value.faults[0].reason == "The file is too big: at most 512 kB."


def test_windows_encoding_is_refused_with_its_line():
    with translation.override("en"), pytest.raises(FaultyMethod) as caught:
        text_of("method: x\ntitle: Förankring\n".encode("cp1252"))
    assert [(f.line, f.reason) for f in caught.value.faults] == [
        (2, "The file is not UTF-8 text. Save it as UTF-8 and try again.")
    ]


def test_utf_8_with_byte_order_mark_is_read():
    assert text_of(b"\xef\xbb\xbfmethod: x") == "method: x"


def test_file_line_and_reason_are_told_together():
    with translation.override("en"), pytest.raises(FaultyMethod) as caught:
        read(SOUND + "zzz: 1\n", file_name="method.yaml")
    assert caught.value.details == ["method.yaml, line 37: “zzz” is not a known name here."]


def test_number_with_a_thousand_digits_is_no_error_of_ours():
    assert (
        faults(SOUND.replace("months: 6", "months: " + "9" * 5000))[0][1]
        == "“months” must be a whole number."
    )


def test_everyday_words_of_yaml_stay_words():
    method = read(SOUND.replace("title: Två faser", "title: nej"))[0]
    assert method.title == "nej"
    assert read(SOUND.replace("title: Två faser", "title: no"))[0].title == "no"


def test_every_sentence_takes_the_facts_it_names():
    # A sentence that names an unknown fact would raise when it is needed most.
    facts = dict.fromkeys(
        [
            "field",
            "near",
            "max_length",
            "ge",
            "le",
            "code",
            "most",
            "key",
            "months",
            "step",
            "month",
            "part",
            "region",
            "method",
            "problem",
        ],
        "x",
    )
    assert all(str(sentence) % facts for sentence in SENTENCES.values())
