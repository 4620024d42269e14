"""Series of meetings, the groups that must be present, and one meeting with each partner.

"All three parties" is three groups with one each; a focus group of two and two is two groups
with two each, each named by a coordinator. Whoever declines is replaced, so that the group stays
whole (`workshops.guests.services.replace_guest`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import Contact, Duty, ProgrammePost, ProgrammeRole, Task, User
from people.scope import forget_scope
from programmes.models import Partner, Programme
from workshops.models import (
    Answer,
    FocusGroup,
    FocusNote,
    Invitation,
    RequiredGroup,
    Series,
    SeriesKind,
    Workshop,
    WorkshopState,
)
from workshops.notices import tell_duty
from workshops.planning.checks import check, values_of
from workshops.planning.contents import (
    DUTY_FIELDS,
    FOCUS_FIELDS,
    ITEM_FIELDS,
    account_of_task,
    copy_rows,
    name_for,
    tell_tasks,
)
from workshops.planning.local_time import answers_moved

FIELDS = (
    "name", "kind", "order", "purpose", "starts_on", "ends_on", "certificate", "parts_needed",
)  # fmt: skip


def add_series(*, programme: Programme, by: User, **fields: Any) -> Series:
    """Add a series or an activity to a programme; the keyword arguments are `FIELDS`.

    Refusals: no_name, name_taken, unknown_kind, ends_before_start, no_parts.
    """
    require(by, "workshops.plan_in_programme", programme)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        empty = Series(programme=programme, kind=SeriesKind.RECURRING)
        values = _checked(empty, {name: getattr(empty, name) for name in FIELDS} | fields)
        series = Series.objects.create(programme=programme, **values)
        audit.record("series.added", series, by=by, kind=series.kind)
    return series


def save_series(*, series: Series, by: User, version: int, **fields: Any) -> Series:
    """Save the given fields. Refusals as `add_series`. Conflict: changed meanwhile; both values."""
    require(by, "workshops.manage_series", series)
    with transaction.atomic():
        series = (
            Series.objects.select_for_update(of=("self",))
            .select_related("programme")
            .get(pk=series.pk)
        )
        before = {name: getattr(series, name) for name in FIELDS}
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if not changed:
            return series
        if version != series.version:
            raise Conflict(
                _("The series was changed in another window. Choose what holds."),
                theirs={name: before[name] for name in changed},
                yours=changed,
                version=series.version,
            )
        for name, value in _checked(series, before | fields).items():
            setattr(series, name, value)
        series.version += 1
        series.save()
        audit.record("series.changed", series, by=by, fields=sorted(changed))
    return series


def remove_series(*, series: Series, by: User) -> None:
    """Take a series away. Refusals: has_meetings, has_notes."""
    require(by, "workshops.manage_series", series)
    with transaction.atomic():
        if series.workshops.exists():
            raise Refusal(
                "has_meetings", _("Meetings belong to this series. Take them out of it first.")
            )
        if FocusNote.objects.filter(question__series=series).exists():
            raise Refusal(
                "has_notes",
                _("Notes of a focus group stand under its questions, so the series stays."),
            )
        audit.record("series.removed", series.programme, by=by, name=series.name)
        series.delete()


def give_series_duty(
    *,
    series: Series,
    by: User,
    task: str,
    name: str = "",
    user: User | None = None,
    contact: Contact | None = None,
    email: str = "",
) -> Duty:
    """Give somebody a task through the whole series; it holds at each of its meetings.

    With `email` the person gets an account when there is none; whoever has one gets a letter.
    The same task given twice is one. Refusals: those of `name_for` and `account_of_task`.
    """
    require(by, "workshops.manage_series", series)
    who = name_for(task, user, contact, name)
    with transaction.atomic():
        series = (
            Series.objects.select_for_update(of=("self",))
            .select_related("programme__region")
            .get(pk=series.pk)
        )
        language = series.programme.language
        user = account_of_task(user, contact, email, name=who, language=language)
        duty, is_new = Duty.objects.get_or_create(
            series=series, task=task, name=who, defaults={"user": user, "contact": contact}
        )
        if not is_new and user is not None and duty.user_id is None:
            duty.user = user
            duty.save(update_fields=["user", "updated_at"])
        elif not is_new:
            return duty
        audit.record("series.duty_given", series, by=by, task=task)
        if user is not None and user != by:
            tell_tasks([duty], user, by)
        tell_duty(duty, by)
    forget_scope(user, by)
    return duty


def take_series_duty(*, duty: Duty, by: User) -> None:
    """Take a task through the series back; the rights it gave end with it."""
    series = duty.series
    if series is None:
        raise Refusal("not_of_a_series", _("This task belongs to a meeting."))
    require(by, "workshops.manage_series", series)
    with transaction.atomic():
        audit.record("series.duty_taken", series, by=by, task=duty.task)
        duty.delete()
    forget_scope(duty.user, by)


def _checked(series: Series, values: dict[str, Any]) -> dict[str, Any]:
    values["name"] = " ".join(values["name"].split())
    if not values["name"]:
        raise Refusal("no_name", _("Give the series a name."), field="name")
    if values["kind"] not in SeriesKind.values:
        raise Refusal("unknown_kind", _("Choose what holds the meetings together."), field="kind")
    same = Series.objects.filter(programme=series.programme, name=values["name"])
    if same.exclude(pk=series.pk).exists():
        raise Refusal(
            "name_taken", _("The programme already has a series of this name."), field="name"
        )
    first, last = values["starts_on"], values["ends_on"]
    if first and last and last < first:
        raise Refusal(
            "ends_before_start", _("The end must not be before the start."), field="ends_on"
        )
    if values["certificate"] and not values["parts_needed"]:
        raise Refusal(
            "no_parts", _("Say how many parts the certificate asks for."), field="parts_needed"
        )
    return values


#: More is no rule that anybody can keep in sight.
MOST_GROUPS, MOST_WANTED = 12, 500


@dataclass(frozen=True, slots=True)
class GroupState:
    """How a group stands. `declined` are those who said no and nobody comes instead of."""

    group: RequiredGroup
    guests: list[Invitation] = field(default_factory=list)
    declined: list[Invitation] = field(default_factory=list)
    coming: int = 0
    present: int = 0

    @property
    def named(self) -> int:
        """How many are named and have not declined."""
        return len(self.guests)

    @property
    def promised(self) -> bool:
        """Whether enough have said yes."""
        return self.coming >= self.group.wanted

    @property
    def met(self) -> bool:
        """Whether enough were there."""
        return self.present >= self.group.wanted


def state_of(workshop: Workshop) -> list[GroupState]:
    """Each group with its guests. Two queries."""
    return states_of([workshop])[workshop.pk]


def states_of(workshops: Sequence[Workshop]) -> dict[int, list[GroupState]]:
    """The same for several meetings, by id. Two queries in all."""
    ids = [one.pk for one in workshops]
    guests: dict[int, list[Invitation]] = {}
    rows = Invitation.objects.on_list().filter(workshop__in=ids, party__isnull=False)
    for guest in rows.select_related("replaced_by", "guest_list").order_by("name"):
        guests.setdefault(guest.party_id or 0, []).append(guest)
    found: dict[int, list[GroupState]] = {pk: [] for pk in ids}
    for group in RequiredGroup.objects.filter(workshop__in=ids):
        found[group.workshop_id].append(_state(group, guests.get(group.pk, [])))
    return found


def _state(group: RequiredGroup, guests: list[Invitation]) -> GroupState:
    standing = [one for one in guests if one.answer != Answer.NO]
    return GroupState(
        group=group,
        guests=standing,
        declined=[
            one for one in guests if one.answer == Answer.NO and not hasattr(one, "replaced_by")
        ],
        coming=sum(one.answer == Answer.YES for one in standing),
        present=sum(one.attended_at is not None for one in guests),
    )


def add_group(
    *, workshop: Workshop, by: User, name: str, wanted: int = 1, nominator: str = ""
) -> RequiredGroup:
    """Say that a group must be present. Refusals: no_name, name_taken, wrong_number, too_many."""
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
        words = _checked_name(workshop, name, wanted)
        if workshop.required_groups.count() >= MOST_GROUPS:
            raise Refusal("too_many", _("That is more groups than anyone can keep track of."))
        last = workshop.required_groups.aggregate(last=Max("order"))["last"] or 0
        group = RequiredGroup.objects.create(
            workshop=workshop, name=words, wanted=wanted, nominator=nominator, order=last + 1
        )
        audit.record("party.added", workshop, by=by, name=words, wanted=wanted)
    return group


def save_group(
    *, group: RequiredGroup, by: User, name: str, wanted: int, nominator: str = ""
) -> RequiredGroup:
    """Change a group. Refusals: no_name, name_taken, wrong_number."""
    workshop = group.workshop
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        group = RequiredGroup.objects.select_for_update().get(pk=group.pk)
        group.name = _checked_name(workshop, name, wanted, group)
        group.wanted, group.nominator = wanted, nominator
        group.save()
        audit.record("party.changed", workshop, by=by, name=group.name, wanted=wanted)
    return group


def remove_group(*, group: RequiredGroup, by: User) -> None:
    """Take a group away; its guests stay on the list."""
    workshop = group.workshop
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        audit.record("party.removed", workshop, by=by, name=group.name)
        group.delete()


def _checked_name(
    workshop: Workshop, name: str, wanted: int, own: RequiredGroup | None = None
) -> str:
    words = " ".join(name.split())
    if not words:
        raise Refusal("no_name", _("Give the group a name."), field="name")
    if not 1 <= wanted <= MOST_WANTED:
        raise Refusal(
            "wrong_number",
            _("Give a number from 1 to %(most)s.") % {"most": MOST_WANTED},
            field="wanted",
        )
    same = workshop.required_groups.filter(name=words)
    if own is not None:
        same = same.exclude(pk=own.pk)
    if same.exists():
        raise Refusal("name_taken", _("The meeting already has this group."), field="name")
    return words


#: The partner's contact person arranges the meeting and invites to it.
COORDINATORS_TASKS = (Task.ORGANISES, Task.INVITES)
REMINDER_FIELDS = ("hours_before", "audience", "subject", "body", "is_on")


def copy_to_partners(
    *, workshop: Workshop, by: User, starts: Mapping[Partner, dt.datetime]
) -> list[Workshop]:
    """Make a draft from the template for each partner, at its own time; return the new ones.

    Everything but time, room and guests is the template's: agenda, links, who must be present and
    who names them, tasks, reminders. The partner's contact person organises and invites, else the
    coordinator of the municipality. A contact with an e-mail address gets an account when there
    is none, and a letter. A partner that already has a meeting of the series is left alone, so
    that pressing twice makes none twice. Without a series the template begins one. Refusals:
    not_a_draft, no_partners, wrong_partner, those of `planning.checks.check`, account_closed.
    """
    require(by, "workshops.multiply", workshop)
    if not starts:
        raise Refusal("no_partners", _("Choose at least one partner and a time for it."))
    if any(one.programme_id != workshop.programme_id for one in starts):
        raise Refusal("wrong_partner", _("The partner belongs to another programme."))
    with transaction.atomic():
        template = (
            Workshop.objects.select_for_update(of=("self",))
            .select_related("programme__region", "series")
            .get(pk=workshop.pk)
        )
        if template.state != WorkshopState.DRAFT:
            raise Refusal("not_a_draft", _("A template is a draft that nobody is invited to."))
        series = template.series or _series_of(template)
        there = set(series.workshops.exclude(host=None).values_list("host_id", flat=True))
        made = [
            _copy(template, series, partner, start, by)
            for partner, start in starts.items()
            if partner.organisation_id not in there
        ]
        if made:
            audit.record("series.multiplied", series, by=by, meetings=len(made))
    forget_scope(by)
    return made


def _series_of(template: Workshop) -> Series:
    series, _new = Series.objects.get_or_create(
        programme=template.programme, name=template.title, defaults={"kind": SeriesKind.ONE_EACH}
    )
    template.series = series
    template.save(update_fields=["series", "updated_at"])
    return series


def _copy(
    template: Workshop, series: Series, partner: Partner, start: dt.datetime, by: User
) -> Workshop:
    length = template.ends_at - template.starts_at if template.ends_at else None
    values = values_of(template) | {
        "title": f"{template.title}, {partner.organisation}"[:160],
        "host": partner.organisation,
        "series": series,
        "part": None,
        "starts_at": start,
        "ends_at": start + length if length else None,
        "answer_until": answers_moved(
            template.answer_until, template.starts_at, start, template.zone, timezone.now()
        ),
        "hall": "",
        "address": "",
    }
    check(template.programme, {}, values)
    made = Workshop.objects.create(programme=template.programme, **values)
    _copy_parts(template, made)
    if partner.contact is not None:
        _give_coordinator(made, by, contact=partner.contact)
    else:
        for user in coordinators(made.programme).get(partner.municipality_id or 0, ()):
            _give_coordinator(made, by, user=user)
    audit.record("workshop.planned", made, by=by, kind=made.kind)
    return made


def _copy_parts(template: Workshop, made: Workshop) -> None:
    copy_rows(template.agenda.all(), made, ITEM_FIELDS)
    copy_rows(template.required_groups.all(), made, ("order", "name", "wanted", "nominator"))
    copy_rows(template.reminders.all(), made, REMINDER_FIELDS)
    copy_rows(template.materials.exclude(link=""), made, ("title", "link", "for_guests"))
    copy_rows(template.duties.all(), made, DUTY_FIELDS)
    copy_rows(FocusGroup.objects.filter(workshop=template), made, FOCUS_FIELDS)


def coordinators(programme: Programme) -> dict[int, list[User]]:
    """Who has the post of coordinator, by municipality. One query."""
    posts = ProgrammeRole.objects.active().filter(
        programme=programme, role=ProgrammePost.COORDINATOR, municipality__isnull=False
    )
    found: dict[int, list[User]] = {}
    for post in posts.select_related("user").order_by("pk"):
        found.setdefault(post.municipality_id or 0, []).append(post.user)
    return found


def _give_coordinator(
    made: Workshop, by: User, *, contact: Contact | None = None, user: User | None = None
) -> None:
    who = name_for(COORDINATORS_TASKS[0], user, contact, "")
    account = user
    if contact is not None:
        account = account_of_task(None, contact, contact.email, name=who, language=contact.language)
    duties = [
        Duty.objects.get_or_create(
            workshop=made, task=task, name=who, defaults={"user": account, "contact": contact}
        )
        for task in COORDINATORS_TASKS
    ]
    for duty, is_new in duties:
        if not is_new and duty.user_id is None:  # copied from the template, as a name alone
            duty.user = account
            duty.save(update_fields=["user", "updated_at"])
        audit.record("duty.given", made, by=by, task=duty.task, user=account and account.pk)
    if account is not None and account != by:
        tell_tasks([duty for duty, _is_new in duties], account, by)
    forget_scope(account)
