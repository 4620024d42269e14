"""Faults of a method, told with file, line and reason in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import BaseModel, ValidationError

from core.refusals import Refusal
from programmes.document import shape as document
from programmes.document.checks import Path

#: More than this many faults in one file help nobody.
MOST_FAULTS = 100

SENTENCES = {
    # What a field says about itself (pydantic's names of errors).
    "missing": gettext_lazy("“%(field)s” is missing."),
    "string_type": gettext_lazy(
        "“%(field)s” must be text. Put it in quotes if it looks like something "
        "else."
    ),
    "bool_type": gettext_lazy("“%(field)s” must be true or false."),
    "int_type": gettext_lazy("“%(field)s” must be a whole number."),
    "list_type": gettext_lazy("“%(field)s” must be a list: one line each, beginning with a dash."),
    "model_type": gettext_lazy("“%(field)s” must hold lines of the form “name: value”."),
    "empty": gettext_lazy("“%(field)s” has no value. Write one or remove the line."),
    "string_too_long": gettext_lazy("“%(field)s” is too long: at most %(max_length)s characters."),
    "string_too_short": gettext_lazy("“%(field)s” must not be empty."),
    "too_short": gettext_lazy("“%(field)s” must have at least one entry."),
    "no_steps": gettext_lazy("It has no steps. Add one, or remove the phase."),
    "too_long": gettext_lazy("“%(field)s” has too many entries: at most %(max_length)s."),
    "greater_than_equal": gettext_lazy("“%(field)s” must be at least %(ge)s."),
    "less_than_equal": gettext_lazy("“%(field)s” must be at most %(le)s."),
    "character": gettext_lazy("“%(field)s” holds a character that cannot be stored (%(code)s)."),
    "months_form": gettext_lazy("“%(field)s” must be written like 4-6, or 4 for one month."),
    "months_range": gettext_lazy(
        "“%(field)s” must go from 1 to %(most)s, the first month not after the "
        "last."
    ),
    "url": gettext_lazy("“%(field)s” must be a web address that begins with https://."),
    "key": gettext_lazy(
        "“%(field)s” must be a short name of small letters a–z, digits, hyphens and "
        "underscores."
    ),
    "basis": gettext_lazy("“%(field)s” must be stated or derived."),
    "language": gettext_lazy("“%(field)s” must be sv, da or en."),
    "unknown_key": gettext_lazy("“%(field)s” is not a known name here."),
    "unknown_key_near": gettext_lazy(
        "“%(field)s” is not a known name here. Did you mean "
        "“%(near)s”?"
    ),
    # What fields must keep together (programmes.document.checks).
    "step_key_twice": gettext_lazy("Two steps have the short name “%(key)s”."),
    "item_key_twice": gettext_lazy("Two lines of the checklists have the short name “%(key)s”."),
    "criterion_key_twice": gettext_lazy("Two criteria have the short name “%(key)s”."),
    "too_many_steps": gettext_lazy("A method has at most %(most)s steps."),
    "months_beyond_end": gettext_lazy(
        "This is after the end of the method, which takes %(months)s "
        "months."
    ),
    "step_before_step": gettext_lazy(
        "The step begins before the step that stands ahead of it, "
        "“%(step)s”."
    ),
    "gate_after_unknown": gettext_lazy(
        "The gate stands after the step “%(step)s”, which does not "
        "exist."
    ),
    "gate_inside_phase": gettext_lazy(
        "The gate must stand after the last step of a phase, with a phase to "
        "follow."
    ),
    "gate_too_early": gettext_lazy("The gate comes before its step has ended, in month %(month)s."),
    "part_target": gettext_lazy("“%(part)s” names no step or line that stands before the gate."),
    "part_unknown": gettext_lazy("“%(part)s” is not a known readiness part."),
    "tick_unknown": gettext_lazy("“%(key)s” is not a known event that ticks a line."),
    "parent_unknown": gettext_lazy(
        "The method “%(method)s” of the region “%(region)s” is not here. Import it "
        "first."
    ),
    # What the file itself must keep (programmes.document.files).
    "not_yaml": gettext_lazy("This is not YAML: %(problem)s."),
    "not_text": gettext_lazy("The file is not UTF-8 text. Save it as UTF-8 and try again."),
    "no_content": gettext_lazy("The file is empty."),
    "too_big": gettext_lazy("The file is too big: at most %(most)s kB."),
    "not_a_method": gettext_lazy("The file must begin with lines of the form “name: value”."),
    "two_documents": gettext_lazy("The file holds more than one document. Remove the line “---”."),
    "alias": gettext_lazy("Anchors and aliases (& and *) are not accepted. Write the text out."),
    "tag": gettext_lazy("Tags (!) are not accepted."),
    "too_deep": gettext_lazy("The lines are nested too deep."),
    "key_twice": gettext_lazy("“%(field)s” stands twice."),
    "key_not_text": gettext_lazy("The name before the colon must be plain text."),
}  # fmt: skip

#: What people call the fields: as the editor of a method does. Of a list in the list's own way.
WORDS = {
    "after": gettext_lazy("Stands after"),
    "basis": gettext_lazy("Whose wording"),
    "changes": gettext_lazy("What changed"),
    "checklist": gettext_lazy("Checklist"),
    "criteria": gettext_lazy("Criteria"),
    "deciders": gettext_lazy("Who decides"),
    "derived_from": gettext_lazy("Derived from"),
    "evidence_wanted": gettext_lazy("Evidence wanted"),
    "for_programme": gettext_lazy("Ticked once for the whole programme"),
    "gate": gettext_lazy("Gate"),
    "guidance": gettext_lazy("Guidance"),
    "lessons": gettext_lazy("Lessons"),
    "help": gettext_lazy("Help"),
    "key": gettext_lazy("Short name"),
    "language": gettext_lazy("Language"),
    "method": gettext_lazy("Method"),
    "month": gettext_lazy("Month"),
    "months": gettext_lazy("Months"),
    "outputs": gettext_lazy("What comes out"),
    "parts": gettext_lazy("What the platform can see for itself"),
    "phases": gettext_lazy("Phases"),
    "purpose": gettext_lazy("Purpose"),
    "region": gettext_lazy("Region"),
    "required": gettext_lazy("Required"),
    "sources": gettext_lazy("Sources"),
    "steps": gettext_lazy("Steps"),
    "summary": gettext_lazy("Summary"),
    "text": gettext_lazy("To do"),
    "ticked_by": gettext_lazy("Ticked by"),
    "title": gettext_lazy("Title"),
    "tool": gettext_lazy("Tool"),
    "url": gettext_lazy("Web address"),
}
_PATTERNS = {"url": "url", "key": "key", "basis": "basis", "language": "language"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the line in the file (1 is the first; None without a file), where, and why."""

    line: int | None
    where: str
    reason: str


