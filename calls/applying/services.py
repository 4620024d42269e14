"""An application from its first word to its receipt. No account is needed: the link is the right.

The caller has opened a `Door` by a link (`calls.links`), or found the application of its own
account; the verbs ask only what the application's own state allows. Nobody's account causes these
letters, so that they are counted here by application and by address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.models import Area
from calls import letters
from calls.checking import KIND_OF_LEVEL, Result, compute, facts_of, stored
from calls.forgetting import erase
from calls.models import (
    Application,
    ApplicationFile,
    ApplicationState,
    AskKind,
    Call,
    CallQuestion,
    CallState,
    CoApplicant,
    ConfirmationState,
    Decision,
    SectorConfirmation,
)
from core import audit, uploads
from core.addresses import normal_address
from core.dates import day_and_hour
from core.plain_text import checked_name, one_line, plain_lines
from core.refusals import Conflict, Refusal, needed
from core.throttle import within
from outbox.delivery.quota import may_send
from people.account.services import checked_address
from people.models import Sector, User
from people.models.organisation import THREE_SECTORS
from people.second_person import mailbox

#: Letters that one application may cause in a day, and one address in an hour.
LETTERS_A_DAY, LETTERS_AN_HOUR = 20, 3
DAY, HOUR = 86_400, 3600
MOST_FILES, MOST_CO_APPLICANTS = 20, 8
SHORT_LENGTH, LONG_LENGTH = 300, 6000
LARGEST_NUMBER_LENGTH = 15
SENTENCE_LENGTH = 600
#: What the form of an application keeps, beside its answers.
FIELDS = (
    "contact_name", "contact_phone", "organisation", "sector", "place_name", "municipality",
    "place_kind", "population", "population_year", "population_source", "leader_name",
    "leader_email",
)  # fmt: skip
#: What the register says, once a place is picked from it.
_OF_REGISTER = ("place_name", "municipality", "place_kind", "population", "population_year",
                "population_source")  # fmt: skip


# --- beginning


@transaction.atomic
def begin(
    *,
    call: Call,
    email: str,
    name: str,
    language: str,
    place_name: str = "",
    by: User | None = None,
) -> Application:
    """Begin an application, or send its link again to whoever has begun one from this address.

    What a stranger may learn is the same in both cases: that a letter was sent. Refusals: not_open,
    closed, bad_address, those of `checked_name`, name_missing, too_many_letters, quota_reached.
    """
    refuse_unless_open(call)
    address = checked_address(email)
    shown = checked_name(name, field="name")
    needed(shown, "name_missing", _("Write your name."), field="name")
    there = Application.objects.filter(
        call=call, contact_email=address, state=ApplicationState.DRAFT
    ).first()
    if there is None:
        there = _made(call, address, shown, language, place_name, by)
    there.call = call
    _count_letters(there, address)
    may_send(call.programme.region, 1)
    letters.write_begun(there)
    return there


def _made(
    call: Call, address: str, name: str, language: str, place_name: str, by: User | None
) -> Application:
    made = Application(
        call=call,
        contact_email=address,
        contact_name=name,
        place_name=one_line(place_name, 120),
        language=language if language in dict(settings.LANGUAGES) else call.language,
        # Whoever is signed in has proved this address by it; another one proves itself by letter.
        account=by if by is not None and normal_address(by.email) == address else None,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # begun twice at the same moment
        found: Application = Application.objects.get(
            call=call, contact_email=address, state=ApplicationState.DRAFT
        )
        return found
    audit.record("application.begun", made, by=by)
    return made


def send_again(*, call: Call, email: str) -> None:
    """Send the links of all applications of this address in the call; silent where there are none.

    Refusals: bad_address, too_many_letters.
    """
    address = checked_address(email)
    rows = Application.objects.filter(call=call, contact_email=address, erased_at__isnull=True)
    for one in rows:
        one.call = call
        _count_letters(one, address)
        letters.write_begun(one)
        audit.record("application.link_sent", one, by=None)


def _count_letters(application: Application, address: str) -> None:
    """Count one letter more that the application causes. Refusal: too_many_letters."""
    few = within("call-letters", str(application.pk), limit=LETTERS_A_DAY, seconds=DAY)
    rare = within("call-letters-to", address, limit=LETTERS_AN_HOUR, seconds=HOUR)
    if not (few and rare):
        raise Refusal(
            "too_many_letters",
            _("Enough letters have been sent for now. Look into the mailbox, also under "
              "unwanted mail, and try again in an hour."),
        )  # fmt: skip


def refuse_unless_open(call: Call, now: dt.datetime | None = None) -> None:
    """Refuse with the hour, before the call opens and from its last moment on: not_open, closed."""
    state = call.state_at(now or timezone.now())
    if state == CallState.OPEN:
        return
    if state == CallState.CLOSED and call.closes is not None:
        raise Refusal(
            "closed",
            _("The call closed %(when)s. Nothing can be handed in or changed after that.")
            % {"when": day_and_hour(call.closes)},
        )
    if call.opens is not None and state == CallState.AHEAD:
        raise Refusal(
            "not_open", _("The call opens %(when)s.") % {"when": day_and_hour(call.opens)}
        )
    raise Refusal("not_open", _("The call is not open."))


def _for_writing(application: Application) -> Application:
    """The application locked, in a state in which it can be changed.

    Refusals: closed, not_open, handed_in, withdrawn.
    """
    application.lock()
    application.call = Call.objects.select_related("programme__region").get(pk=application.call_id)
    refuse_unless_open(application.call)
    if application.state == ApplicationState.HANDED_IN:
        raise Refusal(
            "handed_in", _("The application is handed in. Open it again before you change it.")
        )
    if application.state == ApplicationState.WITHDRAWN:
        raise Refusal("withdrawn", _("The application is withdrawn. Open it again first."))
    return application


# --- writing


@transaction.atomic
def save(
    *, application: Application, version: int, fields: Mapping[str, Any], answers: Mapping[str, str]
) -> Application:
    """Keep what is written, as one goes: nothing must be complete.

    Two who write the same lose nothing: a conflict shows both values. What only one of them
    changed is taken over. Refusals: those of `_for_writing`, name_with_link and its like, Conflict.
    """
    application = _for_writing(application)
    sent = {name: fields[name] for name in FIELDS if name in fields}
    if application.area_id is not None:
        sent = {name: value for name, value in sent.items() if name not in _OF_REGISTER}
    for name in ("contact_name", "leader_name"):
        if name in sent:
            sent[name] = checked_name(sent[name], field=name)
    said = dict(application.answers) | _clean(application.call, answers)
    theirs = {name: getattr(application, name) for name in sent}
    flat = {f"q{key}": value for key, value in said.items()}
    kept = {f"q{key}": application.answers.get(key, "") for key in said}
    yours, stored_now = sent | flat, theirs | kept
    if application.version != version and yours != stored_now:
        raise Conflict(
            _("Somebody else has written in the application meanwhile."),
            theirs=stored_now, yours=yours, version=application.version,
        )  # fmt: skip
    if yours == stored_now:
        return application
    for name, value in sent.items():
        setattr(application, name, value)
    application.answers = {key: value for key, value in said.items() if value}
    application.version += 1
    application.save()
    return application


def _clean(call: Call, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to this call's questions, cut to their room; others are left out."""
    found = {}
    for one in call.questions.all():
        text = answers.get(str(one.pk))
        if text is not None and one.kind != AskKind.FILE:
            found[str(one.pk)] = _fitting(one, text)
    return found


