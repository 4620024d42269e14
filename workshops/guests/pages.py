"""What the page of guests shows: figures of all, names of those the reader may read."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter

from core import exports
from core.collation import by_language
from core.policy import allowed
from core.sheets.pages import Cell, ShownRow, ShownRows, fault_list
from core.web.lists import Filters, Listing, Search, Sort, listing
from people.models import Sector, User
from people.register.forms import ContactFilters
from workshops.guests import imports
from workshops.guests.imports import BROKEN, NEW, OFF, THERE, TWICE, Row
from workshops.guests.many import contacts_for
from workshops.guests.services import only_own_list
from workshops.models import Answer, GuestList, HowInvited, Invitation, Seat, Workshop

#: Contacts on one page to choose from.
CONTACTS = 100
#: Rows of each kind that the preview of a list names.
SHOWN = 50
ON_LIST = Q(removed_at__isnull=True, left_at__isnull=True)
#: Declined, and somebody else comes instead: still seen on the list, counted by the other.
_REPLACED = Q(answer=Answer.NO, replaced_by__isnull=False)
WRITTEN = Q(invited_at__isnull=False)
#: Whom somebody must call: walk-ins may have left neither an address nor a number.
TO_RING = Q(email="", answer=Answer.NONE) & ~Q(phone="")
#: What the filter of answers offers; without one all who are on the list are shown.
ANSWERS: dict[str, tuple[Any, Q]] = {
    "yes": (gettext_lazy("Yes"), Q(answer=Answer.YES)),
    "maybe": (gettext_lazy("Maybe"), Q(answer=Answer.MAYBE)),
    "no": (gettext_lazy("No"), Q(answer=Answer.NO)),
    "unanswered": (gettext_lazy("No answer yet"), WRITTEN & Q(answer=Answer.NONE)),
    "not_written": (
        gettext_lazy("Not invited yet"), ~WRITTEN & Q(answer=Answer.NONE) & ~Q(email=""),
    ),
    "to_ring": (gettext_lazy("To call"), TO_RING),
    "waiting": (gettext_lazy("In the waiting list"), Q(seat=Seat.WAITING)),
    "off": (gettext_lazy("Off the list"), ~ON_LIST),
}  # fmt: skip


def _answering(guests: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
    return guests.filter(ANSWERS[value][1])


class GuestFilters(Filters):
    """What is looked for among the guests.

    `request` holds the choices of the meeting itself, by filter; one without choices is left out.
    """

    q = Search(
        "name", "email", "phone", "organisation_name",
        label=gettext_lazy("Search name, address or organisation"),
        help_text=gettext_lazy("Search"),
    )  # fmt: skip
    answer = ChoiceFilter(
        label=gettext_lazy("Answer"), method=_answering, empty_label=gettext_lazy("All answers"),
        choices=[(value, label) for value, (label, _condition) in ANSWERS.items()],
    )  # fmt: skip
    guest_list = ChoiceFilter(
        label=gettext_lazy("Guest list"), empty_label=gettext_lazy("All lists")
    )
    party = ChoiceFilter(label=gettext_lazy("Group"), empty_label=gettext_lazy("All groups"))
    sector = ChoiceFilter(
        label=gettext_lazy("Sector"), choices=Sector.choices,
        empty_label=gettext_lazy("All sectors"),
    )  # fmt: skip
    how = ChoiceFilter(
        label=gettext_lazy("How invited"), choices=HowInvited.choices,
        empty_label=gettext_lazy("All ways of inviting"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (self.request or {}).items():
            if choices:
                self.filters[name].extra["choices"] = choices
            else:
                del self.filters[name]


def guests(workshop: Workshop, user: User, query: QueryDict) -> dict[str, Any]:
    """Everything the page needs, with the same number of queries however many guests there are."""
    lists = list(lists_of(workshop))
    hidden = [one for one in lists if one.owner_id not in (None, user.pk)]
    figures = figures_of(workshop)
    may_invite = allowed(user, "workshops.invite", workshop)
    rows = workshop.invitations.named_for(user).select_related(
        "guest_list", "party", "organisation", "replaced_by", "replaces"
    )
    choices = {
        "guest_list": [(one.pk, one.name) for one in lists if one not in hidden],
        "party": [(one.pk, one.name) for one in workshop.required_groups.all()],
    }
    return {
        "figures": figures,
        "listing": listing(
            query,
            rows if query.get("answer") == "off" else rows.filter(ON_LIST),
            GuestFilters,
            order={"name": Sort(_("Name"), ("name", "pk"), ("-name", "-pk"))},
            request=choices,
        ),
        "hidden_lists": hidden,
        "may_invite": may_invite,
        "only_own": may_invite and only_own_list(user, workshop),
        "has_places": may_invite and workshop.participations.exists(),
        "is_empty": not figures["total"],
    }


def contacts(workshop: Workshop, user: User, query: QueryDict) -> Listing:
    """The contacts to choose from, by name."""
    order = {"name": Sort(_("Name"), (by_language("name"), "pk"))}
    rows = contacts_for(user, workshop)
    return listing(query, rows, ContactFilters, order=order, per_page=CONTACTS)


def figures_of(workshop: Workshop) -> dict[str, int]:
    """How many stand where, lists with an owner included. One query."""
    return Invitation.objects.filter(workshop=workshop).aggregate(
        total=Count("pk", ON_LIST & ~_REPLACED),
        coming=Count("pk", ON_LIST & Q(answer=Answer.YES)),
        persons=Coalesce(Sum("persons", filter=ON_LIST & Q(answer=Answer.YES)), 0),
        maybe=Count("pk", ON_LIST & Q(answer=Answer.MAYBE)),
        no=Count("pk", ON_LIST & Q(answer=Answer.NO) & ~_REPLACED),
        unanswered=Count("pk", ON_LIST & WRITTEN & Q(answer=Answer.NONE)),
        not_written=Count(
            "pk", ON_LIST & ~WRITTEN & Q(answer=Answer.NONE) & ~Q(email="")
        ),
        to_ring=Count("pk", ON_LIST & TO_RING),
        off=Count("pk", ~ON_LIST),
    )  # fmt: skip


def lists_of(workshop: Workshop) -> QuerySet[GuestList]:
    """The meeting's lists with their figures."""
    on_list = Q(invitations__removed_at__isnull=True, invitations__left_at__isnull=True)
    open_ = Q(invitations__answer=Answer.NONE, invitations__invited_at__isnull=False)
    return GuestList.objects.filter(workshop=workshop).select_related("owner").annotate(
        guests=Count("invitations", on_list),
        coming=Count("invitations", on_list & Q(invitations__answer=Answer.YES)),
        unanswered=Count("invitations", on_list & open_),
    )  # fmt: skip


