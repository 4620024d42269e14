"""The region's support to a place: agreement, costs, hours, claims, payments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from demo.loader.course import Course
from demo.loader.past import day, past
from grants.agreement import services as agreement
from grants.agreement.content import Line, Part, Party
from grants.claims.services import approve_claim, claim, pay
from grants.costs.services import add_cost
from grants.hours.services import add_entry, submit_sheet
from grants.models import Cost, Grant, Instalment
from people.models import Organisation, RegionRole, User


class Support:
    """The money of one place, from the agreement on."""

    def __init__(self, course: Course, told: dict[str, Any]) -> None:
        self.course, self.told = course, told
        self.one = course.one

    def play(self) -> None:
        """Sign, spend, claim, pay, in the order in which it happened."""
        with past(self.one, self.told["days"]):
            self.grant = self._agreement()
        for told in self.told.get("costs", []):
            self._cost(told)
        for number, told in enumerate(self.told["instalments"], start=1):
            if "claimed_days" in told:
                self._claim(number, told)
        for told in self.told.get("hours", []):
            self._hours(told)

    def _organisation(self, name: str) -> Organisation:
        return Organisation.objects.get(region=self.course.programme.region, name=name)

    def _agreement(self) -> Grant:
        told, by = self.told, self.course.runner
        payee = self._organisation(told["payee"]) if "payee" in told else None
        grant = agreement.make_grant(
            participation=self.one,
            by=by,
            payer=self._organisation(told["payer"]),
            payee=payee,
            payee_name=told.get("payee_name", ""),
            leader_rate=Decimal(told["leader_rate"]) if "leader_rate" in told else None,
            # Without one it is what the programme gives each place.
            **({"amount": Decimal(told["amount"])} if "amount" in told else {}),
        )
        grant = agreement.save_grant(
            grant=grant,
            by=by,
            version=grant.version,
            budget=[
                Line(kind=one["kind"], amount=Decimal(one["amount"]), title=one.get("title", ""))
                for one in told["budget"]
            ],
            instalments=[
                Part(
                    amount=Decimal(one["amount"]),
                    trigger=one["trigger"],
                    title=one["title"],
                    due_on=day(one["days"]) if "days" in one else None,
                    report=one.get("report", ""),
                )
                for one in told["instalments"]
            ],
            parties=[
                Party(
                    organisation=self._organisation(one["organisation"]),
                    person=one["person"],
                    signed_on=day(one["days"]),
                )
                for one in told.get("parties", [])
            ],
        )
        return agreement.agree(
            grant=grant, by=by, version=grant.version, agreed_on=day(told["days"])
        )

    def _cost(self, told: dict[str, Any]) -> None:
        line = self.grant.budget.get(kind=told["line"])
        with past(self.one, told["days"]):
            add_cost(
                grant=self.grant,
                by=self.course.leader,
                line=line,
                paid_on=day(told["days"]),
                amount=Decimal(told["amount"]),
                payee=told["payee"],
                what=told["what"],
            )

    def _claim(self, number: int, told: dict[str, Any]) -> None:
        instalment = Instalment.objects.get(grant=self.grant, number=number)
        wanted = [one["what"] for one in self.told.get("costs", []) if one.get("claim") == number]
        with past(self.one, told["claimed_days"]):
            made = claim(
                instalment=instalment,
                by=self.course.leader,
                status_text=told["status"],
                costs=list(Cost.objects.filter(grant=self.grant, what__in=wanted)),
            )
            if "paid_days" not in told:
                return  # it waits for whoever runs the programme
            made = approve_claim(claim=made, by=self.course.runner)
        made.refresh_from_db()
        with past(self.one, told["paid_days"]):
            pay(
                claim=made,
                paid_on=day(told["paid_days"]),
                reference=told["reference"],
                by=self._payer(),
            )

    def _payer(self) -> User:
        """Somebody who runs the region and has not approved the claim."""
        roles = RegionRole.objects.active().filter(region=self.one.programme.region_id)
        return roles.exclude(user=self.course.runner).select_related("user")[0].user

    def _hours(self, told: dict[str, Any]) -> None:
        by = self.course.people[told["person"]]
        first = _month_back(told["month_back"])
        for one in told["lines"]:
            entry = add_entry(
                grant=self.grant,
                by=by,
                kind=one["kind"],
                on=first.replace(day=one["day"]),
                quantity=Decimal(one["quantity"]),
                what=one["what"],
                people=one.get("people", 1),
            )
        if told.get("submitted"):
            submit_sheet(sheet=entry.sheet, by=by)


def _month_back(months: int) -> dt.date:
    """The first day of the month so many months before this one."""
    first = day(0).replace(day=1)
    for _month in range(months):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return first
