"""Letters to people without an account: the applicant, co-applicants, those who confirm.

Each has one link, made when it leaves. They are written in the transaction of the verb, by nobody's
account (`by=None`): `applying.services` counts how many one application may cause.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from calls.links import co_link, confirm_link, write_link
from calls.models import Application, Call, CoApplicant, SectorConfirmation
from core.dates import day_and_hour
from outbox.adding.services import Link, NewLetter, add
from outbox.models import LetterKind
from outbox.slots import slot
from outbox.words import escape, written


def closing(call: Call) -> str:
    """The last moment in words, by the country's clock."""
    return day_and_hour(call.closes) if call.closes else ""


def _send(  # noqa: PLR0913 - a letter has these parts, each by name
    *,
    call: Call,
    to: str,
    language: str,
    key: str,
    subject: str,
    paragraphs: Sequence[str],
    link: Link,
    action: str,
    quote: str = "",
    about: Application,
) -> None:
    facts = {
        "region": call.programme.region,
        "subject": subject,
        "paragraphs": [one for one in paragraphs if one],
        "quote": quote,
        "url": slot("link"),
        "action_label": action,
    }
    text, html = written("call", facts)
    letter = NewLetter(
        to=to, language=language, key=key, subject=escape(subject), text=text, html=html,
        links={"link": link}, about=about,
    )  # fmt: skip
    add([letter], by=None, region=call.programme.region, kind=LetterKind.NOTICE)


def _hour() -> str:
    return f"{timezone.now():%Y%m%d%H%M}"


def write_begun(application: Application) -> None:
    """The link with which an application is written."""
    call = application.call
    with translation.override(application.language):
        facts = {
            "call": call.said(application.language).title,
            "place": application.place_name,
            "until": closing(call),
        }
        _send(
            call=call,
            to=application.contact_email,
            language=application.language,
            key=f"call-begun:{application.pk}:{application.edition}:{_hour()}",
            subject=_("Your application: %(call)s") % facts,
            paragraphs=[
                _("Here is your own link to the application for %(place)s.") % facts
                if application.place_name
                else _("Here is your own link to the application."),
                _("Whoever has the link can read and change the application, so keep it to "
                  "yourself. What you write is kept as you go."),
                _("It must be handed in before %(until)s.") % facts,
                _("If you have not asked for this, you need not do anything: nothing is handed "
                  "in by itself, and what was begun is deleted."),
            ],
            link=write_link(application),
            action=_("Go on with the application"),
            about=application,
        )  # fmt: skip


def write_to_co_applicant(one: CoApplicant) -> None:
    """Their own link to the same application."""
    application = one.application
    call = application.call
    with translation.override(application.language):
        facts = {
            "name": application.contact_name or application.contact_email,
            "place": str(application),
            "call": call.said(application.language).title,
            "until": closing(call),
        }
        _send(
            call=call,
            to=one.email,
            language=application.language,
            key=f"call-co:{one.pk}:{one.edition}",
            subject=_("%(place)s: write the application with us") % facts,
            paragraphs=[
                _("%(name)s wants to write the application for %(place)s with you: %(call)s.")
                % facts,
                _("This is your own link. It must be handed in before %(until)s.") % facts,
            ],
            link=co_link(one),
            action=_("Open the application"),
            about=application,
        )


def write_ask(one: SectorConfirmation) -> None:
    """Ask a named person whether the sector stands behind the application."""
    application = one.application
    call = application.call
    with translation.override(application.language):
        facts = {
            "who": application.contact_name or application.organisation,
            "place": str(application),
            "call": call.said(application.language).title,
            "sector": one.get_sector_display(),
            "person": one.person,
            "until": closing(call),
        }
        _send(
            call=call,
            to=one.email,
            language=application.language,
            key=f"call-ask:{one.pk}:{one.edition}",
            subject=_("%(place)s: will you stand behind the application?") % facts,
            paragraphs=[
                _("%(who)s is applying for %(place)s: %(call)s.") % facts,
                _("The call asks that municipality, business and associations each want to work "
                  "together. You, %(person)s, are named for: %(sector)s.") % facts,
                _("Confirm or decline with a sentence, before %(until)s. The link is for you "
                  "alone.") % facts,
            ],
            link=confirm_link(one),
            action=_("Answer"),
            about=application,
        )  # fmt: skip


def write_answered(one: SectorConfirmation) -> None:
    """Tell the contact person what a named person has answered."""
    application = one.application
    with translation.override(application.language):
        facts = {
            "person": one.person,
            "sector": one.get_sector_display(),
            "place": str(application),
        }
        confirmed = one.state == "confirmed"
        _send(
            call=application.call,
            to=application.contact_email,
            language=application.language,
            key=f"call-answered:{one.pk}:{one.edition}:{one.state}",
            subject=(
                _("%(place)s: %(person)s has confirmed") if confirmed
                else _("%(place)s: %(person)s has said no")
            ) % facts,
            paragraphs=[_("%(person)s (%(sector)s) has answered:") % facts],
            quote=one.sentence,
            link=write_link(application),
            action=_("Open the application"),
            about=application,
        )  # fmt: skip


def write_receipt(application: Application) -> None:
    """The receipt: handed in, when, and until when it can be changed."""
    call = application.call
    at = application.handed_in_at or timezone.now()
    with translation.override(application.language):
        facts = {
            "place": str(application),
            "call": call.said(application.language).title,
            "when": day_and_hour(at.astimezone(call.zone)),
            "until": closing(call),
            "number": application.pk,
        }
        _send(
            call=call,
            to=application.contact_email,
            language=application.language,
            key=f"call-receipt:{application.pk}:{at.timestamp():.0f}",
            subject=_("%(place)s: your application is handed in") % facts,
            paragraphs=[
                _("We have your application for %(place)s: %(call)s. It was handed in %(when)s and "
                  "has the number %(number)s.") % facts,
                _("Until %(until)s you can open it again, change it and hand it in anew, or "
                  "withdraw it.") % facts,
            ],
            link=write_link(application),
            action=_("Read the application"),
            about=application,
        )  # fmt: skip


def write_extended(call: Call, applications: Sequence[Application], reason: str) -> None:
    """Tell those who have begun that the call closes later, and why."""
    for one in applications:
        with translation.override(one.language):
            facts = {"call": call.said(one.language).title, "until": closing(call)}
            _send(
                call=call,
                to=one.contact_email,
                language=one.language,
                key=f"call-extended:{one.pk}:{call.closes_at:%Y%m%d%H%M}",
                subject=_("%(call)s: open until %(until)s") % facts,
                paragraphs=[
                    _("The call %(call)s closes later than was said: %(until)s.") % facts,
                ],
                quote=reason,
                link=write_link(one),
                action=_("Go on with the application"),
                about=one,
            )
