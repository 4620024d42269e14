"""A list of guests from a paste or a file: read, judged row by row, mended, then taken over.

Nothing is stored until the user has seen what every row would do. What was read travels on the
preview as lines of our own (`as_lines`), so that no personal data lie about unconfirmed; the
lines are judged anew at every step, as if they had just been pasted.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.addresses import normal_address
from core.plain_text import checked_name
from core.refusals import Refusal
from core.sheets.cells import fold, value_named
from core.sheets.columns import SHOWN, Column, Columns
from core.sheets.reading import read_table, read_text
from core.sheets.rows import Plan
from core.sheets.table import MAX_ROWS, Table, letter
from outbox.adding.services import is_address
from outbox.headers import one_line
from outbox.slots import without_slots
from people.models import Sector, User
from workshops.guests.many import Added, Standing, add_many, mark_of
from workshops.guests.persons import another
from workshops.models import GuestList, HowInvited, RequiredGroup, Workshop

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


#: So many broken rows are shown as fields at once; the others wait and are not lost.
EDITABLE = 100
MOST_CHARACTERS = 3_000_000
#: How long the words of a column may be, in the order of the columns in our own lines.
_LIMITS = {"name": 150, "email": 254, "phone": 40, "organisation_name": 200, "sector": 60,
           "language": 20, "hidden": 1}  # fmt: skip
_ANGLED = re.compile(r"([^<>;]*)<\s*([^<>\s]+)\s*>")
_ADDRESS = re.compile(r'(?i)(?:mailto:)?[^\s<>,;:"()\[\]]*@[^\s<>,;:"()\[\]]*')
_MAILTO = re.compile(r"(?i)^mailto:")
_BULLET = re.compile(r"^\s*(?:[-*•·–—]|\d{1,3}[.)])\s+")
#: What stands round a name or an address and is no part of it.
_EDGES = " \t\"'`´’,;:<>()[].!?"
_FULL_NAME = re.compile(r"[A-ZÅÄÖÆØÉÜ][^\W\d_]*([ -]+(?:[A-ZÅÄÖÆØÉÜ][^\W\d_]*|von|af|de|van))+")
_PHONE_INSIDE = re.compile(r"[+(]?\d[\d\s()/.-]{5,}\d")
_LOST_ZERO = re.compile(r"7\d{8}")
_PHONE = re.compile(r"^[+(]?[\d\s()/.-]{5,}$")
#: What a row would do.
NEW, THERE, OFF, BROKEN, TWICE = "new", "already", "off", "broken", "twice"


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list: the row's number in the paste or the file, and what was read."""

    number: int
    name: str = ""
    email: str = ""
    phone: str = ""
    organisation_name: str = ""
    sector: str = ""
    language: str = ""
    #: Not empty when the file hides the row.
    hidden: str = ""
    result: str = ""
    why: str = ""
    #: The row that has the same person, when it stands in the list twice.
    same_as: int = 0
    #: Whether the name was made of the address.
    derived: bool = False
    #: Where it stands among the rows, from 0: a line may hold several people.
    at: int = 0


class Judged(Plan[Row]):
    """All rows with what each would do."""

    @property
    def broken(self) -> list[Row]:
        """Those to be mended, as many as the page shows at once."""
        return self.of(BROKEN)[:EDITABLE]

    @property
    def to_ring(self) -> int:
        """How many new ones have no address and must be rung."""
        return sum(not row.email for row in self.of(NEW))


# --- Reading


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a list, and what of it was not: columns, sheets of a workbook."""

    rows: list[Row]
    unread: list[str] = field(default_factory=list)
    sheet: str = ""
    others: list[str] = field(default_factory=list)


def read(*, text: str, content: bytes | None) -> Read:
    """What a file's bytes hold, else pasted text. Refusals name `file` or `text`."""
    try:
        return _read_paste(text) if content is None else _read_file(content)
    except Refusal as refusal:
        refusal.field = "text" if content is None else "file"
        raise


