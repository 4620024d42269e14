"""What belongs to a meeting: its agenda, who does what, and what to read or bring along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit, uploads
from core.plain_text import checked_name, shown_name
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.headers import one_line
from outbox.slots import without_slots
from people.account.services import invited_account
from people.models import Assignment, Contact, Duty, ProgrammeRole, RegionRole, Task, User
from people.scope import forget_scope
from programmes.regions.letters import write_to_account
from workshops.guests import seats
from workshops.models import (
    AgendaItem,
    Material,
    Minutes,
    MinutesState,
    Series,
    Workshop,
)
from workshops.notices import tell_duty
from workshops.planning.checks import refuse_long
from workshops.templatetags.meetings import meeting_when

#: What can be set here; `outcome` is written with the minutes.
FIELDS = ("title", "minutes", "responsible", "note")
#: What of an item and of a task goes along to another meeting.
ITEM_FIELDS, DUTY_FIELDS = ("order", *FIELDS), ("task", "name", "user_id", "contact_id")
#: The same of what a focus group tells its participants.
FOCUS_FIELDS = ("consent_text", "recording", "delete_after")
MOST_MINUTES = 24 * 60
MOST_ITEMS = 100
MOST_MATERIALS = 50


def copy_rows(rows: QuerySet[Any], to: Workshop, fields: Iterable[str]) -> None:
    """Give another meeting the same rows, in these fields."""
    rows.model.objects.bulk_create(
        rows.model(workshop=to, **values) for values in rows.values(*fields)
    )


# --- agenda ---


def add_item(*, workshop: Workshop, by: User, title: str, **fields: Any) -> AgendaItem:
    """Add an item at the end; the keyword arguments are `FIELDS`.

    Refusals: minutes_approved, too_many_items, no_title, too_long, wrong_minutes.
    """
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        refuse_locked(workshop)
        rows = list(workshop.agenda.all())
        if len(rows) >= MOST_ITEMS:
            raise Refusal(
                "too_many_items",
                _("An agenda has at most %(most)d items.") % {"most": MOST_ITEMS},
            )
        values = _checked({"minutes": None, "responsible": "", "note": ""} | fields, title=title)
        last = rows[-1].order if rows else 0
        item = AgendaItem.objects.create(workshop=workshop, order=last + 1, **values)
        audit.record("agenda.added", workshop, by=by, item=item.title)
    return item


def save_item(*, item: AgendaItem, by: User, version: int, **fields: Any) -> AgendaItem:
    """Save the given `FIELDS`; `version` is the one that the user read.

    Saving what is stored already changes nothing. Refusals: minutes_approved, no_title,
    too_long, wrong_minutes. Conflict: somebody changed the item meanwhile.
    """
    require(by, "workshops.edit", item.workshop)
    with transaction.atomic():
        workshop = seats.lock(item.workshop)
        refuse_locked(workshop)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        before = {name: getattr(item, name) for name in FIELDS}
        after = _checked(before | fields)
        if after == before:
            return item
        if version != item.version:
            raise Conflict(
                _("The item was changed in another window. Choose what holds."),
                theirs=before, yours=after, version=item.version,
            )  # fmt: skip
        for name, value in after.items():
            setattr(item, name, value)
        item.version += 1
        item.save(update_fields=[*FIELDS, "version", "updated_at"])
        audit.record("agenda.changed", workshop, by=by, item=item.title)
    return item


def move_item(*, item: AgendaItem, by: User, up: bool) -> None:
    """Put an item one place earlier or later. At the end it stays. Refusal: minutes_approved."""
    require(by, "workshops.edit", item.workshop)
    with transaction.atomic():
        workshop = seats.lock(item.workshop)
        refuse_locked(workshop)
        rows = list(workshop.agenda.all())
        here = rows.index(item)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for order, row in enumerate(rows, start=1):
            row.order = order
        AgendaItem.objects.bulk_update(rows, ["order"])
        audit.record("agenda.moved", workshop, by=by, item=item.title)


def remove_item(*, item: AgendaItem, by: User) -> None:
    """Take an item away. Refusals: minutes_approved; has_outcome, once something was said."""
    require(by, "workshops.edit", item.workshop)
    with transaction.atomic():
        workshop = seats.lock(item.workshop)
        refuse_locked(workshop)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        if item.outcome or item.outcomes.exists():
            raise Refusal(
                "has_outcome",
                _("The minutes say something under “%(item)s”, so it stays on the agenda.")
                % {"item": item.title},
            )
        item.delete()
        audit.record("agenda.removed", workshop, by=by, item=item.title)


def refuse_locked(workshop: Workshop) -> None:
    """Refuse when the minutes are approved: the agenda is part of them."""
    if Minutes.objects.filter(workshop=workshop, state=MinutesState.APPROVED).exists():
        raise Refusal(
            "minutes_approved", _("The minutes are approved; the agenda cannot be changed now.")
        )


def _checked(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    ready = values | more
    unknown = set(ready) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of an agenda item: {', '.join(sorted(unknown))}")
    for name in ("title", "responsible"):
        ready[name] = one_line(without_slots(ready[name]), 10_000)
    ready["note"] = without_slots(ready["note"]).strip()
    if not ready["title"]:
        raise Refusal("no_title", _("Write what the item is about."), field="title")
    refuse_long(AgendaItem, {name: ready[name] for name in ("title", "responsible", "note")})
    if ready["minutes"] is not None and not 1 <= ready["minutes"] <= MOST_MINUTES:
        raise Refusal(
            "wrong_minutes",
            _("Give the length as 1 to %(most)d minutes.") % {"most": MOST_MINUTES},
            field="minutes",
        )
    return ready


# --- who does what ---


def known_people(workshop: Workshop) -> QuerySet[User]:
    """Accounts with a role at the meeting's places or a post in its programme or region today."""
    there = Assignment.objects.active().filter(participation__workshops=workshop.pk)
    posts = ProgrammeRole.objects.active().filter(programme=workshop.programme_id)
    admins = RegionRole.objects.active().filter(region=workshop.programme.region_id)
    return User.objects.filter(is_active=True).filter(
        Q(pk__in=there.values("user")) | Q(pk__in=posts.values("user"))
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
    if user is not None and not known_people(workshop).filter(pk=user.pk).exists():
        raise Refusal("unknown_person", _("Choose somebody who takes part here."), field="user")
    if contact is not None and not known_contacts(workshop, by).filter(pk=contact.pk).exists():
        raise Refusal("unknown_person", _("Choose one of the region's contacts."), field="contact")
    who = name_for(task, user, contact, name)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        user = account_of_task(user, contact, email, name=who, language=workshop.language)
        duty, given = Duty.objects.get_or_create(
            workshop=workshop, task=task, name=who, defaults={"user": user, "contact": contact}
        )
        if not given and user is not None and duty.user_id is None:
            duty.user = user
            duty.save(update_fields=["user", "updated_at"])
        elif not given:
            return duty
        audit.record("duty.given", workshop, by=by, task=task, user=user.pk if user else None)
        tell_duty(duty, by)
        if user is not None and user != by:
            tell_tasks([duty], user, by)
    forget_scope(user, by)
    return duty


def account_of_task(
    user: User | None, contact: Contact | None, email: str, *, name: str, language: str
) -> User | None:
    """The account with which somebody has the rights of a task; None for a name alone.

    An `email` that was given makes one where there is none; a contact's address finds one.
    Refusals: bad_address, account_closed.
    """
    if user is not None:
        return user
    if email:
        return invited_account(email=email, name=name, language=language)
    if contact is None or not contact.email:
        return None
    return User.objects.filter(email__iexact=contact.email, is_active=True).first()


def name_for(task: str, user: User | None, contact: Contact | None, name: str) -> str:
    """By what name somebody has a task. Refusals: unknown_task, no_name, `checked_name`'s."""
    if task not in Task.values:
        raise Refusal("unknown_task", _("Choose a task."), field="task")
    if user is None and contact is None:
        name = checked_name(without_slots(name))
    who = user.get_full_name() if user else shown_name(contact.name) if contact else name
    if not who:
        raise Refusal("no_name", _("Choose somebody, or write a name."), field="name")
    refuse_long(Duty, {"name": who})
    return who


def tell_tasks(duties: Sequence[Duty], user: User, by: User) -> None:
    """One letter to somebody with an account about the tasks given at a meeting or in a series."""
    first = duties[0]
    workshop, series = first.workshop, first.series
    with translation.override(user.language):
        facts = {
            "by": by.get_full_name(),
            "task": ", ".join(str(duty.get_task_display()) for duty in duties),
        }
        if workshop is not None:
            about: Workshop | Series = workshop
            title = workshop.title
            facts |= {"name": title, "meeting": title, "when": meeting_when(workshop)}
            said = _(
                "%(by)s has given you a task at the meeting “%(meeting)s” (%(when)s): %(task)s."
            )
            page, action = workshop.get_absolute_url(), _("See the meeting")
        else:
            assert series is not None  # noqa: S101 - the database sees to it
            about = series
            facts["name"] = series.name
            said = _(
                "%(by)s has given you a task in the series “%(name)s”: %(task)s. It holds at each "
                "of its meetings."
            )
            page, action = reverse("workshops:series", args=[series.pk]), _("See the series")
        write_to_account(
            user,
            by=by,
            region=about.programme.region,
            key=f"duty:{first.pk}:{user.pk}",
            subject=_("%(name)s: you have a task") % facts,
            sentences=[said % facts],
            page=page,
            action=action,
            about=about,
        )


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


# --- materials ---


def add_material(
    *,
    workshop: Workshop,
    by: User,
    title: str = "",
    link: str = "",
    file: UploadedFile | None = None,
    for_guests: bool = True,
) -> Material:
    """Add a link or a file, checked by its content. Without a title it is called by its name.

    Refusals: link_or_file (neither or both), bad_link, too_long, too_many_materials, and those
    of `core.uploads.check`. Nothing stays of a file that is refused.
    """
    require(by, "workshops.edit", workshop)
    if bool(link) == (file is not None):
        raise Refusal("link_or_file", _("Give a link or a file."), field="link")
    checked = uploads.check(file, max_bytes=settings.UPLOAD_MAX_BYTES) if file else None
    shown = one_line(without_slots(title), 10_000) or (checked.name if checked else link)[:160]
    _refuse_wrong(shown, link)
    made = Material(workshop=workshop, title=shown, link=link, for_guests=for_guests)
    if checked is not None:
        made.file_name, made.content_type = checked.name, checked.content_type
        made.size = checked.size
        made.file.save(checked.name, checked.file, save=False)
    kept = False
    try:
        with transaction.atomic():
            seats.lock(workshop)
            if workshop.materials.count() >= MOST_MATERIALS:
                raise Refusal(
                    "too_many_materials",
                    _("A meeting has at most %(most)d materials.") % {"most": MOST_MATERIALS},
                )
            made.save()
            audit.record("material.added", workshop, by=by, title=made.title)
        kept = True
    finally:
        if not kept and checked is not None:
            made.file.storage.delete(made.file.name or "")
    return made


def _refuse_wrong(title: str, link: str) -> None:
    refuse_long(Material, {"title": title, "link": link})
    try:
        if link:
            URLValidator(schemes=["https", "http"])(link)
    except ValidationError as error:
        raise Refusal("bad_link", _("Write the whole address: https://…"), field="link") from error


def remove_material(*, material: Material, by: User) -> None:
    """Take a material away, with its file. Taken away already: nothing happens."""
    workshop = material.workshop
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        gone, _rows = Material.objects.filter(pk=material.pk).delete()
        if gone:
            audit.record("material.removed", workshop, by=by, title=material.title)
            stored = material.file
            if stored:
                transaction.on_commit(lambda: stored.storage.delete(stored.name or ""))
