"""Addresses that stand there in another spelling get the one form in which they are compared."""

from django.db import migrations
from django.db.models import Q

from core.addresses import normal_address


def mend(apps, schema_editor):
    suppressions = apps.get_model("outbox", "Suppression").objects
    odd = Q(address__contains="xn--") | Q(address__regex="[^ -~]")
    for row in suppressions.filter(odd):
        plain = normal_address(row.address)
        if plain == row.address:
            continue
        if suppressions.filter(region=row.region_id, address=plain).exists():
            row.delete()
        else:
            suppressions.filter(pk=row.pk).update(address=plain)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_invitations")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