def _fitting(question: CallQuestion, text: str) -> str:
    text = plain_lines(text).strip()
    if question.kind == AskKind.CHOICE:
        return text if text in {one["key"] for one in question.choices} else ""
    if question.kind == AskKind.NUMBER:
        bare = text.replace("\xa0", "").replace(" ", "").replace(",", ".")[:LARGEST_NUMBER_LENGTH]
        return bare if bare.replace(".", "", 1).removeprefix("-").isdecimal() else text[:40]
    if question.kind == AskKind.SHORT:
        return one_line(text, question.most or SHORT_LENGTH)
    # Longer than its room it is kept all the same: handing in says what is too long.
    return text[:LONG_LENGTH]


@transaction.atomic
def pick_place(*, application: Application, area: Area | None) -> Application:
    """Take the place from the register, or, with None, write it by hand from now on."""
    application = _for_writing(application)
    application.area = area
    if area is not None:
        application.place_name = area.name
        application.municipality = area.municipality
        application.place_kind = KIND_OF_LEVEL.get(area.level, "")  # type: ignore[call-overload]
    application.version += 1
    application.save()
    return application


# --- files


def add_file(
    *, application: Application, upload: UploadedFile, question: CallQuestion | None = None
) -> ApplicationFile:
    """Check a file by its content and keep it. The same file again is the one that is there.

    Refusals: those of `core.uploads.check` and `_for_writing`, too_many_files.
    """
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    made = ApplicationFile(
        application=application, question=question, name=checked.name,
        content_type=checked.content_type, size=checked.size, sha256=checked.sha256,
    )  # fmt: skip
    made.file.save(checked.name, checked.file, save=False)
    stored_well = False
    try:
        with transaction.atomic():
            _for_writing(application)
            there = list(application.files.all())
            same = next(
                (one for one in there
                 if one.sha256 == made.sha256 and one.question_id == made.question_id), None
            )  # fmt: skip
            if same is not None:
                return same
            if len(there) >= MOST_FILES:
                raise Refusal(
                    "too_many_files",
                    _("An application has room for %(count)d files.") % {"count": MOST_FILES},
                    field="file",
                )
            made.save()
            audit.record("application.file_added", application, by=None)
        stored_well = True
    finally:
        if not stored_well:
            made.file.storage.delete(made.file.name or "")
    return made


