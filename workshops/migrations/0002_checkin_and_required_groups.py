"""Check-in and the groups that must be present are called what they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0001_initial")]

    operations = [
        migrations.RenameModel("DoorEntry", "CheckinEntry"),
        migrations.RenameModel("Party", "RequiredGroup"),
        migrations.AlterField(
            "requiredgroup",
            "workshop",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="required_groups",
                to="workshops.workshop",
                verbose_name="meeting",
            ),
        ),
        migrations.AlterField(
            "checkinentry",
            "workshop",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checkin_entries",
                to="workshops.workshop",
                verbose_name="meeting",
            ),
        ),
        migrations.AlterField(
            "checkinentry",
            "invitation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checkin_entries",
                to="workshops.invitation",
                verbose_name="who",
            ),
        ),
    ]
