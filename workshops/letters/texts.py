"""Words of letters: the programme's own or the house's, with placeholders; what people write.

A placeholder is a name in braces: `{name}`. A plain replacer fills it; a text is never compiled
as a template. What is personal becomes a slot of the outbox, so that a text is built once per
language and not once per letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core import audit
from core.plain_text import plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.slots import without_slots
from people.models import User
from programmes.models import Programme
from workshops.letters.house import HOUSE, OF_KIND
from workshops.models import LetterRole, LetterText, Workshop

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
#: Anything in braces, so that a mistyped name is told and not sent.
_IN_BRACES = re.compile(r"\{([^{}\n]{0,40})\}")
SUBJECT_LENGTH, BODY_LENGTH = 160, 6000

#: Name -> what stands in its place. Those of PERSONAL differ from letter to letter.
PLACEHOLDERS: dict[str, str | Promise] = {
    "name": gettext_lazy("the reader's name"),
    "meeting": gettext_lazy("the meeting's title"),
    "when": gettext_lazy("day and time"),
    "where": gettext_lazy("hall and address, or that it is online"),
    "place": gettext_lazy("the place, or the programme when there is none"),
    "programme": gettext_lazy("the programme"),
    "organiser": gettext_lazy("who answers questions, with mail and phone"),
    "answer_until": gettext_lazy("until when answers are taken"),
    "link": gettext_lazy("the reader's own link; it stands under the text in any case"),
}
#: Placeholders that only letters of one role have.
OF_ROLE: dict[str, dict[str, str | Promise]] = {
    LetterRole.CHANGE: {"changes": gettext_lazy("what has changed")},
    LetterRole.CANCELLATION: {"reason": gettext_lazy("why it is cancelled")},
    LetterRole.CONFIRMATION: {
        "answer": gettext_lazy("what the reader answered"),
        "persons": gettext_lazy("for how many persons"),
    },
    LetterRole.OFFER: {"offered_until": gettext_lazy("until when the seat is kept")},
    LetterRole.SUMMARY: {"summary": gettext_lazy("what the focus group said, in short")},
    LetterRole.REPLY: {
        "question": gettext_lazy("the reader's question"),
        "reply": gettext_lazy("the answer to it"),
    },
}
PERSONAL = frozenset({"name", "link", "answer", "persons", "offered_until", "question", "reply"})
#: What a letter of a role must say; without it the reader does not know what to do.
REQUIRED: dict[str, frozenset[str]] = {
    LetterRole.CHANGE: frozenset({"changes"}),
    LetterRole.OFFER: frozenset({"offered_until"}),
    LetterRole.REPLY: frozenset({"reply"}),
    LetterRole.SUMMARY: frozenset({"summary"}),
}


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Subject and text of a letter, with placeholders."""

    subject: str
    body: str


def placeholders_of(role: str) -> dict[str, str | Promise]:
    """The placeholders that a letter of this role may hold, with what each stands for."""
    return PLACEHOLDERS | OF_ROLE.get(role, {})


def house_text(role: str, language: str, kind: str = "") -> LetterWords:
    """The house's words in a language: those for the kind of meeting, else those for all."""
    subject, body = OF_KIND.get((role, kind)) or HOUSE[role]
    with override(language):
        return LetterWords(str(subject), str(body))


def text_of(workshop: Workshop, role: str, language: str) -> LetterWords:
    """The words for a meeting: its programme's own, else the house's.

    Of both those for the kind of meeting come first, then those for all.
    """
    return words_for(workshop.programme_id, role=role, language=language, kind=workshop.kind)


def words_for(programme_id: int, *, role: str, language: str, kind: str) -> LetterWords:
    """The words that letters of a kind of meeting are made of now."""
    own = LetterText.objects.filter(
        programme=programme_id, role=role, language=language, kind__in={"", kind}
    )
    nearest = own.order_by("-kind").first()
    if nearest is not None:
        return LetterWords(nearest.subject, nearest.body)
    return house_text(role, language, kind)


