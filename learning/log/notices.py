"""What of experiments stands in the bell: a question to the team, its answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from learning.models import ExperimentComment
from notices import kinds


def _asked(one: ExperimentComment, _facts: dict[str, Any]) -> str:
    return _("A question about “%(title)s”.") % {"title": one.experiment.title}


def _answered(one: ExperimentComment, _facts: dict[str, Any]) -> str:
    return _("Your question about “%(title)s” is answered.") % {"title": one.experiment.title}


def _loaded(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("experiment")


kinds.register("experiment_asked", ExperimentComment, _asked, select=_loaded)
kinds.register("experiment_answered", ExperimentComment, _answered, select=_loaded)
