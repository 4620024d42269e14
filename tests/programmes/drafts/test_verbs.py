"""Change a draft: whole parts at a time, never a published version, never over somebody else."""

import pytest

from core.refusals import Conflict, NotAllowed, Refusal
from programmes.document.faults import FaultyMethod
from programmes.document.rows import header_data, step_data
from programmes.drafts.services import edit_version, phase_rows, set_phases
from programmes.drafts.steps import (
    add_step,
    edit_step,
    gate_values,
    move_step,
    remove_gate,
    remove_step,
    set_gate,
)
from programmes.models import Gate, Phase, Step
from programmes.stamps import stamp


def header(version, **changes):
    return header_data(version) | changes


def step_values(step, **changes):
    data = step_data(step)
    return data | {"months": f"{data['months'].first}-{data['months'].last}"} | changes


def step(version, key):
    return Step.objects.get(version=version, key=key)


def order(version):
    return list(Step.objects.filter(version=version).values_list("key", flat=True))


def gate_after(version):
    return order(version)[Gate.objects.get(version=version).after_step - 1]


def new_step(**changes):
    return {
        "title": "Ny",
        "months": "3-3",
        "purpose": "",
        "guidance": "",
        "outputs": [],
        "basis": "derived",
        "checklist": [],
    } | changes


EDITS = {
    "edit_version": lambda v, by: edit_version(
        v, by=by, seen=stamp(header_data(v)), values=header(v, title="Nytt")
    ),
    "set_phases": lambda v, by: set_phases(
        v, by=by, seen=stamp({"phases": phase_rows(v)}), rows=phase_rows(v)
    ),
    "add_step": lambda v, by: add_step(
        v, by=by, phase=Phase.objects.filter(version=v).first(), values=new_step()
    ),
    "edit_step": lambda v, by: edit_step(
        step(v, "borja"),
        by=by,
        seen=stamp(step_data(step(v, "borja"))),
        values=step_values(step(v, "borja")),
    ),
    "move_step": lambda v, by: move_step(step(v, "borja"), by=by, up=False),
    "remove_step": lambda v, by: remove_step(step(v, "borja"), by=by),
    "set_gate": lambda v, by: set_gate(v, by=by, seen=stamp(gate_values(v)), values=gate_values(v)),
    "remove_gate": lambda v, by: remove_gate(v, by=by),
}


@pytest.mark.parametrize("verb", EDITS)
def test_verb_on_a_draft_works(draft, here, verb):
    EDITS[verb](draft, here.manager)


@pytest.mark.parametrize("verb", EDITS)
def test_verb_on_a_published_version_is_refused(published, here, verb):
    with pytest.raises(Refusal) as caught:
        EDITS[verb](published, here.admin)
    assert caught.value.code == "published"


@pytest.mark.parametrize("person", ["coach", "leader", "outsider", "other_admin", "other_manager"])
@pytest.mark.parametrize("verb", EDITS)
def test_verb_by_somebody_who_does_not_run_the_region_is_refused(draft, here, verb, person):
    with pytest.raises(NotAllowed):
        EDITS[verb](draft, getattr(here, person))


def test_header_is_changed_whole(draft, here):
    source = {"title": "Källa", "url": "https://example.org/"}
    values = header(draft, title="Nytt", months=9, sources=[source])
    edit_version(draft, by=here.admin, seen=stamp(header_data(draft)), values=values)
    draft.refresh_from_db()
    assert header_data(draft) == values


def test_header_with_a_bad_address_is_refused(draft, here):
    values = header(draft, sources=[{"title": "x", "url": "javascript:alert(1)"}])
    with pytest.raises(FaultyMethod):
        edit_version(draft, by=here.admin, seen=stamp(header_data(draft)), values=values)


