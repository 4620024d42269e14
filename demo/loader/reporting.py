"""The reports of the demo: what the funders want, reports at every stage, one put together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from demo.loader.past import day
from people.models import User
from programmes.models import Programme
from programmes.stamps import stamp
from reports.composed import services as own
from reports.composed.collect import span_of
from reports.models import Report
from reports.periodic import cycle, services


def load(told: dict[str, Any], users: dict[str, User]) -> None:
    """Set the rules, write the latest report of each programme that has ended its period."""
    writers = {one["programme"]: users[one["writer"]] for one in told["reports"]}
    for one in told["rules"]:
        _set_rules(_programme(one["programme"]), one, writers[one["programme"]])
    for one in told["reports"]:
        programme = _programme(one["programme"])
        with override(programme.language):
            _write(programme, one, users)
    for one in told["own"]:
        programme = _programme(one["programme"])
        with override(programme.language):
            _put_together(programme, one, users[one["by"]])


def _programme(name: str) -> Programme:
    return Programme.objects.select_related("region", "owner").get(name=name)


def _set_rules(programme: Programme, told: dict[str, Any], by: User) -> None:
    usual = services.rule_values(services.rules_of(programme))
    values = {**usual, **{name: told[name] for name in usual if name in told}}
    services.set_rules(programme=programme, by=by, seen=stamp(usual), **values)


def _write(programme: Programme, told: dict[str, Any], users: dict[str, User]) -> Report:
    rules = services.rules_of(programme)
    due = [one for one in cycle.of_programme(rules, on=day(0)) if one.ends_on < day(0)][-1]
    by = users[told["writer"]]
    report = services.begin(
        programme=programme,
        participation=None,
        by=by,
        starts_on=due.starts_on,
        ends_on=due.ends_on,
        due_on=due.due_on,
        final=due.final,
    )
    for part, text in told["texts"].items():
        services.write(report=report, part=part, text=text, version=0, by=by)
    if told["state"] != "draft":
        report = services.hand_in(report=report, by=by)
    if told["state"] == "approved":
        report = services.approve(report=report, by=users[told["decider"]])
    return report


def _put_together(programme: Programme, told: dict[str, Any], by: User) -> None:
    composition = own.save_composition(
        programme=programme,
        by=by,
        **{name: told[name] for name in ("name", "intro", "sections", "period", "rhythm")},
        places="all",
        step=None,
        chosen=[],
        audience="team",
        logos="all",
    )
    starts_on, ends_on = span_of(told["period"], programme.starts_on, on=day(0))
    own.make(composition=composition, by=by, key="demo", starts_on=starts_on, ends_on=ends_on)
