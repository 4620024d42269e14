"""The letters of a survey: the house's words, those of who sends, the frame round them."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.plain_text import plain_lines
from core.refusals import Refusal
from core.written import Block, blocks, drawn
from outbox.adding.services import Text
from outbox.slots import slot, without_slots
from outbox.words import escape
from surveys.models import MailingRole, Survey
from surveys.paper import paper_of
from workshops.letters.texts import fill

SUBJECT_LENGTH, BODY_LENGTH = 160, 6000
PLACEHOLDERS = {
    "name": gettext_lazy("the reader's name"),
    "survey": gettext_lazy("the survey's name"),
    "until": gettext_lazy("the last day to answer"),
}
_IN_BRACES = re.compile(r"\{([^{}\n]{0,40})\}")
_SIGNS = {"heading": "# ", "item": "- ", "line": "", "": ""}
HOUSE = {
    MailingRole.INVITATION: (
        gettext_lazy("{survey}"),
        gettext_lazy(
            "Hello!\n\nWe would like to hear what you think. It takes some minutes, on a "
            "phone or a computer, and you can stop and go on later.\n\nPlease answer by {until}."
        ),
    ),
    MailingRole.REMINDER: (
        gettext_lazy("There is still time: {survey}"),
        gettext_lazy(
            "Hello!\n\nYou have not answered yet, and your answer counts. The survey is "
            "open until {until}. What you have begun is still there."
        ),
    ),
}


def house_words(role: str, language: str) -> tuple[str, str]:
    """Subject and text of the house."""
    with override(language):
        subject, body = HOUSE[MailingRole(role)]
        return str(subject), str(body)


def checked(subject: str, body: str) -> tuple[str, str]:
    """The words as they may be sent. Refusals: no_subject, no_body, unknown_placeholder."""
    subject = " ".join(plain_lines(without_slots(subject)).split())[:SUBJECT_LENGTH]
    body = plain_lines(without_slots(body)).strip()[:BODY_LENGTH]
    if not subject:
        raise Refusal("no_subject", _("The letter needs a subject."), field="subject")
    if not body:
        raise Refusal("no_body", _("The letter needs a text."), field="body")
    unknown = sorted(set(_IN_BRACES.findall(f"{subject}\n{body}")) - set(PLACEHOLDERS))
    if unknown:
        raise Refusal(
            "unknown_placeholder",
            _("Nothing can be put in place of %(names)s. Use those that are listed.")
            % {"names": ", ".join(f"{{{name}}}" for name in unknown)},
            field="body",
        )
    return subject, body


def build(survey: Survey, role: str, language: str, subject: str, body: str) -> Text:
    """The letter in one language, with slots for what is personal."""
    with override(language):
        name = paper_of(survey).said(language)[0]
        values = {
            "name": slot("name"),
            "survey": escape(name),
            "until": date_format(survey.closes_on, "DATE_FORMAT") if survey.closes_on else "",
        }
        subject = fill(subject, values)
        context = {
            "subject": subject,
            "region": survey.programme.region,
            "paragraphs": [(_plain(block, values), _html(block, values)) for block in blocks(body)],
            "url": slot("link"),
            "action_label": _("Continue") if role == MailingRole.REMINDER else _("Answer"),
            "in_sending": True,
            "limit": survey.limit,
        }
        return Text(
            subject=subject,
            text=render_to_string("letters/surveys/letter.txt", context).strip() + "\n",
            html=render_to_string("letters/surveys/letter.html", context),
        )


def _plain(block: Block, values: dict[str, str]) -> str:
    return "\n".join(_SIGNS[block.kind] + fill(line, values) for line in block.lines)


def _html(block: Block, values: dict[str, str]) -> SafeString:
    safe = {name: conditional_escape(value) for name, value in values.items()}
    lines = tuple(mark_safe(fill(conditional_escape(line), safe)) for line in block.lines)
    return format_html("{}", drawn(Block(block.kind, lines), 2))
