"""The frame of a list: filters, search, order, pages and what the address says of them.

A list says its filters as a django-filter set and shows what `listing` answers:

    class ContactFilters(Filters):
        q = Search("name", "email", label=_("Search name or address"))
        sector = Choice(field_name="organisation__sector", choices=..., label=_("Sector"), ...)

    shown = listing(request.GET, rows, ContactFilters, order={"name": Sort(_("Name"), ...)})
    return {"listing": shown}

The page draws it with `components/list_filters.html`, `{% table listing.heads.name … %}` and
`{% pagination listing.page %}`. Everything that was chosen stands in the address; a wrong value of
an address is as good as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import django_filters
from django import forms
from django.core.paginator import EmptyPage, Page, Paginator
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

PER_PAGE = 50
#: Rows that a list counts; beyond, it says "more than". Counting three million takes seconds.
COUNTED = 1000
LONGEST_SEARCH = 80


def narrowed(rows: QuerySet[Any], text: str, fields: Iterable[str]) -> QuerySet[Any]:
    """The rows that hold each word in one of the fields."""
    names, every = tuple(fields), rows
    # NUL cannot be stored in PostgreSQL, hence not be looked for either.
    for word in text.replace("\x00", "")[:LONGEST_SEARCH].split():
        spellings = _spellings(word) if connection.vendor == "sqlite" else {word}
        pairs = [(f"{name}__icontains", one) for name in names for one in spellings]
        if connection.vendor == "postgresql" and any("__" in name for name in names):
            rows = rows.filter(pk__in=_union(every, pairs))
        else:
            rows = rows.filter(Q(*pairs, _connector=Q.OR))
    return rows


def _union(rows: QuerySet[Any], pairs: list[tuple[str, str]]) -> QuerySet[Any]:
    """The ids of rows that fit. With an OR over several tables no index would serve."""
    first, *others = (rows.filter(pair).order_by().values("pk") for pair in pairs)
    return first.union(*others) if others else first


def _spellings(word: str) -> set[str]:
    """SQLite takes å for another letter than Å."""
    return {word, word.lower(), word.upper(), word.capitalize()}


class Search(django_filters.CharFilter):
    """The search above a list: rows that hold each word in one of the fields."""

    def __init__(self, *searched: str, **options: Any) -> None:
        super().__init__(max_length=LONGEST_SEARCH, **options)
        self.searched = searched

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that fit."""
        return narrowed(qs, value, self.searched) if value else qs


class Filters(django_filters.FilterSet):
    """Filters of a list. Choices that differ by who looks ask `request`."""

    @cached_property
    def bar(self) -> forms.Form:
        """The form of the bar above the list."""
        form: forms.Form = self.form
        form.auto_id = "filter-%s"
        return form

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else bool(self._read())

    def _read(self) -> dict[str, Any]:
        return {name: value for name, value in self.form.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that a column's head offers. `by` are `order_by` expressions, the key last.

    `falls`: the largest stand first, as for figures.
    """

    label: Any
    by: tuple[Any, ...]
    backwards: tuple[Any, ...] = ()
    falls: bool = False


class Head(SafeString):
    """A column's head that sorts by it: a link, and how it is sorted now for its <th>."""

    sorted = ""


class ShortPaginator(Paginator[Any]):
    """Pages that count no more than a reader wants to know. Beyond, each page looks for one more.

    `more` says that there are rows beyond `count`.
    """

    more = False

    @property
    def _rows(self) -> QuerySet[Any]:
        return cast("QuerySet[Any]", self.object_list)

    @cached_property
    def count(self) -> int:
        """The rows, at most one beyond COUNTED."""
        known: int = self._rows.order_by()[: COUNTED + 1].count()
        self.more = known > COUNTED
        return known

    def validate_number(self, number: Any) -> int:
        """Any page may be asked for while nobody knows which is the last."""
        try:
            return super().validate_number(number)
        except EmptyPage:
            if int(number) < 1 or not self.more:
                raise
            return int(number)

    def get_page(self, number: Any) -> Page[Any]:
        """One page; the last that is known for a number beyond."""
        try:
            return super().get_page(number)
        except EmptyPage:
            return self.page(self.num_pages)

    def page(self, number: Any) -> Page[Any]:
        """One page. Raises EmptyPage beyond the last."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        if not self.more or bottom + self.per_page <= COUNTED:
            return super().page(number)
        rows = list(self._rows[bottom : bottom + self.per_page + 1])
        if not rows:
            raise EmptyPage
        self.more = len(rows) > self.per_page
        self.__dict__["count"] = bottom + len(rows)
        self.__dict__.pop("num_pages", None)
        return Page(rows[: self.per_page], number, self)


@dataclass(frozen=True)
class Listing:
    """What a list shows."""

    filters: Filters
    page: Page[Any]
    heads: Mapping[str, Head] = field(default_factory=dict)
    #: What was chosen, as the address says it, without the page: for an export or another view.
    address: str = ""

    @property
    def rows(self) -> Any:
        """The rows of the page."""
        return self.page.object_list

    @property
    def narrowed(self) -> bool:
        """Whether anything was left out."""
        return self.filters.narrows

    @property
    def known(self) -> int:
        """How many rows there are, or a thousand where `page.paginator.more`."""
        return min(self.page.paginator.count, COUNTED)


def listing(
    query: QueryDict,
    rows: QuerySet[Any],
    filters: type[Filters],
    *,
    order: Mapping[str, Sort],
    request: Any = None,
    per_page: int = PER_PAGE,
) -> Listing:
    """The rows as the address asks for them. The first order is the usual one.

    `?sort=name` sorts by an order, `?sort=-name` backwards where it can be turned.
    """
    chosen = filters(query, queryset=rows, request=request)
    name, backwards = _sorted(query.get("sort", ""), order)
    by = order[name].backwards if backwards else order[name].by
    page = ShortPaginator(chosen.qs.order_by(*by), per_page).get_page(query.get("page"))
    kept = query.copy()
    kept.pop("page", None)
    heads = {key: _head(key, sort, kept, name, backwards) for key, sort in order.items()}
    return Listing(chosen, page, heads, kept.urlencode())


def _sorted(asked: str, order: Mapping[str, Sort]) -> tuple[str, bool]:
    name = asked.removeprefix("-")
    if name not in order:
        return next(iter(order)), False
    return name, asked.startswith("-") and bool(order[name].backwards)


def _head(key: str, sort: Sort, kept: QueryDict, current: str, backwards: bool) -> Head:  # noqa: FBT001
    query = kept.copy()
    turns = key == current and not backwards and bool(sort.backwards)
    query["sort"] = f"-{key}" if turns else key
    head = Head(format_html('<a href="?{}">{}</a>', query.urlencode(), sort.label))
    if key == current:
        head.sorted = "descending" if backwards != sort.falls else "ascending"
    return head
