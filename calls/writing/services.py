"""Writing a call and steering its window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from calls import letters
from calls.models import (
    Application,
    ApplicationState,
    AskKind,
    Call,
    CallChange,
    CallCriterion,
    CallQuestion,
    CallRule,
    CallState,
    ChangeKind,
    Decision,
    RuleKey,
)
from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal, needed
from people.models import User
from programmes.models import Programme
from programmes.models.programme import RURAL_KINDS

#: What `save_text` takes; the words of other languages stand in `texts`.
FIELDS = (
    "title", "lead", "text", "choosing", "language", "texts", "opens_at", "closes_at", "admits",
    "contact_name", "contact_email", "assess_by", "kept_months",
)  # fmt: skip
MOST_QUESTIONS, MOST_CRITERIA = 40, 12
REASON_LENGTH = 300
#: What the domain notes weigh places by (Skåne, VGR), with what to look at.
CRITERIA = (
    (gettext_lazy("Relevance"),
     gettext_lazy("Does the place want what the programme is for? What is at stake there?"), 2),
    (gettext_lazy("Potential"),
     gettext_lazy("What can become of it: people, buildings, nature, business, services?"), 2),
    (gettext_lazy("Feasibility"),
     gettext_lazy("Is there time, a leader, and a way to work that can hold?"), 2),
    (gettext_lazy("Constellation of actors"),
     gettext_lazy("Do municipality, business and associations stand together? Who is missing?"), 3),
    (gettext_lazy("Engagement"),
     gettext_lazy("How many take part today, and what have they done themselves?"), 3),
)  # fmt: skip
SCALE = (
    gettext_lazy("Not at all"),
    gettext_lazy("A little"),
    gettext_lazy("Partly"),
    gettext_lazy("Well"),
    gettext_lazy("Very well"),
)
QUESTIONS = (
    (AskKind.LONG, gettext_lazy("Tell of your place"),
     gettext_lazy("What is it like to live there? What has changed in the last years?")),
    (AskKind.LONG, gettext_lazy("Why do you want to take part, and why now?"), ""),
    (AskKind.LONG, gettext_lazy("Who works with you, and who should?"),
     gettext_lazy("Associations, companies, the municipality, young people, newcomers.")),
    (AskKind.LONG, gettext_lazy("Which services are there, and which are at risk?"),
     gettext_lazy("Shop, fuel, parcels, cash, school, care, bus, broadband.")),
)  # fmt: skip


@transaction.atomic
def add_call(
    *, programme: Programme, title: str, by: User, language: str = "", languages: Iterable[str] = ()
) -> Call:
    """A new draft, with the questions, criteria and rules that such a call usually has.

    Its rules are the programme's conditions. Refusal: title_missing.
    """
    require(by, "calls.add", programme)
    name = needed(one_line(title, 160), "title_missing", _("Write a title."), field="title")
    chosen = language or programme.language
    known = dict(settings.LANGUAGES)
    call = Call(
        programme=programme,
        title=name,
        slug=_slug(name),
        language=chosen,
        texts={code: {} for code in languages if code in known and code != chosen},
    )
    with override(chosen):
        call.scale = [str(word) for word in SCALE]
        call.save()
        CallQuestion.objects.bulk_create(
            CallQuestion(call=call, order=order, kind=kind, label=str(label), help=str(text))
            for order, (kind, label, text) in enumerate(QUESTIONS, start=1)
        )
        CallCriterion.objects.bulk_create(
            CallCriterion(call=call, order=order, name=str(word), help=str(text), weight=weight)
            for order, (word, text, weight) in enumerate(CRITERIA, start=1)
        )
    CallRule.objects.bulk_create(_usual_rules(call))
    audit.record("call.added", call, by=by)
    return call


def _usual_rules(call: Call) -> list[CallRule]:
    programme = call.programme
    found = [
        CallRule(
            call=call,
            key=RuleKey.KIND,
            kinds=programme.place_kinds or [kind.value for kind in RURAL_KINDS],
        ),
        CallRule(call=call, key=RuleKey.MUNICIPALITY),
    ]
    if programme.population_min is not None or programme.population_max is not None:
        low, high = programme.population_min, programme.population_max
        found.append(CallRule(call=call, key=RuleKey.POPULATION, low=low, high=high))
    if programme.three_sectors:
        found.append(CallRule(call=call, key=RuleKey.SECTORS))
    return found


def _slug(title: str) -> str:
    base = slugify(title)[:60] or "call"
    slug, number = base, 2
    while Call.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def save_text(*, call: Call, version: int, values: Mapping[str, Any], by: User) -> Call:
    """Keep the call's words, window and numbers.

    The window of a published call is changed by `extend` and `close` alone, so that everybody
    reads why. Refusals: title_missing, window_published, window_backwards, decided_already,
    and Conflict.
    """
    require(by, "calls.write", call)
    call = locked(call)
    told = {name: values[name] for name in FIELDS if name in values}
    theirs = {name: getattr(call, name) for name in told}
    if call.version != version and theirs != told:
        raise Conflict(
            _("Somebody else has changed the call meanwhile."),
            theirs=theirs, yours=told, version=call.version,
        )  # fmt: skip
    changed = [name for name, value in told.items() if getattr(call, name) != value]
    if not changed:
        return call
    needed(told.get("title", call.title), "title_missing", _("Write a title."), field="title")
    if call.published_at is not None and {"opens_at", "closes_at"} & set(changed):
        raise Refusal(
            "window_published",
            _("The call is published. Extend it or close it early, with a reason."),
            field="closes_at",
        )
    for name in changed:
        setattr(call, name, told[name])
    if call.opens_at and call.closes_at and call.closes_at <= call.opens_at:
        raise Refusal(
            "window_backwards", _("The call must close after it opens."), field="closes_at"
        )
    call.version += 1
    call.save()
    audit.record("call.changed", call, by=by, what=", ".join(changed))
    return call


# --- questions, rules, criteria


@transaction.atomic
def save_question(
    *, call: Call, values: Mapping[str, Any], by: User, question: CallQuestion | None = None
) -> CallQuestion:
    """Add a question, or change one.

    Of a published call only words are mended: what people have answered must stay the answer to
    what was asked. Refusals: label_missing, few_choices, many_questions, asked_already.
    """
    require(by, "calls.write", call)
    call = locked(call)
    row = question or CallQuestion(call=call)
    label = needed(
        one_line(values["label"], 300), "label_missing", _("Write the question."), field="label"
    )
    choices = values.get("choices", []) if values["kind"] == AskKind.CHOICE else []
    if values["kind"] == AskKind.CHOICE and len(choices) < 2:  # noqa: PLR2004 - to choose among
        raise Refusal("few_choices", _("Write at least two answers, one a line."), field="choices")
    if call.published_at is not None:
        moved = [one["key"] for one in choices] != [one["key"] for one in row.choices]
        if (
            question is None
            or row.kind != values["kind"]
            or moved
            or (values["required"] and not row.required)
        ):
            raise _asked_already()
    if question is None:
        if call.questions.count() >= MOST_QUESTIONS:
            raise Refusal("many_questions", _("A call has room for forty questions."))
        row.order = (call.questions.aggregate(last=Max("order"))["last"] or 0) + 1
    row.label, row.kind = label, values["kind"]
    row.help = one_line(values.get("help", ""), 500)
    row.words, row.choices = values.get("words", {}), choices
    row.required, row.most = values["required"], values.get("most")
    row.save()
    audit.record("call.changed", call, by=by, what="questions")
    return row


def _asked_already() -> Refusal:
    return Refusal(
        "asked_already",
        _("The call is published. Its words can be mended, but what is asked stays the same for "
          "all who apply."),
    )  # fmt: skip


@transaction.atomic
def remove_question(*, question: CallQuestion, by: User) -> None:
    """Take a question away from a draft. Refusal: asked_already."""
    require(by, "calls.write", question.call)
    call = locked(question.call)
    if call.published_at is not None:
        raise _asked_already()
    question.delete()
    audit.record("call.changed", call, by=by, what="questions")


@transaction.atomic
def move_question(*, question: CallQuestion, up: bool, by: User) -> None:
    """Move a question one place up or down."""
    require(by, "calls.write", question.call)
    call = locked(question.call)
    rows = list(call.questions.order_by("order", "pk"))
    at = next(number for number, one in enumerate(rows) if one.pk == question.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    for number, one in enumerate(rows, start=1):
        one.order = number
    CallQuestion.objects.bulk_update(rows, ["order"])


@transaction.atomic
def save_rules(*, call: Call, rules: Mapping[str, Mapping[str, Any]], by: User) -> list[CallRule]:
    """Keep which rules hold, as {key: values}; a key that is missing is no rule any more.

    Refusals: rules_published, bounds_missing, bounds_backwards.
    """
    require(by, "calls.write", call)
    call = locked(call)
    if call.published_at is not None:
        raise Refusal(
            "rules_published",
            _("The call is published: its rules stay the same for all who apply."),
        )
    rows = [CallRule(call=call, key=key, **values) for key, values in rules.items()]
    for row in rows:
        if row.key != RuleKey.POPULATION:
            continue
        if row.low is None and row.high is None:
            raise Refusal("bounds_missing", _("Write at least one bound."), field="low")
        if row.low is not None and row.high is not None and row.high < row.low:
            raise Refusal(
                "bounds_backwards", _("The upper bound must not be below the lower."), field="high"
            )
    call.rules.all().delete()
    CallRule.objects.bulk_create(rows)
    audit.record("call.changed", call, by=by, what="rules")
    return rows


@transaction.atomic
def save_criteria(
    *, call: Call, criteria: Iterable[Mapping[str, Any]], scale: Iterable[str], by: User
) -> list[CallCriterion]:
    """Keep by what assessors judge, in order, each with its `id` when it is there already.

    Refusals: no_criteria, many_criteria, scale_incomplete, assessed_already (somebody has begun:
    points of other weights would not compare).
    """
    require(by, "calls.write", call)
    call = locked(call)
    wanted = [one for one in criteria if one.get("name", "").strip()]
    words = [one_line(word, 60) for word in scale]
    if not wanted:
        raise Refusal("no_criteria", _("Write at least one criterion."))
    if len(wanted) > MOST_CRITERIA:
        raise Refusal("many_criteria", _("A call has room for twelve criteria."))
    if not all(words):
        raise Refusal("scale_incomplete", _("Say what each point of the scale means."))
    there = {one.pk: one for one in call.criteria.all()}
    rows = []
    for order, one in enumerate(wanted, start=1):
        row = there.pop(one.get("id") or 0, None) or CallCriterion(call=call)
        row.order, row.name = order, one_line(one["name"], 80)
        row.help, row.weight = one_line(one.get("help", ""), 400), one["weight"]
        rows.append(row)
    begun = Application.objects.filter(call=call, assessments__isnull=False).exists()
    if begun and (there or any(row.pk is None or _reweighed(row) for row in rows)):
        raise Refusal(
            "assessed_already",
            _("Somebody has begun to assess: weights and the list of criteria stay as they are."),
        )
    CallCriterion.objects.filter(pk__in=there).delete()
    for row in rows:
        row.save()
    call.scale = words
    call.version += 1
    call.save(update_fields=["scale", "version", "updated_at"])
    audit.record("call.changed", call, by=by, what="criteria")
    return rows


def _reweighed(row: CallCriterion) -> bool:
    return not CallCriterion.objects.filter(pk=row.pk, weight=row.weight).exists()


# --- publishing, and the window


def gaps_of(call: Call) -> list[str]:
    """What a call lacks before everybody can read it, in sentences."""
    lacks = []
    if not call.lead.strip() or not call.text.strip():
        lacks.append(_("Write the text: what the call is, and for whom."))
    if not call.choosing.strip():
        lacks.append(_("Write how places are chosen."))
    if call.opens_at is None or call.closes_at is None:
        lacks.append(_("Say when it opens and closes."))
    elif call.closes_at <= timezone.now():
        lacks.append(_("The call would be closed already."))
    if not call.contact_email:
        lacks.append(_("Name an address for questions."))
    if not call.questions.exists():
        lacks.append(_("Ask at least one question."))
    if not call.criteria.exists():
        lacks.append(_("Say by which criteria places are chosen."))
    return lacks


@transaction.atomic
def publish(*, call: Call, by: User) -> Call:
    """Let everybody read it; it opens by itself at its hour. Refusal: not_ready."""
    require(by, "calls.write", call)
    call = locked(call)
    if call.published_at is not None:
        return call
    lacks = gaps_of(call)
    if lacks:
        raise Refusal("not_ready", _("The call is not ready to be published."), details=lacks)
    call.published_at, call.published_by = timezone.now(), by
    call.version += 1
    call.save()
    audit.record("call.published", call, by=by)
    return call


@transaction.atomic
def unpublish(*, call: Call, by: User) -> Call:
    """Back to draft, while nobody has begun an application. Refusal: begun_already."""
    require(by, "calls.write", call)
    call = locked(call)
    if call.published_at is None:
        return call
    if call.applications.exists():
        raise Refusal(
            "begun_already",
            _("Somebody has begun an application. Close the call early, with a reason."),
        )
    call.published_at = call.published_by = None
    call.version += 1
    call.save()
    audit.record("call.unpublished", call, by=by)
    return call


@transaction.atomic
def extend(*, call: Call, until: dt.datetime, reason: str, by: User) -> Call:
    """Let a published call close later; those who have begun are told, with the reason.

    Refusals: not_published, reason_missing, not_later, decided_already.
    """
    require(by, "calls.write", call)
    call = locked(call)
    _refuse_draft(call)
    before = call.closes_at
    if before is None or until <= before or until <= timezone.now():
        raise Refusal("not_later", _("Choose a later moment than now and before."), field="until")
    if Decision.objects.filter(application__call=call).exists():
        raise Refusal("decided_already", _("Decisions have been proposed: the call stays closed."))
    call.closes_at = until
    _note(call, ChangeKind.EXTENDED, before, reason, by)
    rows = call.applications.filter(state=ApplicationState.DRAFT, erased_at__isnull=True)
    telling = list(rows.exclude(contact_email=""))
    for one in telling:
        one.call = call
    letters.write_extended(call, telling, one_line(reason, REASON_LENGTH))
    return call


@transaction.atomic
def close(*, call: Call, reason: str, by: User) -> Call:
    """Close an open call before its hour, with a reason that everybody reads.

    Refusals: not_published, reason_missing, closed_already.
    """
    require(by, "calls.write", call)
    call = locked(call)
    _refuse_draft(call)
    now = timezone.now()
    before = call.closes_at
    if before is None or before <= now:
        raise Refusal("closed_already", _("The call is closed already."))
    if call.opens_at is not None and call.opens_at >= now:
        raise Refusal("not_open_yet", _("The call has not opened. Take it back to draft instead."))
    call.closes_at = now
    _note(call, ChangeKind.CLOSED, before, reason, by)
    return call


def _refuse_draft(call: Call) -> None:
    if call.state == CallState.DRAFT:
        raise Refusal("not_published", _("The call is a draft: change its window there."))


def _note(call: Call, kind: str, before: dt.datetime, reason: str, by: User) -> None:
    why = needed(
        one_line(plain_lines(reason), REASON_LENGTH), "reason_missing",
        _("Say why: everybody who applies reads it."), field="reason",
    )  # fmt: skip
    after = call.closes_at or before
    call.version += 1
    call.save()
    CallChange.objects.create(call=call, kind=kind, before=before, after=after, reason=why, by=by)
    audit.record(
        f"call.{kind}", call, by=by, before=before.isoformat(), after=after.isoformat(), reason=why
    )


def locked(call: Call) -> Call:
    """The call as it stands, locked until the end of the transaction."""
    rows = Call.objects.select_for_update(of=("self",)).select_related("programme__region")
    found: Call = rows.get(pk=call.pk)
    return found