@transaction.atomic
def remove_file(*, file: ApplicationFile) -> None:
    """Take a file away, with what lies on the disk. Refusals: those of `_for_writing`."""
    _for_writing(file.application)
    name, storage = file.file.name or "", file.file.storage
    file.delete()
    audit.record("application.file_removed", file.application, by=None)
    transaction.on_commit(lambda: storage.delete(name))


# --- others who write, and those who confirm


@transaction.atomic
def add_co_applicant(*, application: Application, name: str, email: str) -> CoApplicant:
    """Let somebody else write the application, by a link of the own.

    Refusals: those of `_for_writing`, bad_address, name_missing, that_is_you, many_co_applicants,
    too_many_letters.
    """
    application = _for_writing(application)
    address = checked_address(email)
    shown = needed(checked_name(name), "name_missing", _("Write the name."), field="name")
    if mailbox(address) == mailbox(application.contact_email):
        raise Refusal("that_is_you", _("This is the contact person's own address."), field="email")
    rows = application.co_applicants
    if rows.filter(removed_at__isnull=True).count() >= MOST_CO_APPLICANTS:
        raise Refusal("many_co_applicants", _("Eight people write together at most."))
    one, _made_now = CoApplicant.objects.get_or_create(
        application=application, email=address, defaults={"name": shown}
    )
    if one.removed_at is not None:
        one.removed_at, one.name = None, shown
        one.edition += 1
        one.save()
    _count_letters(application, address)
    one.application = application
    letters.write_to_co_applicant(one)
    audit.record("application.co_applicant_added", application, by=None)
    return one


@transaction.atomic
def remove_co_applicant(*, one: CoApplicant) -> None:
    """End somebody's link. Refusals: those of `_for_writing`."""
    _for_writing(one.application)
    one.removed_at = timezone.now()
    one.edition += 1
    one.save(update_fields=["removed_at", "edition", "updated_at"])
    audit.record("application.co_applicant_removed", one.application, by=None)


