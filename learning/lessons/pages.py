"""What the pages of lessons show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from core.policy import allowed
from core.web.lists import PER_PAGE, ShortPaginator
from learning.lessons import sources
from learning.models import Lesson, LessonState
from people.models import User
from places.checklist.pages import At
from places.models import Participation
from programmes.document.comparing import Comparison, compare
from programmes.document.rows import whole
from programmes.models import Method, MethodVersion, Step, VersionState

#: Lessons of others that a step's page shows.
SHOWN = 5
#: Versions that the lineage tells of, the newest ones.
TOLD = 12


def with_all(rows: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons with what their page names."""
    return rows.select_related(
        "participation__place__municipality",
        "participation__programme",
        "step__version__method__region",
        "written_by",
        "judged_by",
        "taken_into",
    )


def of_place(participation: Participation, user: User, page: str | None) -> dict[str, Any]:
    """The lessons of a place, the newest first."""
    rows = with_all(Lesson.objects.filter(participation=participation))
    return {
        "page": ShortPaginator(rows, PER_PAGE).get_page(page),
        "may_write": allowed(user, "learning.write", participation),
        "tab": "lessons",
    }


def one(lesson: Lesson, user: User) -> dict[str, Any]:
    """A lesson with where it was written, who reads it and what became of it."""
    here = allowed(user, "learning.view_place", lesson.participation)
    may_judge = allowed(user, "learning.judge", lesson)
    return {
        "source": sources.source_of(lesson) if here else None,
        "here": here,
        "changes": list(lesson.changes.select_related("by")) if here or may_judge else [],
        "may_write": allowed(user, "learning.write", lesson),
        "may_judge": may_judge,
    }


def step_choices(lesson: Lesson) -> list[tuple[str, str]]:
    """The steps of the method's newest version, draft or not, by short name."""
    newest = MethodVersion.objects.filter(method=lesson.step.version.method_id)
    version = newest.order_by("-number").values("pk")[:1]
    steps = Step.objects.filter(version__in=version)
    return [(step.key, f"{step.order}. {step.title}") for step in steps]


def family(version_id: int) -> QuerySet[Method]:
    """The version's method with its parent, its forks and its parent's other forks."""
    own = Method.objects.filter(versions=version_id).order_by()
    parents = own.filter(parent__isnull=False).values("parent")
    return Method.objects.order_by().filter(
        Q(pk__in=own.values("pk"))
        | Q(parent__in=own.values("pk"))
        | Q(pk__in=parents)
        | Q(parent__in=parents)
    )


def at_step(user: User, at: At) -> dict[str, Any]:
    """What others learnt at this step, for the step's page. One statement."""
    others = (
        Lesson.objects.visible_to(user)
        .filter(
            step__key=at.step.key,
            step__version__method__in=family(at.participation.method_version_id),
        )
        .exclude(participation=at.participation)
        .select_related("participation__place", "participation__programme")
    )
    query = f"?at=step&of={at.step.pk}"
    return {
        "learnt": list(others[:SHOWN]),
        "of_method": at.step.lessons,
        "lessons_url": reverse("learning:lessons", args=[at.participation.pk]),
        "write_url": reverse("learning:new", args=[at.participation.pk]) + query
        if allowed(user, "learning.write", at.participation)
        else "",
    }


def of_method(version: MethodVersion, user: User, state: str, page: str | None) -> dict[str, Any]:
    """The lessons of places that work by a method, as far as the user may read them."""
    rows = with_all(Lesson.objects.visible_to(user)).filter(step__version__method=version.method_id)
    if state in LessonState.values:
        rows = rows.filter(state=state)
    url = reverse("learning:method_lessons", args=[version.pk])
    return {
        "page": ShortPaginator(rows, PER_PAGE).get_page(page),
        "states": [
            (label, f"{url}?state={value}" if value else url, value == state)
            for value, label in [("", ""), *LessonState.choices]
        ],
        "state": state,
        "may_judge": allowed(user, "programmes.edit_method", version),
    }


# --- Where a method comes from


@dataclass(frozen=True)
class Told:
    """A version in the line of descent: what differs from the one before, in names."""

    version: MethodVersion
    before: MethodVersion | None
    steps: list[tuple[str, str]]
    lessons: list[dict[str, str]]
    same: bool

    @property
    def url(self) -> str:
        """Where both stand side by side."""
        if self.before is None:
            return ""
        return (
            f"{reverse('programmes:method_compare', args=[self.version.pk])}?with={self.before.pk}"
        )


def lineage(version: MethodVersion, user: User) -> dict[str, Any]:
    """The versions from the first ancestor to the newest one, each with what it changed and why."""
    line = _methods(version.method)
    versions = whole(
        MethodVersion.objects.visible_to(user).filter(
            Q(state=VersionState.PUBLISHED) | Q(pk=version.pk), method__in=[one.pk for one in line]
        )
    )
    rank = {method.pk: number for number, method in enumerate(line)}
    known = sorted(versions, key=lambda one: (rank[one.method_id], one.number))
    forks = Method.objects.visible_to(user).filter(parent=version.method_id)
    return {
        "told": _told(known)[::-1][:TOLD],
        "forks": forks.select_related("region").order_by("region__name"),
    }


def _methods(method: Method) -> list[Method]:
    """The method after its ancestors; three generations are told."""
    line = [method]
    while line[0].parent is not None and len(line) < 4:  # noqa: PLR2004 - see above
        line.insert(0, line[0].parent)
    return line


def _told(known: list[MethodVersion]) -> list[Told]:
    by_id = {one.pk: one for one in known}
    last: dict[int, MethodVersion] = {}
    found = []
    for one in known:
        before = last.get(one.method_id) or by_id.get(one.forked_from_id or 0)
        last[one.method_id] = one
        found.append(_compared(one, before, compare(before, one) if before else None))
    return found


def _compared(
    version: MethodVersion, before: MethodVersion | None, found: Comparison | None
) -> Told:
    if before is None or found is None:
        return Told(version, None, [], [], same=False)
    earlier = {one["key"] for one in _lessons(before)}
    return Told(
        version,
        before,
        [(one.kind, one.title) for one in found.steps],
        [one for one in _lessons(version) if one["key"] not in earlier],
        found.same,
    )


def _lessons(version: MethodVersion) -> Iterable[dict[str, str]]:
    return [
        one for phase in version.phases.all() for step in phase.steps.all() for one in step.lessons
    ]
