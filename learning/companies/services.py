"""The verbs of a programme's companies: add, change, take off; talks; their own link; words back.

Who was heard, invited and there is never typed: it is read off needs and guest lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit, uploads
from core.addresses import normal_address
from core.plain_text import checked_name, one_line, plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal
from learning.companies import letters, notices
from learning.models import Company, Interview, ToldNeed
from outbox.adding.services import is_address
from people.models import Contact, Organisation, Sector, User
from people.register.services import name_organisation
from plans.changes import length_of, refuse_longer, refuse_older
from programmes.models import Programme
from workshops.models import Need, NeedLevel, NeedsStudy
from workshops.series.needs import correct_told, keep_told

#: Days for which a company's own link opens.
LINK_DAYS = 30
#: Needs of one talk.
MOST_NEEDS = 8
RIGHT = "learning.manage_companies"
_STORED = ("branch", "size", "asked_on", "joins_on", "declined_on", "letter_on", "note")
_DAYS = ("asked_on", "joins_on", "declined_on", "letter_on")


# --- the register


@transaction.atomic
def add_company(
    *, programme: Programme, by: User, name: str, person: dict[str, Any], **facts: Any
) -> Company:
    """Put a company on the list, with its contact person: new ones, or those the region knows.

    `person` holds name, title, email and phone; without a name there is none. Refusals: already,
    bad_address, and those of `name_organisation`, `checked_name` and of the values.
    """
    require(by, RIGHT, programme)
    organisation = name_organisation(
        region=programme.region, name=name, place=programme.name, by=by, sector=Sector.BUSINESS
    )
    if Company.objects.filter(programme=programme, organisation=organisation).exists():
        raise Refusal("already", _("The company is on the list already."), field="name")
    company = Company(programme=programme, organisation=organisation)
    company.contact = _contact(programme, organisation, person, by)
    _fill(company, facts)
    company.save()
    audit.record("company.added", company, by=by, programme=programme.name)
    return company


@transaction.atomic
def save_company(
    *,
    company: Company,
    by: User,
    version: int | None,
    person: dict[str, Any],
    upload: UploadedFile | None = None,
    **facts: Any,
) -> Company:
    """Change what is typed of a company. Refusals as `add_company`. Conflict: changed since."""
    row = _locked(company, by)
    refuse_older(row, version or 0, facts)
    row.contact = _contact(row.programme, row.organisation, person, by, row.contact)
    _fill(row, facts)
    if upload is not None:
        kept = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
        kept.file.name = f"{kept.sha256[:16]}.{uploads.extension_of(kept.name)}"
        row.letter, row.letter_name, row.content_type = kept.file, kept.name, kept.content_type
        row.letter_on = row.letter_on or timezone.localdate()
    row.version += 1
    row.save()
    audit.record("company.changed", row, by=by, programme=row.programme.name)
    return row


@transaction.atomic
def remove_company(*, company: Company, by: User) -> None:
    """Take a company off the list, with its talks and needs. The organisation stays."""
    row = _locked(company, by)
    _forget_words(row)
    audit.record("company.removed", row, by=by, programme=row.programme.name)
    if row.letter:
        file, name = row.letter.storage, row.letter.name or ""
        transaction.on_commit(lambda: file.delete(name))
    row.delete()


def _locked(company: Company, by: User | None, right: str = RIGHT) -> Company:
    """The row under a lock; `by` is None for the company itself, whose link was looked at."""
    if by is not None:
        require(by, right, company.programme)
    rows = Company.objects.select_for_update(of=("self",))
    return rows.select_related("programme__region", "organisation", "contact").get(pk=company.pk)


def _contact(
    programme: Programme,
    organisation: Organisation,
    person: dict[str, Any],
    by: User,
    stored: Contact | None = None,
) -> Contact | None:
    """The contact person: the stored one changed, one the organisation has, or a new one."""
    email = normal_address(person.get("email") or "")
    if not (person.get("name") or "").strip():
        if email:
            raise Refusal("no_name", _("Say who has this address."), field="person_name")
        return None
    if email and not is_address(email):
        raise Refusal(
            "bad_address", _("This is no e-mail address that mail can be sent to."), field="email"
        )
    name = checked_name(person["name"], field="person_name")
    values = {
        "name": name,
        "title": one_line(person.get("title") or "", 150),
        "email": email,
        "phone": one_line(person.get("phone") or "", 40),
    }
    known = organisation.contacts.filter(name__iexact=name).order_by("pk").first()
    contact = known or (stored if stored and stored.name == name else None)
    if contact is None:
        contact = Contact(
            region=programme.region, organisation=organisation, language=programme.language,
            source=one_line(programme.name, 200),
        )  # fmt: skip
        verb = "contact.added"
    else:
        verb = "contact.changed"
    # What a list leaves empty does not empty what is known.
    changed = {
        key: value for key, value in values.items() if value and getattr(contact, key) != value
    }
    if not changed:
        return contact
    for key, value in changed.items():
        setattr(contact, key, value)
    contact.save()
    audit.record(verb, contact, by=by, name=contact.name)
    return contact


def _fill(company: Company, facts: dict[str, Any]) -> None:
    values = {key: value for key, value in facts.items() if key in _STORED}
    if "note" in values:
        values["note"] = plain_lines(values["note"] or "").strip()
        refuse_longer(values["note"], length_of(Company, "note"), field="note")
    for name in _DAYS:
        day = values.get(name)
        if day is not None and day > timezone.localdate():
            raise Refusal("date_in_future", _("The date is in the future."), field=name)
    if values.get("joins_on") and values.get("declined_on"):
        raise Refusal(
            "both", _("A company joins or does not; clear one of the dates."), field="declined_on"
        )
    for key, value in values.items():
        setattr(company, key, value)


# --- talks


def study_of(programme: Programme) -> NeedsStudy:
    """The programme's needs study. Refusal: no_study."""
    study = NeedsStudy.objects.filter(programme=programme).first()
    if study is None:
        raise Refusal(
            "no_study", _("Say first what you ask the companies, and how many you want to hear.")
        )
    study.programme = programme
    return study


