"""What is learnt: the laboratory's teams; lessons, advice, messages, a case and a pair of leaders.

Everything goes through the verbs; what they stamped is moved to its day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from demo.loader.past import day, past
from learning.advice import services as advice
from learning.cases import services as cases
from learning.concepts import services as concepts
from learning.directory import services as directory
from learning.lessons import services as lessons
from learning.log import services as log
from learning.mentoring import services as mentoring
from learning.models import (
    AdviceState,
    Case,
    LessonState,
    Mentoring,
    Message,
    RelationNote,
    Resource,
    SessionDone,
    SessionPlan,
    Team,
)
from learning.questions import services as questions
from learning.relations import services as relations
from learning.stream import services as stream
from learning.teams import goals, members, sessions
from learning.teams import services as teams
from people.models import Organisation, Sector, User
from places.models import Participation
from programmes.models import Municipality, Programme, Step
from workshops.models import Series, Workshop

_TASK = ("problem", "whose", "usual_way", "challenges", "global_goals")
_CASE = ("title", "what", "how", "result")


def load_laboratory(told: dict[str, Any], users: dict[str, User]) -> None:
    """Set the laboratory up, let its teams join, and do the work of one session."""
    programme = Programme.objects.select_related("region").get(name=told["programme"])
    by = users[told["by"]]
    with override(programme.language):
        teams.save_laboratory(
            programme=programme, by=by, welcome=told["welcome"], eligibility=told["eligibility"],
            series=Series.objects.get(programme=programme, name=told["series"]),
        )  # fmt: skip
        where: dict[str, Team] = {}
        for one in told["teams"]:
            team = _team(programme, one, by, told["started_on"], users)
            where |= {row["who"]: team for row in one["members"] if "who" in row}
        plan = _session(programme, told["session"], by)
        for one in told["session"]["done"]:
            done = sessions.mark_done(
                plan=plan, team=where[one["who"]], part=one["part"], by=users[one["who"]],
                words=one["words"], shared=one["shared"],
            )  # fmt: skip
            back = timezone.localdate() - told["session"][f"{one['part']}_due"]
            SessionDone.objects.filter(pk=done.pk).update(
                created_at=F("created_at") - back, updated_at=F("updated_at") - back
            )
        for one in told["goals"]:
            goals.add_goal(
                team=where[one["who"]], by=users[one["who"]], text=one["text"],
                before=one["before"],
            )  # fmt: skip


def _team(
    programme: Programme, told: dict[str, Any], by: User, on: dt.date, users: dict[str, User]
) -> Team:
    team = teams.make_team(
        programme=programme, by=by, name=told["name"], started_on=on, place_name=told["area"],
        municipality=Municipality.objects.get(country="DK", name=told["municipality"]),
        place_kind=told["kind"], problem=told["problem"],
    )  # fmt: skip
    with past(team.participation, (timezone.localdate() - on).days):
        team = teams.save_task(
            team=team, by=by, version=team.version, **{name: told[name] for name in _TASK}
        )
        organisations = {}
        for name, duty in told["organisations"].items():
            found, _made = Organisation.objects.get_or_create(
                region=programme.region, name=name, defaults={"sector": Sector.ASSOCIATION}
            )
            teams.save_organisation(team=team, by=by, organisation=found, responsibility=duty)
            organisations[name] = found
        for one in told["members"]:
            user = users.get(one.get("who", ""))
            members.take_in(
                team=team, by=by, name=user.name if user else one["name"],
                email=user.email if user else "", discipline=one["discipline"],
                organisation=organisations[one["organisation"]], task=one["task"],
                leads=one.get("leads", False),
            )  # fmt: skip
    return team


def _session(programme: Programme, told: dict[str, Any], by: User) -> SessionPlan:
    workshop = Workshop.objects.select_related("programme__region").get(
        programme=programme, title=told["title"]
    )
    plan: SessionPlan = sessions.save_plan(
        workshop=workshop, by=by,
        **{name: value for name, value in told.items() if name not in {"title", "done"}},
    )  # fmt: skip
    return plan


def load_place(told: dict[str, Any], users: dict[str, User]) -> None:
    """What one place and its coach have written to each other, and to others."""
    about = told["place"]
    one = Participation.objects.select_related("programme__region", "place").get(
        programme__name=about["programme"], place__name=about["place"]
    )
    who = {name: users[about[name]] for name in ("leader", "coach", "runner", "editor")}
    with override(one.programme.language):
        for lesson in told["lessons"]:
            _lesson(one, lesson, who)
        for piece in told["advice"]:
            _advice(one, piece, who)
        _stream(one, told["stream"], who)
        _case(one, told["case"], who)
        _pair(one.programme, told["mentoring"], users, who["runner"])
        _questions(one, told["questions"], who)
        _directory(one, told, who["runner"])
        _relations(one, told["relations"], who["coach"])


def _questions(one: Participation, told: list[dict[str, Any]], who: dict[str, User]) -> None:
    for row in told:
        with past(one, row["days"]):
            asked = questions.ask(
                participation=one, by=who[row["by"]], text=row["text"], sector=row["sector"]
            )
            if "answer" in row:
                questions.answer(
                    question=asked, by=who["coach"], text=row["answer"], kind=row["kind"],
                    minutes=row["minutes"],
                )  # fmt: skip
        if "entry" in row:
            made = directory.add_function(
                region=one.programme.region, by=who["runner"], question=asked,
                municipality=one.place.municipality, **row["entry"],
            )  # fmt: skip
            directory.publish(function=made, by=who["runner"])


def _directory(one: Participation, told: dict[str, Any], by: User) -> None:
    region, municipality = one.programme.region, one.place.municipality
    for row in told["directory"]:
        facts = row | {"municipality": municipality if row.get("municipality") else None}
        made = directory.add_function(region=region, by=by, **facts)
        directory.publish(function=made, by=by)
    directory.name_keeper(region=region, by=by, municipality=municipality, **told["keeper"])


def _relations(one: Participation, told: list[dict[str, Any]], by: User) -> None:
    known = {actor.name: actor for actor in relations.actors_of(one)}
    for row in told:
        made = relations.note(
            participation=one, by=by, text=row["text"], tags=row["tags"],
            organisation=known[row["organisation"]] if "organisation" in row else None,
        )  # fmt: skip
        back = dt.timedelta(days=row["days"])
        RelationNote.objects.filter(pk=made.pk).update(created_at=F("created_at") - back)


def load_experiments(told: list[dict[str, Any]], users: dict[str, User], by: User) -> None:
    """What teams have tried; a card of it, read by who runs the laboratory."""
    for row in told:
        user = users[row["who"]]
        team = Team.objects.select_related("participation__programme__region").get(
            members__member__user=user
        )
        one = team.participation
        with override(one.programme.language), past(one, (timezone.localdate() - row["day"]).days):
            made = log.begin(participation=one, by=user, title=row["title"])
            texts = {name: row.get(name, "") for name in log.TEXTS}
            made = log.write(
                experiment=made, by=user, version=made.version, state=row["state"],
                challenges=row["challenges"], **texts,
            )  # fmt: skip
            log.share(experiment=made, by=user, audience=row["audience"])
            if "card" in row:
                card = concepts.make(participation=one, by=user, experiments=[made])
                card = concepts.write(concept=card, by=user, version=card.version, **row["card"])
                card = concepts.hand_in(concept=card, by=user)
                concepts.review(concept=card, by=by, version=card.version, audience="public")


def _lesson(one: Participation, told: dict[str, Any], who: dict[str, User]) -> None:
    step = Step.objects.filter(version=one.method_version_id).order_by("order")[told["step"]]
    with past(one, told["days"]):
        lesson = lessons.write(
            participation=one, by=who["leader"], step=step, happened=told["happened"],
            different=told["different"], reach=told["reach"],
        )  # fmt: skip
    if "taken_in" in told:
        lesson.refresh_from_db()
        lessons.judge(
            lesson=lesson, by=who["editor"], version=lesson.version, state=LessonState.ACCEPTED,
            step=step.key, wording=told["taken_in"],
        )  # fmt: skip


def _advice(one: Participation, told: dict[str, Any], who: dict[str, User]) -> None:
    found = told.get("resource")
    resource = Resource.objects.get(title=found, region=one.programme.region) if found else None
    with past(one, told["days"]):
        made = advice.write_advice(
            participation=one, by=who["coach"], give=True, text=told["text"], resource=resource,
            due_on=day(-told["due_in"]) if "due_in" in told else None,
        )  # fmt: skip
    with past(one, told["days"] - 4):
        if told.get("to_action"):
            advice.to_action(advice=made, by=who["leader"])
        elif "not_for_us" in told:
            advice.answer(
                advice=made, by=who["leader"], version=made.version,
                state=AdviceState.NOT_FOR_US, reason=told["not_for_us"],
            )  # fmt: skip


def _stream(one: Participation, told: list[dict[str, Any]], who: dict[str, User]) -> None:
    written: list[Message] = []
    for line in told:
        with past(one, line["days"]):
            message = stream.write_message(
                participation=one, by=who[line["by"]], text=line["text"],
                room=line.get("room", "place"),
                mentioned=[who[key] for key in line.get("to", [])],
                answers=written[line["answers"]] if "answers" in line else None,
            )  # fmt: skip
        written.append(message)
        if "owed_by" in line:
            stream.to_question(
                message=message, by=who[line["by"]], owed_by=who[line["owed_by"]],
                owed_on=day(-line["owed_in"]),
            )  # fmt: skip


def _case(one: Participation, told: dict[str, Any], who: dict[str, User]) -> None:
    with past(one, told["days"]):
        case = cases.write_case(
            by=who[told["by"]], participation=one, kind="example", shared=True,
            **{name: told[name] for name in _CASE},
        )  # fmt: skip
        for given in told["consents"]:
            cases.add_consent(
                case=case, by=who[told["by"]], name=given["name"], what=given["what"],
                how=given["how"], agreed_on=day(given["days"]),
            )  # fmt: skip
        cases.hand_in(case=case, by=who[told["by"]])
        cases.publish(case=case, by=who["runner"])
    back = dt.timedelta(days=told["days"])
    Case.objects.filter(pk=case.pk).update(published_at=F("published_at") - back)


def _pair(programme: Programme, told: dict[str, Any], users: dict[str, User], by: User) -> None:
    mentor = users[told["mentor"]]
    made = mentoring.pair(
        programme=programme, by=by, mentor=mentor, mentee=users[told["mentee"]],
        purpose=told["purpose"],
    )  # fmt: skip
    Mentoring.objects.filter(pk=made.pk).update(starts_on=day(told["days"]))
    for one in told["meetings"]:
        mentoring.log_meeting(mentoring=made, by=mentor, on=day(one["days"]), note=one["note"])
