"""The demo's library can be put into a region."""

from __future__ import annotations

import pytest

from demo.loader.library import load
from demo.story import library
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
