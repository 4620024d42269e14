"""What people write, made safe to stand beside the house's own words; names of people."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from core.refusals import Refusal

#: Characters that turn the reading direction: one sender could be made to look like another.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Control characters, line and paragraph separators, lone surrogates.
FORBIDDEN = frozenset({"Cc", "Zl", "Zp", "Cs"})
#: As many characters as a person's name may have.
NAME_LENGTH = 80

#: The quotation marks of each language: one kind, in all that the house says.
QUOTATION_MARKS = {"en": "“”", "sv": "””", "da": "””"}
#: What ends a line.
BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")

#: A mail program makes a link of what looks like an address; a name must not bring one.
_SCHEME = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}):/{1,}")
_WWW = re.compile(r"(?i)\bwww\.")
_MARKDOWN = re.compile(r"\]\s*\(")
#: "pay.example", "pay.example/now": words with a full stop and no space between them.
_HOST = re.compile(r"(?i)\b[^\W_][\w-]+\.(?=[^\W\d_]{2,})")
_LINKS = (_SCHEME, _WWW, _HOST)


_TURNING = str.maketrans(dict.fromkeys(TURNING))


def without_turning(text: str) -> str:
    """The text without marks that turn the reading direction."""
    return text.translate(_TURNING)


def one_line(text: object, limit: int) -> str:
    r"""The text on one line of at most `limit` characters, safe to stand in a header.

    Line breaks and control characters become a space, so that a name such as
    "Anna\r\nBcc: …" cannot begin a header of its own.
    """
    safe = (
        " " if unicodedata.category(character) in FORBIDDEN else character
        for character in str(text)
        if character not in TURNING
    )
    # "=?utf-8?q?=0A…?=" is a line break in disguise: mail programs decode it.
    line = " ".join("".join(safe).replace("=?", "= ?").split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def plain_lines(text: str) -> str:
    """A text whose lines end with a newline and that holds no control or turning characters."""
    text = BREAKS.sub("\n", text)
    return "".join(
        character
        for character in text
        if character in "\n\t"
        or (unicodedata.category(character) not in FORBIDDEN and character not in TURNING)
    )


def without_links(line: str) -> str:
    """The line with links and Markdown broken up, so that no mail program makes a link of it."""
    line = _SCHEME.sub(r"\1 ", line)
    line = _WWW.sub("www ", line)
    return _MARKDOWN.sub("] (", line)


def shown_name(name: str) -> str:
    """A stored name as others are shown it: one line that brings no link, however old it is."""
    if len(name) <= NAME_LENGTH and name.replace(" ", "").replace("-", "").isalnum():
        return name
    return _HOST.sub(lambda found: f"{found[0]} ", without_links(one_line(name, NAME_LENGTH)))


def checked_name(name: str, *, field: str = "name") -> str:
    """A person's name as it may be stored, trimmed; empty stays empty.

    Refusals: name_of_lines, name_with_link, name_too_long.
    """
    name = without_turning(name).strip()
    if any(unicodedata.category(one) in FORBIDDEN for one in name):
        raise Refusal("name_of_lines", _("Write the name on one line."), field=field)
    if "@" in name or any(kind.search(name) for kind in _LINKS):
        raise Refusal(
            "name_with_link",
            _("Write the name without links and addresses, with a space after a full stop."),
            field=field,
        )
    if len(name) > NAME_LENGTH:
        raise Refusal(
            "name_too_long",
            _("A name has room for %(limit)d characters.") % {"limit": NAME_LENGTH},
            field=field,
        )
    return name


def quoted(words: object) -> str:
    """What somebody wrote or chose, in the quotation marks of the language."""
    return _("“%(words)s”") % {"words": words}