@transaction.atomic
def ask_sector(
    *, application: Application, sector: str, person: str, email: str, organisation: str = ""
) -> SectorConfirmation:
    """Ask a named person to confirm for a sector; asking somebody else ends the link before.

    Three sectors are three people. Refusals: those of `_for_writing`, unknown_sector, bad_address,
    name_missing, same_person_twice, too_many_letters.
    """
    application = _for_writing(application)
    if sector not in THREE_SECTORS:
        raise Refusal("unknown_sector", _("Choose one of the three sectors."), field="sector")
    address = checked_address(email)
    shown = needed(
        checked_name(person, field="person"), "name_missing", _("Write the person's name."),
        field="person",
    )  # fmt: skip
    rows = {one.sector: one for one in application.confirmations.all()}
    others = [one for one in rows.values() if one.sector != sector]
    if any(mailbox(one.email) == mailbox(address) for one in others):
        raise Refusal(
            "same_person_twice",
            _("Each sector is confirmed by a person of its own: this address is named already."),
            field="email",
        )
    row = rows.get(sector) or SectorConfirmation(application=application, sector=sector)
    again = row.pk is not None
    row.person, row.email, row.organisation = shown, address, one_line(organisation, 150)
    row.state, row.sentence, row.answered_at = ConfirmationState.ASKED, "", None
    row.asked_at = timezone.now()
    if again:
        row.edition += 1
    row.save()
    _count_letters(application, address)
    row.application = application
    letters.write_ask(row)
    audit.record("application.person_asked", application, by=None, sector=str(Sector(sector).value))
    return row


@transaction.atomic
def answer_ask(
    *, confirmation: SectorConfirmation, yes: bool, sentence: str, reader: User | None = None
) -> SectorConfirmation:
    """What a named person answers, with a sentence. It can be answered once, by that person.

    `reader` is who is signed in, if anybody is. Refusals: not_yours, answered_already, closed,
    not_open, withdrawn, sentence_missing.
    """
    application = confirmation.application
    application.lock()
    refuse_wrong_reader(confirmation, reader)
    row = SectorConfirmation.objects.select_for_update().get(pk=confirmation.pk)
    if row.edition != confirmation.edition:
        raise Refusal("not_yours", _("Somebody else has been asked in your place meanwhile."))
    if row.state != ConfirmationState.ASKED:
        raise Refusal("answered_already", answered_words(row, application))
    call = Call.objects.select_related("programme__region").get(pk=application.call_id)
    refuse_unless_open(call)
    if application.state == ApplicationState.WITHDRAWN:
        raise Refusal("withdrawn", _("The application is withdrawn: no answer is needed."))
    row.sentence = needed(
        one_line(plain_lines(sentence), SENTENCE_LENGTH), "sentence_missing",
        _("Write a sentence: what you want to do, or why not."), field="sentence",
    )  # fmt: skip
    row.state = ConfirmationState.CONFIRMED if yes else ConfirmationState.DECLINED
    row.answered_at = timezone.now()
    row.save()
    application.call = call
    row.application = application
    if application.state == ApplicationState.HANDED_IN:
        _check(application)
        application.save(update_fields=["checked", "updated_at"])
    letters.write_answered(row)
    audit.record(f"application.{row.state}", application, by=None, sector=row.sector)
    return row


def refuse_wrong_reader(confirmation: SectorConfirmation, reader: User | None) -> None:
    """Nobody answers in another's name: who is signed in must be the person. Refusal: not_yours."""
    if reader is not None and mailbox(reader.email) != mailbox(confirmation.email):
        raise Refusal(
            "not_yours",
            _("This link is for %(person)s. You are signed in as %(name)s and cannot answer for "
              "somebody else. If you are %(person)s, sign out first.")
            % {"person": confirmation.person, "name": reader.get_full_name()},
        )  # fmt: skip


def answered_words(row: SectorConfirmation, application: Application) -> str:
    """That the link is used, by whom and when."""
    words = (
        _("This link has been used: %(person)s confirmed %(when)s.")
        if row.state == ConfirmationState.CONFIRMED
        else _("This link has been used: %(person)s declined %(when)s.")
    )
    zone = application.call.zone
    when = day_and_hour(row.answered_at.astimezone(zone)) if row.answered_at else "–"
    return words % {"person": row.person, "when": when}


# --- handing in


def rules_of(application: Application) -> list[Result]:
    """The call's rules, computed for the application as it stands now."""
    return compute(application.call.rules.all(), facts_of(application))


