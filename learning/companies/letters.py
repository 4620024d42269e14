"""The letter with a company's own link."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.dates import short_date
from core.tokens import BadTokenError, token
from core.tokens import opened as number_and_edition
from learning.models import Company
from outbox.adding.services import Link, NewLetter, add
from outbox.models import LetterKind
from outbox.slots import slot
from outbox.words import escape, written
from people.models import User
from workshops.links import MOST, LinkOverError, NoSuchLinkError

#: Tokens of this purpose open one company's page and nothing else.
OWN = "learning.company"


class CompanyLinkOverError(LinkOverError):
    """The link was right once: it was renewed, ended, or its time is over."""

    def __init__(self, company: Company) -> None:
        Exception.__init__(self)
        self.company = company


def own_token(company: Company) -> str:
    """The token of the company's own page."""
    return token(OWN, company.pk, company.link_edition)


def opened(text: str) -> Company:
    """The company of a token. Raises NoSuchLinkError and CompanyLinkOverError. One query."""
    try:
        number, edition = number_and_edition(OWN, text)
    except BadTokenError as error:
        raise NoSuchLinkError from error
    rows = Company.objects.select_related("programme__region", "organisation", "contact")
    found = rows.filter(pk=number).first() if number <= MOST else None
    if found is None:
        raise NoSuchLinkError
    if found.link_edition != edition or not found.link_holds:
        raise CompanyLinkOverError(found)
    return found


def send_link(company: Company, by: User) -> None:
    """Write to the contact person, in the transaction of the verb."""
    contact, programme = company.contact, company.programme
    if contact is None or company.link_until is None:
        return
    address = str(settings.SITE_URL) + reverse("learning:own", args=["TOKEN"])
    link = Link(OWN, address.replace("TOKEN", "{token}"), company.pk, company.link_edition)
    with translation.override(contact.language):
        subject = _("What does %(company)s need? %(programme)s") % {
            "company": company.organisation.name,
            "programme": programme.name,
        }
        paragraphs = [
            _("%(programme)s asks companies what they need, to see what is common.")
            % {"programme": programme.name},
            _("Write your needs yourselves, when it suits you. It takes a few minutes."),
            _(
                "The link is yours alone and opens until %(day)s. There you can also take back "
                "what you have told."
            )
            % {"day": short_date(company.link_until)},
        ]
        facts = {
            "region": programme.region,
            "subject": subject,
            "paragraphs": paragraphs,
            "quote": "",
            "url": slot("link"),
            "action_label": _("Write our needs"),
        }
        text, html = written("call", facts)
        letter = NewLetter(
            to=contact.email, language=contact.language, subject=escape(subject), text=text,
            html=html, key=f"company:{company.pk}:{company.link_edition}",
            links={"link": link}, about=programme,
        )  # fmt: skip
        add([letter], by=by, region=programme.region, kind=LetterKind.NOTICE)
