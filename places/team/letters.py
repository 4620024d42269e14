"""The letter to somebody who was given a role."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Assignment, Region, User
from programmes.regions.letters import period_sentence, write_to_account
from programmes.words import role_word


def write_welcome(assignment: Assignment, *, by: User) -> None:
    """Tell the person, in his or her language, what the role is and how to sign in."""
    participation, user = assignment.participation, assignment.user
    with translation.override(user.language):
        facts = {
            "by": by.get_full_name(),
            "role": role_word(participation.programme, assignment.role).lower(),
            "place": participation.place.name,
            "municipality": participation.place.municipality.name,
            "programme": participation.programme.name,
        }
        said = _(
            "%(by)s has given you the role %(role)s for %(place)s (%(municipality)s) in the "
            "programme %(programme)s."
        )
        write_to_account(
            user,
            by=by,
            region=participation.programme.region,
            key=f"role-given:{assignment.pk}",
            subject=_("%(place)s: you are %(role)s") % facts,
            sentences=[
                said % facts,
                period_sentence(assignment.starts_on, assignment.ends_on),
                _("On its page you find the steps and what comes next."),
            ],
            page=reverse("places:participation", args=[participation.pk]),
            action=_("See %(place)s") % facts,
            about=participation,
        )


def write_handed_over(
    given: Sequence[Assignment], coach: User, *, region: Region, note: str, by: User
) -> None:
    """Tell the new coach, in one letter, which places come to him or her, and what is agreed."""
    user = given[0].user
    with translation.override(user.language):
        facts = {
            "by": by.get_full_name(),
            "coach": coach.get_full_name(),
            "region": region.name,
            "day": date_format(given[0].starts_on, "DATE_FORMAT"),
        }
        said = _("%(by)s has handed the places of %(coach)s over to you, from %(day)s:") % facts
        places = [
            f"{one.participation.place.name}: {one.note}"
            if one.note
            else one.participation.place.name
            for one in given
        ]
        write_to_account(
            user,
            by=by,
            region=region,
            key=f"handed-over:{given[0].pk}",
            subject=ngettext(
                "%(region)s: %(count)d place is handed over to you",
                "%(region)s: %(count)d places are handed over to you",
                len(given),
            )
            % (facts | {"count": len(given)}),
            sentences=[said, *places, note],
            page=reverse("places:portfolio"),
            action=_("See your places"),
            about=region,
        )
