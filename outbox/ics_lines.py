r"""The lines of an iCalendar object (RFC 5545): unfold, fill what is personal, fold.

A value that stands in a text is escaped, one in a parameter loses its quotation marks, one in
an address is percent-encoded. Control characters never get in: a lone CR ends a line for some
calendar programs, and with it a name could begin a property of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from outbox.slots import SLOT

#: Octets of a line, without its end.
WIDTH = 75
_FOLD = re.compile(r"\r?\n[ \t]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
#: Properties whose value is an address and not a text.
_ADDRESSES = frozenset({"ATTENDEE", "ORGANIZER", "URL", "ATTACH", "CONFERENCE", "SOURCE", "IMAGE"})
_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%~"
#: A parameter that needs no quotation marks; enumerated ones (PARTSTAT) may have none.
_TOKEN = re.compile(r"[A-Za-z0-9-]+")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\t": " "})
_IN_PARAMETER = str.maketrans({'"': "'", "^": " ", "\n": " ", "\t": " "})


def unfolded(text: str) -> list[str]:
    """The logical lines of an iCalendar object, without control characters and empty lines."""
    whole = _FOLD.sub("", text.replace("\r\n", "\n"))
    return [line for line in (_CONTROL.sub("", raw) for raw in whole.split("\n")) if line]


def folded(line: str) -> str:
    """A logical line as lines of at most 75 octets, CRLF at each end. No character is cut."""
    octets = line.encode()
    if len(octets) <= WIDTH:
        return line + "\r\n"
    pieces = []
    start, room = 0, WIDTH
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character
            end -= 1
        pieces.append(octets[start:end].decode())
        start, room = end, WIDTH - 1  # the space at the beginning counts
    return "\r\n ".join(pieces) + "\r\n"


def filled(text: str, values: Mapping[str, str]) -> str:
    """The whole object with its slots filled and its lines folded; "" stays ""."""
    return "".join(folded(PersonalLine.read(line).filled(values)) for line in unfolded(text))


@dataclass(frozen=True, slots=True)
class PersonalLine:
    """A logical line cut at its slots.

    `parts` are text, name, text, …; `places` says where each slot stands: in a text, an address,
    a parameter, or quoted (a parameter in quotation marks).
    """

    parts: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def read(cls, line: str) -> PersonalLine:
        """Cut a line of the shared text."""
        parts = tuple(SLOT.split(line))
        name = re.split("[;:]", parts[0], maxsplit=1)[0].upper()
        value = "address" if name in _ADDRESSES else "text"
        places, quoted, in_value = [], False, False
        for literal in parts[:-1:2]:
            for character in "" if in_value else literal:
                quoted ^= character == '"'
                in_value = in_value or (character == ":" and not quoted)
            places.append(value if in_value else "quoted" if quoted else "parameter")
        return cls(parts, tuple(places))

    @property
    def is_personal(self) -> bool:
        """Whether the line has a slot."""
        return bool(self.places)

    def filled(self, values: Mapping[str, str]) -> str:
        """The logical line with these values, which are as `outbox.personal.escape` made them."""
        if not self.places:
            return self.parts[0]
        found = [
            _written(values.get(name, ""), place)
            for name, place in zip(self.parts[1::2], self.places, strict=True)
        ]
        return self.parts[0] + "".join(
            value + literal for value, literal in zip(found, self.parts[2::2], strict=True)
        )


def _written(value: str, place: str) -> str:
    if place == "text":
        return value.translate(_ESCAPED)
    if place == "address":
        return quote(value.replace("\u200b", ""), safe=_IN_ADDRESS)
    inside = value.translate(_IN_PARAMETER)
    return inside if place == "quoted" or _TOKEN.fullmatch(inside) else f'"{inside}"'
