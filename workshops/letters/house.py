"""The house's words for every letter about a meeting: good enough to send unread.

They hold the placeholders of `workshops.letters.texts` and are translated with the pages.
What a letter always shows (when, where, access, the button) the frame adds; the words do not
repeat it more than a reader needs. `HOUSE` holds for every kind of meeting, so it speaks to a
villager as to a company; `OF_KIND` speaks to those whom a kind invites.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workshops.models import LetterRole, WorkshopKind

Words = tuple[str | Promise, str | Promise]

#: Role -> subject and text.
HOUSE: dict[str, Words] = {
    LetterRole.INVITATION: (
        _("Welcome to {meeting}, {when}"),
        _(
            "Hello {name}!\n\n"
            "You are invited to {meeting}. What it is about stands below.\n\n"
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
            "good answers: each of them helps us plan.\n\n"
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
            "Here are the minutes of {meeting}: what was said, what was decided and who does "
            "what. If something is wrong in them, answer this letter.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    LetterRole.SUMMARY: (
        _("What you told us: {meeting}"),
        _(
            "Hello {name}!\n\n"
            "Thank you for taking part in {meeting}. What we heard, in short:\n{summary}\n\n"
            "If we have misunderstood something, answer this letter.\n\n"
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

_INVITED = _("Welcome to {meeting}, {when}")
_REMINDED = _("Are you coming to {meeting}, {when}?")

#: (role, kind of meeting) -> subject and text, where the house's words for all would be wrong
#: or say too little.
OF_KIND: dict[tuple[str, str], Words] = {
    (LetterRole.INVITATION, WorkshopKind.OPEN_MEETING): (
        _INVITED,
        _(
            "Hello {name}!\n\n"
            "We would like to see you at {meeting}. What you know and think is needed there, "
            "whether you have lived here all your life or have just arrived.\n\n"
            "Please tell us by {answer_until} whether you come. It takes half a minute, and you "
            "need no account. If you cannot come, a no helps us too.\n\n"
            "Welcome!\n{organiser}"
        ),
    ),
    (LetterRole.REMINDER, WorkshopKind.OPEN_MEETING): (
        _REMINDED,
        _(
            "Hello {name}!\n\n"
            "We have not heard yet whether you come to {meeting}. Yes, no and maybe are all "
            "good answers: they tell us how many chairs and how much coffee we need.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    (LetterRole.INVITATION, WorkshopKind.COMPANIES): (
        _INVITED,
        _(
            "Hello {name}!\n\n"
            "We invite you to {meeting} because we want to hear what your company needs and "
            "what stands in its way.\n\n"
            "Please tell us by {answer_until} whether you come, or who comes in your place. It "
            "takes half a minute, and you need no account. If nobody can come, a no helps us "
            "too.\n\n"
            "Welcome!\n{organiser}"
        ),
    ),
    (LetterRole.INVITATION, WorkshopKind.FOCUS_GROUP): (
        _INVITED,
        _(
            "Hello {name}!\n\n"
            "We invite you to a conversation in a small group: {meeting}. Each of you is there "
            "because your experience is needed, so one who is missing leaves a gap.\n\n"
            "Please tell us by {answer_until} whether you come. If you cannot, a no gives us "
            "time to ask somebody else.\n\n"
            "Welcome!\n{organiser}"
        ),
    ),
    (LetterRole.INVITATION, WorkshopKind.WEBINAR): (
        _INVITED,
        _(
            "Hello {name}!\n\n"
            "You are invited to the webinar {meeting}. You take part from your own screen; the "
            "link to the online room stands below and in your calendar.\n\n"
            "Please tell us by {answer_until} whether you take part. It takes half a minute, and "
            "you need no account.\n\n"
            "Welcome!\n{organiser}"
        ),
    ),
    (LetterRole.REMINDER, WorkshopKind.WEBINAR): (
        _("Are you taking part in {meeting}, {when}?"),
        _(
            "Hello {name}!\n\n"
            "We have not heard yet whether you take part in the webinar {meeting}. Yes, no and "
            "maybe are all good answers. The link to the online room stands below.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    (LetterRole.FEEDBACK, WorkshopKind.WEBINAR): (
        _("How was it? {meeting}"),
        _(
            "Hello {name}!\n\n"
            "Thank you for taking part in {meeting}. How was it? Two questions, one minute. "
            "Nobody sees who has answered what.\n\n"
            "Kind regards\n{organiser}"
        ),
    ),
    (LetterRole.INVITATION, WorkshopKind.WORKING_GROUP): (
        _INVITED,
        _(
            "Hello {name}!\n\n"
            "The working group meets: {meeting}. What we are to talk about stands below.\n\n"
            "Please tell us by {answer_until} whether you come. A no helps us too.\n\n"
            "Welcome!\n{organiser}"
        ),
    ),
    (LetterRole.INVITATION, WorkshopKind.COURSE_PART): (
        _INVITED,
        _(
            "Hello {name}!\n\n"
            "Here is your invitation to {meeting}. What it is about and what to read before "
            "stands below.\n\n"
            "Please tell us by {answer_until} whether you take part. A no helps us too: then "
            "somebody else can have the seat.\n\n"
            "Welcome!\n{organiser}"
        ),
    ),
}

#: In letters that ask: the answer as the address of its page ends, and what the button says.
ANSWER_BUTTONS: list[tuple[str, str | Promise]] = [
    ("yes", pgettext_lazy("answer", "Yes, I am coming")),
    ("maybe", pgettext_lazy("answer", "Maybe")),
    ("no", pgettext_lazy("answer", "No, I cannot")),
]
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