@transaction.atomic
def begin_interview(*, company: Company, by: User) -> Interview:
    """Open a talk of today; one that is still empty is the same. Refusal: no_study."""
    row = _locked(company, by)
    study_of(row.programme)
    empty = row.interviews.filter(
        by=by, held_on=timezone.localdate(), told__isnull=True, next_step="", self_told=False
    )
    return empty.first() or Interview.objects.create(company=row, by=by, contact=row.contact)


@transaction.atomic
def save_interview(
    *,
    interview: Interview,
    by: User | None,
    version: int | None,
    needs: Sequence[dict[str, Any]],
    **facts: Any,
) -> Interview:
    """Keep what was said, as one writes. A need whose row was emptied goes.

    `needs` are the rows of the form: theme, text, level, quote, may_quote. `by` is None for the
    company itself. Refusals: date_in_future, other_company, too_many_needs and those of
    `keep_told`. Conflict: changed since.
    """
    company = _locked(interview.company, by)
    rows = Interview.objects.select_for_update(of=("self",)).select_related("contact")
    row = rows.get(pk=interview.pk)
    row.company = company
    if (version or 0) != row.version:
        theirs = {name: getattr(row, name) for name in facts}
        raise Conflict(
            _("Somebody else has changed this meanwhile. Choose which text holds."),
            theirs=theirs, yours=facts, version=row.version,
        )  # fmt: skip
    contact = facts.get("contact", row.contact)
    if contact is not None and contact.organisation_id != company.organisation_id:
        raise Refusal("other_company", _("The person belongs to another company."), field="contact")
    held_on = facts.get("held_on") or row.held_on
    if held_on > timezone.localdate():
        raise Refusal("date_in_future", _("The date is in the future."), field="held_on")
    row.contact, row.held_on = contact, held_on
    row.next_step = one_line(facts.get("next_step", row.next_step), 300)
    row.next_on = facts.get("next_on", row.next_on)
    row.version += 1
    row.save()
    _keep_needs(row, needs, by)
    return row


def _keep_needs(interview: Interview, needs: Sequence[dict[str, Any]], by: User | None) -> None:
    if len(needs) > MOST_NEEDS:
        raise Refusal("too_many_needs", _("A talk has room for eight needs."))
    company = interview.company
    study = study_of(company.programme)
    rows = interview.told.select_related("need__study__programme__region", "need__organisation")
    there = {one.slot: one for one in rows}
    for slot, said in enumerate(needs, start=1):
        told = there.get(slot)
        if not (said.get("text") or said.get("theme") or said.get("quote")):
            if told is not None:
                audit.record("needs.removed", company.programme, by=by, theme=told.need.theme)
                told.need.delete()
            continue
        facts = _need_of(interview, said)
        if told is not None:
            correct_told(need=told.need, by=by, **facts)
            continue
        need = keep_told(study=study, by=by, organisation=company.organisation, **facts)
        if not ToldNeed.objects.filter(need=need).exists():
            ToldNeed.objects.create(interview=interview, need=need, slot=slot)


