"""The letter to somebody who was given a role."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.models.letter import LetterKind
from people.models import Assignment, User

#: As many characters as an account's address column holds.
ADDRESS_LENGTH = 254


def checked_address(address: str) -> str:
    """The address, or Refusal("bad_address")."""
    try:
        validate_email(address)
        MaxLengthValidator(ADDRESS_LENGTH)(address)
    except ValidationError as error:
        raise Refusal(
            "bad_address",
            _("This is not an e-mail address. Check how it is written."),
            field="email",
        ) from error
    return address


def write_welcome(assignment: Assignment, *, by: User) -> None:
    """Tell the person, in his or her language, what the role is and how to sign in."""
    participation = assignment.participation
    user = assignment.user
    page = reverse("places:participation", args=[participation.pk])
    with translation.override(user.language):
        facts = {
            "assignment": assignment,
            "place": participation.place,
            "programme": participation.programme,
            "by": by.get_full_name(),
            "page": f"{settings.SITE_URL}{page}",
        }
        subject = _("%(place)s: you are %(role)s") % {
            "place": participation.place.name,
            "role": assignment.get_role_display().lower(),
        }
        text = render_to_string("places/team/welcome.txt", facts)
    add(
        [
            NewLetter(
                to=user.email,
                subject=subject,
                text=text,
                key=f"role-given:{assignment.pk}",
                language=user.language,
                recipient_id=user.pk,
                about=participation,
            )
        ],
        region=participation.programme.region,
        kind=LetterKind.NOTICE,
    )
