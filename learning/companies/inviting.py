"""A meeting's guest list from the register of companies."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.policy import require
from core.refusals import Refusal
from learning.companies.services import RIGHT
from learning.models import Company
from people.models import User
from workshops.guests.many import Added, add_from_contacts
from workshops.models import Workshop


def to_invite(workshop: Workshop) -> QuerySet[Company]:
    """Companies with somebody to write to or ring that have not declined."""
    rows = Company.objects.filter(
        programme=workshop.programme_id, contact__isnull=False, declined_on__isnull=True
    )
    return rows.select_related("organisation", "contact").order_by("organisation__name")


def invite(*, workshop: Workshop, by: User, companies: Sequence[Company]) -> Added:
    """Put the companies' contact persons on the list. Nothing is sent.

    Refusals: nobody_chosen and those of `add_from_contacts`.
    """
    require(by, RIGHT, workshop.programme)
    contacts = [one.contact for one in companies if one.contact is not None]
    if not contacts:
        raise Refusal("nobody_chosen", _("Choose at least one company."), field="companies")
    return add_from_contacts(workshop=workshop, by=by, contacts=contacts)
