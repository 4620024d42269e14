"""The demo's survey: lists, answers that name nobody, what they say by theme.

It is asked by the verbs that everybody uses. Only two things are done by hand: letters are not
written, and answers arrive as sittings that were sent, since nobody sat down to give them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override

from demo.loader.series import this_year
from people.models import User
from programmes.models import Municipality, Programme
from surveys.answering.seats import keys_of
from surveys.building.services import add_survey, close_survey, open_survey
from surveys.models import QuestionKind as Kind
from surveys.models import Recipient, RespondentGroup, Sitting, Survey
from surveys.paper import Ask, asked_of, paper_of
from surveys.results.services import decide_text, mark_of, save_summary, share, texts_of
from surveys.sending.services import add_list, add_recipients
from themes.coding.services import bring_in, code, state_of
from themes.rooms import Room
from workshops.models import Series


def load(told: list[dict[str, Any]], people: dict[str, User]) -> None:
    """Ask each survey, as far as its window has come by today."""
    for one in told:
        programme = Programme.objects.select_related("region").get(name=one["programme"])
        with override(programme.language):
            _Asked(one, programme, people[one["by"]]).play()


#: The share of those who answer that write something in their own words.
SAYS = 0.15


class _Asked:
    """One survey of the story."""

    def __init__(self, told: dict[str, Any], programme: Programme, by: User) -> None:
        self.told, self.programme, self.by = told, programme, by
        self.opens_on, self.closes_on = map(this_year, told["window"])
        self.chance = random.Random(told["name"])  # noqa: S311 - the same demo each time

    def play(self) -> None:
        """Build, ask, close, read and sort: what has come by today."""
        survey = add_survey(
            programme=self.programme,
            by=self.by,
            name=self.told["name"],
            language=self.programme.language,
            languages=[self.programme.language],
            template=self.told["template"],
            series=Series.objects.get(programme=self.programme, name=self.told["series"]),
            opens_on=self.opens_on,
            closes_on=self.closes_on,
        )
        people = self._ask(survey)
        today = timezone.localdate()
        if today < self.opens_on:
            return
        survey = open_survey(survey=survey, by=self.by)
        self._answer(survey, people)
        if today <= self.closes_on:
            return
        closed = close_survey(survey=survey, by=self.by)
        closed.closes_on = self.closes_on
        closed.save(update_fields=["closes_on"])
        self._read(closed)

    def _ask(self, survey: Survey) -> list[tuple[int, list[Recipient]]]:
        """Lists of each group in each municipality, with those of them who will answer."""
        groups = list(survey.groups.order_by("order"))
        found = []
        for told in self.told["municipalities"]:
            municipality = Municipality.objects.get(country="DK", code=told["code"])
            for number, group in enumerate(groups):
                listed = self._list(survey, group, number, told, municipality)
                found.append((number, listed[: told["answered"][number]]))
        invited = dt.datetime.combine(self.opens_on, dt.time(8), timezone.get_default_timezone())
        if invited <= timezone.now():
            Recipient.objects.filter(survey=survey).update(invited_at=invited)
        return found

    def _list(
        self,
        survey: Survey,
        group: RespondentGroup,
        number: int,
        told: dict[str, Any],
        municipality: Municipality,
    ) -> list[Recipient]:
        word, name = self.told["groups"][number]["word"], told["name"]
        made = add_list(
            survey=survey, by=self.by, name=f"{group.name}, {name}", own=False,
            municipality=municipality,
        )  # fmt: skip
        people = [
            {
                "name": f"{word} {at}, {name}",
                "email": f"{slugify(word)}-{at}@{told['code']}.example.org",
            }
            for at in range(1, told["asked"][number] + 1)
        ]
        add_recipients(recipient_list=made, by=self.by, people=people, group=group)
        return list(made.recipients.order_by("pk"))

    def _answer(self, survey: Survey, people: list[tuple[int, list[Recipient]]]) -> None:
        words = {
            number: iter([one["text"] for one in self.told["words"] if one["group"] == number])
            for number in range(len(self.told["groups"]))
        }
        paper = paper_of(survey)
        sittings = []
        for number, recipients in people:
            keys = {pk: key for key, pk in keys_of([one.pk for one in recipients]).items()}
            for one in recipients:
                values = dict(self._values(asked_of(paper, one.group_id), number, words[number]))
                sittings.append(
                    Sitting(
                        survey=survey,
                        key=keys[one.pk],
                        group_id=one.group_id,
                        municipality_id=one.municipality_id,
                        language=survey.language,
                        values=values,
                        sent=True,
                        changed_on=min(self.closes_on, timezone.localdate()),
                    )
                )
        Sitting.objects.bulk_create(sittings)

    def _values(
        self, asks: list[Ask], number: int, words: Iterator[str]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        inclined = cycle(self.told["groups"][number]["inclined"])
        for ask in asks:
            options = [one.pk for one in ask.options]
            if ask.kind == Kind.SCALE:
                point = next(inclined) + self.chance.choice((-1, 0, 0, 0, 1))
                low, high = ask.scale[0], ask.scale[-1]
                yield ask.key, {"number": str(min(max(point, low), high))}
            elif ask.kind == Kind.ONE:
                yield ask.key, {"choices": [self.chance.choice(options)]}
            elif ask.kind == Kind.SEVERAL:
                yield ask.key, {"choices": self.chance.sample(options, self.chance.randint(1, 3))}
            elif ask.kind == Kind.RANKING:
                yield ask.key, {"order": self.chance.sample(options, len(options))}
            elif ask.kind == Kind.NUMBER:
                yield ask.key, {"number": str(self.chance.randint(1, 27))}
            elif (
                ask.kind == Kind.TEXT and self.chance.random() < SAYS and (said := next(words, ""))
            ):
                yield ask.key, {"text": said}

    def _read(self, survey: Survey) -> None:
        for question, text in texts_of(survey).values_list("question", "text").distinct():
            decide_text(
                survey=survey, by=self.by, question=question, text=mark_of(survey, text),
                was="waiting", release="shown",
            )  # fmt: skip
        save_summary(survey=survey, by=self.by, version=1, summary=self.told["summary"])
        share(survey=survey, by=self.by)
        room = Room(self.programme)
        bring_in(room=room, by=self.by)
        themes = {one["text"]: one["theme"] for one in self.told["words"]}
        for voice in room.voices.filter(text__in=themes):
            seen = str(state_of(room, voice))
            code(room=room, voice=voice, by=self.by, seen=seen, new_theme=themes[voice.text])
