"""From when a place cannot wait longer than a week, and from when it cannot wait at all."""

import datetime as dt
from typing import Any

from django.db import migrations, models

from places.summary import attention_days


def _fill(apps: Any, schema_editor: Any) -> None:
    participations = apps.get_model("places", "Participation").objects.select_related("programme")
    for one in participations.iterator():
        one.attention_on, one.week_on, one.today_on = attention_days(one, one)
        one.save(update_fields=["attention_on", "week_on", "today_on"])


class Migration(migrations.Migration):
    dependencies = [("places", "0009_describe_pictures")]

    operations = [
        migrations.AddField(
            "participation",
            "week_on",
            models.DateField(
                "needs attention within a week from", default=dt.date.max, editable=False
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "participation",
            "today_on",
            models.DateField("needs attention at once from", default=dt.date.max, editable=False),
            preserve_default=False,
        ),
        migrations.RemoveIndex("participation", "participations_by_attention"),
        migrations.RemoveIndex("participation", "participations_by_status"),
        migrations.AddIndex(
            "participation",
            models.Index(
                fields=["programme", "status", "attention_on", "id", "week_on", "today_on"],
                name="participations_by_attention",
            ),
        ),
        migrations.AddIndex(
            "participation",
            models.Index(
                fields=["status", "attention_on", "id", "week_on", "today_on"],
                name="participations_by_status",
            ),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop, elidable=True),
    ]
