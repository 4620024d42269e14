"""The letters about the support: to the process leaders, the claimer, and those who decide.

Each is written in its reader's language, in the verb's transaction, and once: its key names
what it says and to whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.policy import allowed
from grants.models import Claim, Grant, Instalment, Payment
from notices.services import tell
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User


class Words(NamedTuple):
    """What a letter says. `quote` is somebody's own words, `action` the name of the link."""

    subject: str
    paragraphs: list[str]
    action: str
    quote: str = ""


def leaders(grant: Grant) -> list[User]:
    """The process leaders of today."""
    held = Assignment.objects.active().filter(
        participation=grant.participation_id, role=Role.PROCESS_LEADER
    )
    return _accounts(Q(pk__in=held.values("user_id")))


def deciders(grant: Grant) -> list[User]:
    """Those who run the programme or its region today, who decide and pay."""
    programme = grant.participation.programme
    managers = ProgrammeRole.objects.managers().filter(programme=programme)
    admins = RegionRole.objects.active().filter(region=programme.region_id)
    return _accounts(Q(pk__in=managers.values("user_id")) | Q(pk__in=admins.values("user_id")))


def tell_released(instalment: Instalment, grant: Grant, by: User) -> None:
    """To the process leaders: an instalment may be claimed."""

    def words() -> Words:
        return Words(
            _("%(place)s: an instalment may be claimed") % {"place": grant.participation.place},
            [
                _("Instalment %(number)d may be claimed: %(sum)s.")
                % {"number": instalment.number, "sum": grant.in_currency(instalment.amount)},
                _("Write briefly what has happened, choose the receipts and hand in the claim."),
            ],
            _("To the support"),
        )

    _tell(leaders(grant), grant, f"instalment-released:{instalment.pk}", words, by)


def tell_claimed(claim: Claim, grant: Grant) -> None:
    """To those who decide, except the claimer: a claim waits for them."""

    def words() -> Words:
        return Words(
            _("%(place)s: a claim waits for a decision") % {"place": grant.participation.place},
            [
                _("%(who)s claims instalment %(number)d: %(sum)s.")
                % {
                    "who": claim.claimed_by,
                    "number": claim.instalment.number,
                    "sum": grant.in_currency(claim.instalment.amount),
                },
                _("Somebody else than the claimer decides."),
            ],
            _("Read and decide"),
            claim.status_text,
        )

    others = [user for user in deciders(grant) if user.pk != claim.claimed_by_id]
    _tell(others, grant, f"claim-handed-in:{claim.pk}", words, claim.claimed_by, claim)


def tell_approved(claim: Claim, grant: Grant) -> None:
    """To the claimer: approved, and what comes next."""

    def words() -> Words:
        return Words(
            _("%(place)s: the claim is approved") % {"place": grant.participation.place},
            [
                _("%(who)s approved the claim of %(sum)s.")
                % {"who": claim.decided_by, "sum": grant.in_currency(claim.instalment.amount)},
                _("It will be paid to %(receiver)s.") % {"receiver": grant.receiver},
            ],
            _("To the claim"),
        )

    _tell(
        _claimer(claim, grant), grant, f"claim-approved:{claim.pk}", words, claim.decided_by, claim
    )


def tell_returned(claim: Claim, grant: Grant) -> None:
    """To the claimer: returned, with the reason."""

    def words() -> Words:
        return Words(
            _("%(place)s: the claim is returned") % {"place": grant.participation.place},
            [
                _("%(who)s returned the claim of %(sum)s.")
                % {"who": claim.decided_by, "sum": grant.in_currency(claim.instalment.amount)},
                _("Put right what is said here and claim again. The receipts can be chosen anew."),
            ],
            _("To the claim"),
            claim.reason,
        )

    _tell(
        _claimer(claim, grant), grant, f"claim-returned:{claim.pk}", words, claim.decided_by, claim
    )


def tell_paid(payment: Payment, grant: Grant) -> None:
    """To the claimer: the money is on its way."""
    claim = payment.claim

    def words() -> Words:
        return Words(
            _("%(place)s: %(sum)s is paid")
            % {"place": grant.participation.place, "sum": grant.in_currency(payment.amount)},
            [
                _("%(sum)s was paid to %(receiver)s on %(day)s.")
                % {
                    "sum": grant.in_currency(payment.amount),
                    "receiver": grant.receiver,
                    "day": date_format(payment.paid_on, "SHORT_DATE_FORMAT"),
                },
                _("Reference: %(reference)s") % {"reference": payment.reference},
            ],
            _("To the support"),
        )

    _tell(_claimer(claim, grant), grant, f"claim-paid:{claim.pk}", words, payment.by)


def _claimer(claim: Claim, grant: Grant) -> list[User]:
    """Who claimed; the process leaders of today when he or she no longer reads the support."""
    user = claim.claimed_by
    return [user] if allowed(user, "grants.view", grant.participation) else leaders(grant)


def _accounts(chosen: Q) -> list[User]:
    return list(User.objects.filter(chosen, is_active=True).order_by("pk"))


def _tell(
    users: Iterable[User],
    grant: Grant,
    key: str,
    words: Callable[[], Words],
    by: User | None,
    claim: Claim | None = None,
) -> None:
    participation = grant.participation
    path = (
        reverse("grants:claim", args=[participation.pk, claim.pk])
        if claim
        else reverse("grants:grant", args=[participation.pk])
    )
    told = list(users)
    tell(key.partition(":")[0], told, participation, address=path, by=by)
    for user in told:
        with translation.override(user.language):
            letter = words()
            context = {
                "region": participation.programme.region,
                "subject": letter.subject,
                "paragraphs": letter.paragraphs,
                "quote": letter.quote,
                "url": settings.SITE_URL.rstrip("/") + path,
                "action_label": letter.action,
            }
            text, html = written("support", context)
            add(
                [
                    NewLetter(
                        to=user.email,
                        subject=letter.subject,
                        text=text,
                        html=html,
                        key=f"{key}:{user.pk}",
                        language=user.language,
                        recipient_id=user.pk,
                        about=participation,
                    )
                ],
                by=by,
                region=participation.programme.region,
                kind=LetterKind.NOTICE,
            )
