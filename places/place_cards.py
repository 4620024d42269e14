"""What a place needs of whom today, as call cards, and the page's one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import address
from core.policy import allowed
from people.models import Role, Sector, User
from people.scope import MANAGER, REGION_ADMIN, scope_of
from places import calls
from places.checklist import Target, is_late, lock_of, step_url
from places.domain import attention
from places.domain.attention import Kind
from places.lines import AnyLine
from places.models import GateState, ItemOrigin, Participation
from places.pages import first_page
from places.place_people import People
from places.readiness import Part


def cards(
    participation: Participation,
    lines: Sequence[AnyLine],
    people: People,
    parts: Sequence[Part],
    *,
    user: User,
) -> list[dict[str, str]]:
    """What needs this user here today, the most pressing first, as call cards."""
    today = timezone.localdate()
    roles = scope_of(user).roles_at(participation)
    steers = not roles.isdisjoint({Role.COACH, MANAGER, REGION_ADMIN})
    found = [
        _card(participation, flag)
        for flag in attention.reasons(attention_facts(participation), today)
        # A silence is the coach's to break; the place reads no reproach.
        if flag.kind != Kind.QUIET or steers
    ]
    late = [
        line
        for line in lines
        if is_late(line, today) and not lock_of(participation, line.step.order)
    ]
    late = [line for line in late if line.required and line.origin != ItemOrigin.CONDITION]
    if late:
        title = ngettext("%(count)d line is late", "%(count)d lines are late", len(late)) % {
            "count": len(late)
        }
        found.append(
            _made(
                "warn", _("Late"), title, late[0].text, step_url(participation, late[0].step.order)
            )
        )
    if (
        parts
        and all(part.done for part in parts)
        and allowed(user, "places.submit_gate", participation)
    ):
        url = address("places:gate", participation.pk)
        text = _("All parts are there. Hand in, and the decision opens the next phase.")
        found.append(_made("ok", _("Gate"), _("Everything is ready for the gate"), text, url))
    if Role.MUNICIPALITY_CONTACT in roles and not _municipality_promised(people):
        url = address("places:people", participation.pk)
        text = _("The gate asks for it in writing, with a person and a date.")
        found.append(
            _made("warn", _("Commitment"), _("The municipality's commitment is missing"), text, url)
        )
    return found + [asdict(call) for call in calls.of_place(participation, user)]


def attention_facts(participation: Participation) -> attention.Facts:
    """The participation's summary for `attention.reasons`."""
    columns = {name: getattr(participation, name) for name in attention.Facts._fields[:-1]}
    return attention.Facts(**columns, quiet_after_days=participation.programme.quiet_after_days)


def _municipality_promised(people: People) -> bool:
    return any(one.sector == Sector.MUNICIPALITY for one in people.commitments)


def _card(participation: Participation, flag: attention.Flag) -> dict[str, str]:
    name, arguments = {
        Kind.GATE: ("places:gate", [participation.pk]),
        Kind.RETURNED: ("places:gate", [participation.pk]),
        Kind.CONDITION: ("places:step", [participation.pk, max(1, participation.current_step)]),
        Kind.QUIET: ("places:coaching", [participation.pk]),
        Kind.NEXT: ("places:coaching", [participation.pk]),
        Kind.ENDING: (first_page("after", otherwise="places:people"), [participation.pk]),
    }[Kind(flag.kind)]
    return _made(flag.level, str(Kind(flag.kind).label), flag.text, "", address(name, *arguments))


def _made(level: str, kind: str, title: str, text: str, url: str) -> dict[str, str]:
    return {"level": level, "kind": kind, "title": title, "text": text, "url": url}


def primary(
    participation: Participation, upcoming: Sequence[AnyLine], parts: Sequence[Part], *, user: User
) -> Target | None:
    """The page's one button, by what this user is here for."""
    waiting = participation.gate_state == GateState.WAITING
    if waiting and allowed(user, "places.decide_gate", participation):
        return _to_gate(participation, _("Decide at the gate"))
    if waiting and allowed(user, "places.assess_gate", participation):
        return _to_gate(participation, _("Assess for the gate"))
    if allowed(user, "places.log_contact", participation):
        return Target(_("Log a contact"), address("places:coaching", participation.pk))
    if allowed(user, "places.tick", participation):
        return _local_primary(participation, upcoming, parts, user=user)
    return None


def _local_primary(
    participation: Participation, upcoming: Sequence[AnyLine], parts: Sequence[Part], *, user: User
) -> Target | None:
    """The button of those who do the work on the spot."""
    required = [line for line in upcoming if line.required]
    ready = parts and not required and all(part.done for part in parts)
    if ready and allowed(user, "places.submit_gate", participation):
        return _to_gate(participation, _("Hand in at the gate"))
    if not upcoming:
        return None
    step = (required or upcoming)[0].step
    label = _("Go on with step %(order)s: %(title)s") % {"order": step.order, "title": step.title}
    return Target(label, step_url(participation, step.order))


def _to_gate(participation: Participation, label: str) -> Target:
    return Target(label, address("places:gate", participation.pk))