def read_paste(text: str) -> list[Row]:
    """The rows of pasted text: one person a line, in any of the ways people write lists.

    `Name <mail>`, `mail; name; phone` in any order, columns copied from a spreadsheet (with or
    without headings), several addresses on one line as mail programs copy them. No word with an
    "@" is lost: each is an address of a row, or shown as one that is to be mended.
    Refusals: empty_list, too_many_rows.
    """
    return _read_paste(text).rows


def _read_paste(text: str) -> Read:
    if len(text) > MOST_CHARACTERS:
        raise _too_many()
    lines = [(number, line) for number, line in enumerate(_lines(text), start=1) if line.strip()]
    if not lines:
        raise Refusal("empty_list", _("The list is empty. Write one person a line."))
    first = lines[0][1]
    if len(lines) > 1 and "@" not in first and any(fields_of(_cells(first))):
        return _of_table(read_text(text, COLUMNS.known))
    rows: list[Row] = []
    for number, line in lines:
        rows += _free(number, line)
        if len(rows) > MAX_ROWS:
            raise _too_many()
    return Read(rows)


def read_file(content: bytes) -> list[Row]:
    """The rows of a CSV or XLSX file. Refusals: those of `read_table`, no_columns."""
    return _read_file(content).rows


def _read_file(content: bytes) -> Read:
    return _of_table(read_table(content, COLUMNS.known))


def _of_table(table: Table) -> Read:
    fields, rows = _fields_of(table), table.rows
    unread: list[str] = []
    read: list[Row] = []
    if not any(fields) and any("@" in cell for cell in table.headings):
        # No headings: the first row is a person.
        for number, cells in [(1, table.headings), *rows]:
            read += _of_cells(number, cells)
    elif not any(fields):
        raise Refusal("no_columns", COLUMNS.wrong)
    else:
        read = [_of_columns(number, fields, cells) for number, cells in rows]
        unread = _unread(table, fields)
    hidden = set(table.hidden)
    read = [replace(row, hidden="1") if row.number in hidden else row for row in read]
    return Read(read, unread, table.sheet, table.others)


def _fields_of(table: Table) -> list[str]:
    """Our field of each column; where none is called an address, the one that is full of "@"."""
    fields = fields_of(table.headings)
    if "email" in fields:
        return fields
    for at, name in enumerate(fields):
        cells = [cells[at] for _number, cells in table.rows if at < len(cells) and cells[at]]
        if not name and cells and sum("@" in cell for cell in cells) * 2 > len(cells):
            fields[at] = "email"
            break
    return fields


def _unread(table: Table, fields: Sequence[str]) -> list[str]:
    """The headings of columns that hold something and are not read, or not in every row.

    A second column of one kind fills the gaps of the first.
    """
    found = []
    for at, (heading, name) in enumerate(zip(table.headings, fields, strict=True)):
        first = fields.index(name) if name else at
        for _number, cells in table.rows:
            cell = cells[at] if at < len(cells) else ""
            lost = cell and (not name or (first < at and cells[first] not in {"", cell}))
            if lost and name not in {"first", "last"}:
                found.append(heading[:SHOWN] or letter(at))
                break
    return found


def as_lines(rows: Iterable[Row]) -> str:
    """The rows as lines of our own, which `from_lines` reads: number and columns, tabs between."""
    return "\n".join("\t".join([str(row.number), *_values(row).values()]) for row in rows)


def from_lines(text: str, mended: dict[int, dict[str, str]] | None = None) -> list[Row]:
    """The rows of `as_lines`, with what the user has mended put in by the row's `at`.

    A row that was emptied is left out.

    A line that is none of ours is passed over. Refusals: too_many_rows.
    """
    if len(text) > MOST_CHARACTERS:
        raise _too_many()
    rows: list[Row | None] = []
    for line in text.split("\n"):
        number, *cells = line.rstrip("\r").split("\t")
        if not re.fullmatch(r"[0-9]{1,7}", number):
            continue
        row = _row(int(number), dict(zip(_LIMITS, cells, strict=False)))
        values = _values(row) | (mended or {}).get(len(rows), {})
        person = values["name"].strip() or values["email"].strip() or values["phone"].strip()
        rows.append(_row(row.number, values) if person else None)
    if len(rows) > MAX_ROWS:
        raise _too_many()
    return [row for row in rows if row is not None]


