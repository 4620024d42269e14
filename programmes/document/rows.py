"""Between documents and rows. No permissions and no audit here: the verbs call this."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from pydantic import ValidationError

from programmes.document.checks import Path, findings
from programmes.document.faults import Fault, FaultyMethod, of_validation, sentence
from programmes.document.shape import GateDoc, HeaderDoc, MethodDoc, Months, StepDoc
from programmes.models import (
    ChecklistItem,
    Gate,
    GateCriterion,
    Method,
    MethodVersion,
    Phase,
    Step,
    VersionState,
)

#: Fields with the same name in document and row.
VERSION_FIELDS = ("language", "title", "months", "for_programme", "summary", "changes")
STEP_FIELDS = ("key", "title", "basis", "purpose", "guidance", "outputs", "tool")
ITEM_FIELDS = ("key", "text", "help", "required", "evidence_wanted", "ticked_by", "basis")
GATE_FIELDS = ("title", "month", "purpose", "deciders", "basis")
CRITERION_FIELDS = ("key", "title", "guidance", "parts", "basis")


def whole(versions: QuerySet[MethodVersion]) -> QuerySet[MethodVersion]:
    """The versions with everything that a handbook or an export reads: six queries in all."""
    return versions.select_related(
        "method__region", "method__parent__region", "gate"
    ).prefetch_related(
        Prefetch(
            "phases",
            Phase.objects.prefetch_related(
                Prefetch("steps", Step.objects.prefetch_related("items"))
            ),
        ),
        "gate__criteria",
    )


def new_version(
    method: Method, doc: MethodDoc, *, forked_from: MethodVersion | None = None
) -> MethodVersion:
    """The method's next version as a draft with the document's content (no checks, no audit)."""
    number = method.versions.aggregate(last=Max("number"))["last"] or 0
    version = MethodVersion(
        method=method, number=number + 1, state=VersionState.DRAFT, title=doc.title,
        language=doc.language, months=doc.months, forked_from=forked_from,
    )  # fmt: skip
    version.save()
    fill(version, doc)
    return version


def fill(version: MethodVersion, doc: MethodDoc) -> None:
    """Write the document's content into an empty, saved version."""
    write_header(version, doc)
    order = 0
    for number, phase_doc in enumerate(doc.phases, start=1):
        phase = Phase.objects.create(version=version, order=number, title=phase_doc.title)
        for step_doc in phase_doc.steps:
            order += 1
            add_step(phase, step_doc, order)
    if doc.gate:
        write_gate(version, doc.gate, after=_number_of(doc, doc.gate.after))


def write_header(version: MethodVersion, doc: HeaderDoc) -> None:
    """Write what stands at the top."""
    for name in VERSION_FIELDS:
        setattr(version, name, getattr(doc, name))
    version.sources = [source.model_dump() for source in doc.sources]
    version.save()


def _number_of(doc: MethodDoc, key: str) -> int:
    return [step.key for step in doc.steps()].index(key) + 1


def add_step(phase: Phase, doc: StepDoc, order: int) -> Step:
    """A new step with its checklist, at the given place in the whole method."""
    step = Step(version_id=phase.version_id, phase=phase, order=order)
    write_step(step, doc)
    return step


def write_step(step: Step, doc: StepDoc) -> None:
    """Make the row and its checklist as the document says; lines are matched by their key."""
    for name in STEP_FIELDS:
        setattr(step, name, getattr(doc, name))
    step.month_from, step.month_to = doc.months
    step.lessons = [one.model_dump() for one in doc.lessons]
    step.save()
    _write_rows(step.items, ITEM_FIELDS, doc.checklist)


def write_gate(version: MethodVersion, doc: GateDoc, *, after: int) -> Gate:
    """Make the version's gate and its criteria as the document says."""
    gate = Gate.objects.filter(version=version).first() or Gate(version=version)
    for name in GATE_FIELDS:
        setattr(gate, name, getattr(doc, name))
    gate.after_step = after
    gate.save()
    _write_rows(gate.criteria, CRITERION_FIELDS, doc.criteria)
    return gate


