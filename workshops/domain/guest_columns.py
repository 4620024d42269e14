"""What the columns of a guest list are called, and what stands in them for language and sector."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from core.sheets.cells import fold, value_named
from core.sheets.columns import Column, Columns
from people.models import Sector

COLUMNS = Columns(
    Column("name", also=(
        "namn", "navn", "deltagare", "deltager", "deltaker", "guest", "person", "full name",
        "fullständigt namn", "fulde navn", "fullt navn", "kontaktperson",
    )),
    Column("first", also=("förnamn", "fornavn", "first name", "given name")),
    Column("last", also=("efternamn", "efternavn", "etternavn", "last name", "surname",
                         "family name")),
    Column("email", also=(
        "e-post", "epost", "e-postadress", "epostadress", "e-postadresse", "mail", "mejl",
        "mejladress", "e-mail", "e-mailadresse", "mailadresse", "mailadress", "email address",
        "e-mail address", "e-mail 1 - value",
    )),
    Column("phone", also=(
        "telefon", "telefonnummer", "telefonnr", "tel", "tel.nr", "telnr", "tfn", "tlf", "mobil",
        "mobilnummer", "mobilnr", "mobiltelefon", "phone number", "mobile", "mobile phone",
        "phone 1 - value",
    )),
    Column("organisation_name", also=(
        "organisation", "organization", "organisasjon", "förening", "forening", "företag",
        "virksomhed", "virksomhet", "firma", "company", "arbetsplats", "association",
    )),
    Column("sector", also=("sektor", "branche", "bransch", "bransje")),
    Column("language", also=("språk", "sprog")),
    wrong=gettext_lazy("No column is called name or e-mail. Put headings above the columns."),
    needs=(),
)  # fmt: skip

_LANGUAGES = {
    "sv": ("svenska", "svensk", "swedish", "sv", "se"),
    "da": ("danska", "dansk", "danish", "da", "dk"),
    "en": ("engelska", "engelsk", "english", "en"),
}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in words}

_SECTORS = {
    Sector.MUNICIPALITY: ("kommun", "kommune"),
    Sector.BUSINESS: ("näringsliv", "företag", "erhverv", "erhvervsliv", "virksomhed", "company"),
    Sector.ASSOCIATION: ("förening", "forening", "civilsamhälle", "civilsamfund", "ideell"),
    Sector.EDUCATION: ("utbildning", "skola", "uddannelse", "skole", "school"),
    Sector.REGION: ("region",),
    Sector.FUNDER: ("finansiär", "finansier"),
}
_SECTOR_OF = {fold(word): str(value) for value, words in _SECTORS.items() for word in words}


def fields_of(headings: Sequence[str]) -> list[str]:
    """Our field of each heading; "" for a column that is none of ours or comes twice."""
    found: list[str] = []
    for heading in headings:
        field = COLUMNS.key_of(heading)
        found.append("" if field in found else field)
    return found


def language_of(word: str) -> str:
    """The language that a word names; "" when it is none of ours."""
    return _LANGUAGE_OF.get(fold(word), "")


def sector_of(word: str) -> str:
    """The sector that a word names; "" when it is none of ours."""
    return value_named(Sector, word) or _SECTOR_OF.get(fold(word), "")