# --- Judging


def judge(workshop: Workshop, rows: Sequence[Row]) -> Judged:
    """What each row would do. One query."""
    there, judged = Standing(workshop), []
    seen: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for at, read in enumerate(rows):
        row = replace(read, at=at)
        if why := _fault(row):
            judged.append(replace(row, result=BROKEN, why=why))
            continue
        person: dict[str, Any] = {
            "name": row.name or _name_of(row.email),
            "email": row.email,
            "phone": row.phone,
        }
        person["derived"] = not row.name
        row = replace(row, name=person["name"], derived=not row.name)
        others = seen[mark_of(person)]
        own = "" if row.derived else row.name
        same = next((at for name, at in others if not another(name, own, row.email)), 0)
        if same:
            judged.append(replace(row, result=TWICE, same_as=same))
            continue
        others.append((own, row.number))
        judged.append(replace(row, result=there.of(person) or NEW))
    return Judged(judged)


def take_over(
    *,
    workshop: Workshop,
    by: User,
    rows: Sequence[Row],
    source: str,
    guest_list: GuestList | None = None,
    party: RequiredGroup | None = None,
    skip_broken: bool = False,
) -> Added:
    """Put the list's new people on the meeting's list. The same list again adds nobody.

    `source` says where the addresses come from; it stands in the first letter. Refusals:
    no_source, rows_broken (unless `skip_broken`), and those of `guests_many.add_many`.
    """
    source = one_line(without_slots(source), 200)
    if not source:
        raise Refusal(
            "no_source",
            _("Say where the addresses come from. The letter tells it."),
            field="source",
        )
    judged = judge(workshop, rows)
    if judged.counts[BROKEN] and not skip_broken:
        raise Refusal("rows_broken", _("Correct some rows first, or leave them out."))
    people = (
        {
            "name": row.name, "email": row.email, "phone": row.phone,
            "organisation_name": row.organisation_name,
            "sector": sector_of(row.sector),
            "language": language_of(row.language) or workshop.language,
            "source": source,
            "derived": row.derived,
        }
        for row in judged.of(NEW, THERE, OFF)
    )  # fmt: skip
    return add_many(
        workshop=workshop, by=by, people=people, how=HowInvited.IMPORTED,
        guest_list=guest_list, party=party,
    )  # fmt: skip


def _fault(row: Row) -> str:
    """What is wrong with the row, in words; "" when nothing is."""
    if row.email and not is_address(row.email):
        return _("This is no e-mail address that mail can be sent to.")
    if not row.email and not row.phone:
        return _("There is neither an e-mail address nor a phone number.")
    if not row.email and not row.name:
        return _("The name is missing.")
    try:
        checked_name("" if row.name == row.email else row.name)
    except Refusal as refusal:
        return str(refusal)
    return ""


# --- Lines and cells


def _lines(text: str) -> list[str]:
    return re.split("\r\n|[\r\n\u2028\u2029\x0b\x0c\x85]", text.replace("\x00", ""))


def _cells(line: str) -> list[str]:
    separator = next((mark for mark in "\t;" if mark in line), ",")
    try:
        cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        cells = line.split(separator)
    return [cell.strip().strip('"').strip() for cell in cells]


def _free(number: int, line: str) -> list[Row]:
    """The people on a line without headings."""
    line = _BULLET.sub("", line)
    angled = _ANGLED.search(line)
    if len(_addresses(line)) > 1 or (angled and line.rstrip(" ;,").endswith(">")):
        return _several(number, line)
    return _of_cells(number, _cells(line.replace("<", " ").replace(">", " ")))