def _write_rows(manager: Any, fields: tuple[str, ...], docs: list[Any]) -> None:
    """Rows of a list: those without a document go, the others take its values and order."""
    kept = {row.key: row for row in manager.all()}
    manager.exclude(key__in=[doc.key for doc in docs]).delete()
    # First out of the way: two rows may not have one order even for a moment.
    for number, row in enumerate(manager.all()):
        manager.filter(pk=row.pk).update(order=1000 + number)
    for number, doc in enumerate(docs, start=1):
        values = {name: getattr(doc, name) for name in fields} | {"order": number}
        row = kept.get(doc.key)
        if row is None:
            manager.create(**values)
        else:
            manager.filter(pk=row.pk).update(**values)


def data_of(version: MethodVersion) -> dict[str, Any]:
    """The version as plain data in the document's shape, sound or not (see `whole`)."""
    data = {"method": version.method.key} | header_data(version)
    parent = version.method.parent
    data["derived_from"] = {"region": parent.region.slug, "method": parent.key} if parent else None
    phases = list(version.phases.all())
    data["phases"] = [
        {"title": phase.title, "steps": [_step_with_lessons(step) for step in phase.steps.all()]}
        for phase in phases
    ]
    keys = {step.order: step.key for phase in phases for step in phase.steps.all()}
    gate = getattr(version, "gate", None)
    data["gate"] = gate_data(gate, keys) if gate else None
    return data


def header_data(version: MethodVersion) -> dict[str, Any]:
    """What stands at the top, as plain data."""
    return {name: getattr(version, name) for name in (*VERSION_FIELDS, "sources")}


def _step_with_lessons(step: Step) -> dict[str, Any]:
    return step_data(step) | {"lessons": step.lessons}


def step_data(step: Step) -> dict[str, Any]:
    """A step with its checklist as plain data in the document's shape.

    Without its lessons: they come in and go out one by one, and whoever edits the step meanwhile
    is not disturbed.
    """
    data = {name: getattr(step, name) for name in STEP_FIELDS}
    data["months"] = Months(step.month_from, step.month_to)
    data["checklist"] = [_row(item, ITEM_FIELDS) for item in step.items.all()]
    return data


def plain_step(doc: StepDoc) -> dict[str, Any]:
    """A document's step as `step_data` gives a row's."""
    return doc.model_dump(exclude={"lessons"}) | {"months": doc.months}


def gate_data(gate: Gate, keys: dict[int, str]) -> dict[str, Any]:
    """The gate with its criteria; `keys` gives the short name of the step with each number."""
    data = {name: getattr(gate, name) for name in GATE_FIELDS}
    # A step that was removed since leaves a name that no step has, and the check tells it.
    data["after"] = keys.get(gate.after_step, str(gate.after_step))
    data["criteria"] = [_row(criterion, CRITERION_FIELDS) for criterion in gate.criteria.all()]
    return data


def _row(row: ChecklistItem | GateCriterion, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def header_doc(values: dict[str, Any]) -> HeaderDoc:
    """A checked top from plain data. Raises FaultyMethod."""
    return _checked(HeaderDoc, values)


def step_doc(values: dict[str, Any]) -> StepDoc:
    """A checked step from plain data. Raises FaultyMethod."""
    return _checked(StepDoc, values)


def gate_doc(values: dict[str, Any]) -> GateDoc:
    """A checked gate from plain data. Raises FaultyMethod."""
    return _checked(GateDoc, values)


def _checked(model: Any, values: dict[str, Any]) -> Any:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = [Fault(None, place(path, values), reason) for path, reason in of_validation(error)]
        raise FaultyMethod(faults) from error


def document_of(version: MethodVersion) -> MethodDoc:
    """The version as a sound document. Raises FaultyMethod, each fault with where it stands."""
    data = data_of(version)
    doc: MethodDoc = _checked(MethodDoc, data)
    found = [
        Fault(None, place(one.path, data), sentence(one.code, one.facts)) for one in findings(doc)
    ]
    if found:
        raise FaultyMethod(found)
    return doc


def what_is_missing(version: MethodVersion) -> list[Fault]:
    """What keeps the draft from being published; empty when it is sound."""
    try:
        document_of(version)
    except FaultyMethod as faulty:
        return faulty.faults
    return []


def place(path: Path, data: Any) -> str:
    """Where a path leads, by the titles on the way: "Kartläggning, Gör serviceinventeringen"."""
    names = []
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        name = data.get("title") or data.get("text") if isinstance(data, dict) else None
        if name:
            names.append(str(name))
    return ", ".join(names[-2:])
