"""Addresses that stand there in another spelling get the one form in which they are compared."""

from django.db import migrations
from django.db.models import Q

from core.addresses import normal_address


def mend(apps, schema_editor):
    for model in ("User", "Contact"):
        rows = apps.get_model("people", model).objects
        for pk, email in rows.filter(Q(email__contains="xn--") | Q(email__regex="[^ -~]")).values_list(
            "pk", "email"
        ):
            plain = normal_address(email)
            if model == "Contact" or not rows.filter(email=plain).exists():
                rows.filter(pk=pk).update(email=plain)


class Migration(migrations.Migration):
    dependencies = [("people", "0009_invitations")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
