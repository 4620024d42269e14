"""What the pages of the directory show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import allowed
from core.sheets.pages import Cell, ImportPages, ShownRow, ShownRows
from core.sheets.rows import Plan
from learning.directory import importing
from learning.directory.finding import SHOWN, asked_words, ranked
from learning.directory.forms import AskForm, FilterForm
from learning.models import DirectoryImport, DirectoryKeeper, PublicFunction, Question
from people.models import Region, User
from people.rules import runs_somewhere
from programmes.models import Municipality

A_PAGE = 30


def municipalities_for(regions: QuerySet[Region]) -> QuerySet[Municipality]:
    """Those that an entry may belong to: of the regions' countries."""
    return Municipality.objects.filter(country__in=regions.values("country")).order_by("name")


def _with_entries(rows: QuerySet[Any], query: Mapping[str, str]) -> QuerySet[Municipality]:
    """Municipalities with entries, and the one that is asked for: a place may lie in another."""
    asked = query.get("municipality", "")
    known = Q(pk__in=rows.values("municipality"))
    if asked.isdecimal() and len(asked) < 10:  # noqa: PLR2004 - what a number of a row may be
        known |= Q(pk=asked)
    return Municipality.objects.filter(known).order_by("name")


def listed(user: User, query: Mapping[str, str]) -> tuple[FilterForm, Any]:
    """The entries that a query asks for, the best first, and its form."""
    rows: Any = PublicFunction.objects.visible_to(user)
    form = FilterForm(query, municipalities=_with_entries(rows, query))
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("municipality"):
        rows = rows.filter(Q(municipality=asked["municipality"]) | Q(municipality__isnull=True))
    if asked.get("sector"):
        rows = rows.filter(sector=asked["sector"])
    if asked.get("stale"):
        rows = rows.stale()
    if asked.get("proposed"):
        rows = rows.filter(proposed=True)
    rows = ranked(rows, asked["q"]) if asked.get("q") else rows.order_by("name", "pk")
    return form, rows.select_related("region", "municipality")


def directory(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The list with its filters."""
    form, shown = listed(user, query)
    return {
        "form": form,
        "page": Paginator(shown, A_PAGE).get_page(query.get("page")),
        "filtered": form.is_valid() and any(form.cleaned_data.values()),
        "keeps": runs_somewhere(user),
        "open_regions": open_regions().filter(
            pk__in=PublicFunction.objects.visible_to(user).values("region")
        ),
    }


def one(function: PublicFunction, user: User) -> dict[str, Any]:
    """One entry, and the question that it came of for those who may read it."""
    asked = Question.objects.visible_to(user).filter(functions=function)
    return {
        "keeps": allowed(user, "learning.keep_directory", function),
        "question": asked.select_related("participation__place").first(),
    }


def of_answer(question: Question) -> dict[str, Any]:
    """What an entry begins with: the words that were asked, and the answer."""
    return {
        "municipality": question.participation.place.municipality_id,
        "helps_with": question.answer[:600],
        "words": " ".join(question.text.split())[:300],
    }


def keepers(user: User) -> dict[str, Any]:
    """Who keeps what, of the regions that the user runs."""
    rows = DirectoryKeeper.objects.filter(region__in=Region.objects.run_by(user))
    return {
        "keepers": rows.select_related("region", "municipality").order_by(
            "region__name", "municipality__name"
        )
    }


def open_regions() -> QuerySet[Region]:
    """Regions with an open directory."""
    with_entries = PublicFunction.objects.filter(published=True).values("region")
    return Region.objects.filter(pk__in=with_entries).order_by("name")


def at_the_front(user: Any, _thing: Any) -> dict[str, Any]:
    """For a visitor: the regions in whose directory everybody may ask. One statement.

    Who is signed in has the directory in the account's menu.
    """
    if user.is_authenticated:
        return {}
    return {"directories": open_regions()}


def who(region: Region, query: Mapping[str, str]) -> dict[str, Any]:
    """The open search: what fits a question best. At most three statements."""
    rows = PublicFunction.objects.filter(region=region, published=True)
    form = AskForm(query, municipalities=_with_entries(rows, query))
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("municipality"):
        rows = rows.filter(Q(municipality=asked["municipality"]) | Q(municipality__isnull=True))
    question = asked.get("q") or ""
    found = ranked(rows, question) if question else rows.order_by("name", "pk")
    return {
        "region": region,
        "form": form,
        "question": question,
        "told": bool(asked_words(question)),
        "found": list(found.select_related("region", "municipality")[:SHOWN]),
    }


def kept_by(keeper: DirectoryKeeper) -> QuerySet[Any]:
    """The entries of a keeper."""
    rows = PublicFunction.objects.filter(region=keeper.region, municipality=keeper.municipality)
    return rows.select_related("region", "municipality").order_by("name", "pk")


class DirectoryPages(ImportPages[DirectoryImport]):
    """The pages of a list of entries."""

    importer = importing.IMPORTER
    folder = "learning/directory"

    def url(self, name: str, kept: DirectoryImport) -> str:
        """Addresses under the directory."""
        if name == "start":
            return reverse("learning:directory_import")
        if name == "template":
            return reverse("learning:directory_template")
        return reverse(f"learning:directory_import_{name}", args=[kept.pk])

    def previewed(self, kept: DirectoryImport, plan: Plan[Any]) -> Mapping[str, Any]:
        """The entries, when nothing stands in their way."""
        rows = [] if plan.faults else [_shown(one) for one in plan.rows]
        new, changed = plan.counts["new"], plan.counts["changed"]
        if new and changed:
            action = _("Add %(new)s and change %(changed)s entries") % {
                "new": new, "changed": changed,
            }  # fmt: skip
        elif changed:
            action = ngettext("Change %(count)s entry", "Change %(count)s entries", changed) % {
                "count": changed
            }
        else:
            action = ngettext("Add %(count)s entry", "Add %(count)s entries", new) % {"count": new}
        return {
            "shown": ShownRows.of("rows", _("Entries of the list"), rows),
            "known": any(one.stored for one in plan.rows),
            "action": action,
        }


def _shown(one: importing.PlannedEntry) -> ShownRow:
    happens = {
        "new": ("ok", _("New in the directory")),
        "changed": ("warn", _("Is changed")),
        "same": ("off", _("Stays as it is")),
        "there": ("off", _("Is there and is left as it is")),
    }
    facts = one.facts
    cells = [
        Cell(_("Function"), facts["name"], facts["helps_with"]),
        Cell(_("Municipality"), one.municipality or _("The region itself")),
        Cell(_("Who answers"), facts["answered_by"], facts["phone"] or facts["email"]),
    ]
    return ShownRow(one.row, cells, happens[one.result])
