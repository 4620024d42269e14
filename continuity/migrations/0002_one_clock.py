"""Reminders around the end of a support go over to the one clock, with what was told."""

from django.db import migrations

KINDS = {"six": "support_half", "three": "support_ends"}


def hand_over(apps, _editor):
    told = apps.get_model("reminders", "Reminded")
    follow_ups = apps.get_model("continuity", "FollowUp").objects.filter(reminded_at__isnull=False)
    for one in follow_ups.exclude(email="").select_related("participation"):
        told.objects.create(
            programme_id=one.participation.programme_id, participation_id=one.participation_id,
            address=one.email.lower(), kind="follow_up", thing=str(one.pk),
            sent_at=one.reminded_at,
        )
    programmes = dict(
        apps.get_model("places", "Participation").objects.values_list("pk", "programme_id")
    )
    letters = apps.get_model("outbox", "Letter").objects.filter(
        key__startswith="continuity-warning:"
    )
    for key, address, at in letters.values_list("key", "to_address", "created_at"):
        _name, place, stage, end, _user = key.split(":")
        if int(place) in programmes:
            told.objects.create(
                programme_id=programmes[int(place)], participation_id=int(place), address=address,
                kind=KINDS[stage], thing=end, sent_at=at,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("continuity", "0001_initial"),
        ("outbox", "0005_one_form_of_addresses"),
        ("places", "0005_unread_parts"),
        ("reminders", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="followup", name="reminded_at"),
    ]
