import pytest
from django.utils import translation

from core.collation import by_language, sort_key
from people.models import Organisation
from tests.factories import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.sqlite

NAMES = ["Öckerö", "Ystad", "Älvdalen", "Åmål", "arvika", "Zinkgruvan", "Ærø", "Écully", "Alingsås"]
ORDERS = {
    "sv": [
        "Alingsås",
        "arvika",
        "Écully",
        "Ystad",
        "Zinkgruvan",
        "Åmål",
        "Älvdalen",
        "Ærø",
        "Öckerö",
    ],
    "da": [
        "Alingsås",
        "arvika",
        "Écully",
        "Ystad",
        "Zinkgruvan",
        "Ærø",
        "Älvdalen",
        "Öckerö",
        "Åmål",
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "da"])
def test_names_are_sorted_as_the_language_does(language):
    region = RegionFactory()
    for name in NAMES:
        OrganisationFactory(region=region, name=name)

    with translation.override(language):
        names = list(
            Organisation.objects.order_by(by_language("name")).values_list("name", flat=True)
        )

    # Letters of the other language stand beside their own kin; which goes first is no rule.
    kin = {"Ærø", "Älvdalen"}
    assert [name for name in names if name not in kin] == [
        name for name in ORDERS[language] if name not in kin
    ]
    assert abs(names.index("Ærø") - names.index("Älvdalen")) == 1


@pytest.mark.django_db
def test_unknown_language_is_sorted_as_swedish():
    with translation.override("fr"):
        assert by_language("name").collation in {"sv-x-icu", "language_sv"}


@pytest.mark.parametrize("language", ["sv", "da"])
def test_sort_key_gives_the_order_of_the_language(language):
    ordered = sorted(
        ["Åmål", "Öckerö", "Ystad", "arvika"], key=lambda name: sort_key(name, language)
    )

    assert ordered == [name for name in ORDERS[language] if name in ordered]
