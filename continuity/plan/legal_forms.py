"""What each form of organisation means, in plain words, for the country of the place.

General orientation, no legal advice, and no figures of the law, which change: each form names
the authority or site to ask. Who a form suits is our judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from continuity.models import Form

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Meaning:
    """One form. `term` is its name in the country's own language, `source` where to ask."""

    form: Form
    term: str
    what: Text
    legal_person: Text
    liability: Text
    cost: Text
    suits: Text
    source: str


_LEGAL_PERSON = _("Yes: it can own, employ and apply for money in its own name.")
_NO_LEGAL_PERSON = _("No: one of the parties must own, employ and apply for money.")
_AGREED_LIABILITY = _("Each party answers for what it has agreed to and for what it does.")
_HOURS_ONLY = _("Nothing to register. It costs the hours of those who meet.")

_SWEDEN = (
    Meaning(
        Form.EXISTING,
        "ideell förening",
        _("A village or sports association that is there already takes the work on as its own."),
        _LEGAL_PERSON,
        _("The association answers for its debts; members and board as a rule do not."),
        _("Nothing new, but the bylaws and the board must carry the new task."),
        _("A place with an association that most people trust and that has time for more."),
        "skatteverket.se",
    ),
    Meaning(
        Form.ASSOCIATION,
        "ideell förening",
        _("A new association for the place, with members, bylaws, a board and an auditor."),
        _("Yes, once the bylaws are adopted and a board is elected."),
        _("The association answers for its debts; members and board as a rule do not."),
        _("The organisation number comes from the tax agency. Then a yearly meeting and accounts."),
        _("A place where no association speaks for all, and the work is not a business."),
        "skatteverket.se",
    ),
    Meaning(
        Form.ECONOMIC,
        "ekonomisk förening",
        _("Members own and run something together that benefits their own economy."),
        _("Yes, once it is registered."),
        _("Members risk the stake that they paid in, as a rule no more."),
        _("A registration with a fee, stakes, accounts, an auditor and an annual report."),
        _("A shop, a charging point or housing that many local people own together."),
        "bolagsverket.se",
    ),
    Meaning(
        Form.COMPANY,
        "aktiebolag, aktiebolag (svb)",
        _(
            "A local company with shareholders. With limited profit distribution (svb) the profit "
            "stays in the work."
        ),
        _("Yes, once it is registered."),
        _("Owners risk the capital that they put in; the board has duties of its own by law."),
        _("A share capital that the law sets, a fee, accounts and an annual report."),
        _("A development company that buys, builds or employs, with owners who stay."),
        "bolagsverket.se",
    ),
    Meaning(
        Form.PARTNERSHIP,
        "idéburet offentligt partnerskap (IOP)",
        _("An agreement between associations and the municipality on a shared purpose and means."),
        _NO_LEGAL_PERSON,
        _AGREED_LIABILITY,
        _("No registration. It takes time to negotiate, and a decision in the municipality."),
        _("Where the municipality wants to carry the work with the place for some years."),
        "kunskapbesoksnaring.se",
    ),
    Meaning(
        Form.NETWORK,
        "nätverk med överenskommelse",
        _("Associations, firms and people meet regularly by a written agreement."),
        _NO_LEGAL_PERSON,
        _AGREED_LIABILITY,
        _HOURS_ONLY,
        _("A place where each action has its own owner and only the meetings are shared."),
        "",
    ),
)

_DENMARK = (
    Meaning(
        Form.EXISTING,
        "lokalråd, beboerforening",
        _("The local council or residents' association takes the work on as its own."),
        _LEGAL_PERSON,
        _("The association answers for its debts; members as a rule do not, see its bylaws."),
        _("Nothing new, but the bylaws and the board must carry the new task."),
        _("A place with a local council that most people trust and that has time for more."),
        "virk.dk",
    ),
    Meaning(
        Form.ASSOCIATION,
        "forening",
        _("A new association for the place, with members, bylaws, a board and an auditor."),
        _("Yes, once it is founded with bylaws and a board."),
        _("The association answers for its debts; members as a rule do not, see its bylaws."),
        _("A registration for a CVR number. Then a general assembly and accounts each year."),
        _("A place where no association speaks for all, and the work is not a business."),
        "virk.dk",
    ),
    Meaning(
        Form.ECONOMIC,
        "forening med begrænset ansvar (f.m.b.a.), andelsselskab (a.m.b.a.)",
        _("Members own and run something together, with limited liability."),
        _("Yes, once it is registered."),
        _("Members risk the share that they paid in, as a rule no more."),
        _("A registration with a fee, shares, accounts and an annual report."),
        _("A shop, a village inn or a heating plant that many local people own together."),
        "erhvervsstyrelsen.dk",
    ),
    Meaning(
        Form.COMPANY,
        "ApS, registreret socialøkonomisk virksomhed",
        _(
            "A local company with shareholders. Registered as a social enterprise it ties most of "
            "the profit to its purpose."
        ),
        _("Yes, once it is registered."),
        _("Owners risk the capital that they put in; the management has duties of its own by law."),
        _("A share capital that the law sets, a fee, accounts and an annual report."),
        _("A development company that buys, builds or employs, with owners who stay."),
        "erhvervsstyrelsen.dk",
    ),
    Meaning(
        Form.PARTNERSHIP,
        "partnerskabsaftale",
        _("An agreement between associations and the municipality on a shared purpose and means."),
        _NO_LEGAL_PERSON,
        _AGREED_LIABILITY,
        _("No registration. It takes time to negotiate, and a decision in the municipality."),
        _("Where the municipality wants to carry the work with the place for some years."),
        "blup.dk",
    ),
    Meaning(
        Form.NETWORK,
        "netværk med aftale",
        _("Associations, firms and people meet regularly by a written agreement."),
        _NO_LEGAL_PERSON,
        _AGREED_LIABILITY,
        _HOURS_ONLY,
        _("A place where each project has its own owner and only the meetings are shared."),
        "",
    ),
)

#: For countries whose law is not described here: no terms, no sums, no authority.
_ELSEWHERE = tuple(
    replace(
        one,
        term="",
        source="",
        cost=_("A registration where the law asks for one. Then a yearly meeting and accounts.")
        if one.form == Form.ASSOCIATION
        else one.cost,
    )
    for one in _DENMARK
)

#: By the country of the region (ISO 3166, as `Region.country`).
_MEANINGS: Mapping[str, tuple[Meaning, ...]] = {"SE": _SWEDEN, "DK": _DENMARK}


def meanings(country: str) -> tuple[Meaning, ...]:
    """The forms as they are in a country, each once, in the order of `Form`."""
    return _MEANINGS.get(country, _ELSEWHERE)
