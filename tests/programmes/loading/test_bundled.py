"""The methods and municipalities that come with the platform."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programmes.loading.services import BUNDLED, load_bundled
from programmes.models import ChecklistItem, Method, MethodVersion, Municipality
from programmes.regions.municipalities import FILE, load_municipalities
from tests.factories import RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def regions():
    for slug in dict.fromkeys(one.region for one in BUNDLED):
        RegionFactory(slug=slug)


def run(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue().splitlines()


def test_methods_are_loaded_and_published_once(regions):
    assert run("load_methods") == [
        "vastra-gotaland: hallbara-platser.sv.yaml published as version 1.",
        "vastra-gotaland: kommunen.sv.yaml published as version 1.",
        "skane: lokal-platsutveckling.sv.yaml published as version 1.",
        "blup: blup.da.yaml published as version 1.",
        "blup: blup-akademiet.da.yaml published as version 1.",
        "aktionsuniversitet: laboratorium.da.yaml published as version 1.",
        "witec: forstudie.sv.yaml published as version 1.",
    ]
    assert run("load_methods", "skane") == ["skane: lokal-platsutveckling.sv.yaml already here."]
    assert MethodVersion.objects.published().count() == 7


def test_what_a_region_made_of_its_method_is_not_touched(regions):
    version = load_bundled(BUNDLED[0])
    MethodVersion.objects.filter(pk=version.pk).update(title="Vår egen")
    assert load_bundled(BUNDLED[0]) is None
    assert MethodVersion.objects.get(pk=version.pk).title == "Vår egen"


def test_methods_have_the_shape_that_their_owners_describe(regions):
    run("load_methods")
    shape = {
        version.method.key: (
            version.language,
            version.months,
            version.phases.count(),
            version.steps.count(),
            getattr(getattr(version, "gate", None), "after_step", None),
        )
        for version in MethodVersion.objects.select_related("gate", "method")
    }
    assert shape == {
        "hallbara-platser": ("sv", 18, 2, 6, 3),
        "kommunen": ("sv", 18, 2, 5, None),
        "lokal-platsutveckling": ("sv", 12, 2, 6, 3),
        "blup": ("da", 9, 4, 4, None),
        "blup-akademiet": ("da", 12, 3, 4, None),
        "laboratorium": ("da", 12, 1, 5, None),
        "forstudie": ("sv", 6, 1, 4, None),
    }
    assert MethodVersion.objects.get(method__key="hallbara-platser").gate.criteria.count() == 5


def test_skanes_method_keeps_its_parent(regions):
    run("load_methods")
    child = Method.objects.get(key="lokal-platsutveckling")
    assert (child.parent.key, child.versions.get().forked_from.method.key) == (
        "hallbara-platser",
        "hallbara-platser",
    )


def test_stated_and_derived_lines_are_told_apart(regions):
    run("load_methods")
    assert set(ChecklistItem.objects.values_list("basis", flat=True)) == {"stated", "derived"}


def test_unknown_region_is_refused(regions):
    with pytest.raises(CommandError, match="No method comes with the platform for: atlantis"):
        run("load_methods", "atlantis")


def test_missing_region_is_refused():
    with pytest.raises(CommandError, match="There is no region with the short name skane"):
        run("load_methods", "skane")


def test_municipalities_are_loaded_once_and_updated():
    assert load_municipalities() == (388, 0)
    Municipality.objects.filter(code="1272").update(name="Brömölla")
    assert run("load_municipalities") == ["Municipalities: 0 new, 1 changed."]
    assert Municipality.objects.get(country="SE", code="1272").name == "Bromölla"
    assert Municipality.objects.filter(source="").count() == 0


def test_municipality_file_has_no_address_of_this_machine():
    text = FILE.read_text(encoding="utf-8")
    assert str(FILE.parents[2]) not in text
    assert "file:" not in text
