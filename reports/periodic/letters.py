"""Letters and notices about a report: to those who decide, and to whoever handed it in.

Each letter is in its reader's language, written in the verb's transaction, and once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from core.dates import short_date
from notices.services import tell
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from programmes.models import Programme
from reports.models import Report


class Words(NamedTuple):
    """What a letter says. `quote` is somebody's own words, `action` the name of the link."""

    subject: str
    paragraphs: list[str]
    action: str
    quote: str = ""


def deciders(report: Report) -> list[User]:
    """Who decides on a report: those who run its programme."""
    return who_run(report.programme)


def who_run(programme: Programme) -> list[User]:
    """Who manages the programme today, and its region's administrators."""
    managers = ProgrammeRole.objects.managers().filter(programme=programme)
    admins = RegionRole.objects.active().filter(region=programme.region_id)
    found = User.objects.filter(
        Q(pk__in=managers.values("user_id")) | Q(pk__in=admins.values("user_id")), is_active=True
    )
    return list(found.order_by("pk"))


def writers(report: Report) -> list[User]:
    """Who handed it in; of a place its process leaders and coaches of today too."""
    found: set[int] = {report.handed_in_by_id} if report.handed_in_by_id else set()
    if report.participation_id is not None:
        held = Assignment.objects.active().filter(
            participation=report.participation_id, role__in=[Role.PROCESS_LEADER, Role.COACH]
        )
        found |= set(held.values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=found, is_active=True).order_by("pk"))


def tell_handed_in(report: Report) -> None:
    """To those who decide: a report waits."""

    def words() -> Words:
        facts = {"report": str(report), "who": report.handed_in_by}
        return Words(
            _("%(report)s: handed in, waits for a decision") % facts,
            [
                _("%(who)s has handed in: %(report)s.") % facts,
                _("Read it and approve it, or return it with a comment. What is approved is "
                  "frozen with its figures."),
            ],
            _("Read the report"),
        )  # fmt: skip

    others = [user for user in deciders(report) if user.pk != report.handed_in_by_id]
    _tell("report-handed-in", others, report, words, report.handed_in_by)


def tell_returned(report: Report) -> None:
    """To the writers: returned, with the comment."""

    def words() -> Words:
        facts = {"report": str(report), "who": report.decided_by}
        return Words(
            _("%(report)s: returned with a comment") % facts,
            [
                _("%(who)s has returned: %(report)s.") % facts,
                _("Put right what is said here and hand it in again, by %(day)s if you can.")
                % {"day": short_date(report.due_on)},
            ],
            _("To the report"),
            report.comment,
        )

    _tell("report-returned", writers(report), report, words, report.decided_by)


def tell_approved(report: Report) -> None:
    """To the writers, by the bell: nobody has to do anything."""
    address = report.get_absolute_url()
    tell("report-approved", writers(report), report, address=address, by=report.decided_by)


def _tell(
    kind: str,
    users: Iterable[User],
    report: Report,
    words: Callable[[], Words],
    by: User | None,
) -> None:
    told, path = list(users), report.get_absolute_url()
    tell(kind, told, report, address=path, by=by)
    at = report.decided_at or report.handed_in_at
    for user in told:
        with translation.override(user.language):
            letter = words()
            context = {
                "region": report.programme.region,
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
                        # Handed in again, it is another letter.
                        key=f"{kind}:{report.pk}:{at.timestamp() if at else 0:.0f}:{user.pk}",
                        language=user.language,
                        recipient_id=user.pk,
                        about=report,
                    )
                ],
                by=by,
                region=report.programme.region,
                kind=LetterKind.NOTICE,
            )
