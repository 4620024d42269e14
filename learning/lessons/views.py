"""Lessons: of a place, one of them, those of a method, and where a method comes from."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.lessons import pages, services, sources
from learning.lessons.forms import EditForm, JudgeForm, LessonForm, ReachForm
from learning.models import Lesson, LessonState, Reach, SourceKind
from places.models import Participation
from places.queries import with_head
from programmes.models import MethodVersion, Step

#: More digits than any stored number has.
LONGEST_NUMBER = 18
with_all = pages.with_all


@page("learning.view_place", Participation, "learning/lessons/place.html", select=with_head)
def lessons(request: SignedInRequest, participation: Participation) -> Context:
    """What a place has learnt."""
    return pages.of_place(participation, request.user, request.GET.get("page"))


@form_page("learning.write", Participation, "learning/lessons/new.html", select=with_head)
def new(request: SignedInRequest, participation: Participation) -> Posting[Lesson]:
    """Write a lesson; `at` and `of` in the address say where it is written."""
    steps = Step.objects.filter(version=participation.method_version_id)
    kind, number = request.GET.get("at", ""), _number(request.GET.get("of", ""))
    at_step = kind == SourceKind.STEP or kind not in SourceKind.values
    begun = steps.filter(pk=number).first() if at_step and number else None
    begun = begun or steps.filter(order=participation.current_step).first()
    kept: dict[str, Any] = {} if at_step else {"source_kind": kind, "source": number}
    return Posting(
        form=LessonForm(request.POST or None, steps=steps, initial={"step": begun}),
        verb=partial(services.write, participation=participation, by=request.user, **kept),
        done=_("The lesson is kept."),
        to=_url,
        context={"source": sources.find(participation, kind, number) if kept else None},
    )


def _number(text: str) -> int | None:
    return (
        int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
    )


def _url(lesson: Lesson) -> str:
    return reverse("learning:lesson", args=[lesson.pk])


@page("learning.view", Lesson, "learning/lessons/lesson.html", select=with_all)
def lesson(request: SignedInRequest, lesson: Lesson) -> Context:
    """A lesson."""
    return {
        **pages.one(lesson, request.user),
        "reach_form": ReachForm(initial={"reach": lesson.reach}),
    }


@form_page("learning.write", Lesson, "learning/lessons/edit.html", select=with_all)
def edit(request: SignedInRequest, lesson: Lesson) -> Posting[Lesson]:
    """Change the words."""
    initial = {
        "happened": lesson.happened,
        "different": lesson.different,
        "version": lesson.version,
    }
    return Posting(
        form=EditForm(request.POST or None, initial=initial),
        verb=partial(services.edit, lesson=lesson, by=request.user),
        done=_("Saved."),
        to=_url,
    )


@form_page("learning.write", Lesson, "learning/lessons/lesson.html", select=with_all)
def share(request: SignedInRequest, lesson: Lesson) -> Posting[Lesson]:
    """Choose who reads it."""
    return Posting(
        form=ReachForm(request.POST or None),
        name="reach_form",
        verb=partial(services.share, lesson=lesson, by=request.user),
        done=lambda shared: (
            _("It may now be read by: %(reach)s.") % {"reach": Reach(shared.reach).label}
        ),
        to=_url(lesson),
        back=_url(lesson),
        context=lambda: pages.one(lesson, request.user),
    )


@form_page("learning.write", Lesson, "learning/lessons/remove.html", select=with_all)
def remove(request: SignedInRequest, lesson: Lesson) -> Posting[None]:
    """Ask, and take a lesson away."""
    return Posting(
        verb=partial(services.remove, lesson=lesson, by=request.user),
        done=_("The lesson is taken away."),
        to=reverse("learning:lessons", args=[lesson.participation_id]),
    )


@form_page("learning.judge", Lesson, "learning/lessons/judge.html", select=with_all)
def judge(request: SignedInRequest, lesson: Lesson) -> Posting[Lesson]:
    """Take it into the method's next version, or say why not."""
    initial = services.judgement(lesson) | {"version": lesson.version}
    if lesson.state == LessonState.OPEN:
        initial["state"] = LessonState.ACCEPTED
    return Posting(
        form=JudgeForm(request.POST or None, steps=pages.step_choices(lesson), initial=initial),
        verb=partial(services.judge, lesson=lesson, by=request.user),
        done=_judged,
        to=_url,
    )


def _judged(lesson: Lesson) -> str:
    into = lesson.taken_into
    if into is None:
        return _("The place reads why it is not taken in.")
    return _("It stands in the draft of version %(number)s.") % {"number": into.number}


@page("learning.view", MethodVersion, "learning/lessons/method.html")
def method_lessons(request: SignedInRequest, version: MethodVersion) -> Context:
    """What places that work by a method have learnt."""
    asked: Any = request.GET
    found = pages.of_method(version, request.user, asked.get("state", ""), asked.get("page"))
    return {"version": version, **found}


@page(
    "learning.view",
    MethodVersion,
    "learning/lessons/lineage.html",
    select=lambda rows: rows.select_related("method__region", "method__parent__parent__parent"),
)
def lineage(request: SignedInRequest, version: MethodVersion) -> Context:
    """Where a method comes from, and what each version changed and why."""
    return {"version": version, **pages.lineage(version, request.user)}
