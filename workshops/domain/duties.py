"""Who does what: giving somebody a task at a meeting, taking it back."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from outbox.domain.write import write_letter
from outbox.headers import one_line
from outbox.models.letter import LetterKind
from outbox.slots import without_slots
from people.domain.accounts import open_account
from people.models import Assignment, Contact, Duty, ProgrammeRole, RegionRole, Task, User
from people.models.user import normal_address
from people.scope import forget_scope
from places.domain.welcome import checked_address
from workshops.domain import seats
from workshops.domain.plan_rules import refuse_long
from workshops.models import Workshop


def known_people(workshop: Workshop) -> QuerySet[User]:
    """Accounts with a role at the meeting's places or in its programme or region today."""
    there = Assignment.objects.active().filter(participation__workshops=workshop.pk)
    managers = ProgrammeRole.objects.active().filter(programme=workshop.programme_id)
    admins = RegionRole.objects.active().filter(region=workshop.programme.region_id)
    return User.objects.filter(is_active=True).filter(
        Q(pk__in=there.values("user")) | Q(pk__in=managers.values("user"))
        | Q(pk__in=admins.values("user"))
    ).order_by("name", "pk")  # fmt: skip


def known_contacts(workshop: Workshop, by: User) -> QuerySet[Contact]:
    """The region's contacts, for whoever may read them."""
    found: QuerySet[Contact] = Contact.objects.visible_to(by).filter(
        region=workshop.programme.region_id
    )
    return found


def give_duty(
    *,
    workshop: Workshop,
    by: User,
    task: str,
    name: str = "",
    user: User | None = None,
    contact: Contact | None = None,
    email: str = "",
) -> Duty:
    """Give a task to an account, a contact, or somebody of whom only the name is known.

    With `email` the person gets an account when there is none, and a letter that says how to
    sign in: the task gives rights at this meeting (docs/permissions.md). The same task given
    to the same person twice is one task.
    Refusals: unknown_task, no_name, too_long, unknown_person, bad_address, account_closed.
    """
    require(by, "workshops.edit", workshop)
    if task not in Task.values:
        raise Refusal("unknown_task", _("Choose a task."), field="task")
    if user is not None and not known_people(workshop).filter(pk=user.pk).exists():
        raise Refusal("unknown_person", _("Choose somebody who takes part here."), field="user")
    if contact is not None and not known_contacts(workshop, by).filter(pk=contact.pk).exists():
        raise Refusal("unknown_person", _("Choose one of the region's contacts."), field="user")
    known_as = user.get_full_name() if user else contact.name if contact else name
    who = one_line(without_slots(known_as), 10_000)
    if not who:
        raise Refusal("no_name", _("Choose somebody, or write a name."), field="name")
    refuse_long(Duty, {"name": who})
    with transaction.atomic():
        workshop = seats.lock(workshop)
        if email and user is None:
            user = _account(email, who, workshop)
        duty, given = Duty.objects.get_or_create(
            workshop=workshop, task=task, name=who, defaults={"user": user, "contact": contact}
        )
        if not given and user is not None and duty.user_id is None:
            duty.user = user
            duty.save(update_fields=["user", "updated_at"])
        elif not given:
            return duty
        audit.record("duty.given", workshop, by=by, task=task)
        if user is not None and user != by:
            _tell(duty, user, by)
    forget_scope(user, by)
    return duty


def _account(email: str, name: str, workshop: Workshop) -> User:
    address = checked_address(normal_address(email))
    user, _is_new = open_account(email=address, name=name, language=workshop.language)
    if not user.is_active:
        raise Refusal(
            "account_closed",
            _("This account is closed. Ask an operator to open it again."),
            field="email",
        )
    return user


def _tell(duty: Duty, user: User, by: User) -> None:
    """The letter to somebody with an account who was given a task."""
    workshop = duty.workshop
    assert workshop is not None  # noqa: S101 - tells mypy, cannot fail
    with translation.override(user.language):
        page = f"{settings.SITE_URL}{workshop.get_absolute_url()}"
        facts = {"duty": duty, "workshop": workshop, "by": by.get_full_name(), "page": page}
        subject = _("%(meeting)s: you have a task") % {"meeting": workshop.title}
        text = render_to_string("workshops/duties/letter.txt", facts)
    write_letter(
        to=user.email, subject=subject, text=text, key=f"duty:{duty.pk}:{user.pk}",
        kind=LetterKind.NOTICE, language=user.language, region=workshop.programme.region,
        recipient=user, about=workshop,
    )  # fmt: skip


def take_duty(*, duty: Duty, by: User) -> None:
    """Take a task at a meeting back; the rights it gave end with it. Taken already: nothing."""
    workshop = duty.workshop
    assert workshop is not None  # noqa: S101 - a series' tasks have a door of their own
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        gone, _rows = Duty.objects.filter(pk=duty.pk, workshop=workshop).delete()
        if gone:
            audit.record("duty.taken", workshop, by=by, task=duty.task)
    forget_scope(duty.user, by)
