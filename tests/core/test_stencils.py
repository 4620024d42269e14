"""Stencils fill in what the template would have drawn; prepared querysets answer as others do."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from core.prepared import Prepared, Slot
from core.stencils import Stencil, mark, stencil
from places.models import Participation
from tests.factories import world

pytestmark = pytest.mark.django_db


def test_fill_escapes_text_and_keeps_markup():
    drawn = Stencil(f"<p>100 % {mark('a')} {mark('b.c')} {mark('n')}</p>")
    values = {"a": "<i>%(n)s", "b.c": mark_safe("<b>x</b>"), "n": 7, "unused": 1}
    assert drawn.fill(values) == "<p>100 % &lt;i&gt;%(n)s <b>x</b> 7</p>"


def test_fill_without_a_value_raises():
    with pytest.raises(KeyError):
        Stencil(mark("a")).fill({})


def test_stencil_is_drawn_once_for_each_language_and_fact(settings):
    settings.DEBUG = False
    facts = (("platform_version", "1"),)
    footer = "components/site_footer.html"
    assert stencil(footer, (), facts) is stencil(footer, (), facts)
    assert stencil(footer, (), facts) is not stencil(footer)
    with translation.override("sv"):
        swedish = stencil(footer, (), facts)
    assert swedish is not stencil(footer, (), facts)


def test_prepared_answers_as_the_queryset_for_each_value():
    asked = Prepared(Participation.objects.filter(place__name=Slot("name")).order_by("pk"))
    world()
    for name in ("Näsum", "Glimåkra", "Nowhere"):
        seen = list(Participation.objects.filter(place__name=name).order_by("pk"))
        assert (name, asked(name=name)) == (name, seen)


def test_prepared_with_an_empty_slot_raises():
    with pytest.raises(KeyError):
        Prepared(Participation.objects.filter(pk=Slot("pk")))()
