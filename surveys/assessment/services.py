"""The verbs of assessments: begin one, set a theme, hand a finding to the plan."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places.models import Participation
from plans.actions.services import add_action
from plans.models import Action
from programmes.models import Municipality, Programme
from surveys.assessment.themes import all_sets
from surveys.models import Assessment, AssessmentValue
from workshops.models import Workshop

audit.register(
    assessment__added=gettext_lazy("Assessment begun: %(theme_set)s, %(people)s persons"),
    assessment__removed=gettext_lazy("Assessment taken away: %(theme_set)s, %(on)s"),
)

TITLE_LENGTH = 160


@transaction.atomic
def add_assessment(  # noqa: PLR0913 - the facts of an assessment
    *,
    programme: Programme,
    by: User,
    theme_set: str,
    on: dt.date,
    group: str = "",
    people: int = 1,
    participation: Participation | None = None,
    municipality: Municipality | None = None,
    workshop: Workshop | None = None,
) -> Assessment:
    """Begin an assessment of a place, a municipality, or the cooperation in a programme.

    Refusals: no_such_set, day_ahead, other_programme.
    """
    if participation is not None:
        require(by, "surveys.assess_place", participation)
    else:
        require(by, "surveys.assess_programme", programme)
    if theme_set not in all_sets():
        raise Refusal("no_such_set", _("Choose the themes from the list."), field="theme_set")
    if on > timezone.localdate():
        raise Refusal("day_ahead", _("The day lies ahead. Choose today or earlier."), field="on")
    if workshop is not None and workshop.programme_id != programme.pk:
        raise Refusal(
            "other_programme", _("The meeting belongs to another programme."), field="workshop"
        )
    made = Assessment.objects.create(
        programme=programme,
        participation=participation,
        municipality=municipality,
        workshop=workshop,
        theme_set=theme_set,
        group=group.strip(),
        people=people,
        on=on,
    )
    audit.record("assessment.added", made, by=by, theme_set=theme_set, people=people)
    return made


@transaction.atomic
def save_theme(
    *,
    assessment: Assessment,
    by: User,
    theme_key: str,
    version: int,
    value: int | None,
    good: str = "",
    better: str = "",
) -> AssessmentValue:
    """Set one theme. `version` is the one that was read, 0 before there is any.

    Refusals: no_such_theme, off_scale. Conflict: somebody else set it since, with both values.
    """
    require(by, "surveys.assess", assessment)
    themes = all_sets()[assessment.theme_set]
    if theme_key not in themes.keys:
        raise Refusal("no_such_theme", _("The theme is not among those of this assessment."))
    if value is not None and not themes.low <= value <= themes.high:
        said = {"low": themes.low, "high": themes.high}
        raise Refusal(
            "off_scale", _("Choose a value from %(low)d to %(high)d.") % said, field="value"
        )
    # The assessment's row is the lock of all its themes, also of those that have no row yet.
    Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    row = AssessmentValue.objects.filter(assessment=assessment, theme_key=theme_key).first()
    row = row or AssessmentValue(assessment=assessment, theme_key=theme_key, version=0)
    yours = {"value": value, "good": good.strip(), "better": better.strip()}
    theirs = {name: getattr(row, name) for name in yours}
    if yours == theirs and row.pk:
        return row
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this theme in between."),
            theirs=theirs,
            yours=dict(yours),
            version=row.version,
        )
    for name, new in yours.items():
        setattr(row, name, new)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def remove_assessment(*, assessment: Assessment, by: User) -> None:
    """Take an assessment away with all it says."""
    require(by, "surveys.assess", assessment)
    about = assessment.participation or assessment.programme
    facts = {"theme_set": assessment.theme_set, "on": assessment.on.isoformat()}
    audit.record("assessment.removed", about, by=by, **facts)
    assessment.delete()


def add_to_plan(*, participation: Participation, by: User, theme: str, text: str) -> Action:
    """Note a finding as an idea in the place's plan, with the theme that it comes from.

    Refusals: no_such_theme, and those of the plan's own verb.
    """
    known = {one.key: one for themes in all_sets().values() for one in themes.themes}
    if theme not in known:
        raise Refusal("no_such_theme", _("The theme is not among those of this assessment."))
    title = " ".join(text.split()) or known[theme].name
    return add_action(
        participation=participation,
        by=by,
        title=title[:TITLE_LENGTH],
        description=_("From the assessment, theme “%(theme)s”.") % {"theme": known[theme].name},
    )
