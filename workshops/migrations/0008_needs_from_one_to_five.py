"""A need is told from 1 to 5, with their own words and whether these may be quoted."""

from typing import Any

from django.db import migrations, models

_LEVELS = {"now": 5, "soon": 3, "later": 2}
_CHOICES = [
    (1, "1: perhaps one day"),
    (2, "2: later"),
    (3, "3: within two years"),
    (4, "4: within a year"),
    (5, "5: now"),
]


def to_numbers(apps: Any, _editor: Any) -> None:
    """Give each need the number of its word."""
    rows = apps.get_model("workshops", "Need").objects
    for word, number in _LEVELS.items():
        rows.filter(word=word).update(level=number)


def to_words(apps: Any, _editor: Any) -> None:
    """Give each need the word that is nearest."""
    rows = apps.get_model("workshops", "Need").objects
    rows.filter(level__lte=2).update(word="later")
    rows.filter(level__in=(3, 4)).update(word="soon")
    rows.filter(level=5).update(word="now")


class Migration(migrations.Migration):
    """Levels as numbers, quotes."""

    dependencies = [("workshops", "0007_focus_groups")]

    operations = [
        migrations.RenameField("need", "level", "word"),
        migrations.AddField(
            "need",
            "level",
            models.PositiveSmallIntegerField(
                choices=_CHOICES, default=3, verbose_name="how pressing"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(to_numbers, to_words),
        migrations.AlterField("need", "word", models.CharField(default="soon", max_length=5)),
        migrations.RemoveField("need", "word"),
        migrations.AddField(
            "need",
            "quote",
            models.TextField(blank=True, max_length=1000, verbose_name="in their own words"),
        ),
        migrations.AddField(
            "need",
            "may_quote",
            models.BooleanField(default=False, verbose_name="may be quoted"),
        ),
    ]
