from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_meeting_number")]

    operations = [
        migrations.AddField(
            model_name="planimport",
            name="above",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="planimport",
            name="unread",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="planimport",
            name="sheet",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name="planimport",
            name="other_sheets",
            field=models.JSONField(default=list, editable=False),
        ),
    ]
