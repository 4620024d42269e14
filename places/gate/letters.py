"""The gate's letters, each in its reader's language.

When a place hands in: mail to its coaches and to those who decide. The decision: one PDF in the
programme's language, and mail to process leaders, coaches and the municipality's contact with a
role today.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.pdf import html_to_pdf
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from places.models import Decision, GateReview, GateState, Participation
from programmes.regions.letters import write_to_account

if TYPE_CHECKING:
    from places.gate.decision import Condition

RECIPIENTS = (Role.PROCESS_LEADER, Role.COACH, Role.MUNICIPALITY_CONTACT)

_MARK = {
    Decision.CONTINUE: GateState.PASSED,
    Decision.CONDITIONS: GateState.CONDITIONS,
    Decision.RETURN: GateState.RETURNED,
    Decision.STOP: GateState.STOPPED,
}


def who_acts(participation: Participation) -> list[User]:
    """Coaches of today, and programme managers; where there is none, the region's administrators.

    They assess and decide.
    """
    programme = participation.programme
    coaches = Assignment.objects.active().filter(participation=participation, role=Role.COACH)
    managers = ProgrammeRole.objects.managers().filter(programme=programme)
    admins = RegionRole.objects.active().filter(region=programme.region_id)
    people = User.objects.filter(is_active=True).order_by("pk")
    deciding = people.filter(pk__in=managers.values("user_id")) or people.filter(
        pk__in=admins.values("user_id")
    )
    coaching = people.filter(pk__in=coaches.values("user_id"))
    return list(dict.fromkeys([*coaching, *deciding]))


def tell_handed_in(review: GateReview) -> None:
    """Tell those who assess and decide, except the one who handed in. In the transaction."""
    participation = review.participation
    others = [one for one in who_acts(participation) if one.pk != review.submitted_by_id]
    for user in others:
        with translation.override(user.language):
            facts = {
                "place": participation.place.name,
                "who": review.submitted_by.get_full_name(),
                "gate": participation.method_version.gate.title,
            }
            subject = _("%(place)s: handed in, waits for a decision") % facts
            sentences = [
                _("%(who)s has handed in %(place)s: %(gate)s.") % facts,
                review.message,
                _("The place's checklist rests until the decision. Assess each criterion; "
                  "somebody else than the one who handed in decides."),
            ]  # fmt: skip
            write_to_account(
                user,
                by=review.submitted_by,
                region=participation.programme.region,
                key=f"gate-handed-in:{review.pk}:{user.pk}",
                subject=subject,
                sentences=sentences,
                page=reverse("places:gate", args=[participation.pk]),
                action=_("See the gate"),
                about=participation,
            )


def render_html(review: GateReview, conditions: Iterable[Condition]) -> str:
    """The letter as the HTML that becomes the PDF, in the programme's language.

    `review` carries the decision, stored or not yet.
    """
    with translation.override(review.participation.programme.language):
        return render_to_string("letters/gate_decision_pdf.html", _context(review, conditions))


def render_pdf(review: GateReview, conditions: Iterable[Condition]) -> bytes:
    """The letter as a tagged PDF. Refusals as for `core.pdf.html_to_pdf`."""
    return html_to_pdf(render_html(review, conditions))


def file_name(review: GateReview) -> str:
    """The letter's name for those who receive it: "kontrollstation-nasum-1.pdf"."""
    gate = review.participation.method_version.gate
    return f"{slugify(gate.title)}-{slugify(review.participation.place.name)}-{review.round}.pdf"


def recipients(review: GateReview) -> list[User]:
    """Accounts that get the letter, each once."""
    held = Assignment.objects.active().filter(
        participation=review.participation, role__in=RECIPIENTS
    )
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))


def send(review: GateReview, conditions: Iterable[Condition], pdf: bytes) -> None:
    """Write the mails, each in its reader's language, with the PDF. Call in the transaction."""
    conditions = list(conditions)
    for user in recipients(review):
        with translation.override(user.language):
            context = _context(review, conditions)
            context["gate_url"] = _address(review)
            subject = _("%(place)s: decision at the gate") % {"place": review.participation.place}
            text, html = written("gate_decision", context)
        add(
            [
                NewLetter(
                    to=user.email,
                    subject=subject,
                    text=text,
                    html=html,
                    key=f"gate-decision:{review.pk}:{user.pk}",
                    language=user.language,
                    recipient_id=user.pk,
                    about=review.participation,
                    files=[(file_name(review), "application/pdf", pdf)],
                )
            ],
            by=review.decided_by,
            region=review.participation.programme.region,
            kind=LetterKind.GATE_DECISION,
        )


def _address(review: GateReview) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("places:gate", args=[review.participation_id])


def _context(review: GateReview, conditions: Iterable[Condition]) -> dict[str, Any]:
    participation = review.participation
    steps = list(participation.method_version.steps.values_list("title", flat=True))
    after = participation.gate_after
    decision = Decision(review.decision)
    opened = decision in {Decision.CONTINUE, Decision.CONDITIONS}
    return {
        "review": review,
        "region": participation.programme.region,
        "participation": participation,
        "place": participation.place,
        "programme": participation.programme,
        "gate": participation.method_version.gate,
        "decision": decision,
        "opens": opened,
        "phase_after": participation.method_version.phases.filter(steps__order__gt=after).first(),
        "step_after": steps[after] if after < len(steps) else "",
        "reason": review.reason,
        "conditions": sorted(conditions, key=lambda condition: condition.due_on),
        "assessments": list(
            review.assessments.select_related("criterion").order_by("criterion__order")
        ),
        "progress": _progress(after, len(steps), opened=opened),
        "gate_mark": _MARK[decision],
        "step_titles": steps,
    }


def _progress(after: int, total: int, *, opened: bool) -> str:
    """The strip as it stands after the decision: the steps before the gate are done."""
    ahead = total - after
    return "d" * after + ("n" + "a" * (ahead - 1) if opened and ahead else "a" * ahead)
