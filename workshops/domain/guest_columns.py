"""What the columns of a guest list are called in Swedish, Danish and English."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import override

from people.models import Sector
from places.domain.import_cells import fold

#: Our field -> headings that people write, folded (small letters, no marks).
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("namn", "navn", "name", "deltagare", "deltager", "guest", "person", "full name",
             "fullständigt namn", "fulde navn", "kontaktperson"),
    "first": ("förnamn", "fornavn", "first name", "given name"),
    "last": ("efternamn", "efternavn", "last name", "surname", "family name"),
    "email": ("e-post", "epost", "e-postadress", "epostadress", "mail", "mejl", "mejladress",
              "e-mail", "email", "e-mailadresse", "mailadresse", "mailadress", "email address",
              "e-mail address"),
    "phone": ("telefon", "telefonnummer", "tel", "mobil", "mobilnummer", "mobiltelefon", "tlf",
              "phone", "phone number", "mobile"),
    "organisation_name": ("organisation", "organization", "förening", "forening", "företag",
                          "virksomhed", "firma", "company", "arbetsplats", "association"),
    "sector": ("sektor", "sector", "branche", "bransch"),
    "language": ("språk", "sprog", "language"),
}  # fmt: skip
_FIELD_OF = {fold(word): field for field, words in HEADINGS.items() for word in words}

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


def fields_of(headings: Sequence[str]) -> list[str]:
    """Our field of each heading; "" for a column that is none of ours or comes twice."""
    found: list[str] = []
    for heading in headings:
        field = _FIELD_OF.get(fold(heading.rstrip(":")), "")
        found.append("" if field in found else field)
    return found


def known(headings: Sequence[str]) -> int:
    """How many of the headings are ours."""
    return sum(bool(field) for field in fields_of(headings))


def language_of(word: str) -> str:
    """The language that a word names; "" when it is none of ours."""
    return _LANGUAGE_OF.get(fold(word), "")


def sector_words() -> dict[str, str]:
    """Word -> sector, with the platform's own names of the sectors in every language."""
    found = {fold(word): str(value) for value, words in _SECTORS.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(str(sector.label)): str(sector.value) for sector in Sector}
    return found | {sector.value: str(sector.value) for sector in Sector}
