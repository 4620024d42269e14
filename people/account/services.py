"""Accounts: opened by invitation, with no password to hand over; one's own name and language."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.addresses import normal_address
from core.plain_text import checked_name
from core.refusals import NotAllowed, Refusal
from people.models import User
from people.models.user import ChecklistMode

#: As many characters as an account's address column holds.
ADDRESS_LENGTH = 254


def checked_address(address: str, *, field: str = "email") -> str:
    """The address in its one form, or Refusal("bad_address") about the field."""
    address = normal_address(address)
    try:
        validate_email(address)
        MaxLengthValidator(ADDRESS_LENGTH)(address)
    except ValidationError as error:
        raise Refusal(
            "bad_address",
            _("This is not an e-mail address. Check how it is written."),
            field=field,
        ) from error
    return address


def invited_account(*, email: str, name: str, language: str) -> User:
    """The account of an address that is given a role; it is made when there is none.

    Whoever calls this has checked the right to invite. Refusals: bad_address, account_closed,
    those of `checked_name`.
    """
    user, _is_new = open_account(email=checked_address(email), name=name, language=language)
    if not user.is_active:
        raise Refusal(
            "account_closed",
            _("This account is closed. Ask an operator to open it again."),
            field="email",
        )
    return user


def choose_checklist(*, user: User, mode: str, by: User) -> User:
    """Choose how much stands beside a checklist's lines: one's own choice (NotAllowed).

    Refusal: unknown_choice.
    """
    if by.pk != user.pk:
        raise NotAllowed("not_allowed", _("You do not have the right to do this here."))
    if mode not in ChecklistMode.values:
        raise Refusal("unknown_choice", _("Choose one of these."))
    user.checklist_mode = mode
    user.save(update_fields=["checklist_mode"])
    return user


@transaction.atomic
def change_profile(user: User, *, name: str, language: str, by: User) -> User:
    """Keep the name and the language of pages and letters. Only one's own (NotAllowed).

    Refusals: those of `checked_name`.
    """
    if by.pk != user.pk:
        raise NotAllowed("not_allowed", _("You do not have the right to do this here."))
    user.name, user.language = checked_name(name), language
    user.save(update_fields=["name", "language"])
    audit.record("profile.changed", user, by=by)
    return user


@transaction.atomic
def open_account(*, email: str, name: str, language: str) -> tuple[User, bool]:
    """The account of an address, and whether it was made now. An existing one is left as it is.

    The person signs in by a code sent to the address. The row of the accounts' library is made
    with it: the first code then proves the address, and no second code is asked for.
    Whoever calls this has checked the right to invite. Refusals: those of `checked_name`.
    """
    user, is_new = User.objects.get_or_create(
        email=normal_address(email), defaults={"name": checked_name(name), "language": language}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user, is_new
