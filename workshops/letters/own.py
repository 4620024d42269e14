"""Letters of the house with words of their own: one to a person, or the text of a sending.

They are about a course, a session or a wish; letters about a meeting are `writing`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise

from outbox.adding.services import File, Link, NewLetter, add
from outbox.slots import slot
from outbox.words import written
from people.models import Region, User


class Line(NamedTuple):
    """A line of a letter's box."""

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a letter says: sentences, a box of facts, one button, and a quieter link."""

    subject: str
    sentences: list[str]
    action_label: str | Promise
    facts: list[Line] = field(default_factory=list)
    second_label: str | Promise = ""
    why: str = ""

    def context(self, region: Region, *, url: str, second_url: str = "") -> dict[str, object]:
        """The context of `letters/workshops/own`."""
        return {
            "region": region,
            "subject": self.subject,
            "sentences": self.sentences,
            "facts": self.facts,
            "action_label": str(self.action_label),
            "second_label": str(self.second_label),
            "why": self.why,
            "url": url,
            "second_url": second_url,
        }


def send_own(  # noqa: PLR0913 - a letter has these parts, each by name
    region: Region, told: Told, *, to: str, language: str, kind: str, key: str,
    links: Mapping[str, Link], by: User | None = None, files: Sequence[File] = (),
) -> None:  # fmt: skip
    """Put one such letter into the outbox. `links` are `link`, the button's, and `end`."""
    second = slot("end") if told.second_label else ""
    body, html = written("workshops/own", told.context(region, url=slot("link"), second_url=second))
    letter = NewLetter(
        to=to, language=language, key=key, subject=told.subject, text=body, html=html,
        links=links, files=files,
    )  # fmt: skip
    add([letter], by=by, region=region, kind=kind)
