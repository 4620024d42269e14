"""The demo's calls: one that has been decided, one that is open.

Everything goes through the verbs that everybody uses, inside an open window; then what they stamped
is moved back to when it would have been.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import override

from calls.applying import services as applying
from calls.assessing.services import add_assessor, save_assessment
from calls.deciding import services as deciding
from calls.models import (
    Application,
    Assessment,
    Call,
    Decision,
    Effect,
    Outcome,
    SectorConfirmation,
)
from calls.writing import services as writing
from core.models import AuditEvent
from outbox.models import Campaign, Letter
from people.models import User
from programmes.models import Municipality, Programme

#: When calls open and close in the demo.
MORNING, NOON = dt.time(8), dt.time(12)
_TEXTS = ("lead", "text", "choosing", "contact_name", "contact_email")
#: Where made-up figures come from, as they stand on pages.
SOURCE = "Exempelsiffra"


def load(told: list[dict[str, Any]], users: dict[str, User]) -> None:
    """Live through each call."""
    for one in told:
        programme = Programme.objects.select_related("region").get(name=one["programme"])
        with override(programme.language):
            _Calling(one, programme, users).play()


class _Calling:
    """One call of the story."""

    def __init__(self, told: dict[str, Any], programme: Programme, users: dict[str, User]) -> None:
        self.told, self.programme, self.users = told, programme, users
        self.by, self.second = users[told["by"]], users[told["second"]]

    def play(self) -> None:
        """Write it, let places apply, and, where it has closed, assess and decide."""
        letters = Letter.objects.aggregate(last=Max("pk"))["last"] or 0
        events = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
        call = self._write()
        applications = [self._apply(call, one) for one in self.told["applications"]]
        if self.told["closes_days"] <= 0:
            return
        call = self._move(call)
        for one, about in zip(applications, self.told["applications"], strict=True):
            self._judge(one, about)
        rows = deciding.to_tell(call)
        deciding.send_letters(call=call, numbers=[one.pk for one in rows], by=self.by)
        self._into_the_past(call, letters, events)

    def _moment(self, days: int, at: dt.time) -> dt.datetime:
        day = timezone.localdate() - dt.timedelta(days=days)
        return dt.datetime.combine(day, at, timezone.get_default_timezone())

    def _write(self) -> Call:
        told = self.told
        call = writing.add_call(programme=self.programme, title=told["title"], by=self.by)
        call.rules.filter(key__in=told["warns"]).update(effect=Effect.WARN)
        closes_at = self._moment(min(told["closes_days"], -1), NOON)
        values = {name: told[name].strip() for name in _TEXTS} | {
            "admits": told["admits"],
            "opens_at": self._moment(told["opens_days"], MORNING),
            "closes_at": closes_at,
        }
        if "assess_days" in told:
            days = dt.timedelta(days=told["assess_days"])
            values["assess_by"] = timezone.localdate() - days
        call = writing.save_text(call=call, version=call.version, values=values, by=self.by)
        call = writing.publish(call=call, by=self.by)
        for key in told["assessors"]:
            add_assessor(call=call, user=self.users[key], by=self.by)
        return call

    def _apply(self, call: Call, told: dict[str, Any]) -> Application:
        contact = told["contact"]
        one = applying.begin(
            call=call, email=contact["email"], name=contact["name"], language=call.language,
            place_name=told["place"],
        )  # fmt: skip
        leader = told.get("leader", {})
        municipality = Municipality.objects.get(
            country=self.programme.region.country, code=told["municipality"]
        )
        fields = {
            "place_name": told["place"], "municipality": municipality, "place_kind": told["kind"],
            "population": told["population"], "population_year": told["year"],
            "population_source": SOURCE, "organisation": told["organisation"],
            "sector": told["sector"], "contact_name": contact["name"], "contact_phone": "",
            "leader_name": leader.get("name", ""), "leader_email": leader.get("email", ""),
        }  # fmt: skip
        questions = list(call.questions.all())
        answers = {
            str(question.pk): text
            for question, text in zip(questions, told["answers"], strict=False)
        }
        one = applying.save(application=one, version=one.version, fields=fields, answers=answers)
        for number, (sector, person) in enumerate(told["sectors"].items()):
            asked = applying.ask_sector(
                application=one, sector=sector, person=person["person"],
                organisation=person["organisation"],
                email=f"{sector}{number}.{contact['email']}",
            )  # fmt: skip
            applying.answer_ask(confirmation=asked, yes=True, sentence=person["text"])
        if len(told["sectors"]):
            one = applying.hand_in(application=one)
        return one

    def _move(self, call: Call) -> Call:
        """The window as the story has it: the call has closed."""
        closes_at = self._moment(self.told["closes_days"], NOON)
        opens_at = self._moment(self.told["opens_days"], MORNING)
        Call.objects.filter(pk=call.pk).update(
            opens_at=opens_at, closes_at=closes_at, published_at=opens_at
        )
        for one, told in zip(
            call.applications.order_by("pk"), self.told["applications"], strict=True
        ):
            at = self._moment(told["days"], NOON)
            Application.objects.filter(pk=one.pk).update(handed_in_at=at, created_at=at)
            days = dt.timedelta(days=told["days"] + 1)
            SectorConfirmation.objects.filter(application=one).update(
                asked_at=F("asked_at") - days, answered_at=F("answered_at") - days
            )
        return writing.locked(call)

    def _judge(self, one: Application, told: dict[str, Any]) -> None:
        fresh = Application.objects.select_related("call__programme__region").get(pk=one.pk)
        criteria = list(fresh.call.criteria.all())
        for key, points in told["points"].items():
            save_assessment(
                application=fresh,
                version=1,
                points={str(by.pk): given for by, given in zip(criteria, points, strict=True)},
                comments={},
                comment=told["comments"][key],
                done=True,
                by=self.users[key],
            )
        row = deciding.propose(
            application=fresh,
            outcome=Outcome(told["outcome"]),
            reasons=told["reasons"],
            feedback=told["feedback"],
            by=self.by,
        )
        deciding.confirm(decision=row, version=row.version, by=self.second)

    def _into_the_past(self, call: Call, letters: int, events: int) -> None:
        """What was written today was written when the assessors were done."""
        back = dt.timedelta(days=self.told["assess_days"] - 2)
        Letter.objects.filter(pk__gt=letters).update(
            created_at=F("created_at") - back, not_before=F("not_before") - back
        )
        AuditEvent.objects.filter(pk__gt=events).update(at=F("at") - back)
        rows = Decision.objects.filter(application__call=call)
        campaigns = rows.values_list("told_in", flat=True)
        Campaign.objects.filter(pk__in=list(campaigns)).update(
            created_at=F("created_at") - back, not_before=F("not_before") - back
        )
        rows.update(
            proposed_at=F("proposed_at") - back, confirmed_at=F("confirmed_at") - back,
            told_at=F("told_at") - back,
        )  # fmt: skip
        Assessment.objects.filter(application__call=call).update(done_at=F("done_at") - back)
