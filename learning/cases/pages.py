"""What the pages of cases show."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.policy import allowed
from core.web.lists import PER_PAGE, ShortPaginator
from learning.cases.services import missing
from learning.models import Case, CaseState
from people.models import User
from places.models import Participation
from places.photos.pages import Picture, within

LEVELS: dict[str, str] = {
    CaseState.DRAFT: "off", CaseState.REVIEW: "info", CaseState.PUBLISHED: "ok",
    CaseState.MEND: "warn",
}  # fmt: skip


def with_all(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Cases with what their pages name."""
    return rows.select_related(
        "programme__region", "participation__place__municipality", "participation__programme",
        "photo", "written_by", "published_by",
    )  # fmt: skip


def listed(rows: QuerySet[Any], page: str | None) -> dict[str, Any]:
    """Cases, the newest first."""
    shown = ShortPaginator(with_all(rows), PER_PAGE).get_page(page)
    return {"page": shown, "rows": [(one, LEVELS[one.state]) for one in shown.object_list]}


def one(case: Case, user: User) -> dict[str, Any]:
    """One case; names of those who agreed are for those who write and publish it."""
    writes = allowed(user, "learning.write_case", case)
    public = case.state == CaseState.PUBLISHED
    consents = list(case.consents.select_related("noted_by")) if writes else []
    faults = missing(case, consents) if writes and not public else []
    return {
        "level": LEVELS[case.state],
        "figures": list(case.figures.all()),
        "consents": consents,
        "picture": _picture(case, user),
        "writes": writes,
        "changes": writes and not public,
        "faults": faults,
        "may_hand_in": writes and not faults and case.state in (CaseState.DRAFT, CaseState.MEND),
        "may_publish": case.state == CaseState.REVIEW
        and case.written_by_id != user.pk
        and allowed(user, "learning.publish_case", case),
        "may_take_back": writes and case.state != CaseState.DRAFT,
        "public": public,
    }


def _picture(case: Case, user: User) -> Picture | None:
    """The photo for those who work at the place; others see it on the open page."""
    if case.photo is None or case.participation is None:
        return None
    here = allowed(user, "places.view_participation", case.participation)
    return within(case.photo) if here else None


def of_place(participation: Participation, page: str | None) -> dict[str, Any]:
    """The cases of a place."""
    return listed(Case.objects.filter(participation=participation), page)
