"""What differs between two versions is told by step, line and criterion."""

from programmes.document.comparing import Change, Difference, compare
from programmes.document.rows import whole
from programmes.document.shape import Months
from programmes.drafts.services import arrange
from programmes.loading.services import load_method
from programmes.models import MethodVersion
from tests.programmes.samples import SOUND


def versions(here, text):
    first = load_method(SOUND, file_name="a.yaml", region=here.region, by=None)
    second = load_method(text, file_name="b.yaml", region=here.other_region, by=None)
    loaded = whole(MethodVersion.objects.all())
    return loaded.get(pk=first.pk), loaded.get(pk=second.pk)


def test_same_content_is_the_same(here):
    assert compare(*versions(here, SOUND)).same


def test_changed_fields_are_told_where_they_stand(here):
    text = (
        SOUND.replace("months: 6", "months: 7")
        .replace("months: 1-2", "months: 1-3")
        .replace("Håll ett möte", "Håll två möten")
        .replace("Mötet är hållet", "Mötena är hållna")
    )
    found = compare(*versions(here, text))
    assert found.header == [Change("months", 6, 7)]
    assert found.steps == [
        Difference(
            "changed",
            "borja",
            "Börja",
            [Change("months", Months(1, 2), Months(1, 3))],
            [
                Difference(
                    "changed",
                    "mote",
                    "Håll två möten",
                    [Change("text", "Håll ett möte", "Håll två möten")],
                ),
            ],
        ),
    ]
    assert found.gate == Difference(
        "changed",
        "gate",
        "Kontroll",
        [],
        [
            Difference(
                "changed",
                "motet",
                "Mötena är hållna",
                [Change("title", "Mötet är hållet", "Mötena är hållna")],
            ),
        ],
    )
    assert (found.phases, found.order) == (None, None)


def test_added_and_removed_steps_and_lines_are_told_as_such(here):
    text = SOUND.replace("key: gora", "key: handla").replace("key: lista", "key: register")
    found = compare(*versions(here, text))
    assert [(d.kind, d.key) for d in found.steps] == [
        ("changed", "borja"),
        ("added", "handla"),
        ("removed", "gora"),
    ]
    assert [(d.kind, d.key) for d in found.steps[0].parts] == [
        ("added", "register"),
        ("removed", "lista"),
    ]


def test_removed_gate_is_told(here):
    found = compare(*versions(here, SOUND[: SOUND.index("gate:")]))
    assert found.gate == Difference("removed", "gate", "Kontroll")


def test_other_order_of_the_same_steps_is_told(here):
    first, second = versions(here, SOUND)
    steps = list(second.steps.all())
    arrange(second, [steps[1], steps[0], steps[2]], None)
    found = compare(first, whole(MethodVersion.objects.all()).get(pk=second.pk))
    assert found.order == Change("order", ["Börja", "Lära", "Göra"], ["Lära", "Börja", "Göra"])
    assert found.steps == []


def test_values_are_readable():
    assert Change("months", Months(1, 2), Months(1, 3)).new == "1–3"
    assert Change("sources", [{"title": "A", "url": "https://a"}], []).old == "A https://a"