def _addresses(text: str) -> list[re.Match[str]]:
    return list(_ADDRESS.finditer(text))


def _several(number: int, line: str) -> list[Row]:
    """The people of a line with several addresses, as mail programs copy them.

    A name stands before an address in <>; before a bare one only two words that begin large are a
    name. A phone number belongs to the address before it.
    """
    people: list[dict[str, str]] = []
    end = 0
    for hit in _addresses(line):
        before, end = line[end : hit.start()], hit.end()
        if people and (phone := _PHONE_INSIDE.search(before)):
            people[-1].setdefault("phone", phone[0].strip())
        name = _PHONE_INSIDE.sub("", before).strip(_EDGES)
        if not before.rstrip().endswith("<") and not _FULL_NAME.fullmatch(name):
            name = ""
        address = _MAILTO.sub("", hit[0].strip(_EDGES))
        if people and not name and people[-1]["email"] == address:  # 'anna@x' <anna@x>
            continue
        people.append({"name": name, "email": address})
    rest = line[end:]
    if people and (phone := _PHONE_INSIDE.search(rest)):
        people[-1].setdefault("phone", phone[0].strip())
    return [_row(number, person) for person in people]


def _of_cells(number: int, cells: Sequence[str]) -> list[Row]:
    """Cells without headings: what looks like an address or a phone is one; the rest are names."""
    if sum("@" in cell for cell in cells) > 1:
        return _several(number, "; ".join(cells))
    values: dict[str, str] = {}
    for cell in filter(None, cells):
        kind = "email" if "@" in cell else "phone" if _PHONE.match(cell) else "name"
        if kind in values and kind == "name":
            kind = "organisation_name"
        values.setdefault(kind, cell)
    words = values.get("email", "").split()
    if len(words) > 1 and "name" not in values:  # "Anna Svensson anna@example.org"
        address = next(word for word in words if "@" in word)
        values |= {"email": address, "name": " ".join(word for word in words if word != address)}
    return [_row(number, values)]


def _of_columns(number: int, fields: Sequence[str], cells: Sequence[str]) -> Row:
    values: dict[str, str] = {}
    for name, cell in zip(fields, cells, strict=False):
        if name and not values.get(name):
            values[name] = cell
    both = f"{values.pop('first', '')} {values.pop('last', '')}".strip()
    return _row(number, values if values.get("name") else values | {"name": both})


def _row(number: int, values: dict[str, Any]) -> Row:
    """A row of clean words, each on one line and no longer than its column."""
    clean: dict[str, Any] = {
        column: one_line(without_slots(str(values.get(column, ""))), most)
        for column, most in _LIMITS.items()
    }
    clean["email"] = normal_address(_MAILTO.sub("", clean["email"]))
    clean["phone"] = _with_zero(clean["phone"])
    return replace(Row(number), **clean)


def _with_zero(phone: str) -> str:
    """A Swedish number whose leading zero a spreadsheet took for nothing: 701234567."""
    return f"0{phone}" if _LOST_ZERO.fullmatch(phone) else phone


def _values(row: Row) -> dict[str, str]:
    return {column: getattr(row, column) for column in _LIMITS}


def _name_of(email: str) -> str:
    """A name for an address that came alone: "anna.svensson@…" is Anna Svensson."""
    words = re.split(r"[._\-+\d]+", email.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word) or email


def _too_many() -> Refusal:
    return Refusal(
        "too_many_rows",
        _("The list has more than %(most)s rows. Divide it.") % {"most": MAX_ROWS},
    )


def fields_of(headings: Sequence[str]) -> list[str]:
    """Our field of each heading; "" for a column that is none of ours."""
    return [COLUMNS.key_of(heading) for heading in headings]


def language_of(word: str) -> str:
    """The language that a word names; "" when it is none of ours."""
    return _LANGUAGE_OF.get(fold(word), "")


def sector_of(word: str) -> str:
    """The sector that a word names; "" when it is none of ours."""
    return value_named(Sector, word) or _SECTOR_OF.get(fold(word), "")
