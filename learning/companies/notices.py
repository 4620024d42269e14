"""What of companies stands in the bell: one has written by its link, one has taken its words back.

Told are those who interview the company and who sent the link; where nobody is left, those who
run the programme.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.audit import label
from learning.models import Company
from notices import kinds
from notices.models import Notice
from notices.services import tell
from people.models import ProgrammeRole, User

WROTE, TOOK_BACK = "company_wrote", "company_took_back"


def tell_written(company: Company) -> None:
    """Tell of words that are new or other; who has an unread notice of it gets no second one."""
    known = Notice.objects.unread().filter(
        kind=WROTE, about_type=label(company), about_id=company.pk
    )
    _tell(WROTE, company, but_not=set(known.values_list("person", flat=True)))


def tell_taken_back(company: Company, to: Collection[int]) -> None:
    """Tell that the words are gone: what quotes them is to be made anew."""
    _tell(TOOK_BACK, company, to=to)


def who_asks(company: Company) -> set[int]:
    """The accounts of those who interview the company and run the programme today."""
    talked = Q(pk__in=company.interviews.exclude(by=None).values("by"))
    people = User.objects.filter(talked | Q(pk=company.link_by_id), is_active=True)
    asking = {one.pk for one in people if Company.objects.visible_to(one).filter(pk=company.pk)}
    runs = ProgrammeRole.objects.managers().filter(programme=company.programme_id)
    return asking or set(runs.filter(user__is_active=True).values_list("user", flat=True))


def _tell(
    kind: str, company: Company, *, to: Collection[int] = (), but_not: Collection[int] = ()
) -> None:
    people = set(to or who_asks(company)).difference(but_not)
    address = reverse("learning:company", args=[company.pk])
    tell(kind, people, company, address=address)


def _wrote(company: Company, _facts: dict[str, Any]) -> str:
    return _("%(company)s has written what it needs.") % {"company": company}


def _took_back(company: Company, _facts: dict[str, Any]) -> str:
    return _("%(company)s has taken back its words.") % {"company": company}


def _loaded(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("organisation")


kinds.register(WROTE, Company, _wrote, select=_loaded)
kinds.register(TOOK_BACK, Company, _took_back, level="warn", select=_loaded)
