"""A place's plan: the target picture, goals, actions with their money, the adoption."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from demo.loader.course import Course
from demo.loader.past import day, past
from demo.story import drawing
from people.models import Organisation
from plans.actions.services import add_action, set_needs, set_state
from plans.funding.payments import record_payment
from plans.funding.services import add_line, mark_asked, mark_granted
from plans.goals.services import add_goal, add_indicator, observe, save_goal
from plans.models import (
    Action,
    ActionState,
    FundingSource,
    Goal,
    Pledge,
    PledgeState,
    SourceKind,
)
from plans.target.pledges import add_pledge, settle_pledge
from plans.target.services import save_target, set_picture
from plans.versions import services as adopting
from plans.versions.frozen import collect
from plans.versions.services import stamp

#: What an action is told with word for word.
_ALIKE = (
    "title", "description", "first_step", "responsible", "theme", "priority", "doer", "origin",
    "origin_text",
)  # fmt: skip
#: When places before the gate noted their ideas.
_IDEAS_DAYS = 14


class Planning:
    """One place's plan. What came after the adoption is told after it."""

    def __init__(self, course: Course, told: dict[str, Any]) -> None:
        self.course, self.told = course, told
        self.one, self.by = course.one, course.leader
        self.region = course.programme.region
        self.adopted = told.get("adopted", {}).get("days", 0)
        self.goals: dict[str, Goal] = {}
        self.actions: dict[str, Action] = {}
        self.pledges: dict[str, Pledge] = {}

    def play(self) -> None:
        """Write the plan, adopt it, and go on from there."""
        with past(self.one, self.told.get("target", {}).get("days", _IDEAS_DAYS)):
            if "target" in self.told:
                self._target()
            for told in self.told.get("goals", []):
                self._goal(told)
            for told in self.told["actions"]:
                self._action(told)
            for told in self.told["actions"]:
                self._funding(told, adopted=False)
        for told in self.told.get("pledges", []):
            self._pledge(told)
        if self.adopted:
            self._adopt()
        for told in self.told.get("goals", []):
            self._found(told)
        for told in self.told["actions"]:
            self._funding(told, adopted=True)
            self._state(told)
        for told in self.told.get("pledges", []):
            self._kept(told)

    def _organisation(self, name: str | None) -> Organisation | None:
        return Organisation.objects.get(region=self.region, name=name) if name else None

    def _target(self) -> None:
        told = self.told["target"]
        save_target(
            participation=self.one,
            by=self.by,
            version=0,
            # A folded line break is a paragraph.
            text=told["text"].strip().replace("\n", "\n\n"),
            horizon=day(0).year + told["horizon_in_years"],
            how_seen=told["how_seen"],
        )
        if "picture" in told:
            set_picture(
                participation=self.one, by=self.by, version=1,
                upload=drawing(told["picture"]["file"]), picture_text=told["picture"]["text"],
            )  # fmt: skip

    def _pledge(self, told: dict[str, Any]) -> None:
        with past(self.one, told["days"]):
            self.pledges[told["text"]] = add_pledge(
                participation=self.one,
                by=self.by,
                sector=told["sector"],
                organisation=self._organisation(told.get("organisation")),
                person=told["person"],
                given_on=day(told["days"]),
                text=told["text"],
                due_on=day(told["due_days"]) if "due_days" in told else None,
            )

    def _kept(self, told: dict[str, Any]) -> None:
        if "kept" in told:
            pledge = self.pledges[told["text"]]
            with past(self.one, told["due_days"]):
                settle_pledge(
                    pledge=pledge,
                    by=self.by,
                    version=pledge.version,
                    state=PledgeState.KEPT,
                    note=told["kept"],
                    settled_on=day(told["due_days"]),
                )

    def _goal(self, told: dict[str, Any]) -> None:
        goal = add_goal(
            participation=self.one,
            by=self.by,
            title=told["title"],
            description=told.get("description", ""),
            findings="",
            global_goals=told["global_goals"],
        )
        self.goals[told["key"]] = goal
        for one in told.get("indicators", []):
            add_indicator(
                goal=goal,
                by=self.by,
                title=one["title"],
                unit=one["unit"],
                direction=one.get("direction", "up"),
                baseline=Decimal(one["baseline"]),
                baseline_on=day(one["baseline_days"]),
                target=Decimal(one["target"]),
                target_on=day(one["target_days"]),
                source=one["source"],
            )

    def _found(self, told: dict[str, Any]) -> None:
        """What was measured and found since."""
        goal = self.goals[told["key"]]
        for indicator, one in zip(
            goal.indicators.order_by("pk"), told.get("indicators", []), strict=True
        ):
            for seen in one.get("observed", []):
                with past(self.one, seen["days"]):
                    observe(
                        indicator=indicator,
                        on=day(seen["days"]),
                        value=Decimal(seen["value"]),
                        source=one["source"],
                        by=self.by,
                    )
        if "findings" in told:
            save_goal(
                goal=goal,
                by=self.by,
                version=goal.version,
                title=goal.title,
                description=goal.description,
                findings=told["findings"],
                global_goals=goal.global_goals,
            )

    def _action(self, told: dict[str, Any]) -> None:
        facts: dict[str, Any] = {name: told[name] for name in _ALIKE if name in told}
        if told.get("own"):
            facts |= {"responsible": str(self.by), "responsible_user": self.by}
        idea = told.get("state") == ActionState.IDEA
        for name in ("cost", "volunteer_hours"):
            if name in told:
                facts[name] = Decimal(told[name])
        for name in ("starts", "ends"):
            if f"{name}_days" in told:
                facts[f"{name}_on"] = day(told[f"{name}_days"])
        self.actions[told["key"]] = add_action(
            participation=self.one,
            by=self.by,
            state=ActionState.IDEA if idea else ActionState.PLANNED,
            goal=self.goals.get(told.get("goal", "")),
            organisation=self._organisation(told.get("organisation")),
            partners=[
                organisation
                for name in told.get("partners", [])
                if (organisation := self._organisation(name))
            ],
            **facts,
        )

    def _state(self, told: dict[str, Any]) -> None:
        """How far the action is by now, and what it waited for."""
        action = self.actions[told["key"]]
        if told.get("needs"):
            set_needs(action=action, needs=[self.actions[key] for key in told["needs"]], by=self.by)
        state = told.get("state")
        if state in {ActionState.DONE, ActionState.UNDER_WAY}:
            days = told.get("done_days", max(told["starts_days"], 1))
            action.refresh_from_db()
            with past(self.one, days):
                set_state(action=action, state=state, by=self.by, version=action.version)

    def _funding(self, told: dict[str, Any], *, adopted: bool) -> None:
        """The lines told of before the adoption, or those after it."""
        for line in told.get("funding", []):
            if (line["days"] < self.adopted) == adopted:
                self._line(self.actions[told["key"]], line)

    def _line(self, action: Action, told: dict[str, Any]) -> None:
        source = FundingSource.objects.get(region=self.region, name=told["source"])
        hours = source.kind == SourceKind.HOURS
        fields = (
            {"hours": Decimal(told["hours"])}
            if hours
            else {"asked": Decimal(told["asked"]), "deadline": None}
        )
        with past(self.one, told["days"]):
            line = add_line(
                action=action, source=source, by=self.by, responsible=action.responsible, **fields
            )
            if source.kind not in {SourceKind.HOURS, SourceKind.OWN_CASH}:
                line = mark_asked(line=line, by=self.by, version=line.version, on=day(told["days"]))
        if "granted" not in told:
            return
        decision: dict[str, Any] = (
            {"hours": line.hours} if hours else {"granted": Decimal(told["granted"])}
        )
        with past(self.one, told["decided_days"]):
            line = mark_granted(
                line=line,
                by=self.by,
                version=line.version,
                conditions=told.get("conditions", ""),
                decided_on=day(told["decided_days"]),
                **decision,
            )
        for paid in told.get("payments", []):
            with past(self.one, paid["days"]):
                record_payment(
                    line=line,
                    kind=paid["kind"],
                    on=day(paid["days"]),
                    amount=Decimal(paid["amount"]),
                    reference=paid["reference"],
                    by=self.by,
                )

    def _adopt(self) -> None:
        told = self.told["adopted"]
        with past(self.one, told["days"]):
            version = adopting.adopt(
                participation=self.one,
                by=self.by,
                adopted_on=day(told["days"]),
                meeting=told["meeting"],
                present=told["present"],
                present_count=told["count"],
                seen=stamp(collect(self.one)),
            )
            if self.told.get("share"):
                adopting.share(version=version, by=self.by)
