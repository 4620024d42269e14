"""`manage.py load_demo`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from demo.loader import (
    afterwards,
    asking,
    calling,
    companies,
    facts,
    learning,
    library,
    mapping,
    maps,
    prestudy,
    published,
    register,
    reporting,
    series,
)
from demo.loader.course import Course
from demo.loader.meetings import Meeting
from demo.loader.planning import Planning
from demo.loader.support import Support
from demo.story import (
    calls,
    map_points,
    meetings,
    plans,
    reports,
    story,
    surveys,
)
from demo.story import facts as fact_sheets
from demo.story import learning as what_is_learnt
from demo.story import library as guides
from demo.story import mapping as what_places_have
from demo.story import prestudy as long_goal
from demo.story import published as open_pages
from people.models import Region, User
from places import summary
from places.models import Participation


class Command(BaseCommand):
    """Load the demo: real places of three programmes, with a made-up course for each."""

    help = "Load the demo once. Run again it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refused outside demo mode, so that no personas ever get into a real installation."""
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode only. Set DEMO=true.")
        if Region.objects.filter(slug=story()["regions"][0]["slug"]).exists():
            self.stdout.write("The demo is already here.")
            return
        with transaction.atomic(), override("sv"):
            register.load()
            users = register.load_personas()
            register.load_sources(plans()["sources"], _runners(users))
            series.load_series(meetings()["series"], users)
            over = register.names_of_closed()
            _hold(users, lambda programme: programme in over)
            series.load_needs(meetings()["needs"], users)
            companies.load(meetings()["needs"], users)
            series.send_course_certificates(meetings()["series"], users)
            learning.load_laboratory(what_is_learnt()["laboratory"], users)
            tried = what_is_learnt()["experiments"]
            learning.load_experiments(tried, users, users["lab-manager"])
            register.close_programmes(users)
            for told in story()["places"]:
                _play(Course(told, users, story()["personas"]), told, users)
            with override("da"):
                afterwards.follow_up(plans()["follow_ups"], users["blup-manager"])
            series.load_multiplied(meetings()["multiplied"], users)
            asking.load(surveys(), users)
            series.load_kept(meetings()["kept"], users)
            mapping.load(what_places_have())
            _hold(users, lambda programme: programme not in over)
            facts.load(fact_sheets(), users)
            library.load(guides(), _runners(users))
            prestudy.load(long_goal(), users)
            prestudy.decide(long_goal()["decision"], users)
            maps.load(map_points())
            published.publish(open_pages(), users)
            learning.load_place(what_is_learnt(), users)
            calling.load(calls(), users)
            for participation in Participation.objects.select_related("programme"):
                summary.refresh(participation)
            reporting.load(reports(), users)
        self.stdout.write(
            f"{Participation.objects.count()} places in {Region.objects.count()} regions are here."
        )


def _hold(users: dict[str, User], wanted: Callable[[str], bool]) -> None:
    """Live through the meetings of some programmes, the oldest first: so lie their letters too."""
    chosen = [Meeting(one, users) for one in meetings()["meetings"] if wanted(one["programme"])]
    for meeting in sorted(chosen, key=lambda one: one.start):
        meeting.play()


def _runners(users: dict[str, User]) -> dict[str, User]:
    """Somebody who runs each region."""
    running = {"manager", "region_admin"}
    return {
        one["region"]: users[one["key"]]
        for one in story()["personas"]
        if one["role"] in running and "region" in one
    }


def _play(course: Course, told: dict[str, Any], users: dict[str, User]) -> None:
    """A place's steps, then its plan, its money and what came after."""

    def hold_meetings() -> None:
        for one in meetings()["before_gates"]:
            if one["places"] == [told["place"]]:
                Meeting(one, users).play()

    course.play(before_gate=hold_meetings)
    found = (one for one in plans()["places"] if one["place"] == told["place"])
    plan = next(found, None)
    with override(course.programme.language):
        if plan is not None:
            Planning(course, plan).play()
            Support(course, plan["grant"]).play()
            if "continuity" in plan:
                afterwards.carry_on(course, plan["continuity"])
        if told.get("ended"):
            afterwards.end(course)
