"""Members of a team from a pasted list: name; e-mail; organisation; discipline.

Lists are copied from mails and pages, where a title stands twice and a person too: what is no row
is told, who is in the team already is counted, and each is taken in once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from core.addresses import normal_address
from core.policy import require
from core.refusals import Refusal
from core.sheets.cells import fold
from learning.models import Team
from learning.teams.members import take_in
from people.models import Organisation, User

#: Lines of one list.
MOST_LINES = 200
COLUMNS = 4


@dataclass(slots=True)
class Pasted:
    """What became of a list: how many are new, were there already, and the lines left out."""

    new: int = 0
    already: int = 0
    left_out: list[str] = field(default_factory=list)


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each line once, with its cells; tabs count as semicolons, as a spreadsheet copies them."""
    seen = set()
    for line in text.splitlines():
        plain = line.strip()
        if plain and fold(plain) not in seen:
            seen.add(fold(plain))
            yield plain, [cell.strip() for cell in plain.replace("\t", ";").split(";")]


@transaction.atomic
def take_in_many(*, team: Team, by: User, text: str) -> Pasted:
    """Take in who stands on the list; a letter goes to each new one.

    A line that cannot be read, or that `take_in` refuses, is left out and told with the reason.
    Refusals: too_many, no_rows.
    """
    require(by, "learning.manage_team", team)
    rows = list(_rows(text))
    if len(rows) > MOST_LINES:
        raise Refusal(
            "too_many", _("At most %(most)d lines at once.") % {"most": MOST_LINES}, field="text"
        )
    if not any(len(cells) >= COLUMNS for _line, cells in rows):
        raise Refusal(
            "no_rows",
            _("No line has a name, an address, an organisation and a discipline, with ; between."),
            field="text",
        )
    known = {
        fold(row.organisation.name): row.organisation
        for row in team.organisations.select_related("organisation")
    }
    here = {
        mark
        for one in team.members.filter(member__left_on__isnull=True).select_related("member__user")
        for mark in _marks(one.member.name, one.member.user.email if one.member.user else "")
    }
    told = Pasted()
    for line, cells in rows:
        _one(team, by, line, cells, known, here, told)
    return told


def _marks(name: str, email: str) -> set[str]:
    """By what somebody is known again: the address, else the name."""
    return {normal_address(email)} if email else {fold(name)}


def _one(
    team: Team, by: User, line: str, cells: list[str], known: dict[str, Organisation],
    here: set[str], told: Pasted,
) -> None:  # fmt: skip
    if len(cells) < COLUMNS:
        told.left_out.append(line)
        return
    name, email, organisation, discipline = cells[:COLUMNS]
    marks = _marks(name, email)
    if marks & here:
        told.already += 1
        return
    where = known.get(fold(organisation))
    if where is None:
        told.left_out.append(
            _("%(line)s: the team has no organisation of this name.") % {"line": line}
        )
        return
    try:
        with transaction.atomic():
            take_in(
                team=team, by=by, name=name, email=email, organisation=where,
                discipline=discipline,
            )  # fmt: skip
    except Refusal as refusal:
        told.left_out.append(f"{line}: {refusal}")
        return
    here |= marks
    told.new += 1
