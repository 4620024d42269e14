"""Meetings of the demo: planned, invited, answered, held, written up.

The verbs know no past: nobody plans a meeting for last year or checks in at one that was in
2018. So each meeting is planned some days ahead and lived through with the verbs; then its rows
are moved to the day that the story tells.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import override

from core.models import AuditEvent
from demo.loader.past import day
from outbox.html import inline_styles
from outbox.models import Attempt, Campaign, CampaignText, Letter, LetterState
from outbox.slots import SLOT
from people.models import Organisation, Sector, User
from places.models import Participation
from programmes.models import Programme
from workshops.answers import services as answers
from workshops.answers.feedback import give_feedback
from workshops.answers.questions import ask, reply
from workshops.checkin import services as door
from workshops.checkin.acts import Act, WalkIn
from workshops.guests import many as guests_many
from workshops.letters import services as campaigns
from workshops.letters.frame import build
from workshops.letters.texts import text_of
from workshops.letters.writing import CALENDAR_OF_ROLE
from workshops.minutes.services import (
    Said,
    add_outcome,
    approve_minutes,
    idea_to_action,
    present_from_the_door,
    save_minutes,
    send_minutes,
)
from workshops.models import (
    CheckinAct,
    CheckinEntry,
    Feedback,
    HowInvited,
    Invitation,
    LetterRole,
    MeetingCampaign,
    Minutes,
    Series,
    Workshop,
)
from workshops.planning import services as plan
from workshops.planning.contents import give_duty
from workshops.series.services import add_group

#: How long before a meeting its letters leave, and how soon after it the minutes come.
INVITED, ANSWERED, WRITTEN = dt.timedelta(days=20), dt.timedelta(days=9), dt.timedelta(days=2)
_FIELDS = (
    "hall", "address", "online_url", "access_info", "capacity", "ask_feedback", "part",
)  # fmt: skip


class Meeting:
    """One meeting of the story. `people` are the personas by key."""

    def __init__(self, told: dict[str, Any], people: dict[str, User]) -> None:
        self.told, self.people = told, people
        self.programme = Programme.objects.select_related("region").get(name=told["programme"])
        self.by = people[told["by"]]
        self.start = _start(told["when"], self.programme)
        self.is_over = self.start < timezone.now()

    def play(self) -> Workshop:
        """Live through it in the programme's language, then move it to its day."""
        before = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
        with override(self.programme.language):
            self._plan()
            if self.told.get("announced", True):
                self._invite()
                self._answers()
                if self.is_over:
                    self._hold()
                else:
                    self._sent_before_today()
        if self.is_over:
            self._tell_of_its_day(AuditEvent.objects.filter(pk__gt=before))
        return self.workshop

    def _tell_of_its_day(self, events: QuerySet[AuditEvent]) -> None:
        """The trail has it planned weeks before the meeting, and the rest the day after it."""
        back = timezone.now() - self.start
        planned = {"workshop.planned", "workshop.announced"}
        events.filter(verb__in=planned).update(at=F("at") - back - PLANNED_BEFORE)
        events.exclude(verb__in=planned).update(at=F("at") - max(back - DAY_AFTER, dt.timedelta()))

    def _plan(self) -> None:
        told = self.told
        # The same weekday and hour, some weeks ahead: as far as the verbs can see.
        ahead = self.start
        while ahead < timezone.now() + dt.timedelta(days=3):
            ahead += dt.timedelta(days=28)
        minutes = told["when"].get("minutes")
        earlier = told.get("follows")
        fields = {name: told[name] for name in _FIELDS if name in told}
        if "series" in told:
            fields["series"] = Series.objects.get(programme=self.programme, name=told["series"])
        places = Participation.objects.filter(
            programme=self.programme, place__name__in=told.get("places", [])
        )
        self.workshop = plan.plan_workshop(
            programme=self.programme,
            by=self.by,
            kind=told["kind"],
            title=told["title"],
            starts_at=ahead,
            ends_at=ahead + dt.timedelta(minutes=minutes) if minutes else None,
            participations=places,
            **fields,
        )
        if earlier:
            found = Workshop.objects.get(programme=self.programme, title=earlier)
            Workshop.objects.filter(pk=self.workshop.pk).update(follows=found)
            self.workshop.follows = found
        for task in told.get("duties", []):
            user = self.people.get(task.get("persona", ""))
            give_duty(
                workshop=self.workshop, by=self.by, task=task["task"],
                name=task.get("name", ""), user=user,
            )  # fmt: skip
        for name, wanted, *nominator in told.get("parties", []):
            add_group(
                workshop=self.workshop, by=self.by, name=name, wanted=wanted,
                nominator="".join(nominator),
            )  # fmt: skip
        if told.get("announced", True):
            self.workshop = plan.announce(workshop=self.workshop, by=self.by)

    def _invite(self) -> None:
        told = self.told.get("guests", {})
        if "follows" in self.told and self.workshop.follows is not None:
            guests_many.add_from_earlier(
                workshop=self.workshop, by=self.by, earlier=self.workshop.follows
            )
        for party in self.workshop.required_groups.all():
            people = [
                _person(f"{party.name} {number}", self._address(party.name, number), self.programme)
                for number in range(1, told.get("per_party", 0) + 1)
            ]
            self._add(people, HowInvited.NOMINATED, party=party)
        if told.get("companies"):
            companies = Organisation.objects.filter(
                region=self.programme.region, sector=Sector.BUSINESS
            )
            self._add(
                [
                    _person(one.name, self._address("company", one.pk), self.programme)
                    | {"organisation": one, "sector": one.sector}
                    for one in companies
                ],
                HowInvited.ORGANISATIONS,
            )
        self._add(
            [
                _person(name, self._address("deltager", number), self.programme)
                for number, name in enumerate(told.get("named", []), start=1)
            ],
            HowInvited.IMPORTED,
        )
        word = told.get("word", "")
        self._add(
            [
                _person(f"{word} {number:02}", self._address(word, number), self.programme)
                | {"sector": _sector(number)}
                for number in range(1, told.get("count", 0) + 1)
            ],
            HowInvited.IMPORTED,
        )
        if self.workshop.invitations.exists():
            words = text_of(self.workshop, LetterRole.INVITATION, self.workshop.language)
            campaign = campaigns.send(
                workshop=self.workshop, by=self.by, key=uuid.uuid4(),
                subject=words.subject, body=words.body,
            )  # fmt: skip
            if campaign.outbox.needs_approval:
                campaigns.approve(campaign=campaign, by=self._second())

    def _second(self) -> User:
        """Somebody who runs the programme and has not sent the letters."""
        roles = (
            self.programme.roles.filter(role="manager").exclude(user=self.by).select_related("user")
        )
        found = roles.first() or self.programme.region.roles.select_related("user").first()
        if found is None:
            raise LookupError(f"nobody can approve sendings of {self.programme}")
        return found.user

    def _add(self, people: list[dict[str, Any]], how: str, **more: Any) -> None:
        if people:
            guests_many.add_many(workshop=self.workshop, by=self.by, people=people, how=how, **more)

    def _address(self, word: str, number: int) -> str:
        key = self.told.get("guests", {}).get("key") or f"m{self.workshop.pk}"
        plain = "".join(letter for letter in word.lower() if letter.isascii() and letter.isalnum())
        return f"{plain}{number}.{key}@example.org"

    def _answers(self) -> None:
        guests = list(
            self.workshop.invitations.select_related("workshop__programme").order_by("pk")
        )
        texts = iter(self.told.get("questions", []))
        given = [one for one, count in self.told.get("answers", {}).items() for _ in range(count)]
        # Neighbours bring each other; who is there for an employer comes alone.
        in_pairs = self.told.get("kind") == "open_meeting"
        for number, (guest, said) in enumerate(zip(guests, given, strict=False)):
            answers.answer(
                invitation=guest,
                answer=said,
                persons=2 if said == "yes" and number % 3 == 1 and in_pairs else 1,
                access_needs=_NEEDS.get(self.programme.language, "") if number == 3 else "",  # noqa: PLR2004 - one guest of many
                question=next(texts, "") if said == "yes" else "",
            )

    def _hold(self) -> None:
        now = timezone.now()
        self._move_to(self.start)
        self._name_the_day()
        self._move_to(now - dt.timedelta(hours=1))
        self._door(now)
        self._move_to(self.start)
        self._write_up()
        self._rewind()

    def _move_to(self, start: dt.datetime) -> None:
        minutes = self.told["when"].get("minutes")
        end = start + dt.timedelta(minutes=minutes) if minutes else None
        Workshop.objects.filter(pk=self.workshop.pk).update(
            starts_at=start, ends_at=end, answer_until=None
        )
        self.workshop.refresh_from_db()

    def _name_the_day(self) -> None:
        """Write the texts of the letters so far anew: they name the day that was planned."""
        texts = CampaignText.objects.filter(campaign__in=self._campaigns())
        for one in texts.select_related("campaign"):
            campaign = MeetingCampaign.objects.filter(outbox=one.campaign).first()
            named = one.campaign.key.split(":")  # workshop:12:confirmation:off:v1, for example
            role = campaign.role if campaign else named[2]
            text = build(
                workshop=self.workshop, role=role, language=one.language,
                words=text_of(self.workshop, role, one.language),
                calendar="" if "off" in named else CALENDAR_OF_ROLE.get(role, ""),
            )  # fmt: skip
            CampaignText.objects.filter(pk=one.pk).update(
                subject=text.subject, text=text.text, html=inline_styles(text.html),
                calendar=text.calendar,
            )  # fmt: skip
            letters = list(Letter.objects.filter(campaign=one.campaign, language=one.language))
            for letter in letters:
                letter.subject = _filled(text.subject, letter.values)
            Letter.objects.bulk_update(letters, ["subject"])

    def _campaigns(self) -> QuerySet[Campaign]:
        return Campaign.objects.filter(about_type="workshops.workshop", about_id=self.workshop.pk)

    def _door(self, now: dt.datetime) -> None:
        coming = self.workshop.invitations.filter(answer="yes").order_by("pk")
        acts = [
            Act(
                key=uuid.uuid4(),
                act=CheckinAct.CAME,
                at=now,
                persons=one.persons,
                invitation_id=one.pk,
            )
            for one in coming[: self.told.get("came", 0)]
        ]
        acts += [
            Act(
                key=uuid.uuid4(), act=CheckinAct.WALK_IN, at=now, persons=1, invitation_id=None,
                guest=WalkIn(name=name, sector=sector),
            )
            for name, sector in [*self.told.get("walk_ins", []), *self._crowd()]
        ]  # fmt: skip
        if acts:
            door.take_acts(workshop=self.workshop, by=self.by, acts=acts)

    def _crowd(self) -> list[tuple[str, str]]:
        """People at an open door: a number for each, and a sector."""
        return [
            (f"{Sector(sector).label} {number}", sector)
            for sector, count in self.told.get("crowd", {}).items()
            for number in range(1, count + 1)
        ]

    def _write_up(self) -> None:
        told = self.told.get("minutes")
        for question in self.workshop.questions.all()[:1]:
            reply(question=question, by=self.by, reply=_REPLIES[self.programme.language])
        if told is None:
            return
        agenda = list(self.workshop.agenda.all())
        save_minutes(
            workshop=self.workshop, by=self.by, version=0,
            chair=told["chair"], secretary=told["secretary"], summary=told["summary"],
            present=present_from_the_door(self.workshop),
            said={
                item.pk: Said(text, item.version)
                for item, text in zip(agenda, told.get("said", []), strict=False)
            },
        )  # fmt: skip
        for one in told.get("decisions", []):
            add_outcome(
                workshop=self.workshop, by=self.by, kind="decision", text=one["text"],
                responsible=one["responsible"], due_on=day(one["days"]),
            )  # fmt: skip
        for one in told.get("ideas", []):
            idea = add_outcome(
                workshop=self.workshop, by=self.by, kind="idea", text=one["text"],
                votes=one["votes"],
            )  # fmt: skip
            if one.get("taken_up"):
                place = self.workshop.participations.get()
                idea_to_action(outcome=idea, by=self.by, participation=place)
        for text in told.get("hall_questions", []):
            ask(workshop=self.workshop, by=self.by, text=text, responsible=told["chair"])
        for guest, (rating, heard, good) in zip(
            self.workshop.invitations.filter(attended_at__isnull=False),
            self.told.get("feedback", []),
            strict=False,
        ):
            give_feedback(invitation=guest, rating=rating, heard=heard, good=good)
        send_minutes(workshop=self.workshop, by=self.by)
        if told["state"] == "approved":
            approve_minutes(workshop=self.workshop, by=self.by)

    def _rewind(self) -> None:
        """Move everything that hangs on the meeting to its day."""
        own = {"workshop": self.workshop}
        after = self.start + WRITTEN
        moves: list[tuple[QuerySet[Any], dict[str, dt.datetime]]] = [
            (
                Workshop.objects.filter(pk=self.workshop.pk),
                {"created_at": self.start - INVITED * 2},
            ),
            (Invitation.objects.filter(**own), {"created_at": self.start - INVITED}),
            (
                Invitation.objects.filter(**own, invited_at__isnull=False),
                {"invited_at": self.start - INVITED},
            ),
            (
                Invitation.objects.filter(**own, answered_at__isnull=False),
                {"answered_at": self.start - ANSWERED},
            ),
            (
                Invitation.objects.filter(**own, attended_at__isnull=False),
                {"attended_at": self.start},
            ),
            (CheckinEntry.objects.filter(**own), {"at": self.start, "received_at": self.start}),
            (Minutes.objects.filter(**own, sent_at__isnull=False), {"sent_at": after}),
            (Minutes.objects.filter(**own, approved_at__isnull=False), {"approved_at": after}),
            (self.workshop.questions.filter(replied_at__isnull=False), {"replied_at": after}),
        ]
        for rows, values in moves:
            rows.update(**values)
        Feedback.objects.filter(**own).update(given_on=after.date())
        self._rewind_letters()

    def _sent_before_today(self) -> None:
        """The letters of a meeting ahead left some days ago; answers came until yesterday."""
        now = timezone.now()
        invited = min(self.start - INVITED, now - dt.timedelta(days=4))
        answered = now - dt.timedelta(days=1)
        guests = self.workshop.invitations
        guests.filter(invited_at__isnull=False).update(created_at=invited, invited_at=invited)
        guests.filter(answered_at__isnull=False).update(answered_at=answered)
        for campaign in self._campaigns():
            rewind(campaign, invited if campaign.kind == "invitation" else answered)

    def _rewind_letters(self) -> None:
        """Their letters lie where letters of an installation without mail server lie: kept here."""
        for campaign in self._campaigns():
            late = campaign.kind in {"minutes", "feedback"} or "reply" in campaign.key
            rewind(campaign, self.start + WRITTEN if late else self.start - INVITED)