def gaps_of(application: Application) -> list[str]:
    """What is missing before it can be handed in: answers, names, rules that block."""
    lacks = []
    if not application.place_name.strip():
        lacks.append(_("Name the place."))
    if application.municipality_id is None:
        lacks.append(_("Name the municipality."))
    if not application.place_kind:
        lacks.append(_("Say what kind of place it is."))
    if not application.organisation.strip():
        lacks.append(_("Say who applies."))
    if not application.sector:
        lacks.append(_("Say which sector you belong to."))
    files = {one.question_id for one in application.files.all()}
    for one in application.call.questions.all():
        fault = _fault(one, application, files)
        if fault:
            lacks.append(f"{one.said(application.language)[0]} {fault}")
    lacks += [f"{one.title}: {one.text}" for one in rules_of(application) if one.stops]
    return lacks


def _fault(question: CallQuestion, application: Application, files: set[int | None]) -> str:
    if question.kind == AskKind.FILE:
        lacking = question.required and question.pk not in files
        return _("(a file is missing)") if lacking else ""
    text = application.answers.get(str(question.pk), "")
    if not text:
        return _("(no answer yet)") if question.required else ""
    most = question.most or (SHORT_LENGTH if question.kind == AskKind.SHORT else LONG_LENGTH)
    if question.kind in {AskKind.SHORT, AskKind.LONG} and len(text) > most:
        return ngettext(
            "(%(over)d character too long)", "(%(over)d characters too long)", len(text) - most
        ) % {"over": len(text) - most}
    if question.kind == AskKind.NUMBER and not _is_number(text):
        return _("(this is no number)")
    return ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _check(application: Application) -> None:
    application.checked = stored(rules_of(application))


@transaction.atomic
def hand_in(*, application: Application) -> Application:
    """Hand the application in; twice is once. A receipt is written.

    Refusals: closed (with the hour), not_open, withdrawn, not_complete with what is missing.
    """
    application.lock()
    if application.state == ApplicationState.HANDED_IN:
        return application
    application = _for_writing(application)
    lacks = gaps_of(application)
    if lacks:
        raise Refusal("not_complete", _("The application is not complete yet."), details=lacks)
    _check(application)
    application.state = ApplicationState.HANDED_IN
    application.handed_in_at = timezone.now()
    application.version += 1
    application.save()
    audit.record("application.handed_in", application, by=None)
    letters.write_receipt(application)
    return application


@transaction.atomic
def withdraw(*, application: Application) -> Application:
    """Take the application back: at any time until it is decided. Refusal: decided."""
    application.lock()
    if application.state == ApplicationState.WITHDRAWN:
        return application
    if Decision.objects.filter(application=application, confirmed_at__isnull=False).exists():
        raise Refusal("decided", _("It is decided already. Write to the address for questions."))
    Decision.objects.filter(application=application).delete()
    application.state = ApplicationState.WITHDRAWN
    application.withdrawn_at = timezone.now()
    application.version += 1
    application.save()
    audit.record("application.withdrawn", application, by=None)
    return application


@transaction.atomic
def reopen(*, application: Application) -> Application:
    """Write on, until the call closes. Refusals: closed, not_open, begun_another."""
    application.lock()
    if application.state == ApplicationState.DRAFT:
        return application
    call = Call.objects.select_related("programme__region").get(pk=application.call_id)
    refuse_unless_open(call)
    application.state = ApplicationState.DRAFT
    application.handed_in_at = application.withdrawn_at = None
    application.checked = []
    application.version += 1
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        raise Refusal(
            "begun_another",
            _("You have begun another application meanwhile. Hand that one in, or withdraw it."),
        ) from error
    audit.record("application.reopened", application, by=None)
    return application


@transaction.atomic
def erase_own(*, application: Application) -> None:
    """Erase what was begun or withdrawn, when those who wrote it ask for it. Refusal: handed_in."""
    application.lock()
    if application.state == ApplicationState.HANDED_IN:
        raise Refusal("handed_in", _("Withdraw the application first; then it can be erased."))
    erase(application, by=None)
