"""Reminders of actions go over to the one clock: what was chosen, and what was told of late."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

#: What was told longer ago stands in nobody's way.
DAYS = 60
KINDS = {"action-before": "action_soon", "action-overdue": "action_late"}


def hand_over(apps, _editor):
    rhythms = apps.get_model("reminders", "ReminderChoice")
    for row in apps.get_model("plans", "ReminderChoice").objects.all():
        none = not row.weekly and not row.days_before and not row.when_overdue
        if row.weekly or none:
            rhythms.objects.create(email=row.email, rhythm="monday" if row.weekly else "none")
    since = timezone.now() - dt.timedelta(days=DAYS)
    letters = apps.get_model("outbox", "Letter").objects.filter(
        key__startswith="action-", about_type="places.participation", created_at__gte=since
    )
    programmes = dict(
        apps.get_model("places", "Participation").objects.values_list("pk", "programme_id")
    )
    told = apps.get_model("reminders", "Reminded")
    for key, address, place, at in letters.values_list(
        "key", "to_address", "about_id", "created_at"
    ):
        kind, _colon, rest = key.partition(":")
        action, _colon, tail = rest.partition(":")
        if kind in KINDS and tail and place in programmes:
            told.objects.create(
                programme_id=programmes[place], participation_id=place, address=address,
                kind=KINDS[kind], thing=action, sent_at=at,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0004_unread_parts"),
        ("outbox", "0005_one_form_of_addresses"),
        ("places", "0005_unread_parts"),
        ("reminders", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="ReminderChoice"),
    ]
