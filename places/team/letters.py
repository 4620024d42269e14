"""The letter to somebody who was given a role."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from people.models import Assignment, User
from programmes.regions.letters import period_sentence, write_to_account


def write_welcome(assignment: Assignment, *, by: User) -> None:
    """Tell the person, in his or her language, what the role is and how to sign in."""
    participation, user = assignment.participation, assignment.user
    with translation.override(user.language):
        facts = {
            "by": by.get_full_name(),
            "role": assignment.get_role_display().lower(),
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