def test_header_changed_meanwhile_gives_both_values(draft, here):
    seen = stamp(header_data(draft))
    edit_version(draft, by=here.admin, seen=seen, values=header(draft, title="Hennes"))
    with pytest.raises(Conflict) as caught:
        edit_version(draft, by=here.manager, seen=seen, values=header(draft, title="Hans"))
    assert (caught.value.theirs["title"], caught.value.yours["title"]) == ("Hennes", "Hans")
    draft.refresh_from_db()
    assert draft.title == "Hennes"
    edit_version(
        draft, by=here.manager, seen=caught.value.version, values=header(draft, title="Hans")
    )
    draft.refresh_from_db()
    assert draft.title == "Hans"


def test_same_change_by_two_people_is_no_conflict(draft, here):
    seen, values = stamp(header_data(draft)), header(draft, title="Nytt")
    edit_version(draft, by=here.admin, seen=seen, values=values)
    edit_version(draft, by=here.manager, seen=seen, values=values)


def test_two_people_on_two_steps_do_not_disturb_each_other(draft, here):
    one, two = step(draft, "borja"), step(draft, "lara")
    seen = stamp(step_data(one)), stamp(step_data(two))
    edit_step(one, by=here.admin, seen=seen[0], values=step_values(one, title="Ett"))
    edit_step(two, by=here.manager, seen=seen[1], values=step_values(two, title="Två"))
    assert [s.title for s in Step.objects.filter(version=draft)] == ["Ett", "Två", "Göra"]


def test_checklist_lines_are_added_changed_removed_and_reordered_in_one_act(draft, here):
    row = step(draft, "borja")
    meeting, listing = step_data(row)["checklist"]
    checklist = [
        {
            "text": "Ring kommunen",
            "help": "",
            "required": True,
            "evidence_wanted": False,
            "basis": "derived",
        },
        listing | {"text": "Skriv två listor"},
        meeting,
    ]
    kept = {item.key: item.pk for item in row.items.all()}
    edit_step(
        row, by=here.admin, seen=stamp(step_data(row)), values=step_values(row, checklist=checklist)
    )
    assert [(i.order, i.key, i.text) for i in row.items.all()] == [
        (1, "ring-kommunen", "Ring kommunen"),
        (2, "lista", "Skriv två listor"),
        (3, "mote", "Håll ett möte"),
    ]
    assert row.items.get(key="lista").pk == kept["lista"]
    edit_step(
        row, by=here.admin, seen=stamp(step_data(row)), values=step_values(row, checklist=[meeting])
    )
    assert [i.key for i in row.items.all()] == ["mote"]


def test_new_line_gets_a_short_name_that_no_other_step_has(draft, here):
    row = step(draft, "lara")
    line = {
        "text": "Mote",
        "help": "",
        "required": True,
        "evidence_wanted": False,
        "basis": "derived",
    }
    edit_step(
        row,
        by=here.admin,
        seen=stamp(step_data(row)),
        values=step_values(row, checklist=[line, line]),
    )
    assert [i.key for i in row.items.all()] == ["mote-2", "mote-3"]


def test_step_changed_meanwhile_gives_both_values(draft, here):
    row = step(draft, "borja")
    seen = stamp(step_data(row))
    edit_step(row, by=here.admin, seen=seen, values=step_values(row, checklist=[]))
    with pytest.raises(Conflict) as caught:
        edit_step(row, by=here.manager, seen=seen, values=step_values(row, title="Hans"))
    assert caught.value.theirs["checklist"] == []
    assert caught.value.yours["title"] == "Hans"


def test_step_with_an_empty_title_is_refused(draft, here):
    row = step(draft, "borja")
    with pytest.raises(FaultyMethod):
        edit_step(
            row, by=here.admin, seen=stamp(step_data(row)), values=step_values(row, title=" ")
        )


def test_new_step_stands_last_in_its_phase_and_the_gate_follows(draft, here):
    first = Phase.objects.filter(version=draft).first()
    made = add_step(draft, by=here.admin, phase=first, values=new_step(title="Mäta"))
    assert (made.key, order(draft)) == ("mata", ["borja", "lara", "mata", "gora"])
    assert gate_after(draft) == "mata"


