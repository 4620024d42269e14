"""`manage.py check_summaries` finds a summary that somebody wrote past the verbs."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from places.models import Participation
from tests.factories import world

pytestmark = pytest.mark.django_db


def test_true_summaries_are_left_alone(capsys):
    world()

    call_command("check_summaries")

    assert capsys.readouterr().out == "All summaries say what is so.\n"


def test_a_wrong_summary_is_named_and_mended(capsys):
    made = world().participation
    Participation.objects.filter(pk=made.pk).update(progress="dddddd")

    with pytest.raises(CommandError, match="1 summaries differ"):
        call_command("check_summaries")
    assert capsys.readouterr().out == f"{made.pk} Näsum: progress\n"

    call_command("check_summaries", "--mend")
    made.refresh_from_db()
    assert made.progress == "naaaaa"
