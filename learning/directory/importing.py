"""Bringing a list of entries in: its columns, what a row would do, how it is stored, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import audit
from core.exports import Column as Heading
from core.exports import Sheet
from core.policy import require
from core.refusals import Refusal
from core.sheets.cells import choice, fold, words
from core.sheets.columns import Column, Columns
from core.sheets.kept import Importer
from core.sheets.rows import Plan, Row, in_order
from learning.directory import services
from learning.models import DirectoryImport, PublicFunction, Sector
from people.models import Region, User
from programmes.models import Municipality

COLUMNS = Columns(
    Column(
        "name", words(most=120),
        heading=pgettext_lazy("heading of a column", "Function"),
        about=gettext_lazy("What it is called. Always needed."),
        example=gettext_lazy("Road maintenance"),
        also=("funktion", "namn", "navn", "verksamhet", "tjänst", "ydelse", "service"),
    ),
    Column(
        "municipality", words(most=120),
        heading=pgettext_lazy("heading of a column", "Municipality"),
        about=gettext_lazy("Whose it is. Empty: the region's own."),
        also=("kommun", "kommune"),
        spreads=True,
    ),
    Column(
        "helps_with", words(most=600),
        heading=pgettext_lazy("heading of a column", "Helps with"),
        about=gettext_lazy("What they help with, in plain words. Needed for a new entry."),
        example=gettext_lazy("Ploughing and holes in the municipality's roads"),
        also=("hjälper med", "hjælper med", "beskrivning", "beskrivelse", "description"),
        width=50,
    ),
    Column(
        "words", words(most=300),
        heading=pgettext_lazy("heading of a column", "People's words"),
        about=gettext_lazy("Words that a villager would use."),
        example=gettext_lazy("plough, snow, hole in the road"),
        also=("sökord", "søgeord", "ord", "keywords"),
        width=30,
    ),
    Column(
        "sector", choice(Sector),
        heading=pgettext_lazy("heading of a column", "Subject"),
        about=gettext_lazy("What it is about. Needed for a new entry."),
        example=gettext_lazy("Roads and snow"),
        also=("ämne", "emne", "område"),
    ),
    Column(
        "answered_by", words(most=120),
        heading=pgettext_lazy("heading of a column", "Who answers"),
        about=gettext_lazy("A title or an office, no private person."),
        example=gettext_lazy("The road unit"),
        also=("vem svarar", "hvem svarer", "enhet", "enhed", "kontor"),
    ),
    Column(
        "phone", words(most=40),
        heading=pgettext_lazy("heading of a column", "Phone"),
        about=gettext_lazy("A phone number, an e-mail or an address on the web is needed."),
        example="0123-456 78",
        also=("telefon", "tlf", "tel"),
    ),
    Column(
        "email", words(most=254),
        heading=pgettext_lazy("heading of a column", "E-mail"),
        example="gata@example.org",
        also=("epost", "e-post", "mejl", "mail"),
        width=26,
    ),
    Column(
        "hours", words(most=160),
        heading=pgettext_lazy("heading of a column", "Hours"),
        about=gettext_lazy("When they answer."),
        example="8–16",
        also=("öppettider", "tider", "telefontid", "åbningstider"),
    ),
    Column(
        "link", words(most=500),
        heading=pgettext_lazy("heading of a column", "Address on the web"),
        example="https://example.org",
        also=("länk", "link", "webb", "hemsida", "hjemmeside", "url"),
        width=30,
    ),
    wrong=gettext_lazy("The columns are not those of a directory."),
    needs=(("name",),),
)  # fmt: skip
_FACTS = tuple(one.key for one in COLUMNS if one.key != "municipality")


@dataclass(slots=True)
class PlannedEntry:
    """One entry of the file; `stored` is the one that is in the directory already."""

    row: int
    municipality: Municipality | None
    facts: dict[str, Any] = field(default_factory=dict)
    stored: PublicFunction | None = None
    left: bool = False

    @property
    def result(self) -> str:
        """Say `new`, `changed`, `same`, or `there` for what is left as it is."""
        if self.stored is None:
            return "new"
        if self.left:
            return "there"
        return (
            "changed"
            if any(getattr(self.stored, key) != value for key, value in self.facts.items())
            else "same"
        )


def make_plan(region: Region, rows: Iterable[Row], *, update: bool) -> Plan[PlannedEntry]:
    """Compare every row with the directory. Two queries."""
    stored = {
        (one.municipality_id, fold(one.name)): one
        for one in PublicFunction.objects.filter(region=region)
    }
    known = {
        fold(name): one
        for one in Municipality.objects.filter(country=region.country)
        for name in (one.full_name, one.name)
    }
    planned: dict[tuple[int | None, str], PlannedEntry] = {}
    rows = list(rows)
    for row in rows:
        name, municipality = row.need("name"), _municipality(row, region, known)
        if row.faults or not name:
            continue
        key = (municipality.pk if municipality else None, fold(name))
        if key in planned:
            message = _("The same entry stands in row %(row)s already.")
            row.fault("name", message % {"row": planned[key].row})
            continue
        found = stored.get(key)
        facts = {one: getattr(found, one) for one in _FACTS} if found else {}
        facts |= {one: row.values[one] for one in _FACTS if row.values.get(one)}
        try:
            facts = services.checked(facts)
        except Refusal as refusal:
            row.fault(refusal.field or "name", str(refusal))
            continue
        planned[key] = PlannedEntry(
            row.number, municipality, facts, found, left=found is not None and not update
        )
    return Plan(list(planned.values()), in_order(rows))


def _municipality(row: Row, region: Region, known: dict[str, Municipality]) -> Municipality | None:
    told = row.values.get("municipality", "")
    if not told or fold(told) == fold(region.name):
        return None
    found = known.get(fold(told))
    if found is None:
        row.fault("municipality", _("No municipality of the country is called so."))
    return found


class DirectoryImporter(Importer[DirectoryImport, Plan[PlannedEntry]]):
    """Lists of entries of a region's directory."""

    model = DirectoryImport
    columns = COLUMNS
    related = ("region",)
    most_rows = 2_000

    def require(self, kept: DirectoryImport, by: User) -> None:
        """Whoever keeps the region's directory."""
        require(by, "learning.keep_directory", kept.region)

    def lock(self, kept: DirectoryImport) -> None:
        """One import a region at a time."""
        Region.objects.select_for_update(of=("self",)).get(pk=kept.region_id)

    def plan_of(self, kept: DirectoryImport) -> Plan[PlannedEntry]:
        """What the import would do to the directory as it is now."""
        return make_plan(kept.region, self.rows_of(kept), update=kept.update_existing)

    def store(self, kept: DirectoryImport, plan: Plan[PlannedEntry], by: User) -> None:
        """Write the entries, each by its verb."""
        for one in plan.of("new", "changed"):
            facts = {"municipality": one.municipality, **one.facts}
            if one.stored is None:
                made = services.add_function(region=kept.region, by=by, **facts)
                if kept.publish:
                    services.publish(function=made, by=by)
            else:
                services.change_function(
                    function=one.stored, by=by, version=one.stored.version, **facts
                )
        audit.record(
            "directory.imported", kept.region, by=by, file=kept.file_name, made=plan.counts["new"],
            changed=plan.counts["changed"],
        )  # fmt: skip


IMPORTER = DirectoryImporter()


def sheet(functions: Iterable[PublicFunction]) -> Sheet:
    """The entries under the headings that an import reads, and how far each is."""
    columns = [Heading(one.name, one.kind, one.width) for one in COLUMNS]
    columns += [Heading(_("Last checked"), "date"), Heading(_("Published"))]
    rows = [
        (
            one.name, one.municipality.name if one.municipality else "", one.helps_with, one.words,
            one.get_sector_display(), one.answered_by, one.phone, one.email, one.hours, one.link,
            one.checked_on, _("yes") if one.published else _("no"),
        )
        for one in functions
    ]  # fmt: skip
    return Sheet(_("Who do I turn to?")[:31], columns, rows)
