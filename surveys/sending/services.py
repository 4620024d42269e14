"""Recipients and what is sent to them: lists, invitations, reminders, undoing, approving."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import audit
from core.addresses import normal_address
from core.plain_text import checked_name, one_line
from core.policy import allowed, require
from core.refusals import NotAllowed, Refusal
from outbox.adding.services import Link, NewLetter, add, is_address, open_campaign
from outbox.campaigns.services import free, stop, when_stopped
from outbox.delivery.quota import limits_of, may_send
from outbox.gdpr_notice import register_purpose
from outbox.models import Campaign, LetterKind
from outbox.words import escape
from people.models import User
from people.scope import scope_of
from programmes.models import Municipality
from surveys.answering.seats import PERSONAL, done
from surveys.models import (
    Mailing,
    MailingRole,
    Mark,
    Recipient,
    RecipientList,
    RespondentGroup,
    Survey,
    SurveyState,
)
from surveys.rules import only_own_lists
from surveys.sending.letters import build, checked, house_words
from workshops.letters.rules import DAY, FIRST_BIG, UNDO, hosts_of, refuse_foreign_links

register_purpose(
    Survey._meta.label_lower,
    use=gettext_lazy(
        "It is used to ask you to answer a survey about the development of your place, and to "
        "remind you of it."
    ),
    kept=gettext_lazy(
        "Your name and address are kept on the list of those who are asked, with the papers of "
        "the programme. The letter itself is kept for two years. Nobody outside the region and "
        "those who ask gets them."
    ),
)
MOST_RECIPIENTS = 20_000
AT_ONCE = 2000
#: When letters leave on the survey's first day.
MORNING = dt.time(8)
_KIND = {MailingRole.INVITATION: LetterKind.INVITATION, MailingRole.REMINDER: LetterKind.REMINDER}


# --- lists


@transaction.atomic
def add_list(
    *, survey: Survey, by: User, name: str, own: bool, municipality: Municipality | None = None
) -> RecipientList:
    """A list of recipients; with `own` its names are shown to `by` alone.

    Refusals: no_name, list_there, own_list_only, not_your_municipality.
    """
    require(by, "surveys.send", survey)
    name = one_line(name, 120)
    if not name:
        raise Refusal("no_name", _("Write a name."), field="name")
    if only_own_lists(by, survey):
        own = True
        coordinated = scope_of(by).coordinated.get(survey.programme_id, frozenset())
        if coordinated and (municipality is None or municipality.pk not in coordinated):
            raise Refusal(
                "not_your_municipality",
                _("Choose the municipality that you coordinate."),
                field="municipality",
            )
    try:
        with transaction.atomic():
            made = RecipientList.objects.create(
                survey=survey, name=name, owner=by if own else None, municipality=municipality
            )
    except IntegrityError:
        raise Refusal(
            "list_there", _("The survey already has a list of this name."), field="name"
        ) from None
    audit.record("survey.list_added", survey, by=by)
    return made


def own_list(*, recipient_list: RecipientList, by: User) -> RecipientList:
    """The list, for somebody who may read and write to it.

    Raises NotAllowed for somebody else's, and for who may only have own ones.
    """
    require(by, "surveys.send", recipient_list.survey)
    strict = only_own_lists(by, recipient_list.survey)
    if recipient_list.owner_id not in ((by.pk,) if strict else (None, by.pk)):
        raise NotAllowed("not_your_list", _("This list is somebody else's."))
    return recipient_list


@transaction.atomic
def add_recipients(
    *,
    recipient_list: RecipientList,
    by: User,
    people: Iterable[Mapping[str, str]],
    group: RespondentGroup | None = None,
    leave_out: bool = False,
) -> int:
    """Put people on a list; those who are there already stay as they are. Returns how many are new.

    Each has `email`, perhaps `name` and `language`. Refusals: closed, no_group, nobody,
    many_recipients, rows_broken (unless `leave_out`).
    """
    survey = own_list(recipient_list=recipient_list, by=by).survey
    if survey.state == SurveyState.CLOSED:
        raise Refusal("closed", _("The survey is closed."))
    group = group or _only_group(survey)
    good, broken = _read(people)
    if broken and not leave_out:
        raise Refusal(
            "rows_broken",
            ngettext(
                "%(count)s address cannot be written to. Correct it, or leave it out.",
                "%(count)s addresses cannot be written to. Correct them, or leave them out.",
                len(broken),
            )
            % {"count": len(broken)},
            field="text",
            details=broken[:20],
        )
    if not good:
        raise Refusal("nobody", _("There is nobody to add."), field="text")
    if survey.recipients.count() + len(good) > MOST_RECIPIENTS:
        raise Refusal("many_recipients", _("That is more than one survey writes to."), field="text")
    there = {one.email: one for one in recipient_list.recipients.all()}
    back = [one for email, one in there.items() if email in good and one.removed_at is not None]
    for one in back:
        one.removed_at = None
        one.save(update_fields=["removed_at", "updated_at"])
    known = dict(settings.LANGUAGES)
    new = [
        Recipient(
            survey=survey,
            group=group,
            recipient_list=recipient_list,
            municipality_id=recipient_list.municipality_id,
            email=email,
            name=name,
            language=language if language in known else survey.language,
        )
        for email, (name, language) in good.items()
        if email not in there
    ]
    Recipient.objects.bulk_create(new, batch_size=AT_ONCE)
    audit.record("survey.recipients_added", survey, by=by, count=len(new) + len(back))
    return len(new) + len(back)


def _read(people: Iterable[Mapping[str, str]]) -> tuple[dict[str, tuple[str, str]], list[str]]:
    good: dict[str, tuple[str, str]] = {}
    broken = []
    for one in people:
        email = normal_address(one.get("email", ""))
        name = one.get("name", "")
        try:
            name = checked_name("" if "@" in name else name)
        except Refusal as refusal:
            broken.append(f"{name[:60]}: {refusal}")
            continue
        if is_address(email):
            good.setdefault(email, (name, one.get("language", "")))
        else:
            broken.append(one.get("email") or name)
    return good, broken


def _only_group(survey: Survey) -> RespondentGroup:
    groups = list(survey.groups.all()[:2])
    if len(groups) > 1:
        raise Refusal("no_group", _("Choose the group."), field="group")
    if groups:
        return groups[0]
    # Whoever is asked belongs to some group; a survey to all alike has this one.
    Survey.objects.filter(pk=survey.pk).update(version=survey.version + 1)
    made: RespondentGroup = survey.groups.create(name=_("All"), mark=Mark.CIRCLE)
    return made


@transaction.atomic
def remove_recipient(*, recipient: Recipient, by: User) -> None:
    """Take somebody off a list; the link ends."""
    own_list(recipient_list=recipient.recipient_list, by=by)
    recipient.removed_at = timezone.now()
    recipient.save(update_fields=["removed_at", "updated_at"])
    audit.record("survey.recipient_removed", recipient.survey, by=by)


@transaction.atomic
def renew_page(*, survey: Survey, by: User) -> Survey:
    """A new address of the page for everybody; earlier ones end."""
    require(by, "surveys.build", survey)
    survey.page_edition += 1
    survey.save(update_fields=["page_edition", "updated_at"])
    audit.record("survey.page_renewed", survey, by=by)
    return survey


# --- letters


def audience(recipient_list: RecipientList, role: str) -> list[Recipient]:
    """Who gets a letter: an invitation those who have had none, a reminder those who lack."""
    people = recipient_list.recipients.on_list().select_related("survey")
    if role == MailingRole.INVITATION:
        return list(people.filter(invited_at__isnull=True))
    invited = list(people.filter(invited_at__isnull=False, invited_at__lte=timezone.now()))
    have = done(recipient_list.survey, [one.pk for one in invited])
    return [one for one in invited if one.pk not in have]


@transaction.atomic
def send(
    *,
    recipient_list: RecipientList,
    by: User,
    key: uuid.UUID,
    role: str,
    subject: str,
    body: str,
) -> Mailing:
    """Put a sending into the outbox; the same key again returns the first one unchanged.

    It leaves in five minutes, or on the morning of the survey's first day. Big ones wait for a
    second person. Refusals: not_open, nobody, key_taken, those of `letters.checked`, of foreign
    links and of the region's quota.
    """
    own_list(recipient_list=recipient_list, by=by)
    rows = Survey.objects.select_for_update(of=("self",)).select_related("programme__region")
    survey = rows.get(pk=recipient_list.survey_id)
    recipient_list.survey = survey
    there = Mailing.objects.filter(key=key).first()
    if there is not None:
        if there.recipient_list_id != recipient_list.pk or there.sent_by_id != by.pk:
            raise Refusal("key_taken", _("This form is used up. Open it anew."))
        return there
    if survey.state != SurveyState.OPEN:
        raise Refusal("not_open", _("Settle the survey first; then letters can leave."))
    subject, body = checked(subject, body)
    refuse_foreign_links(f"{subject} {body}", hosts_of(survey.programme))
    people = audience(recipient_list, role)
    if not people:
        raise Refusal("nobody", _("There is nobody to write to."))
    region = survey.programme.region
    may_send(region, len(people))
    mailing = Mailing(
        survey=survey, recipient_list=recipient_list, role=role, subject=subject, body=body,
        key=key, sent_by=by,
    )  # fmt: skip
    _write(mailing, people, waits=_needs_second_person(by, survey, len(people)))
    audit.record("survey.sent", survey, by=by, count=len(people))
    return mailing


def _write(mailing: Mailing, people: Sequence[Recipient], *, waits: bool) -> None:
    survey, by = mailing.survey, mailing.sent_by

    def text(language: str) -> object:
        own = language == survey.language
        words = (mailing.subject, mailing.body) if own else house_words(mailing.role, language)
        return build(survey, mailing.role, language, *words)

    not_before = leaves_at(survey)
    mailing.outbox = open_campaign(
        region=survey.programme.region,
        kind=_KIND[MailingRole(mailing.role)],
        title=f"{mailing.get_role_display()}: {survey.name}",
        key=f"survey-mailing:{mailing.key}",
        by=by,
        about=survey,
        texts=text,  # type: ignore[arg-type]
        languages=sorted({one.language for one in people}),
        not_before=not_before,
        needs_approval=waits,
    )
    mailing.save()
    address = str(settings.SITE_URL) + reverse("surveys:answer", args=["TOKEN"])
    address = address.replace("TOKEN", "{token}")
    letters = [
        NewLetter(
            to=one.email,
            language=one.language,
            key=f"survey-mailing:{mailing.key}:{one.pk}",
            values={"name": escape(one.name), "source": escape(mailing.recipient_list.name)},
            links={"link": Link(PERSONAL, address, one.pk, one.edition)},
            about=survey,
            kept_for_id=mailing.recipient_list.owner_id,
        )
        for one in people
    ]
    add(letters, by=by, campaign=mailing.outbox)
    name = "invited_at" if mailing.role == MailingRole.INVITATION else "reminded_at"
    for some in batched([one.pk for one in people], AT_ONCE, strict=False):
        Recipient.objects.filter(pk__in=some).update(**{name: not_before})


def leaves_at(survey: Survey) -> dt.datetime:
    """When letters leave that are sent now."""
    soon = timezone.now() + UNDO
    if survey.opens_on is None:
        return soon
    morning = dt.datetime.combine(survey.opens_on, MORNING, timezone.get_default_timezone())
    return max(soon, morning)


def _needs_second_person(by: User, survey: Survey, count: int) -> bool:
    """From the region's number on, and somebody's first of 25 or more; small ones add up."""
    least = limits_of(survey.programme.region).approve_from
    if not least:
        return False
    sent = Campaign.objects.filter(
        created_by=by, kind__in=_KIND.values(), stopped_at__isnull=True,
        region=survey.programme.region_id,
    )  # fmt: skip
    lately = sent.filter(created_at__gte=timezone.now() - DAY, needs_approval=False)
    count += lately.aggregate(letters=Sum("letter_count"))["letters"] or 0
    seen = sent.filter(letter_count__gte=FIRST_BIG).exclude(
        needs_approval=True, approved_at__isnull=True
    )
    return count >= least or (count >= FIRST_BIG and not seen.exists())


@transaction.atomic
def undo(*, mailing: Mailing, by: User) -> Mailing:
    """Take a sending back of which nothing has left. Refusal: letters_left."""
    if not allowed(by, "surveys.approve_sending", mailing.survey):
        own_list(recipient_list=mailing.recipient_list, by=by)
    stop(mailing.outbox, by=by)
    audit.record("survey.sending_undone", mailing.survey, by=by)
    return mailing


@transaction.atomic
def approve(*, mailing: Mailing, by: User) -> Mailing:
    """Let a big sending leave, as a second person. Refusals: same_person, campaign_stopped."""
    require(by, "surveys.approve_sending", mailing.survey)
    free(mailing.outbox, by=by)
    audit.record("survey.sending_approved", mailing.survey, by=by)
    return mailing


@when_stopped
def forget_sent(stopped: Campaign) -> None:
    """Those whose invitation or reminder was undone count as not written to."""
    mailing = Mailing.objects.filter(outbox=stopped).first()
    if mailing is None:
        return
    name = "invited_at" if mailing.role == MailingRole.INVITATION else "reminded_at"
    mailing.recipient_list.recipients.filter(**{name: stopped.not_before}).update(**{name: None})
