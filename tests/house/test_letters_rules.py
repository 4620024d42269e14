"""No kind of letter stands outside the rule of how many one person may cause.

Each place that adds letters is listed with whose act it is, so that a new one is thought of:
"person" uses somebody's allowance (`outbox.adding.allowance`); "clock" and "guest" have none, and
say `by=None`. "either" hands on whose act it is, which may be the clock's.
"""

import ast

from tests.house.floors import ROOT

CALLS = {
    "calls/assessing/letters.py:write_added": "person",
    "calls/deciding/letters.py:write_decisions": "person",
    "calls/letters.py:_send": "guest",
    "programmes/accessibility/services.py:report": "guest",
    "continuity/follow_ups/services.py:_write_letter": "either",
    "demo/bench/sending.py:_write": "clock",
    "grants/claims/letters.py:_tell": "person",
    "grants/hours/services.py:_write_letter": "person",
    "learning/advice/letters.py:send": "person",
    "learning/companies/letters.py:send_link": "person",
    "learning/stream/letters.py:send": "person",
    "learning/directory/letters.py:write": "either",
    "outbox/backends.py:_write": "guest",
    "places/coaching/letters.py:send": "person",
    "places/gate/letters.py:send": "person",
    "places/table/services.py:write_to_leaders": "person",
    "reminders/chase/letters.py:send": "person",
    "reminders/clock/letters.py:write": "clock",
    "programmes/regions/declining.py:_tell": "guest",
    "reports/periodic/letters.py:_tell": "person",
    "programmes/regions/letters.py:write_to_account": "either",
    "surveys/building/letters.py:send_trial": "person",
    "surveys/sending/services.py:_write": "person",
    "workshops/courses/letters.py:write_opened": "person",
    "workshops/letters/own.py:send_own": "either",
    "workshops/letters/preview.py:send_test": "person",
    "workshops/letters/services.py:ask_for_approval": "person",
    "workshops/letters/writing.py:write_to_guests": "either",
}


def calls():
    """Place of each call of `add` of the outbox, with what it gives as `by`."""
    for path in sorted(ROOT.glob("*/**/*.py")):
        name = str(path.relative_to(ROOT))
        if name.startswith(("tests/", "node_modules/", ".")):
            continue
        text = path.read_text()
        if "outbox.adding" not in text:
            continue
        tree = ast.parse(text)
        imported = any(
            isinstance(node, ast.ImportFrom)
            and node.module == "outbox.adding.services"
            and any(one.name == "add" for one in node.names)
            for node in ast.walk(tree)
        )
        for function in ast.walk(tree) if imported else ():
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "add":
                    given = {one.arg: ast.unparse(one.value) for one in node.keywords}
                    yield f"{name}:{function.name}", given.get("by")


def test_each_call_that_adds_letters_says_whose_act_it_is():
    found = list(calls())
    assert {place for place, _by in found} == set(CALLS)
    for place, by in found:
        assert (by == "None") == (CALLS[place] in {"clock", "guest"}), place


def test_only_the_letter_about_a_role_passes_as_an_invitation():
    """Kind `role` reaches people who have not accepted: nothing about work may go as that."""
    naming = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if "LetterKind.ROLE" in path.read_text()
    }
    code = {name for name in naming if not name.startswith(("tests/", "node_modules/", "."))}
    assert code == {"outbox/blocks/services.py", "programmes/regions/letters.py"}


def test_letters_are_added_through_no_other_door():
    others = [
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if "insert_letters(" in (text := path.read_text()) or "Letter.objects.create(" in text
    ]
    outside = {name for name in others if not name.startswith(("tests/", "node_modules/", "."))}
    assert outside == {"outbox/adding/rows.py", "outbox/adding/services.py"}
