"""The verbs of cases: write, take figures and consents in, hand in, publish, take back.

A consent that is withdrawn takes the case from the public in the same transaction: from the next
request on nobody outside reads it, until it is mended and looked at again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.cases.notices import tell_handed_in, tell_published, tell_withdrawn
from learning.models import Case, CaseConsent, CaseFigure, CaseState, ConsentFor
from learning.models.case import TEXT_LENGTH, TITLE_LENGTH
from people.models import User
from places.models import Participation, Photo
from plans.changes import refuse_longer, store
from plans.goals.progress import progress_of, quantity
from plans.models import Indicator
from programmes.models import Programme

#: Figures and consents of one case.
MOST_FIGURES, MOST_CONSENTS = 8, 40
_ASCII = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "ae", "ø": "o"})


@transaction.atomic
def write_case(
    *,
    by: User,
    participation: Participation | None = None,
    programme: Programme | None = None,
    **facts: Any,
) -> Case:
    """Begin a case of a place, or of a whole programme. Refusals: those of `_checked`."""
    if participation is not None:
        require(by, "learning.add_case", participation)
        programme = participation.programme
    else:
        require(by, "programmes.edit_programme", programme)
    assert programme is not None  # noqa: S101 - one of both is given
    values = _checked(participation, facts)
    case = Case(programme=programme, participation=participation, written_by=by, **values)
    case.slug = _free_slug(case)
    case.save()
    audit.record("case.written", case, by=by)
    return case


@transaction.atomic
def save_case(*, case: Case, by: User, version: int, **facts: Any) -> Case:
    """Change a case that is not published. Refusals: published, those of `_checked`.

    What waits for a second person becomes a draft again. Conflict: changed since.
    """
    row = _locked(case, by, "learning.write_case")
    _refuse_published(row)
    values = _checked(row.participation, facts)
    if store(row, version, values):
        if row.state == CaseState.REVIEW:
            row.state = CaseState.DRAFT
        row.written_by = by
        row.save()
        audit.record("case.changed", row, by=by)
    return row


@transaction.atomic
def add_figure(
    *, case: Case, by: User, indicator: Indicator | None = None, year: int | None = None
) -> CaseFigure:
    """Take in a figure as it stands today: of an indicator of the plan, or of the inhabitants.

    Refusals: published, too_many, no_figure (none, or of another place).
    """
    row = _locked(case, by, "learning.write_case")
    _refuse_published(row)
    if row.figures.count() >= MOST_FIGURES:
        raise Refusal("too_many", _("%(most)d figures are enough.") % {"most": MOST_FIGURES})
    values = _of_indicator(row, indicator) if indicator else _of_year(row, year)
    if values is None:
        raise Refusal("no_figure", _("Choose a figure of this place."), field="figure")
    figure = CaseFigure.objects.create(case=row, **values)
    audit.record("case.changed", row, by=by)
    return figure


@transaction.atomic
def remove_figure(*, figure: CaseFigure, by: User) -> None:
    """Take a figure out. Refusal: published."""
    row = _locked(figure.case, by, "learning.write_case")
    _refuse_published(row)
    figure.delete()
    audit.record("case.changed", row, by=by)


@transaction.atomic
def add_consent(
    *, case: Case, by: User, name: str, what: str, agreed_on: dt.date, how: str
) -> CaseConsent:
    """Note that somebody agrees. Refusals: name_missing, how_missing, wrong_day, too_many."""
    row = _locked(case, by, "learning.write_case")
    _refuse_published(row)
    if row.consents.count() >= MOST_CONSENTS:
        raise Refusal("too_many", _("%(most)d consents are enough.") % {"most": MOST_CONSENTS})
    who = needed(one_line(name, 120), "name_missing", _("Write who agreed."), field="name")
    way = needed(one_line(how, 160), "how_missing", _("Write how it was given."), field="how")
    if agreed_on > timezone.localdate():
        raise Refusal("wrong_day", _("The day has not come yet."), field="agreed_on")
    consent = CaseConsent.objects.create(
        case=row, name=who, what=ConsentFor(what), agreed_on=agreed_on, how=way, noted_by=by
    )
    if row.nobody:
        row.nobody = False
        row.save(update_fields=["nobody", "updated_at"])
    audit.record("case.consent_noted", row, by=by)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: CaseConsent, by: User) -> Case:
    """Note that somebody agrees no more: the case is not public from now on. Twice is once."""
    row = _locked(consent.case, by, "learning.write_case")
    held = CaseConsent.objects.select_for_update().get(pk=consent.pk)
    if held.withdrawn_on is not None:
        return row
    held.withdrawn_on = timezone.localdate()
    held.save()
    was_public = row.state == CaseState.PUBLISHED
    if row.state != CaseState.DRAFT:
        row.state, row.version = CaseState.MEND, row.version + 1
        row.save()
    audit.record("case.consent_withdrawn", row, by=by)
    if was_public:
        tell_withdrawn(row, by)
    return row


@transaction.atomic
def remove_consent(*, consent: CaseConsent, by: User) -> None:
    """Take a person out of the case, whose words and face are gone from it. Refusal: published."""
    row = _locked(consent.case, by, "learning.write_case")
    _refuse_published(row)
    consent.delete()
    audit.record("case.person_out", row, by=by)


@transaction.atomic
def hand_in(*, case: Case, by: User) -> Case:
    """Ask a second person to look at it. Refusals: those of `_refuse_unready`, published."""
    row = _locked(case, by, "learning.write_case")
    _refuse_published(row)
    _refuse_unready(row)
    row.state, row.written_by, row.version = CaseState.REVIEW, by, row.version + 1
    row.save()
    audit.record("case.handed_in", row, by=by)
    tell_handed_in(row, by)
    return row


@transaction.atomic
def publish(*, case: Case, by: User) -> Case:
    """Let everybody read it. Refusals: not_handed_in, second_person, those of `_refuse_unready`."""
    row = _locked(case, by, "learning.publish_case")
    if row.state == CaseState.PUBLISHED:
        return row
    if row.state != CaseState.REVIEW:
        raise Refusal("not_handed_in", _("It must be handed in first."))
    if row.written_by_id == by.pk:
        raise Refusal("second_person", _("Somebody else than who wrote it must look at it."))
    _refuse_unready(row)
    row.state, row.published_by, row.published_at = CaseState.PUBLISHED, by, timezone.now()
    row.version += 1
    row.save()
    audit.record("case.published", row, by=by)
    tell_published(row, by)
    return row


@transaction.atomic
def take_back(*, case: Case, by: User) -> Case:
    """Make a draft of it again: nobody outside reads it. A draft already, nothing happens."""
    row = _locked(case, by, "learning.write_case")
    if row.state != CaseState.DRAFT:
        row.state, row.version = CaseState.DRAFT, row.version + 1
        row.save()
        audit.record("case.taken_back", row, by=by)
    return row


def missing(case: Case, consents: Iterable[CaseConsent]) -> list[str]:
    """What stands in the way of publishing, in sentences."""
    found = list(consents)
    faults = []
    if any(one.withdrawn_on for one in found):
        faults.append(
            _("Somebody has withdrawn the consent. Take the person out of the text and the photo.")
        )
    if not found and not case.nobody:
        faults.append(_("Note who agreed, or say that nobody is shown or quoted."))
    if case.photo is not None and not case.photo.is_public:
        faults.append(_("Not everybody may see the photo."))
    if not case.result.strip():
        faults.append(_("Write what came of it."))
    return faults


def _refuse_unready(case: Case) -> None:
    faults = missing(case, case.consents.all())
    if faults:
        raise Refusal("not_ready", faults[0], details=faults[1:])


def _refuse_published(case: Case) -> None:
    if case.state == CaseState.PUBLISHED:
        raise Refusal("published", _("It is published. Take it back before you change it."))


def _locked(case: Case, by: User, right: str) -> Case:
    require(by, right, case)
    rows = Case.objects.select_for_update(of=("self",)).select_related(
        "programme__region", "participation__place", "photo"
    )
    row: Case = rows.get(pk=case.pk)
    return row


def _checked(participation: Participation | None, facts: dict[str, Any]) -> dict[str, Any]:
    title = one_line(facts.get("title") or "", 10_000)
    title = needed(title, "title_missing", _("Give it a title."), field="title")
    refuse_longer(title, TITLE_LENGTH, field="title")
    values = {"title": title, "kind": facts["kind"]}
    for name in ("what", "how", "result"):
        text = plain_lines(facts.get(name) or "").strip()
        refuse_longer(text, TEXT_LENGTH, field=name)
        values[name] = text
    needed(values["what"], "what_missing", _("Write what was done."), field="what")
    photo: Photo | None = facts.get("photo")
    if photo is not None and (
        participation is None or photo.participation_id != participation.pk or not photo.is_public
    ):
        raise Refusal(
            "photo", _("Choose a photo of this place that everybody may see."), field="photo"
        )
    return values | {
        "photo": photo, "nobody": bool(facts.get("nobody")), "shared": bool(facts.get("shared")),
    }  # fmt: skip


def _of_indicator(case: Case, indicator: Indicator) -> dict[str, Any] | None:
    if indicator.goal.participation_id != case.participation_id:
        return None
    observed = list(indicator.observations.all())
    progress = progress_of(indicator, observed, timezone.localdate())
    newest = max(observed, key=lambda one: one.on, default=None)
    source = newest.source if newest is not None else indicator.source
    return {
        "words": indicator.title,
        "value": quantity(progress.value, indicator.unit)[:60],
        "source": (source or _("The place's action plan"))[:200],
        "on": progress.on,
        "indicator": indicator,
    }


def _of_year(case: Case, year: int | None) -> dict[str, Any] | None:
    if case.participation is None or year is None:
        return None
    row = case.participation.place.population.filter(year=year).order_by("-pk").first()
    if row is None:
        return None
    return {
        "words": _("Inhabitants %(year)s") % {"year": row.year},
        "value": quantity(Decimal(row.inhabitants), ""),
        "source": (row.source or _("The region's register of places"))[:200],
        "on": None,
    }


def _free_slug(case: Case) -> str:
    base = slugify(f"{case.where} {case.title}".lower().translate(_ASCII))[:70] or "case"
    taken = set(Case.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    wanted = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in wanted if slug not in taken)
