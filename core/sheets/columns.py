"""The columns of a list under the names that people give them; a file's headings against them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.exports import Kind
from core.refusals import Refusal
from core.sheets.cells import fold

#: So much of a strange heading is shown.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, how a cell is read, its heading in a template, what stands in it.

    `also` are other names in the languages of the site's users, with and without translation.
    A merged cell counts for each row beside it where `spreads`; a sum would be counted twice.
    """

    key: str
    read: Callable[[str], Any] = str
    heading: str | Promise = ""
    about: str | Promise = ""
    example: str | Promise = ""
    also: tuple[str, ...] = ()
    spreads: bool = False
    kind: Kind = "text"
    width: float = 18

    @property
    def name(self) -> str:
        """The heading in the active language; the key where there is none."""
        return str(self.heading or self.key)


class Columns:
    """The columns of one kind of list.

    `needs` are keys of which a file must have one each; with `strict` a heading that names no
    column is refused, else people's own columns are left alone. `wrong` says that the headings
    are not those of the list.
    """

    def __init__(
        self,
        *columns: Column,
        wrong: str | Promise,
        needs: Sequence[Sequence[str]],
        strict: bool = False,
    ) -> None:
        self._columns = columns
        self.wrong, self._needs, self.strict = wrong, needs, strict
        self.by_key = {column.key: column for column in columns}

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns)

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Every name of each column. The first column that claims a name keeps it.

        Own names and the words of the site's pages come first, in all languages.
        """
        names: dict[str, str] = {}
        for one in self:
            names.setdefault(fold(one.key), one.key)
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for one in self:
                    names.setdefault(fold(one.name), one.key)
        for one in self:
            for name in one.also:
                names.setdefault(fold(name), one.key)
        return names

    def template_csv(self) -> str:
        """The columns with one example row, as a file to start from."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(column.name for column in self)
        writer.writerow(column.example for column in self)
        return out.getvalue()

    def key_of(self, heading: str) -> str:
        """The column that a heading names, or ""."""
        return self._keys.get(fold(heading.rstrip(" :*.")), "")

    def known(self, headings: Sequence[str]) -> int:
        """How many headings are columns of ours."""
        return sum(1 for heading in headings if self.key_of(heading))

    def unread(self, headings: Sequence[str]) -> list[str]:
        """The headings that name no column: their cells are left out."""
        return [heading[:SHOWN] for heading in headings if heading and not self.key_of(heading)]

    def keys_of(self, headings: Sequence[str]) -> list[str]:
        """The key of each heading, "" for one that is not read.

        Refusals: wrong_columns, with a sentence for each fault.
        """
        keys = [self.key_of(heading) for heading in headings]
        wrong = [self._unknown(one) for one in headings if self.strict and not self.key_of(one)]
        wrong += [
            _("The column %(name)s is there twice.") % {"name": self.by_key[key].name}
            for key in sorted({key for key in keys if key and keys.count(key) > 1})
        ]
        wrong += [
            _("The column %(name)s is missing.") % {"name": self.by_key[any_of[0]].name}
            + self._nearest(headings, any_of[0])
            for any_of in self._needs
            if not set(any_of) & set(keys)
        ]
        if wrong:
            raise Refusal("wrong_columns", self.wrong, details=wrong)
        return keys

    def _unknown(self, heading: str) -> str:
        if not heading:
            return _("A column has no heading.")
        near = get_close_matches(fold(heading), self._keys, n=1)
        if near:
            return _("The column “%(name)s” is not known. Is it %(near)s?") % {
                "name": heading[:SHOWN],
                "near": self.by_key[self._keys[near[0]]].name,
            }
        return _("The column “%(name)s” is not known.") % {"name": heading[:SHOWN]}

    def _nearest(self, headings: Sequence[str], key: str) -> str:
        """A hint where a heading is nearly the one that is missing."""
        if self.strict:  # told of the heading itself
            return ""
        names = [name for name, of in self._keys.items() if of == key]
        for heading in self.unread(headings):
            if get_close_matches(fold(heading), names, n=1):
                return " " + _("Is it “%(name)s”?") % {"name": heading}
        return ""
