"""Where experiments stand: a page of the team, the laboratory, what is next, who is quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.navigation import register_pages
from core.spots import register_panel
from learning.log import pages
from learning.models import Experiment, ExperimentComment, Team
from learning.teams import entries, next_things
from learning.teams.next_things import Thing
from places.pages import register_page

if TYPE_CHECKING:
    from people.models import User


@entries.register
def of_experiments(participations: Iterable[int]) -> Iterable[entries.Entry]:
    """Experiments that members began or wrote."""
    rows = Experiment.objects.filter(participation__in=participations).order_by()
    return rows.values_list("participation_id", "by_id").annotate(last=Max("updated_at"))


@entries.register
def of_comments(participations: Iterable[int]) -> Iterable[entries.Entry]:
    """Answers that members gave."""
    rows = ExperimentComment.objects.filter(
        experiment__participation__in=participations, answered_at__isnull=False
    ).order_by()
    return rows.values_list(F("experiment__participation_id"), "answered_by_id").annotate(
        last=Max("answered_at")
    )


@next_things.register
def of_questions(team: Team, user: User, today: dt.date) -> Iterable[Thing]:
    """Questions to the team that nobody has answered. One statement."""
    rows = ExperimentComment.objects.shown().filter(
        experiment__participation=team.pk, is_question=True, answer=""
    )
    return [
        Thing(
            _("Answer a question: %(title)s") % {"title": one.experiment.title}, str(one), None,
            reverse("learning:experiment", args=[one.experiment_id]),
        )
        for one in rows.select_related("experiment")[:3]
    ]  # fmt: skip


def _of_laboratory(user: User, programme: Any) -> dict[str, Any]:
    return pages.of_laboratory(user, programme)


register_page("team", "experiments", gettext_lazy("Experiments"), "learning:experiments", 20)
register_panel("learning.laboratory", "learning/log/_of_laboratory.html", _of_laboratory, order=10)
register_pages(
    "learning:experiment", "learning:experiment_edit", "learning:experiments_beside",
    of=("programmes", "start"),
)  # fmt: skip
