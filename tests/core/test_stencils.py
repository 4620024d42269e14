"""Stencils fill in what the template would have drawn; prepared querysets answer as others do."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from core.addresses import address
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
    facts = (("part.done", True),)
    assert stencil("places/_part.html", (), facts) is stencil("places/_part.html", (), facts)
    assert stencil("places/_part.html", (), facts) is not stencil("places/_part.html")
    with translation.override("sv"):
        swedish = stencil("places/_part.html", (), facts)
    assert swedish is not stencil("places/_part.html", (), facts)


def test_address_is_what_reverse_says():
    assert address("places:step", 7, 3) == reverse("places:step", args=[7, 3])
    assert address("places:gate", 12) == reverse("places:gate", args=[12])


def test_prepared_answers_as_the_queryset_for_each_value():
    asked = Prepared(Participation.objects.filter(place__name=Slot("name")).order_by("pk"))
    world()
    for name in ("Näsum", "Glimåkra", "Nowhere"):
        seen = list(Participation.objects.filter(place__name=name).order_by("pk"))
        assert (name, asked(name=name)) == (name, seen)


def test_prepared_with_an_empty_slot_raises():
    with pytest.raises(KeyError):
        Prepared(Participation.objects.filter(pk=Slot("pk")))()
