"""A room: where themes belong. A programme has one, and so has each of its places.

The programme's room holds every voice of the programme, a place's those that were said there.
Both code the same voices with their own themes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from core.policy import allowed, require
from people.models import User
from places.models import Participation
from programmes.models import Programme
from themes.models import SetAside, Tagging, Theme, Voice


@dataclass(frozen=True)
class Room:
    """A programme's room, or with a `participation` the place's."""

    programme: Programme
    participation: Participation | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.participation.place if self.participation else self.programme)

    @property
    def thing(self) -> Programme | Participation:
        """What a permission asks about."""
        return self.participation or self.programme

    @property
    def key(self) -> dict[str, Any]:
        """The fields that say that a row belongs here."""
        return {"programme": self.programme, "participation": self.participation}

    @property
    def themes(self) -> QuerySet[Theme]:
        """The themes that stand here."""
        return Theme.objects.filter(**self._filter).standing()

    @property
    def voices(self) -> QuerySet[Voice]:
        """All voices that can be coded here."""
        here = {"participation": self.participation} if self.participation else {}
        return Voice.objects.filter(programme=self.programme, **here)

    @property
    def uncoded(self) -> QuerySet[Voice]:
        """Voices that have no theme here and are not set aside."""
        themes = Theme.objects.filter(**self._filter)
        tagged = Tagging.objects.filter(voice=OuterRef("pk"), theme__in=themes)
        aside = self.aside.filter(voice=OuterRef("pk"))
        return self.voices.filter(~Exists(tagged), ~Exists(aside))

    @property
    def aside(self) -> QuerySet[SetAside]:
        """Voices that were set aside here."""
        if self.participation is None:
            return SetAside.objects.filter(participation__isnull=True)
        return SetAside.objects.filter(participation=self.participation)

    @property
    def _filter(self) -> dict[str, Any]:
        if self.participation is None:
            return {"programme": self.programme, "participation__isnull": True}
        return {"participation": self.participation}

    def allows(self, user: User, what: str) -> bool:
        """Whether the user may `view`, `code` or `add_voice` here."""
        return allowed(user, self._rule(what), self.thing)

    def leads_on(self, user: User) -> bool:
        """Whether the user codes here, and plans what a theme can lead to."""
        if not self.allows(user, "code"):
            return False
        if self.participation is not None:
            return True
        return allowed(user, "workshops.plan_in_programme", self.programme)

    def require(self, user: User, what: str) -> None:
        """Raise NotAllowed unless the user may."""
        require(user, self._rule(what), self.thing)

    def _rule(self, what: str) -> str:
        return f"themes.{what}_{'at_place' if self.participation else 'in_programme'}"

    def url(self, name: str = "", *args: Any) -> str:
        """An address of this room: the list of themes, or another page of it."""
        start = "place" if self.participation else "programme"
        return reverse(f"themes:{start}{'_' if name else ''}{name}", args=[self.thing.pk, *args])


def room_of(theme: Theme) -> Room:
    """The room of a theme."""
    return Room(theme.programme, theme.participation)
