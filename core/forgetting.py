"""What the core itself forgets: uploaded lists, lines of signing in, sessions, counts."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

from core import retention
from core.models import AuditEvent
from core.sheets.kept import ImportState, KeptSheet

#: Rule `sign_in`.
SIGN_INS_KEPT = dt.timedelta(days=365)


def forget_previews(batch: int) -> int:
    """Throw away uploaded lists that nobody confirmed in time."""
    kinds = [model for model in apps.get_models() if issubclass(model, KeptSheet)]
    taken = 0
    for kind in kinds:
        rows = kind._default_manager.filter(  # noqa: SLF001 - Django documents it
            state=ImportState.PREVIEW, expires_at__lt=timezone.now()
        )
        taken += rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:batch])).delete()[0]
    return taken


def forget_sign_ins(batch: int) -> int:
    """Take away lines of the trail that tell who signed in more than a year ago."""
    lines = AuditEvent.objects.filter(
        verb__in=["sign_in.done", "sign_in.failed"], at__lt=timezone.now() - SIGN_INS_KEPT
    )
    return lines.filter(pk__in=list(lines.values_list("pk", flat=True)[:batch])).delete()[0]


def forget_sessions(batch: int) -> int:
    """Take away sessions that are over, and what is known of the browser that had them."""
    over = Session.objects.filter(expire_date__lt=timezone.now())
    keys = list(over.values_list("pk", flat=True)[:batch])
    known = apps.get_model("usersessions", "UserSession").objects.all()
    known.filter(session_key__in=keys).delete()
    alone = timezone.now() - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    gone = known.filter(created_at__lt=alone).exclude(session_key__in=Session.objects.values("pk"))
    taken = gone.filter(pk__in=list(gone.values_list("pk", flat=True)[:batch])).delete()[0]
    return taken + Session.objects.filter(pk__in=keys).delete()[0]


def forget_counts(batch: int) -> int:
    """Take away counts of acts whose time is over; Redis and memory do so by themselves."""
    counts = caches["default"]
    if not isinstance(counts, DatabaseCache):
        return 0
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE cache_key IN"  # noqa: S608 - the table's name is a setting
            f" (SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s)",
            [timezone.now(), batch],
        )
        return int(cursor.rowcount)


retention.register("core.previews", forget_previews)
retention.register("core.sign_ins", forget_sign_ins)
retention.register("core.sessions", forget_sessions)
retention.register("core.counts", forget_counts)
