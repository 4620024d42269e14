"""The companies of the demo's pre-study on its list. They are made up, and their names say so."""

from __future__ import annotations

from typing import Any

from learning.companies.services import add_company
from people.models import Organisation, User
from programmes.models import Programme


def load(told: dict[str, Any], people: dict[str, User]) -> None:
    """Put each company that told a need on the list, with branch and size."""
    programme = Programme.objects.select_related("region").get(name=told["programme"])
    for name, branch, size in told["companies"]:
        organisation = Organisation.objects.get(
            region=programme.region, name__startswith=f"{name}, "
        )
        add_company(
            programme=programme, by=people[told["by"]], name=organisation.name, person={},
            branch=branch, size=size, asked_on=programme.starts_on,
        )  # fmt: skip
