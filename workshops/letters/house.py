"""The house's words for every letter about a meeting: good enough to send unread.

They hold the placeholders of `workshops.letters.texts` and are translated with the pages.
What a letter always shows (when, where, access, the button) the frame adds; the words do not
repeat it more than a reader needs.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workshops.models import LetterRole

#: Role -> subject and text.
HOUSE: dict[str, tuple[str | Promise, str | Promise]] = {
    LetterRole.INVITATION: (
        _("Welcome to {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "We would like to see you at {meeting}. What you know and think is needed there, "
            "whether you have lived here all your life or have just arrived.\n\n"
            "Please tell us by {answer_until} whether you come. It takes half a minute, and you "
            "need no account. If you cannot come, a no helps us too.\n\n"
            "Welcome!\n{organiser}"
        ),
    ),
    LetterRole.REMINDER: (
        _("Are you coming to {meeting}, {when}?"),
        _(
            "Hello {name}!\n\n"
            "We have not heard yet whether you come to {meeting}. Yes, no and maybe are all "
            "good answers: they tell us how many chairs and how much coffee we need.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.CHANGE: (
        _("Changed: {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "Something about {meeting} has changed:\n{changes}\n\n"
            "What holds now stands below. If you can no longer come, or can come after all, "
            "please change your answer.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.CANCELLATION: (
        _("Cancelled: {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "{meeting} on {when} is cancelled. {reason}\n\n"
            "You need not do anything. Thank you for your interest, and we hope to see you "
            "another time.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.CONFIRMATION: (
        _("Your answer: {answer}. {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "Thank you for your answer: {answer}. You can change it until {answer_until}.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.WAITING: (
        _("You are in the waiting list: {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "All seats at {meeting} are taken, and you are in the waiting list. We write to you "
            "as soon as a seat comes free. If you no longer wait for one, please say so: then "
            "the next person moves up.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.OFFER: (
        _("There is a seat for you: {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "A seat has come free at {meeting}. It is kept for you until {offered_until}. "
            "Answer yes before that and it is yours; after that it goes to the next person.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.OFFER_OVER: (
        _("The seat has gone to the next person: {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "We had kept a seat for you at {meeting} and have not heard from you in time, so "
            "it has gone to the next person. If you would still like to come, answer yes again: "
            "then you are in the waiting list.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.MINUTES: (
        _("Minutes: {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "Thank you for coming to {meeting}. Here are the minutes: what was said, what was "
            "decided and who does what. If something is wrong in them, answer this letter.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.REPLY: (
        _("Answer to your question: {meeting}"),
        _(
            "Hello {name}!\n\n"
            "You asked us about {meeting}:\n{question}\n\n"
            "Our answer:\n{reply}\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.FEEDBACK: (
        _("How was it? {meeting}"),
        _(
            "Hello {name}!\n\n"
            "Thank you for coming to {meeting}. How was it? Two questions, one minute. Nobody "
            "sees who has answered what.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.CERTIFICATE: (
        _("Your certificate: {meeting}"),
        _(
            "Hello {name}!\n\n"
            "You have been at the parts that the certificate asks for. Well done! Here it is, "
            "to keep and to print.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
}

#: What the button says. A cancelled meeting asks for nothing.
BUTTON: dict[str, str | Promise] = {
    LetterRole.INVITATION: pgettext_lazy("verb", "Answer"),
    LetterRole.REMINDER: pgettext_lazy("verb", "Answer"),
    LetterRole.CHANGE: _("See or change your answer"),
    LetterRole.CONFIRMATION: _("See or change your answer"),
    LetterRole.WAITING: _("See or change your answer"),
    LetterRole.OFFER: _("Take the seat"),
    LetterRole.OFFER_OVER: _("See or change your answer"),
    LetterRole.MINUTES: _("Read the minutes"),
    LetterRole.REPLY: _("See the meeting"),
    LetterRole.FEEDBACK: _("Tell how it was"),
    LetterRole.CERTIFICATE: _("Fetch the certificate"),
}
