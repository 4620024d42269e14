"""Series of the demo: the academy's year, the lab, one workshop in each municipality, needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from demo.loader.meetings import ZONES, Meeting, rewind
from demo.loader.past import day
from outbox.models import Campaign
from people.models import Contact, Organisation, User
from programmes.home.services import add_paper, decide
from programmes.models import Municipality, Partner, Programme
from workshops.answers import services as answers
from workshops.models import Series, Workshop
from workshops.planning.services import announce, plan_workshop, save_workshop
from workshops.series.certificate import send_certificates
from workshops.series.needs import record_need, save_study
from workshops.series.services import add_group, add_series, copy_to_partners, give_series_duty


def load_series(told: list[dict[str, Any]], people: dict[str, User]) -> None:
    """Add each series with its window and who is responsible."""
    for one in told:
        programme = Programme.objects.select_related("region").get(name=one["programme"])
        by = people[one["by"]]
        for row in one["list"]:
            first, last = row["dates"] if "dates" in row else map(this_year, row["window"])
            series = add_series(
                programme=programme, by=by, name=row["name"], kind=row["kind"],
                order=row["order"], purpose=row["purpose"], starts_on=first, ends_on=last,
                certificate=row.get("certificate", False), parts_needed=row.get("parts_needed"),
            )  # fmt: skip
            for task, name in row["duties"]:
                give_series_duty(series=series, by=by, task=task, name=name)


def load_multiplied(told: dict[str, Any], people: dict[str, User]) -> None:
    """One workshop with each partner from a draft; each then runs like any meeting."""
    programme = Programme.objects.select_related("region").get(name=told["programme"])
    by = people[told["by"]]
    _give_accounts(told, people)
    start = dt.datetime.combine(
        day(-40), dt.time(16), Workshop(time_zone=ZONES[programme.region.country]).zone
    )
    draft = plan_workshop(
        programme=programme, by=by, kind=told["kind"], title=told["title"], starts_at=start,
        ends_at=start + dt.timedelta(minutes=told["minutes"]),
        series=Series.objects.get(programme=programme, name=told["series"]),
    )  # fmt: skip
    for name, wanted in told["parties"]:
        add_group(workshop=draft, by=by, name=name, wanted=wanted)
    partners = {
        one.organisation.name: one
        for one in Partner.objects.filter(programme=programme).select_related(
            "organisation", "contact"
        )
    }
    starts = {partners[one["partner"]]: start for one in told["meetings"]}
    made = {
        one.host.name: one
        for one in copy_to_partners(workshop=draft, by=by, starts=starts)
        if one.host
    }
    draft.delete()  # the draft has done its work, and nobody was invited to it
    for one in told["meetings"]:
        _Multiplied(one, told, made[one["partner"]], people).play()


def send_course_certificates(told: list[dict[str, Any]], people: dict[str, User]) -> None:
    """Send the certificates of courses that are over, on the day that the story tells."""
    for one in told:
        for row in one["list"]:
            if "certificates_on" not in row:
                continue
            series = Series.objects.get(programme__name=one["programme"], name=row["name"])
            with override(series.programme.language):
                send_certificates(series=series, by=people[one["by"]])
            at = dt.datetime.combine(row["certificates_on"], dt.time(9), dt.UTC)
            for campaign in Campaign.objects.filter(
                key__contains=f"series:{series.pk}:certificate"
            ):
                rewind(campaign, at)


def _give_accounts(told: dict[str, Any], people: dict[str, User]) -> None:
    for one in told["meetings"]:
        if "coordinator" in one:
            user = people[one["coordinator"]]
            Contact.objects.filter(name=user.name).update(email=user.email)


class _Multiplied(Meeting):
    """A meeting that the template has made: it is there already and gets room, guests, answers."""

    def __init__(
        self, one: dict[str, Any], told: dict[str, Any], made: Workshop, people: dict[str, User]
    ) -> None:
        self.made, self.present = made, one["present"]
        when = {"month": one["month"], "day": one["day"], "time": "16:00"}
        meeting = {
            "programme": told["programme"],
            "by": told["by"],
            "when": when | {"minutes": told["minutes"]},
            "hall": one["hall"],
            "guests": {"per_party": max(one["present"])},
            "answers": {"yes": sum(one["present"])},
        }
        if "unwritten" not in one:
            meeting["minutes"] = told["written"]
        super().__init__(meeting, people)

    def _plan(self) -> None:
        self.workshop = save_workshop(
            workshop=self.made, by=self.by, version=self.made.version, hall=self.told["hall"]
        )
        if not self.is_over:
            ahead = self.start
            self.workshop = save_workshop(
                workshop=self.workshop, by=self.by, version=self.workshop.version,
                starts_at=ahead, ends_at=ahead + dt.timedelta(minutes=self.told["when"]["minutes"]),
            )  # fmt: skip
        self.workshop = announce(workshop=self.workshop, by=self.by)

    def _answers(self) -> None:
        for party, count in zip(self.workshop.required_groups.all(), self.present, strict=True):
            guests = party.invitations.select_related("workshop__programme").order_by("pk")
            for guest in guests[:count]:
                answers.answer(invitation=guest, answer="yes")
        self.told["came"] = sum(self.present)


def load_needs(told: dict[str, Any], people: dict[str, User]) -> None:
    """The needs study with every need that was told."""
    programme = Programme.objects.select_related("region").get(name=told["programme"])
    by = people[told["by"]]
    study = save_study(
        programme=programme, by=by, question=told["question"], wanted=told["wanted"],
        conclusion=told["conclusion"],
    )  # fmt: skip
    first = Workshop.objects.filter(programme=programme).order_by("starts_at").first()
    for name, theme, text, level in told["list"]:
        company = Organisation.objects.get(region=programme.region, name__startswith=f"{name}, ")
        was_there = first is not None and first.invitations.filter(
            organisation=company, attended_at__isnull=False
        )
        record_need(
            study=study, by=by, theme=theme, text=text, level=level, organisation=company,
            # The others told it on the telephone.
            workshop=first if was_there else None,
            recorded_on=first.local_start.date() if first else None,
        )  # fmt: skip


def this_year(month_and_day: list[int]) -> dt.date:
    """The day of this year that the story names as month and day."""
    month, day_of_month = month_and_day
    return timezone.localdate().replace(month=month, day=day_of_month)


def load_kept(told: list[dict[str, Any]], people: dict[str, User]) -> None:
    """Note what a programme has decided, and its documents and sources."""
    for one in told:
        programme = Programme.objects.select_related("region").get(name=one["programme"])
        by = people[one["by"]]
        for row in one["decisions"]:
            town = Municipality.objects.filter(
                country=programme.region.country, name=row.get("municipality", "")
            )
            decide(
                programme, by=by, text=row["text"], decided_on=day(row["days"]),
                decided_by=row["who"], municipality=town.first(),
            )  # fmt: skip
        for row in one["papers"]:
            add_paper(programme, by=by, **row)
