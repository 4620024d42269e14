"""Who may take reports out, write, hand in and approve them (django-rules predicates).

A place's own files go by `places.export`. What may be known of is `Report.objects.visible_to`.
That a second person approves is a rule of the verb and of the database.
"""

from __future__ import annotations

from typing import Any

import rules

from people.models import ProgrammePost, User
from people.rules import administers_region
from people.scope import scope_of
from places import rules as places
from programmes.models import Programme
from programmes.rules import runs_programme
from reports.models import Report


@rules.predicate
def writes(user: User, report: Report | None) -> bool:
    """Whether the user writes it: process leader and coach for a place, who runs the programme."""
    if report is None:
        return False
    if scope_of(user).runs_programme(report.programme):
        return True
    one = report.participation
    return one is not None and (places.leads(user, one) or places.coaches(user, one))


@rules.predicate
def researches(user: User, programme: Programme | None) -> bool:
    """Whether the user is a researcher in the programme today."""
    return programme is not None and scope_of(user).holds(programme, ProgrammePost.RESEARCHER)


@rules.predicate
def coordinates(user: User, programme: Programme | None) -> bool:
    """Whether the user coordinates a municipality in the programme today."""
    return programme is not None and programme.pk in scope_of(user).coordinated


@rules.predicate
def takes_out(user: User, report: Report | None) -> bool:
    """Whether the user may have it as a file: with the single places of a programme in it."""
    if report is None:
        return False
    if report.participation is None:
        return scope_of(user).runs_programme(report.programme)
    return bool(rules.has_perm("places.export", user, report.participation))


@rules.predicate
def runs_its_programme(user: User, report: Any) -> bool:
    """Whether the user runs the report's programme."""
    return report is not None and scope_of(user).runs_programme(report.programme)


rules.add_perm("reports.programme", runs_programme)
# Figures without names; the right ends with the researcher's last day.
rules.add_perm("reports.research", runs_programme | researches)
# Which municipality: the view asks the scope.
rules.add_perm("reports.municipality", runs_programme | coordinates)
rules.add_perm("reports.begin_at_place", places.leads | places.coaches | places.runs)
rules.add_perm("reports.read", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("reports.write", writes)
rules.add_perm("reports.take_out", takes_out)
# A whole case holds what everybody there wrote: for those who answer for it to an auditor.
rules.add_perm("reports.case", places.runs)
# The place's own copy: for those who led it and coached it.
rules.add_perm("reports.takeaway", places.leads | places.coaches | places.runs)
rules.add_perm("reports.decide", runs_its_programme)
rules.add_perm("reports.compose", runs_its_programme)
rules.add_perm("reports.read_edition", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("reports.word_template", administers_region)
