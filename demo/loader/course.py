"""What happens at one place: taken in, worked, handed in, decided, coached."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.pdf import html_to_pdf
from demo.loader.past import day, past
from demo.story import drawing
from people.models import Role, Sector, User
from places.checklist.evidence import attach, describe
from places.checklist.services import save_item, tick
from places.coaching.services import log_contact
from places.gate.decision import decide_gate
from places.gate.services import assess, submit_gate
from places.models import Commitment, GateReview, Participation, Place
from places.register.services import enrol
from places.team.services import add_member, assign
from places.team.support import pause
from programmes.models import Programme


class Course:
    """One place's story. `runner` manages the programme, `coach` and `leader` work at the place."""

    def __init__(
        self, told: dict[str, Any], people: dict[str, User], roles: list[dict[str, Any]]
    ) -> None:
        self.told = told
        self.people = people
        self.programme = Programme.objects.select_related("region").get(name=told["programme"])
        self.place = Place.objects.get(region=self.programme.region, name=told["place"])
        self.here = [one for one in roles if told["place"] in one.get("places", [])]
        self.runner = next(
            people[one["key"]]
            for one in roles
            if one["role"] == "manager" and one["programme"] == told["programme"]
        )

    def _first(self, role: str) -> User:
        return next(
            (self.people[one["key"]] for one in self.here if one["role"] == role), self.runner
        )

    def play(self, before_gate: Callable[[], None]) -> None:
        """Tell the whole story in the programme's language.

        `before_gate` is called where a gate follows: what it asks for must have happened.
        """
        with override(self.programme.language):
            self._take_in()
            self._settle_phase_one()
            if "gate" in self.told:
                before_gate()
            for told in self.told.get("gate", []):
                self._gate(told)
            self._settle_the_rest()
            for told in self.told.get("pauses", []):
                pause(
                    participation=self.one,
                    starts_on=day(told["from_days"]),
                    ends_on=day(told["to_days"]),
                    reason=told["reason"],
                    by=self.runner,
                )
            for told in self.told.get("coaching", []):
                self._contact(told)

    def _take_in(self) -> None:
        days = self.told["started_days"]
        promises = [
            Commitment(
                sector=one["sector"],
                person=one["person"],
                given_on=day(one["days"]),
                text=one["text"],
                hours=one.get("hours"),
                amount=Decimal(one["amount"]) if "amount" in one else None,
            )
            for one in self.told.get("commitments", [])
        ]
        self.one = enrol(
            place=self.place, programme=self.programme, started_on=day(days), by=self.runner,
            override_reason=self.told.get("override_reason", ""), commitments=promises,
        )  # fmt: skip
        # What the commitments settled is as old as they are.
        self.one.items.filter(settled_on=day(0)).update(settled_on=day(days))
        with past(self.one, days):
            for role in self.here:
                assign(
                    participation=self.one,
                    user=self.people[role["key"]],
                    role=role["role"],
                    by=self.runner,
                    starts_on=day(days),
                    agreed_sum=self.programme.sum_per_place
                    if role["role"] == Role.PROCESS_LEADER
                    else None,
                )
            self._group()
        self.coach, self.leader = self._first(Role.COACH), self._first(Role.PROCESS_LEADER)

    def _group(self) -> None:
        seen: dict[str, int] = {}
        for sector in self.told.get("group", []):
            seen[sector] = seen.get(sector, 0) + 1
            name = f"{Sector(sector).label} {seen[sector]}"
            add_member(participation=self.one, name=name, sector=sector, by=self.leader_or_runner())

    def leader_or_runner(self) -> User:
        """The process leader where the place has one."""
        return self._first(Role.PROCESS_LEADER)

    def _fresh(self) -> Participation:
        self.one = Participation.objects.select_related(
            "programme__region", "place", "method_version"
        ).get(pk=self.one.pk)
        return self.one

    def _settle(self, step_key: str | int, days: int, only: list[str] | int | None = None) -> None:
        """Tick the lines of a step off: all, the named ones, or the first so many."""
        found = {"step__order": step_key} if isinstance(step_key, int) else {"step__key": step_key}
        lines = list(
            self._fresh().items.filter(**found).select_related("item", "step").order_by("order")
        )
        if isinstance(only, list):
            lines = [line for line in lines if line.item and line.item.key in only]
        elif isinstance(only, int):
            lines = lines[:only]
        with past(self.one, days):
            for line in lines:
                tick(item=line, by=self.leader)

    def _settle_phase_one(self) -> None:
        started = self.told["started_days"]
        gate_after = self._fresh().gate_after or 99
        done = [*self.told.get("done", []), *range(1, self.told.get("done_steps", 0) + 1)]
        steps = {step.key: step.order for step in self.one.method_version.steps.all()}
        self._late: list[str | int] = []
        for number, step in enumerate(done, start=1):
            order = step if isinstance(step, int) else steps[step]
            if order > gate_after:
                self._late.append(step)
                continue
            self._settle(step, max(1, started - number * started // (len(done) + 2)))
        if "drawing" in self.told:
            self._attach_drawing(self.told["drawing"])
        if self.told.get("gate"):
            self._attach_fact_sheet()

    def _settle_the_rest(self) -> None:
        for step in self._late:
            self._settle(step, 30)
        for step, keys in self.told.get("items", {}).items():
            self._settle(step, 20, keys)
        if "items_of_next" in self.told:
            self._settle(self.told.get("done_steps", 0) + 1, 15, self.told["items_of_next"])
        for step, keys in self.told.get("reopen", {}).items():
            for line in (
                self._fresh()
                .items.filter(step__key=step, item__key__in=keys)
                .select_related("item", "step")
            ):
                save_item(
                    item=line, by=self.leader, version=line.version, state="open", note=line.note
                )

    def _attach_drawing(self, told: dict[str, str]) -> None:
        line = self.one.items.select_related("item", "step").get(item__key=told["item"])
        upload = drawing(told["file"])
        upload.name = told["name"]
        with past(self.one, self.told["started_days"] - 20):
            drawn = attach(item=line, upload=upload, by=self.leader)
            if "shows" in told:
                describe(evidence=drawn, text=told["shows"], by=self.leader)

    def _attach_fact_sheet(self) -> None:
        line = (
            self.one.items.filter(step__order=2, evidence_wanted=True)
            .select_related("item", "step")
            .first()
        )
        if line is None:
            return
        title = _("Fact sheet, %(place)s") % {"place": self.place.name}
        figures = self.place.population.order_by("year")
        page = render_to_string(
            "demo/fact_sheet.html",
            {"title": title, "place": self.place, "figures": figures, "programme": self.programme},
        )
        pdf = html_to_pdf(page)
        with past(self.one, 60):
            attach(
                item=line,
                upload=SimpleUploadedFile(f"{title}.pdf", pdf, "application/pdf"),
                by=self.leader,
            )

    def _gate(self, told: dict[str, Any]) -> None:
        with past(self.one, told["days"]):
            review = submit_gate(
                participation=self._fresh(), by=self.leader, message=told.get("message", "")
            )
        criteria = {one.key: one for one in self.one.method_version.gate.criteria.all()}
        wanted = told.get("assessed", list(criteria))
        verdicts = told.get("verdicts", {})
        with past(self.one, told.get("decided_days", told["days"])):
            for key in wanted:
                verdict, comment = verdicts.get(key, ["met", ""])
                assess(
                    review=review,
                    criterion=criteria[key],
                    verdict=verdict,
                    comment=comment,
                    by=self.coach,
                )
        if "decision" in told:
            self._decide(review, told)

    def _decide(self, review: GateReview, told: dict[str, Any]) -> None:
        conditions = [(one["text"], day(-one["due_in"])) for one in told.get("conditions", [])]
        with past(self.one, told["decided_days"]):
            decide_gate(
                review=GateReview.objects.get(pk=review.pk),
                decision=told["decision"],
                reason=told["reason"],
                conditions=conditions,
                by=self.runner,
            )

    def _contact(self, told: dict[str, Any]) -> None:
        ahead = (
            {"next_on": day(-told["next_in"]), "next_text": told["next_text"]}
            if "next_in" in told
            else {}
        )
        with past(self.one, told["days"]):
            log_contact(
                participation=self._fresh(),
                by=self.coach,
                kind=told["kind"],
                on=day(told["days"]),
                minutes=told["minutes"],
                party=told.get("party", "place"),
                shared=told.get("shared", ""),
                private=told.get("private", ""),
                **ahead,
            )