def _need_of(interview: Interview, said: dict[str, Any]) -> dict[str, Any]:
    """A row as a need. What is half written is kept: it gets a theme when there is one."""
    with translation.override(interview.company.programme.language):
        unsorted = _("Not sorted yet")
    text = plain_lines(said.get("text") or "").strip()
    quote = plain_lines(said.get("quote") or "").strip()
    theme = one_line(said.get("theme") or "", length_of(Need, "theme"))
    refuse_longer(text, length_of(Need, "text"), field="needs")
    refuse_longer(quote, length_of(Need, "quote"), field="needs")
    return {
        "theme": theme or unsorted,
        "text": text or theme or quote,
        "level": said.get("level") or NeedLevel.SOON,
        "quote": quote,
        "may_quote": bool(said.get("may_quote")),
        "contact": interview.contact,
        "recorded_on": interview.held_on,
    }


@transaction.atomic
def remove_interview(*, interview: Interview, by: User) -> None:
    """Take a talk out, with its needs."""
    company = _locked(interview.company, by)
    for told in interview.told.select_related("need"):
        told.need.delete()
    audit.record("company.interview_removed", company, by=by)
    interview.delete()


# --- the company's own link


@transaction.atomic
def send_link(*, company: Company, by: User) -> Company:
    """Send the contact person a link to write the company's needs oneself; earlier ones end.

    Refusals: no_study, no_address, and those of the outbox.
    """
    row = _locked(company, by)
    study_of(row.programme)
    if row.contact is None or not row.contact.email:
        raise Refusal("no_address", _("Give the contact person an e-mail address first."))
    row.link_edition += 1
    row.link_until = timezone.now() + dt.timedelta(days=LINK_DAYS)
    row.link_by = by
    row.asked_on = row.asked_on or timezone.localdate()
    row.save(update_fields=["link_edition", "link_until", "link_by", "asked_on", "updated_at"])
    letters.send_link(row, by)
    audit.record("company.link_sent", row, by=by, days=LINK_DAYS)
    return row


@transaction.atomic
def withdraw_link(*, company: Company, by: User) -> Company:
    """End a company's link."""
    row = _locked(company, by)
    _end_link(row)
    audit.record("company.link_ended", row, by=by)
    return row


def _end_link(company: Company) -> None:
    company.link_edition += 1
    company.link_until = None
    company.save(update_fields=["link_edition", "link_until", "updated_at"])


@transaction.atomic
def own_account(company: Company) -> Interview:
    """What the company writes itself: one talk, made when its link is first saved through."""
    row = _locked(company, None)
    found, _new = Interview.objects.get_or_create(
        company=row, self_told=True, defaults={"contact": row.contact}
    )
    found.company = row
    return found


@transaction.atomic
def save_own(*, company: Company, **facts: Any) -> Interview:
    """Keep what the company writes by its link, and tell those who ask it of new words.

    Refusals and Conflict as `save_interview`.
    """
    account = own_account(company)
    before = _words_of(account)
    saved = save_interview(interview=account, by=None, **facts)
    if _words_of(saved) not in ([], before):
        notices.tell_written(saved.company)
    return saved


def _words_of(interview: Interview) -> list[tuple[Any, ...]]:
    rows = interview.told.order_by("slot")
    return list(
        rows.values_list(
            "slot", "need__theme", "need__text", "need__level", "need__quote", "need__may_quote"
        )
    )


# --- words that are taken back


@transaction.atomic
def remove_words(*, company: Company, by: User | None) -> Company:
    """Take all words of a company out of the programme; `by` is None for the company itself.

    Needs, quotes, talks and the note go, and what was made of them in themes; the link ends. What
    stays is that the company has taken its words back, and on which day.
    """
    row = _locked(company, by)
    asking = notices.who_asks(row)
    _forget_words(row)
    if by is None:
        notices.tell_taken_back(row, asking)
    row.note = ""
    row.words_removed_on = timezone.localdate()
    row.version += 1
    row.save(update_fields=["note", "words_removed_on", "version", "updated_at"])
    _end_link(row)
    audit.record("company.words_removed", row, by=by)
    return row


def _forget_words(company: Company) -> None:
    study = NeedsStudy.objects.filter(programme=company.programme_id).first()
    if study is not None:
        # Row by row or at once, the signals fire: the themes' voices follow.
        study.needs.filter(organisation=company.organisation_id).delete()
    company.interviews.all().delete()


def needs_of(companies: Iterable[Company]) -> Any:
    """The needs of these companies of one programme. A query set."""
    rows = list(companies)
    return Need.objects.filter(
        study__programme__in={one.programme_id for one in rows},
        organisation__in={one.organisation_id for one in rows},
    )
