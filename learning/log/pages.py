"""What the pages of the action-learning log show."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from core.policy import allowed
from learning.log.forms import AnswerForm, FileForm, SayForm, ShareForm
from learning.models import ENDED, SHARED, Audience, Experiment, ExperimentComment, ExperimentState
from learning.teams import taxonomy
from learning.teams.pages import think_about
from people.models import User
from places.models import Participation
from programmes.models import Programme

#: How each state looks: that it did not work is no alarm.
LEVELS = {
    ExperimentState.PLANNED: "off", ExperimentState.UNDER_WAY: "info",
    ExperimentState.LEARNT: "ok", ExperimentState.DID_NOT_WORK: "ok",
}  # fmt: skip
#: So many stand side by side, and on the laboratory's page.
MOST_BESIDE, MOST_SHOWN = 12, 6


def loaded(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Experiments with what their page's head needs."""
    return rows.select_related(
        "participation__place__municipality", "participation__programme__region",
        "participation__programme__laboratory", "participation__method_version",
        "participation__team", "action", "by",
    )  # fmt: skip


def of_team(participation: Participation, user: User) -> dict[str, Any]:
    """The experiments of a team, the newest first."""
    open_questions = Count(
        "comments",
        filter=Q(comments__is_question=True, comments__answer="", comments__hidden_at=None),
    )
    rows = Experiment.objects.visible_to(user).filter(participation=participation)
    return {
        "experiments": [
            (one, LEVELS[ExperimentState(one.state)])
            for one in rows.annotate(open_questions=open_questions)
        ],
        "writes": allowed(user, "learning.write_experiment", participation),
    }


def one(found: Experiment, user: User) -> dict[str, Any]:
    """An experiment with its files, its comments and who read it before."""
    moderates = allowed(user, "learning.moderate_experiment", found)
    team = getattr(found.participation, "team", None)
    said = ExperimentComment.objects.filter(experiment=found).select_related("by")
    return {
        "experiment": found,
        "participation": found.participation,
        "team_name": team_name(found.participation),
        "level": LEVELS[ExperimentState(found.state)],
        "challenges": taxonomy.chosen(found.challenges, found.participation.programme),
        "files": list(found.files.all()),
        "comments": list(said if moderates else said.shown()),
        "changes": list(found.changes.select_related("by")[:5]),
        "publishes": allowed(user, "learning.publish_experiment", found),
        "writes": allowed(user, "learning.write_experiment", found),
        "shares": allowed(user, "learning.share_experiment", found),
        "comments_here": allowed(user, "learning.comment_experiment", found),
        "moderates": moderates,
        "share_form": share_form(found, user),
        "undo": undo(found, user),
        "makes_card": team is not None
        and found.state in ENDED
        and allowed(user, "learning.make_concept", found.participation),
        "file_form": FileForm(auto_id="file-%s"),
        "say_form": SayForm(auto_id="say-%s"),
        "answer_form": AnswerForm(auto_id=False),
    }


def share_form(found: Experiment, user: User, data: Any = None) -> ShareForm:
    """Who reads it; "everybody" is for those who publish."""
    publishes = allowed(user, "learning.publish_experiment", found)
    return ShareForm(
        data, publishes=publishes, initial={"audience": found.audience}, auto_id="share-%s"
    )


def undo(found: Experiment, user: User) -> str:
    """Who read it before the latest change, where the user may bring that back; else ""."""
    latest = found.changes.first()
    if latest is None or latest.after != found.audience:
        return ""
    right = "publish" if latest.before == Audience.PUBLIC else "share"
    return latest.before if allowed(user, f"learning.{right}_experiment", found) else ""


def writing(participation: Participation) -> dict[str, Any]:
    """What whoever writes thinks about at the team's step. One statement."""
    laboratory = getattr(participation.programme, "laboratory", None)
    return {"participation": participation} | think_about(participation, laboratory)


def team_name(participation: Participation) -> str:
    """The team's name, or the place's where there is no team."""
    team = getattr(participation, "team", None)
    return str(team or participation.place)


def shared_in(programme: Programme, user: User) -> QuerySet[Experiment]:
    """What teams of a programme show to each other."""
    rows: QuerySet[Experiment] = Experiment.objects.visible_to(user).filter(
        participation__programme=programme, audience__in=SHARED
    )
    return rows.select_related("participation__place", "participation__team")


def beside(programme: Programme, user: User, challenge: str) -> dict[str, Any]:
    """Shared experiments of a challenge, one a column."""
    known = taxonomy.challenges(programme)
    rows = list(shared_in(programme, user))
    used = {key for row in rows for key in row.challenges}
    chosen = challenge if challenge in used else ""
    shown = [row for row in rows if not chosen or chosen in row.challenges][:MOST_BESIDE]
    return {
        "columns": [
            (row, LEVELS[ExperimentState(row.state)], team_name(row.participation)) for row in shown
        ],
        "choices": [(key, name) for key, name in known.items() if key in used],
        "chosen": chosen,
    }


def of_laboratory(user: User, programme: Programme) -> dict[str, Any]:
    """The newest shared ones, on the laboratory's page."""
    rows = list(shared_in(programme, user)[: MOST_SHOWN + 1])
    return {
        "programme": programme,
        "experiments": [
            (row, LEVELS[ExperimentState(row.state)], team_name(row.participation))
            for row in rows[:MOST_SHOWN]
        ],
    }


def with_comment(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Comments with their experiment."""
    return rows.select_related(
        "experiment__participation__programme", "experiment__participation__place"
    )
