"""Where pairs of leaders stand, what the bell says of them, and their sentences in the trail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.navigation import register_pages
from core.spots import register_link
from learning.models import Mentoring
from notices import kinds
from people.models import User
from people.scope import scope_of
from places.pages import register_page
from programmes.models import Programme


def _runs(user: User, programme: Programme) -> bool:
    return scope_of(user).runs_programme(programme)


def _paired(mentoring: Mentoring, _facts: dict[str, Any]) -> str:
    return _("%(mentor)s and %(mentee)s are a pair of leaders now.") % {
        "mentor": mentoring.mentor,
        "mentee": mentoring.mentee,
    }


register_page(
    "people", "mentoring", gettext_lazy("Leader beside leader"), "learning:mentoring_here", 60
)
register_link(
    "programmes.programme",
    gettext_lazy("Leader beside leader"),
    "learning:mentorings",
    order=49,
    visible=_runs,
)
register_pages("learning:mentoring", "learning:mentorings", of=("programmes",))
kinds.register(
    "leaders-paired", Mentoring, _paired, level="ok",
    select=lambda rows: rows.select_related("mentor", "mentee"),
)  # fmt: skip
audit.register(
    mentoring__paired=gettext_lazy("Two leaders paired until %(until)s"),
    mentoring__ended=gettext_lazy("A pair of leaders ended early"),
)
