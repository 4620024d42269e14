from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0002_entered_later")]

    operations = [
        migrations.RemoveConstraint(model_name="invitation", name="invited_once_a_workshop"),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("workshop", "email", "name"),
                name="invited_once_a_workshop",
                violation_error_message="This address is already on the list.",
            ),
        ),
    ]