def test_step_in_a_phase_of_another_version_is_refused(draft, here):
    elsewhere = Phase.objects.exclude(version=draft).first()
    with pytest.raises(Refusal) as caught:
        add_step(draft, by=here.admin, phase=elsewhere, values=new_step())
    assert caught.value.code == "phase"


def test_removed_step_closes_the_numbers_and_keeps_the_gate(draft, here):
    remove_step(step(draft, "lara"), by=here.admin)
    assert list(Step.objects.filter(version=draft).values_list("order", "key")) == [
        (1, "borja"),
        (2, "gora"),
    ]
    assert gate_after(draft) == "borja"


def test_step_moves_within_and_between_phases_and_the_gate_stays_between_them(draft, here):
    move_step(step(draft, "lara"), by=here.admin, up=True)
    assert (order(draft), gate_after(draft)) == (["lara", "borja", "gora"], "borja")
    move_step(step(draft, "borja"), by=here.admin, up=False)
    assert (order(draft), gate_after(draft)) == (["lara", "borja", "gora"], "lara")
    assert step(draft, "borja").phase == step(draft, "gora").phase


@pytest.mark.parametrize(("key", "up"), [("borja", True), ("gora", False)])
def test_step_at_the_edge_does_not_move_further(draft, here, key, up):
    with pytest.raises(Refusal) as caught:
        move_step(step(draft, key), by=here.admin, up=up)
    assert caught.value.code == "at_the_edge"


def test_phases_are_renamed_reordered_and_added(draft, here):
    (first, _a), (second, _b) = phase_rows(draft)
    rows = [(second, "Sedan"), (None, "Mellan"), (first, "Först av allt")]
    set_phases(draft, by=here.admin, seen=stamp({"phases": phase_rows(draft)}), rows=rows)
    assert [title for _pk, title in phase_rows(draft)] == ["Sedan", "Mellan", "Först av allt"]
    assert order(draft) == ["gora", "borja", "lara"]


def test_phase_with_steps_is_not_removed(draft, here):
    with pytest.raises(Refusal) as caught:
        set_phases(
            draft,
            by=here.admin,
            seen=stamp({"phases": phase_rows(draft)}),
            rows=phase_rows(draft)[:1],
        )
    assert caught.value.code == "phase_has_steps"


@pytest.mark.parametrize("rows", [[], [(None, "")], [(None, "x" * 121)], [(987654, "Fel")]])
def test_phases_without_sense_are_refused(draft, here, rows):
    with pytest.raises(Refusal) as caught:
        set_phases(draft, by=here.admin, seen=stamp({"phases": phase_rows(draft)}), rows=rows)
    assert caught.value.code == "phases"


def test_gate_is_removed_and_made_again(draft, here):
    values = gate_values(draft)
    remove_gate(draft, by=here.admin)
    assert gate_values(draft) == {}
    set_gate(draft, by=here.admin, seen=stamp({}), values=values)
    assert gate_values(draft) == values


def test_gate_changed_meanwhile_gives_both_values(draft, here):
    seen, values = stamp(gate_values(draft)), gate_values(draft)
    set_gate(draft, by=here.admin, seen=seen, values=values | {"title": "Hennes"})
    with pytest.raises(Conflict) as caught:
        set_gate(draft, by=here.manager, seen=seen, values=values | {"title": "Hans"})
    assert (caught.value.theirs["title"], caught.value.yours["title"]) == ("Hennes", "Hans")


def test_gate_after_an_unknown_step_is_refused(draft, here):
    values = gate_values(draft) | {"after": "nowhere"}
    with pytest.raises(Refusal) as caught:
        set_gate(draft, by=here.admin, seen=stamp(gate_values(draft)), values=values)
    assert caught.value.code == "after"
