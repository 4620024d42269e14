"""Letters with decisions: one sending an outcome, so that they can be read before and undone.

The text is shared by all of an outcome; place, reasons and feedback are the reader's own.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from calls.models import Application, Call, Decision, Outcome
from outbox.adding.services import NewLetter, Text, add, open_campaign
from outbox.campaigns.services import when_stopped
from outbox.gdpr_notice import register_purpose
from outbox.models import Campaign, LetterKind
from outbox.slots import SLOT, slot
from outbox.words import escape, escape_lines
from people.models import User
from workshops.letters.rules import UNDO

register_purpose(
    Call._meta.label_lower,
    use=gettext_lazy(
        "It stands in an application to a call, and is used to tell you what was decided about it."
    ),
    kept=gettext_lazy(
        "The application with your name and address is kept as long as the text of the call says, "
        "and that of a place that is admitted with the papers of the programme. The letter itself "
        "is kept for two years. Nobody outside the region and those who assess the applications "
        "gets them."
    ),
)
PLACE, NAME, REASONS, FEEDBACK = "place", "name", "reasons", "feedback"


def subject_of(call: Call, outcome: str, language: str) -> str:
    """The subject, with the place as a slot."""
    words = {
        Outcome.ADMIT: _("%(place)s is admitted: %(call)s"),
        Outcome.RESERVE: _("%(place)s is on the reserve list: %(call)s"),
        Outcome.REFUSE: _("%(place)s is not admitted this time: %(call)s"),
    }
    facts = {"place": slot(PLACE), "call": escape(call.said(language).title)}
    return words[Outcome(outcome)] % facts


def _paragraphs(call: Call, outcome: str, language: str) -> list[str]:
    facts = {"call": escape(call.said(language).title), "place": slot(PLACE)}
    first = {
        Outcome.ADMIT: _("We are glad to tell you that %(place)s is admitted."),
        Outcome.RESERVE: _("%(place)s is on the reserve list: if a place that is admitted gives up "
                           "its seat, you come next."),
        Outcome.REFUSE: _("We are sorry to tell you that %(place)s is not admitted this time. "
                          "Thank you for the work that you have put into the application."),
    }[Outcome(outcome)]  # fmt: skip
    return [_("You applied to: %(call)s.") % facts, first % facts]


def build(call: Call, outcome: str, language: str) -> Text:
    """The letter of an outcome in one language, with slots."""
    with override(language):
        subject = subject_of(call, outcome, language)
        context = {
            "subject": subject,
            "region": call.programme.region,
            "name": slot(NAME),
            "paragraphs": _paragraphs(call, outcome, language),
            "reasons": slot(REASONS),
            "feedback": slot(FEEDBACK),
            "contact": escape(call.contact_email or call.programme.region.contact_address),
            "in_sending": True,
        }
        return Text(
            subject=subject,
            text=render_to_string("letters/call_decision.txt", context).strip() + "\n",
            html=render_to_string("letters/call_decision.html", context),
        )


def values_of(decision: Decision, name: str) -> dict[str, str]:
    """What is the reader's own in the letter; without feedback nothing stands in its place."""
    admitted = decision.outcome == Outcome.ADMIT
    heading = _("Good to think of") if admitted else _("What would help next time")
    feedback = escape_lines(decision.feedback)
    return {
        PLACE: escape(decision.application.place_name),
        NAME: escape(name),
        REASONS: escape_lines(decision.reasons),
        FEEDBACK: f"{heading}:\n{feedback}" if feedback else "",
        "source": escape(_("your application")),
    }


def readers_of(application: Application) -> list[tuple[str, str]]:
    """Name and address of those who get the letter: contact person and co-applicants."""
    found = [(application.contact_name, application.contact_email)]
    found += [
        (one.name, one.email) for one in application.co_applicants.all() if one.removed_at is None
    ]
    return [pair for pair in found if pair[1]]


def preview(decision: Decision) -> dict[str, str]:
    """Subject and text as the contact person will read them."""
    application = decision.application
    text = build(application.call, decision.outcome, application.language)
    with override(application.language):
        values = values_of(decision, application.contact_name)
    return {
        "subject": _filled(text.subject, values),
        "text": _filled(text.text, values),
        "to": application.contact_email,
        "language": application.language,
    }


def _filled(text: str, values: Mapping[str, str]) -> str:
    return SLOT.sub(lambda hit: values.get(hit[1], ""), text).strip()


def write_decisions(call: Call, decisions: Sequence[Decision], *, by: User) -> int:
    """Put the letters into the outbox; they leave in five minutes. Returns how many."""
    leaves = timezone.now() + UNDO
    written = 0
    for outcome in Outcome:
        some = [one for one in decisions if one.outcome == outcome]
        if not some:
            continue
        campaign = open_campaign(
            region=call.programme.region,
            kind=LetterKind.NOTICE,
            title=f"{outcome.label}: {call.title}",
            # Sent once more after an undo it is another sending.
            key=f"call-decided:{call.pk}:{outcome.value}:{uuid.uuid4().hex}",
            by=by,
            about=call,
            texts=lambda language, outcome=outcome: build(call, outcome, language),  # type: ignore[misc]
            languages=sorted({one.application.language for one in some}),
            not_before=leaves,
        )
        letters = [letter for one in some for letter in _letters(one, campaign)]
        written += add(letters, by=by, campaign=campaign)
        pks = [one.pk for one in some]
        Decision.objects.filter(pk__in=pks).update(told_in=campaign, told_at=leaves)
    return written


def _letters(decision: Decision, campaign: Campaign) -> list[NewLetter]:
    application = decision.application
    with override(application.language):
        return [
            NewLetter(
                to=address,
                language=application.language,
                key=f"call-decided:{campaign.pk}:{decision.pk}:{address}",
                values=values_of(decision, name),
                about=application,
            )
            for name, address in readers_of(application)
        ]


@when_stopped
def forget_told(stopped: Campaign) -> None:
    """Decisions whose letters were undone count as not told."""
    Decision.objects.filter(told_in=stopped).update(told_in=None, told_at=None)