class FaultyMethod(Refusal):
    """A method with faults. Nothing of it was stored."""

    def __init__(self, faults: Sequence[Fault], *, file_name: str = "") -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line or 0)[:MOST_FAULTS]
        self.file_name = file_name
        message = ngettext(
            "The method has %(count)s fault. Nothing was stored.",
            "The method has %(count)s faults. Nothing was stored.",
            len(self.faults),
        ) % {"count": len(self.faults)}
        super().__init__(
            "faulty_method", message, details=[self._told(fault) for fault in self.faults]
        )

    def _told(self, fault: Fault) -> str:
        if fault.line is None:
            return f"{fault.where}: {fault.reason}" if fault.where else fault.reason
        facts = {"file": self.file_name, "line": fault.line, "reason": fault.reason}
        return _("%(file)s, line %(line)s: %(reason)s") % facts


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """The reason in the active language."""
    return str(SENTENCES[code]) % facts


def of_validation(error: ValidationError, *, in_file: bool = False) -> list[tuple[Path, str]]:
    """Each error of the shape as (path, reason).

    A field is called as people call it; in a file also as it stands there, where one looks for it.
    """
    return [(tuple(one["loc"]), _reason(one, in_file)) for one in error.errors(include_url=False)]


def word_of(name: str, *, in_file: bool = False) -> str:
    """What people call a field; one that is not known is called as it is written."""
    if name not in WORDS:
        return name
    word = str(WORDS[name])
    if not in_file:
        return word
    return name if word.lower() == name else f"{word} ({name})"


def way_to(path: Path) -> str:
    """Where a path leads in a file, by what people call things: "Phases 1, Steps 2, Title"."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1:] = [f"{' '.join(words[-1:])} {part + 1}".strip()]
        else:
            words.append(word_of(part))
    return ", ".join(words)


def _reason(error: Any, in_file: bool) -> str:  # noqa: FBT001 - as of_validation was asked
    path, kind = error["loc"], error["type"]
    name = _field(path)
    facts = {"field": word_of(name, in_file=in_file), **error.get("ctx", {})}
    if kind == "extra_forbidden":
        near = get_close_matches(str(path[-1]), _known_names(path[:-1]), n=1)
        told = word_of(near[0], in_file=in_file) if near else ""
        # Such a name stands in a file alone, and is none of the house's words.
        return sentence(
            "unknown_key_near" if near else "unknown_key", {"field": name, "near": told}
        )
    if error["input"] is None and kind != "missing":
        kind = "empty"
    elif kind == "string_pattern_mismatch":
        kind = _PATTERNS.get(name, "key")
    elif kind in {"too_long", "too_short"} and isinstance(error["input"], str):
        kind = f"string_{kind}"
    elif kind in {"dict_type", "model_attributes_type"}:
        kind = "model_type"
    elif kind == "too_short" and name == "steps":
        kind = "no_steps"
    return sentence(kind, facts)


def _field(path: Path) -> str:
    """The last name in the path: an entry of a list is called by the list's name."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), _("the file"))


def _known_names(path: Path) -> list[str]:
    model: type[BaseModel] = document.MethodDoc
    children: dict[str, type[BaseModel]] = {
        "phases": document.PhaseDoc, "steps": document.StepDoc, "checklist": document.ItemDoc,
        "gate": document.GateDoc, "criteria": document.CriterionDoc, "sources": document.SourceDoc,
        "derived_from": document.ParentDoc,
    }  # fmt: skip
    for part in path:
        if isinstance(part, str):
            model = children[part]
    return list(model.model_fields)
