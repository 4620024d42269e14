from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0004_tick_sources")]

    operations = [
        migrations.AddField(
            model_name="placeimport",
            name="above",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="placeimport",
            name="unread",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="placeimport",
            name="sheet",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name="placeimport",
            name="other_sheets",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="halfwayimport",
            name="above",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="halfwayimport",
            name="unread",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="halfwayimport",
            name="sheet",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name="halfwayimport",
            name="other_sheets",
            field=models.JSONField(default=list, editable=False),
        ),
    ]
