"""What of cases stands in the bell."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.models import Case
from notices import kinds
from notices.services import tell
from people.models import ProgrammeRole, RegionRole, User


def _deciders(case: Case) -> list[int]:
    """Who runs the programme today; where nobody manages it, who administers the region."""
    managers = ProgrammeRole.objects.managers()
    found = list(managers.filter(programme=case.programme_id).values_list("user_id", flat=True))
    if found:
        return found
    admins = RegionRole.objects.active().filter(region=case.programme.region_id)
    return list(admins.values_list("user_id", flat=True))


def tell_handed_in(case: Case, by: User) -> None:
    """To those who may publish it."""
    tell("case_handed_in", _deciders(case), case, address=url_of(case), by=by)


def tell_published(case: Case, by: User) -> None:
    """To whoever wrote it."""
    tell("case_published", [case.written_by_id], case, address=url_of(case), by=by)


def tell_withdrawn(case: Case, by: User) -> None:
    """To whoever wrote and whoever published it."""
    people = [case.written_by_id, case.published_by_id]
    tell("case_withdrawn", people, case, address=url_of(case), by=by)


def url_of(case: Case) -> str:
    """The page of a case."""
    return reverse("learning:case", args=[case.pk])


def _handed_in(one: Case, _facts: dict[str, Any]) -> str:
    return _("A good example waits for you: %(title)s.") % {"title": one.title}


def _published(one: Case, _facts: dict[str, Any]) -> str:
    return _("Your good example is published: %(title)s.") % {"title": one.title}


def _withdrawn(one: Case, _facts: dict[str, Any]) -> str:
    return _("A consent is withdrawn, so it is no longer public: %(title)s.") % {"title": one.title}


def _with_all(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("programme")


kinds.register("case_handed_in", Case, _handed_in, select=_with_all)
kinds.register("case_published", Case, _published, level="ok", select=_with_all)
kinds.register("case_withdrawn", Case, _withdrawn, level="warn", select=_with_all)
