"""How people found a meeting: asked by letter, answered without a name.

The answer and the fact that a link is used lie in two tables, both without a number that
counts up: neither the rows nor their order tell who wrote what. Results are shown from three
answers on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, tokens
from core.policy import require
from core.refusals import Refusal
from people.models import User
from workshops.letters.writing import write_to_guests
from workshops.links import link_to
from workshops.models import Feedback, FeedbackGiven, Invitation, LetterRole, Workshop

FEEDBACK = "workshops.feedback"
#: Fewer answers could point at somebody.
LEAST_ANSWERS = 3
RATINGS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Results:
    """What came in. `ratings` counts the answers 1 to 5; words come in no particular order."""

    answers: int
    ratings: dict[int, int]
    mean: float
    heard: float | None
    good: list[str]
    better: list[str]


def feedback_token(invitation: Invitation) -> str:
    """The token of a guest's feedback page."""
    return tokens.token(FEEDBACK, invitation.pk, invitation.edition)


def ask_for_feedback(*, workshop: Workshop, by: User) -> int:
    """Write to all who came, once each; return how many. Refusals: not_asked_here, nobody_came."""
    require(by, "workshops.write_minutes", workshop)
    if not workshop.ask_feedback:
        raise Refusal(
            "not_asked_here", _("The meeting does not ask for feedback. Turn it on first.")
        )
    came = list(workshop.invitations.on_list().filter(attended_at__isnull=False))
    if not came:
        raise Refusal("nobody_came", _("Nobody is checked in. Enter who came first."))
    with transaction.atomic():
        write_to_guests(
            workshop=workshop,
            role=LetterRole.FEEDBACK,
            invitations=came,
            key=f"workshop:{workshop.pk}:feedback",
            by=by,
            links=lambda guest: {"link": link_to("workshops:feedback", guest, FEEDBACK)},
        )
        audit.record("feedback.asked", workshop, by=by, guests=len(came))
    return len(came)


def give_feedback(
    *,
    invitation: Invitation,
    rating: int,
    heard: int | None = None,
    good: str = "",
    better: str = "",
) -> Feedback:
    """Keep an answer. Refusals: already_given, not_asked_here, no_rating, not_held_yet."""
    workshop = invitation.workshop
    if not workshop.ask_feedback:
        raise Refusal("not_asked_here", _("This meeting does not ask for feedback."))
    if workshop.starts_at > timezone.now():
        raise Refusal("not_held_yet", _("The meeting has not begun yet."))
    if rating not in RATINGS or (heard is not None and heard not in RATINGS):
        raise Refusal("no_rating", _("Choose a number from 1 to 5."))
    with transaction.atomic():
        _used, is_new = FeedbackGiven.objects.get_or_create(invitation=invitation)
        if not is_new:
            raise Refusal("already_given", _("Thank you, you have answered already."))
        return Feedback.objects.create(
            workshop=workshop,
            given_on=timezone.localdate(),
            rating=rating,
            heard=heard,
            good=good.strip(),
            better=better.strip(),
        )


def results_of(workshop: Workshop) -> Results | None:
    """What came in; None while fewer than three have answered. One query."""
    rows = list(workshop.feedback.order_by("id"))  # random numbers: no order of time
    if len(rows) < LEAST_ANSWERS:
        return None
    counts = Counter(row.rating for row in rows)
    heard = [row.heard for row in rows if row.heard is not None]
    return Results(
        answers=len(rows),
        ratings={number: counts[number] for number in RATINGS},
        mean=sum(row.rating for row in rows) / len(rows),
        heard=sum(heard) / len(heard) if heard else None,
        good=[row.good for row in rows if row.good],
        better=[row.better for row in rows if row.better],
    )