def fill(text: str, value_of: Callable[[str], str | None] | Mapping[str, Any]) -> str:
    """The text with its placeholders replaced. A name without a value stays as it is written."""
    find: Callable[[str], Any] = (
        value_of if callable(value_of) else lambda name: value_of.get(name)  # noqa: PLW0108
    )

    def replaced(found: re.Match[str]) -> str:
        value = find(found[1])
        return found[0] if value is None else str(value)

    return PLACEHOLDER.sub(replaced, text)


def checked_words(role: str, subject: str, body: str) -> LetterWords:
    """The words as they may be stored or sent.

    Refusals: no_subject, no_body, too_long, unknown_placeholder, missing_placeholder.
    """
    words = LetterWords(
        " ".join(plain_lines(without_slots(subject)).split()),
        plain_lines(without_slots(body)).strip(),
    )
    if not words.subject:
        raise Refusal("no_subject", _("The letter needs a subject."), field="subject")
    if not words.body:
        raise Refusal("no_body", _("The letter needs a text."), field="body")
    if len(words.subject) > SUBJECT_LENGTH or len(words.body) > BODY_LENGTH:
        raise Refusal(
            "too_long",
            _("The subject has room for %(subject)s characters and the text for %(body)s.")
            % {"subject": SUBJECT_LENGTH, "body": BODY_LENGTH},
            field="body",
        )
    known = placeholders_of(role)
    used = set(_IN_BRACES.findall(f"{words.subject}\n{words.body}"))
    if unknown := sorted(used - set(known)):
        raise Refusal(
            "unknown_placeholder",
            _("Nothing can be put in place of %(names)s. Use those that are listed.")
            % {"names": ", ".join(f"{{{name}}}" for name in unknown)},
            field="body",
        )
    if missing := sorted(REQUIRED.get(role, frozenset()) - used):
        raise Refusal(
            "missing_placeholder",
            _("This letter must say %(names)s.")
            % {"names": ", ".join(f"{{{name}}}" for name in missing)},
            field="body",
        )
    return words


@transaction.atomic
def save_text(
    *,
    programme: Programme,
    by: User,
    role: str,
    language: str,
    subject: str,
    body: str,
    kind: str = "",
    version: int = 0,
) -> LetterText:
    """Store a programme's own words for a role in a language, for one `kind` of meeting or all.

    `version` is the one that the user read, 0 when the house's words stood there. Saving what is
    stored changes nothing. Refusals: those of `checked_words`. Conflict: changed meanwhile.
    """
    require(by, "workshops.manage_letter_texts", programme)
    words = checked_words(role, subject, body)
    Programme.objects.select_for_update().get(pk=programme.pk)
    which = {"role": role, "language": language, "kind": kind}
    own = LetterText.objects.filter(programme=programme, **which).first()
    stored = words_for(programme.pk, **which)
    if own and stored == words:
        return own
    if version != (own.version if own else 0):
        raise Conflict(
            _("The text was changed in another window. Choose which text holds."),
            theirs={"subject": stored.subject, "body": stored.body},
            yours={"subject": words.subject, "body": words.body},
            version=own.version if own else 0,
        )
    own = own or LetterText(programme=programme, version=0, **which)
    own.subject, own.body, own.version = words.subject, words.body, own.version + 1
    own.save()
    audit.record("letter_text.saved", programme, by=by, **which)
    return own


@transaction.atomic
def reset_text(*, programme: Programme, by: User, role: str, language: str, kind: str = "") -> bool:
    """Go back to the words that hold without own ones for the kind; whether there were any."""
    require(by, "workshops.manage_letter_texts", programme)
    which = {"role": role, "language": language, "kind": kind}
    gone, _rows = LetterText.objects.filter(programme=programme, **which).delete()
    if gone:
        audit.record("letter_text.reset", programme, by=by, **which)
    return bool(gone)
