"""Seeds of second factors and secrets of providers that were stored in clear."""

from django.db import migrations

from people.stored_secrets import encrypt_all


def encrypt(apps, schema_editor):
    """Encrypt what there is."""
    encrypt_all(
        apps.get_model("mfa", "Authenticator").objects,
        apps.get_model("socialaccount", "SocialApp").objects,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_roles"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
