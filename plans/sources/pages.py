"""The register of funding sources as a page: filters in the address, the next deadline first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Min, Q
from django.forms import Form
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.dates import ago, short_date
from core.money import money
from core.policy import allowed
from people.models import User
from people.scope import scope_of
from plans.models import Applicant, FundingSource, SourceKind, Theme

SOURCES_A_PAGE = 50
#: Facts that nobody has compared with the web page for so long are marked.
STALE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the register is shown; unknown values in the address filter nothing."""

    kind: str = ""
    theme: str = ""
    applicant: str = ""
    open: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From an address."""

        def known(name: str, values: list[str]) -> str:
            value = query.get(name, "")
            return value if value in values else ""

        return cls(
            kind=known("kind", SourceKind.values),
            theme=known("theme", Theme.values),
            applicant=known("applicant", Applicant.values),
            open=query.get("open") == "1",
        )

    def passes(self, row: SourceRow) -> bool:
        """Whether a source is shown. Empty lists of a source mean everybody and everything."""
        source = row.source
        return (
            (not self.kind or source.kind == self.kind)
            and (not self.theme or not source.themes or self.theme in source.themes)
            and (not self.applicant or not source.applicants or self.applicant in source.applicants)
            and (not self.open or row.is_open)
        )


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its next last day to apply."""

    source: FundingSource
    next_on: dt.date | None
    foreign: bool

    @property
    def is_open(self) -> bool:
        """Whether one can apply: not closed, and all year or by a day that is ahead."""
        return not self.source.closed and (self.source.rolling or self.next_on is not None)

    @property
    def when(self) -> tuple[str, str]:
        """A flag's level and words: when one can apply."""
        if self.source.closed:
            return "off", _("No longer open")
        if self.next_on is not None:
            words = {"day": short_date(self.next_on), "ago": ago(self.next_on)}
            return "ok", _("By %(day)s, %(ago)s") % words
        if self.source.rolling:
            return "ok", _("All year")
        return "warn", _("No day known")

    @property
    def sums(self) -> str:
        """How much it gives, in words: "100 000 SEK to 500 000 SEK", "at most 75 %"."""
        return sums_in_words(self.source)


def sums_in_words(source: FundingSource) -> str:
    """The source's bounds in words; empty without any."""
    facts = {
        "least": money(source.minimum, source.currency),
        "most": money(source.maximum, source.currency),
        "share": source.share_max,
    }
    said = []
    if source.minimum is not None and source.maximum is not None:
        said.append(_("%(least)s to %(most)s") % facts)
    elif source.minimum is not None:
        said.append(_("at least %(least)s") % facts)
    elif source.maximum is not None:
        said.append(_("at most %(most)s") % facts)
    if source.share_max is not None:
        said.append(_("at most %(share)s %% of the cost") % facts)
    return ", ".join(said)


def applicants_in_words(values: list[str]) -> str:
    """Who may, as a list of words."""
    if not values:
        return _("Everybody")
    known = [str(Applicant(value).label) for value in values if value in Applicant.values]
    return get_text_list(known, _("or"))


def themes_in_words(values: list[str]) -> str:
    """For which themes, as a list of words."""
    if not values:
        return _("Every theme")
    return ", ".join(str(Theme(value).label) for value in values if value in Theme.values)


def is_stale(source: FundingSource) -> bool:
    """Whether the facts were checked long ago, or never."""
    if source.checked_on is None:
        return True
    return (timezone.localdate() - source.checked_on).days > STALE_DAYS


def rows(user: User) -> list[SourceRow]:
    """All sources that the user sees: the next deadline first, then all year, then closed ones."""
    today = timezone.localdate()
    sources = (
        FundingSource.objects.visible_to(user)
        .select_related("region")
        .annotate(next_on=Min("deadlines__on", filter=Q(deadlines__on__gte=today)))
        .order_by("name", "pk")
    )
    mine = scope_of(user).run_regions or frozenset(
        # Who runs nothing works in the regions whose sources come unshared.
        source.region_id
        for source in sources
        if not source.shared
    )
    found = [SourceRow(one, one.next_on, one.region_id not in mine) for one in sources]
    return sorted(found, key=_soonest)


def source_context(source: FundingSource, user: User, form: Form) -> dict[str, Any]:
    """The page of one source; `form` takes a last day to apply."""
    today = timezone.localdate()
    deadlines = list(source.deadlines.all())
    ahead = [deadline.on for deadline in deadlines if deadline.on >= today]
    return {
        "row": SourceRow(source, min(ahead, default=None), foreign=False),
        "deadlines": deadlines,
        "today": today,
        "applicants": applicants_in_words(source.applicants),
        "advance_applicants": applicants_in_words(source.advance_applicants),
        "themes": themes_in_words(source.themes),
        "stale": is_stale(source),
        "may_manage": allowed(user, "plans.manage_sources", source),
        "source": source,
        "form": form,
        "used": source.lines.exists(),
    }


def _soonest(row: SourceRow) -> tuple[bool, bool, dt.date, bool]:
    day = row.next_on or dt.date.max
    return (row.source.closed, row.next_on is None, day, not row.source.rolling)


def context(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The register's page. The number of queries does not depend on the number of sources."""
    filters = Filters.read(query)
    everything = rows(user)
    shown = [row for row in everything if filters.passes(row)]
    return {
        "filters": filters,
        "filtered": filters != Filters(),
        "page": Paginator(shown, SOURCES_A_PAGE).get_page(query.get("page")),
        "any": bool(everything),
        "kinds": SourceKind.choices,
        "themes": Theme.choices,
        "applicants": Applicant.choices,
        "may_manage": allowed(user, "plans.manage_sources"),
    }
