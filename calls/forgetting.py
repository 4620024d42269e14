"""What is over is taken away: applications that were not admitted, and what was only begun."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from calls.models import Application, ApplicationState, Outcome
from core import audit, retention
from people.models import User

#: Days after the call closed for which something begun and never handed in stays.
BEGUN_DAYS = 30
#: Days of a month, for counting how long a region keeps what it refused.
MONTH = dt.timedelta(days=30.4375)


@transaction.atomic
def erase(application: Application, *, by: User | None) -> Application:
    """Empty all that names people or that they wrote; place, figures and decision stay.

    What stays tells which places applied and how it was decided, for the figures of the call.
    """
    for file in application.files.all():
        _drop(file.file.storage, file.file.name or "")
    application.files.all().delete()
    application.co_applicants.all().delete()
    application.confirmations.all().delete()
    application.conflicts.all().delete()
    for assessment in application.assessments.all():
        assessment.comments, assessment.comment = {}, ""
        assessment.save(update_fields=["comments", "comment", "updated_at"])
    application.answers = {}
    application.checked = [one for one in application.checked if one["key"] != "sectors"]
    for name in ("contact_name", "contact_email", "contact_phone", "organisation", "leader_name",
                 "leader_email"):  # fmt: skip
        setattr(application, name, "")
    application.account = None
    application.edition += 1
    application.erased_at = timezone.now()
    application.version += 1
    application.save()
    audit.record("application.erased", application, by=by)
    return application


def _drop(storage: object, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))  # type: ignore[attr-defined]


def forget_applications(batch: int) -> int:
    """Erase what a region has kept long enough: refused, withdrawn, on a reserve list."""
    rows = (
        Application.objects.filter(erased_at__isnull=True)
        .exclude(state=ApplicationState.DRAFT)
        .exclude(decision__outcome=Outcome.ADMIT)
        .annotate(
            over=Coalesce("decision__told_at", "call__closes_at"), kept=F("call__kept_months")
        )
        .filter(over__isnull=False, over__lt=timezone.now() - MONTH)
        .select_related("call")
    )
    now = timezone.now()
    due = [one for one in rows.iterator() if now - one.over >= one.kept * MONTH][:batch]
    for one in due:
        erase(one, by=None)
    return len(due)


def forget_begun(batch: int) -> int:
    """Delete what was begun and never handed in, a month after the call closed."""
    over = timezone.now() - dt.timedelta(days=BEGUN_DAYS)
    rows = Application.objects.filter(
        Q(state=ApplicationState.DRAFT, call__closes_at__lt=over)
    ).prefetch_related("files")
    some = list(rows[:batch])
    for one in some:
        with transaction.atomic():
            for file in one.files.all():
                _drop(file.file.storage, file.file.name or "")
            one.delete()
    return len(some)


retention.register("calls.applications", forget_applications)
retention.register("calls.begun", forget_begun)
