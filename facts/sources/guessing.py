"""What a table's variables and codes are likely to be; a person may change the guess."""

from __future__ import annotations

import re

from areas.models import AreaScheme
from facts.models import Client
from facts.sources.tables import Variable

_DIMENSIONS = {
    "age": ("alder", "ålder", "age"),
    "sex": ("kon", "kön", "køn", "sex", "gender", "kjonn", "kjønn"),
    "branch": ("bransch", "näringsgren", "branche", "sni", "industry"),
    "size": ("storleksklass", "størrelse", "size", "arbst"),
}
_SEXES = {
    "men": {"män", "mænd", "men", "m", "male", "males", "1", "menn"},
    "women": {"kvinnor", "kvinder", "women", "k", "f", "female", "females", "2", "kvinner"},
}
_WHOLES = {
    "totalt", "total", "i alt", "ialt", "tot", "båda könen", "män och kvinnor", "samtliga",
    "alla", "t", "1+2", "totalt ålder", "alder i alt", "begge kjønn", "hele befolkningen",
}  # fmt: skip
_SHAPES = (
    (AreaScheme.SCB_2023, r"\d{4}[TS]C\d{3}"),
    (AreaScheme.SCB_2015, r"\d{4}[TS]B\d{3}"),
    (AreaScheme.SCB_OLD, r"[TS]\d{4}"),
    (AreaScheme.SCB_MUNICIPALITY, r"(?!00)\d{4}"),
    (AreaScheme.SCB_COUNTY, r"(?!00)\d{2}"),
)
_DANISH = (
    (AreaScheme.DST_REGION, r"108\d"),
    (AreaScheme.DST_MUNICIPALITY, r"0?[1-9]\d{2}"),
    (AreaScheme.DST, r"\d{5}"),
)


def guess_dimension(one: Variable) -> str:
    """What the variable divides by, "" where nobody knows."""
    names = {one.code.casefold(), one.text.casefold()}
    return next((name for name, words in _DIMENSIONS.items() if not names.isdisjoint(words)), "")


def guess_scheme(client: str, geo: Variable | None) -> str:
    """The codes of areas that most of the variable's codes look like."""
    shapes = _DANISH if client == Client.DST else _SHAPES
    codes = list(geo.values) if geo else []
    counts = {
        scheme: sum(1 for code in codes if re.fullmatch(shape, code)) for scheme, shape in shapes
    }
    best = max(counts, key=lambda scheme: counts[scheme])
    return best.value


def looks_like_areas(one: Variable) -> bool:
    """Whether most codes look like those of areas, and not like years or numbers of their own."""
    codes = list(one.values)
    shapes = [shape for _scheme, shape in (*_SHAPES, *_DANISH)]
    fitting = [code for code in codes if any(re.fullmatch(shape, code) for shape in shapes)]
    name = f"{one.code} {one.text}".casefold()
    called = any(word in name for word in ("region", "område", "kommun", "tätort", "by"))
    return called and len(fitting) * 2 > len(codes)


def sex_named(text: str) -> str:
    """Our name of a sex, "" for the whole, the text itself for what nobody knows."""
    word = text.casefold()
    if word in _WHOLES:
        return ""
    return next((sex for sex, words in _SEXES.items() if word in words), text)


def is_whole(text: str) -> bool:
    """Whether the words stand for all parts together."""
    return text.casefold() in _WHOLES


def named_codes(dimension: str, one: Variable) -> dict[str, str]:
    """Our names of a variable's codes: women and men by word, "" for the whole.

    Other codes keep their own names.
    """
    names: dict[str, str] = {}
    for code, text in one.values.items():
        words = {code.casefold(), text.casefold()}
        if not words.isdisjoint(_WHOLES):
            names[code] = ""
        elif dimension == "sex":
            for sex, known in _SEXES.items():
                if not words.isdisjoint(known):
                    names[code] = sex
    return names
