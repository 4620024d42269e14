"""Bringing a list of companies in: its columns, what a row would do, and how it is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import audit
from core.addresses import normal_address
from core.policy import require
from core.refusals import Refusal
from core.sheets.cells import choice, date_of, fold, words
from core.sheets.columns import Column, Columns
from core.sheets.kept import Importer
from core.sheets.rows import Plan, Row, in_order
from learning.companies import services
from learning.models import Branch, Company, CompanyImport, SizeClass
from outbox.adding.services import is_address
from people.models import User
from programmes.models import Programme

COLUMNS = Columns(
    Column(
        "name", words(most=200),
        heading=pgettext_lazy("heading of a column", "Company"),
        about=gettext_lazy("The company's name. Always needed."),
        example="Exempelbygg AB",
        also=("företag", "firma", "virksomhed", "namn", "navn", "bolag", "organisation"),
        spreads=True,
    ),
    Column(
        "person", words(most=150),
        heading=pgettext_lazy("heading of a column", "Contact person"),
        about=gettext_lazy("Whom to ask."),
        example="Eva Exempel",
        also=("kontakt", "kontaktperson", "contact", "person"),
    ),
    Column(
        "title", words(most=150),
        heading=pgettext_lazy("heading of a column", "Role at the company"),
        about=gettext_lazy("What the person does there."),
        example="VD",
        also=("titel", "title", "roll", "rolle", "befattning", "stilling"),
    ),
    Column(
        "email", words(most=254),
        heading=pgettext_lazy("heading of a column", "E-mail"),
        about=gettext_lazy("The person's address."),
        example="eva@example.org",
        also=("epost", "e-post", "mejl", "mail", "mailadresse"),
    ),
    Column(
        "phone", words(most=40),
        heading=pgettext_lazy("heading of a column", "Phone"),
        about=gettext_lazy("The person's number."),
        example="070-123 45 67",
        also=("telefon", "mobil", "tlf", "tel"),
    ),
    Column(
        "branch", choice(Branch),
        heading=pgettext_lazy("heading of a column", "Branch"),
        about=gettext_lazy("The letter of the SNI section, or its name: F or Construction."),
        example="F",
        also=("bransch", "branche", "sni", "sni-avdelning"),
    ),
    Column(
        "size", choice(SizeClass),
        heading=pgettext_lazy("heading of a column", "Size"),
        about=gettext_lazy("Number of employees by class: 0, 1, 10, 50 or 250 at least."),
        example="10",
        also=("storlek", "størrelse", "anställda", "ansatte", "storleksklass"),
    ),
    Column(
        "asked_on", date_of,
        heading=pgettext_lazy("heading of a column", "Asked on"),
        about=gettext_lazy("When the company was first asked."),
        example="2026-06-01",
        also=("tillfrågad", "frågad", "spurgt", "kontaktad"),
    ),
    wrong=gettext_lazy("The columns are not those of a list of companies."),
    needs=(("name",),),
)  # fmt: skip

_OF_A_COMPANY = ("branch", "size", "asked_on")
_OF_A_PERSON = {"person": "name", "title": "title", "email": "email", "phone": "phone"}


@dataclass(slots=True)
class PlannedCompany:
    """One company of the file; `stored` is its row on the list already."""

    row: int
    name: str
    person: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    stored: Company | None = None
    left: bool = False

    @property
    def result(self) -> str:
        """Say `new`, `changed`, `same`, or `there` for what is left as it is."""
        if self.stored is None:
            return "new"
        if self.left:
            return "there"
        return "changed" if self.changes() else "same"

    def changes(self) -> bool:
        """Whether the file says anything that the list does not."""
        stored, contact = self.stored, self.stored and self.stored.contact
        if stored is None or any(
            getattr(stored, key) != value for key, value in self.facts.items()
        ):
            return True
        return any(getattr(contact, key, "") != value for key, value in self.person.items())


def make_plan(programme: Programme, rows: Iterable[Row], *, update: bool) -> Plan[PlannedCompany]:
    """Compare every row with the list. One query."""
    known = {
        fold(one.organisation.name): one
        for one in programme.companies.select_related("organisation", "contact")
    }
    planned: dict[str, PlannedCompany] = {}
    rows = list(rows)
    for row in rows:
        name = row.need("name")
        person = {key: row.values[of] for of, key in _OF_A_PERSON.items() if row.values.get(of)}
        _check_person(row, person)
        if name and fold(name) in planned:
            message = _("The same company stands in row %(row)s already.")
            row.fault("name", message % {"row": planned[fold(name)].row})
        if row.faults or not name:
            continue
        facts = {key: row.values[key] for key in _OF_A_COMPANY if row.values.get(key)}
        stored = known.get(fold(name))
        planned[fold(name)] = PlannedCompany(
            row.number, name, person, facts, stored, left=stored is not None and not update
        )
    return Plan(list(planned.values()), in_order(rows))


def _check_person(row: Row, person: dict[str, str]) -> None:
    if "email" in person:
        person["email"] = normal_address(person["email"])
        if not is_address(person["email"]):
            row.fault("email", _("This is no e-mail address that mail can be sent to."))
    if person and "name" not in person:
        row.fault("person", _("Say who it is."))


class CompanyImporter(Importer[CompanyImport, Plan[PlannedCompany]]):
    """Lists of companies of a programme."""

    model = CompanyImport
    columns = COLUMNS
    related = ("programme__region",)
    most_rows = 2_000

    def require(self, kept: CompanyImport, by: User) -> None:
        """Whoever keeps the programme's companies."""
        require(by, services.RIGHT, kept.programme)

    def lock(self, kept: CompanyImport) -> None:
        """One import a programme at a time."""
        Programme.objects.select_for_update(of=("self",)).get(pk=kept.programme_id)

    def plan_of(self, kept: CompanyImport) -> Plan[PlannedCompany]:
        """What the import would do to the list as it is now."""
        return make_plan(kept.programme, self.rows_of(kept), update=kept.update_existing)

    def store(self, kept: CompanyImport, plan: Plan[PlannedCompany], by: User) -> None:
        """Write companies and contacts, each by its verb. Refusals: those of the verbs."""
        for one in plan.of("new", "changed"):
            try:
                _store(kept.programme, one, by)
            except Refusal as refusal:
                raise Refusal(
                    refusal.code,
                    _("Row %(row)s: %(reason)s") % {"row": one.row, "reason": refusal},
                ) from refusal
        audit.record(
            "import.done", kept, by=by, file=kept.file_name, made=plan.counts["new"],
            changed=plan.counts["changed"],
        )  # fmt: skip


def _store(programme: Programme, one: PlannedCompany, by: User) -> None:
    if one.stored is None:
        services.add_company(
            programme=programme, by=by, name=one.name, person=one.person, **one.facts
        )
        return
    person = one.person
    contact = one.stored.contact
    if not person and contact is not None:
        person = {"name": contact.name, "email": contact.email}
    services.save_company(
        company=one.stored, by=by, version=one.stored.version, person=person, **one.facts
    )


IMPORTER = CompanyImporter()
