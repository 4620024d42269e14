"""The demo's library can be put into a region."""

from __future__ import annotations

import datetime as dt

import pytest

from demo.loader.library import load
from demo.loader.prestudy import load as load_prestudy
from demo.story import library, prestudy
from learning.models import Resource, ResourceRule
from people.models import Region
from tests.factories import world

pytestmark = pytest.mark.django_db


def test_the_demos_guides_go_in_with_who_made_them_and_their_rules() -> None:
    w = world()
    told = library()
    slugs = {one["region"] for one in told["resources"]}
    assert len(slugs) == 1
    Region.objects.filter(pk=w.region.pk).update(slug=slugs.pop())
    w.region.refresh_from_db()
    load(told, {w.region.slug: w.admin})
    assert Resource.objects.exclude(source="").count() == len(told["resources"])
    assert ResourceRule.objects.count() == sum(len(one["rules"]) for one in told["resources"])


def test_the_pre_studys_long_goal_goes_in() -> None:
    w = world()
    w.programme.name, w.programme.starts_on = prestudy()["goal"]["programme"], dt.date(2018, 5, 1)
    w.programme.save()
    load_prestudy(prestudy(), {"witec-manager": w.manager})
    assert [one.state for one in w.programme.long_goal.milestones.all()] == [
        "reached", "reached", "ahead", "ahead",
    ]  # fmt: skip