def lists_for(workshop: Workshop, user: User) -> QuerySet[GuestList]:
    """The lists that the user may put guests on: nobody's own, and his or her own."""
    lists = GuestList.objects.filter(workshop=workshop)
    if only_own_list(user, workshop):
        return lists.filter(owner=user)
    return lists.filter(Q(owner__isnull=True) | Q(owner=user)).order_by(
        F("owner").asc(nulls_first=True), "pk"
    )


def preview(workshop: Workshop, rows: list[Row]) -> dict[str, Any]:
    """What every row of a list would do."""
    judged = imports.judge(workshop, rows)
    counts = judged.counts
    passed_over = [_passed_over(row) for row in judged.of(THERE, OFF, TWICE)]
    return {
        "hidden_rows": sorted({row.number for row in rows if row.hidden}),
        "new": ShownRows.of("new-ones", _("New guests"), map(_new, judged.of(NEW)), SHOWN),
        "new_count": counts[NEW],
        "to_ring": judged.to_ring,
        "broken": judged.broken,
        "broken_count": counts[BROKEN],
        "more_broken": max(0, counts[BROKEN] - imports.EDITABLE),
        "passed_over": ShownRows.of(
            "passed-over", _("Rows that change nothing"), passed_over, SHOWN
        ),
        "there_count": counts[THERE],
        "off_count": counts[OFF],
        "twice_count": counts[TWICE],
    }


def faulty(ending: str, workshop: Workshop, rows: list[Row]) -> HttpResponse:
    """Every row that is to be corrected, as a file; corrected there, it is read as any list."""
    columns = [
        exports.Column(_("Row"), "number", 8),
        exports.Column(_("Name"), width=28),
        exports.Column(_("E-mail address"), width=32),
        exports.Column(_("Phone")),
        exports.Column(_("Organisation"), width=28),
        exports.Column(_("Sector")),
        exports.Column(_("Language")),
        exports.Column(_("What to do"), width=60),
    ]
    found = [
        (
            row.number, row.name, row.email, row.phone, row.organisation_name, row.sector,
            row.language, row.why,
        )
        for row in imports.judge(workshop, rows).of(BROKEN)
    ]  # fmt: skip
    return fault_list(ending, workshop.title, columns, found)


def _new(row: Row) -> ShownRow:
    ring = None if row.email else ("warn", _("Needs a call"))
    return ShownRow(row.number, [
        Cell(_("Name"), row.name),
        Cell(_("E-mail address"), row.email, flag=ring),
        Cell(_("Phone"), row.phone, css="nowrap"),
        Cell(_("Organisation"), row.organisation_name),
    ])  # fmt: skip


def _passed_over(row: Row) -> ShownRow:
    happens = {
        THERE: _("Already on the list"),
        OFF: _("Has left or was removed"),
        TWICE: _("The same as row %(number)s") % {"number": row.same_as},
    }
    cells = [Cell(_("Name"), row.name), Cell(_("E-mail address"), row.email or row.phone)]
    return ShownRow(row.number, cells, ("off", happens[row.result]))