def rewind(campaign: Campaign, to: dt.datetime) -> None:
    """Move the campaign with its letters from now to then."""
    back = timezone.now() - to
    shift = {"created_at": F("created_at") - back, "not_before": F("not_before") - back}
    Letter.objects.filter(campaign=campaign).update(state=LetterState.KEPT, **shift)
    Attempt.objects.filter(letter__campaign=campaign).update(at=F("at") - back)
    Campaign.objects.filter(pk=campaign.pk).update(**shift)


#: When a meeting that is over was planned, and when its papers were written.
PLANNED_BEFORE, DAY_AFTER = dt.timedelta(days=28), dt.timedelta(days=1)
_NEEDS = {"sv": "Plats för rullstol", "da": "Plads til kørestol"}
_REPLIES = {"sv": "Ja, vi ordnar det. Välkommen!", "da": "Ja, det ordner vi. Velkommen!"}
#: Households belong to no sector; now and then one runs a company.
_EVERY_COMPANY = 9


def _filled(text: str, values: dict[str, Any]) -> str:
    return SLOT.sub(lambda hit: str(values.get(hit[1], "")), text)


def _sector(number: int) -> str:
    return Sector.BUSINESS if number % _EVERY_COMPANY == 0 else ""


def _person(name: str, email: str, programme: Programme) -> dict[str, Any]:
    return {
        "name": name,
        "email": email,
        "language": programme.language,
        "source": "Demo",
    }


def _start(when: dict[str, Any], programme: Programme) -> dt.datetime:
    """The moment by the hall's clock: a date, a day of this year, or days from today."""
    if "on" in when:
        date = when["on"]
    elif "month" in when:
        date = timezone.localdate().replace(month=when["month"], day=when["day"])
    else:
        date = day(when["days"])
    zone = Workshop(time_zone=ZONES[programme.region.country]).zone
    time = dt.time.fromisoformat(when["time"])
    return dt.datetime.combine(date, time, zone).astimezone(dt.UTC)


ZONES = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen"}
