"""The notice that the first letter to an address carries (GDPR article 14).

Who got the address from somebody else must be told, at the latest with the first letter, who
writes, where the address comes from, why, for how long it is kept, and what rights there are.
The region's own words (`Region.privacy_notice`) stand last. What the address is used for and how
long it is kept depends on what the letter is about: who opens a sending says so once, beside it, by
`register_purpose`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from people.models import Region
from people.models.region import Country

#: Who hears complaints about how personal data are handled, by the region's country.
AUTHORITIES = {
    Country.SE: "Integritetsskyddsmyndigheten (imy.se)",
    Country.DK: "Datatilsynet (datatilsynet.dk)",
    Country.NO: "Datatilsynet (datatilsynet.no)",
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an address is used for, and how long it is kept, in sentences."""

    use: str | Promise
    kept: str | Promise


_ANY = Purpose(
    use=gettext_lazy("It is used to write to you about the development of your place."),
    kept=gettext_lazy(
        "Your name and address are kept while the region works with you, and looked through at "
        "least every second year. The letter itself is kept for two years. Nobody outside the "
        "region gets them."
    ),
)
_purposes: dict[str, Purpose] = {}


def register_purpose(about: str, *, use: str | Promise, kept: str | Promise) -> None:
    """Say it for the letters of sendings about a kind of thing ("workshops.workshop")."""
    _purposes[about] = Purpose(use, kept)


def notice_text(region: Region, language: str, source: str = "", *, about: str = "") -> str:
    """The notice as plain text in paragraphs with an empty line between them.

    `about` is what the sending is about, as `register_purpose` names it.
    `source` says where the address comes from, in the reader's language, without a full stop
    ("the list of the village association"); "" when the organiser has written it in.
    """
    with override(language):
        purpose = _purposes.get(about, _ANY)
        names = {
            "region": region.name,
            "use": str(purpose.use),
            "source": source.strip().rstrip("."),
        }
        paragraphs = [
            _("Why you get this letter") + "\n" + _who_and_why(names),
            str(purpose.kept),
            _rights(region),
            region.privacy_notice.strip(),
        ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _who_and_why(names: dict[str, str]) -> str:
    who = _(
        "This is the first letter to you from %(region)s, which is responsible for how your "
        "address is used. %(use)s That is a task in the public interest."
    )
    source = (
        _("Where your address comes from: %(source)s.")
        if names["source"]
        else _("Your address was written in by those who write to you.")
    )
    return f"{who % names}\n{source % names}"


def _rights(region: Region) -> str:
    rights = _(
        "You may see what is kept about you, have it corrected or erased, object to its use, and "
        "stop further invitations with the link in the letter."
    )
    contact = (
        _("Write to %(address)s.") % {"address": region.contact_address}
        if region.contact_address
        else _("Ask those who wrote to you.")
    )
    authority = _("You may complain to %(authority)s.") % {
        "authority": AUTHORITIES[Country(region.country)]
    }
    return f"{rights} {contact} {authority}"
