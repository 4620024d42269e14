"""The verbs of the library: add, change, look through, archive; rules, favourites, set aside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, uploads
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.library.proposing import themes_of_places
from learning.models import (
    Dismissal,
    Favourite,
    Resource,
    ResourceKind,
    ResourceRule,
    ResourceStep,
    RuleFact,
)
from mapping.models import ServiceKind
from people.models import Region, User
from places.models import Participation
from plans.changes import length_of, refuse_longer, refuse_older, store
from plans.models import Theme

#: Months until somebody looks at a resource again, where no day is said, and at most.
REVIEW_MONTHS, LONGEST_MONTHS = 12, 36
#: Subtitles are text: more is no subtitle file.
SUBTITLES_BYTES = 400_000
MOST_STEPS, MOST_RULES = 12, 20
_KEY = re.compile(r"[-\w]{1,60}")


@transaction.atomic
def add_resource(*, region: Region, by: User, **facts: Any) -> Resource:
    """Put something into a region's library. Refusals: those of `_checked`."""
    require(by, "learning.keep_library", region)
    upload, subtitles = facts.pop("upload", None), facts.pop("subtitle_file", None)
    steps = facts.pop("steps", ())
    values = _checked(Resource(), facts, upload, subtitles)
    resource = Resource.objects.create(region=region, added_by=by, **values)
    _set_steps(resource, steps)
    audit.record("resource.added", resource, by=by, title=resource.title)
    return resource


@transaction.atomic
def save_resource(*, resource: Resource, by: User, version: int, **facts: Any) -> Resource:
    """Change a resource. Refusals: those of `_checked`. Conflict: changed since."""
    resource = _locked(resource, by)
    upload, subtitles = facts.pop("upload", None), facts.pop("subtitle_file", None)
    steps = facts.pop("steps", None)
    was_shared, was_at = resource.shared, resource.url
    values = _checked(resource, facts, upload, subtitles)
    if values["url"] != was_at:  # what was found out about the old address is no news of this one
        values |= {"link_fault": "", "link_failures": 0, "link_checked_at": None}
    names = store(resource, version, values)
    if steps is not None:
        _set_steps(resource, steps)
    if names:
        audit.record("resource.changed", resource, by=by, title=resource.title)
    if resource.shared != was_shared:
        verb = "resource.shared" if resource.shared else "resource.kept"
        audit.record(verb, resource, by=by, title=resource.title)
    return resource


@transaction.atomic
def review(*, resource: Resource, by: User, version: int) -> Resource:
    """Note that it was looked through and still holds: for a year. Conflict: changed since."""
    resource = _locked(resource, by)
    refuse_older(resource, version, {"review_on": resource.review_on})
    resource.review_on = timezone.localdate() + relativedelta(months=REVIEW_MONTHS)
    resource.version += 1
    resource.save()
    day = resource.review_on.isoformat()
    audit.record("resource.reviewed", resource, by=by, title=resource.title, day=day)
    return resource


@transaction.atomic
def archive(*, resource: Resource, by: User, archived: bool = True) -> Resource:
    """Take it out of use, or into it again; advice that names it stays."""
    resource = _locked(resource, by)
    if (resource.archived_at is not None) != archived:
        resource.archived_at = timezone.now() if archived else None
        resource.version += 1
        resource.save()
        verb = "resource.archived" if archived else "resource.restored"
        audit.record(verb, resource, by=by, title=resource.title)
    return resource


@transaction.atomic
def add_rule(
    *, resource: Resource, by: User, fact: str, together_with: int | None = None, **said: Any
) -> ResourceRule:
    """Say when it is proposed; `together_with` a rule of its own, both must hold.

    `said` is what the fact asks for: service, number, step_key, theme_key. Said twice, it is
    there once. Refusals: unknown_choice, service_missing, number_missing, step_missing,
    theme_missing, no_rule, too_many.
    """
    resource = _locked(resource, by)
    wanted = _fact_of(fact, said)
    head = None
    if together_with is not None:
        head = resource.rules.filter(pk=together_with, joins__isnull=True).first()
        if head is None:
            raise Refusal("no_rule", _("Choose one of the rules."), field="together_with")
    same = resource.rules.filter(joins=head, fact=fact, **wanted).first()
    if same is not None:
        return same
    if resource.rules.count() >= MOST_RULES:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_RULES})
    rule = ResourceRule.objects.create(resource=resource, joins=head, fact=fact, **wanted)
    audit.record("resource.rule_added", resource, by=by, title=resource.title)
    return rule


def _fact_of(fact: str, said: dict[str, Any]) -> dict[str, Any]:
    """What a rule keeps of its fact."""
    if fact not in RuleFact.values:
        raise Refusal("unknown_choice", _("Choose one of these."), field="fact")
    wanted: dict[str, Any] = {"service": "", "number": None, "step_key": "", "theme_key": ""}
    if fact == RuleFact.SERVICE:
        if said.get("service") not in ServiceKind.values:
            raise Refusal("service_missing", _("Choose the service."), field="service")
        return wanted | {"service": said["service"]}
    if fact == RuleFact.STEP:
        if not _KEY.fullmatch(said.get("step_key") or ""):
            raise Refusal("step_missing", _("Choose the step."), field="step_key")
        return wanted | {"step_key": said["step_key"]}
    if fact == RuleFact.ANSWER:
        if said.get("theme_key") not in themes_of_places():
            raise Refusal("theme_missing", _("Choose the theme."), field="theme_key")
        return wanted | {"theme_key": said["theme_key"]}
    number = said.get("number")
    if not number or number < 1:
        raise Refusal("number_missing", _("Write how many inhabitants."), field="number")
    return wanted | {"number": number}


@transaction.atomic
def remove_rule(*, resource: Resource, by: User, rule_id: int) -> None:
    """Take a rule away; gone already, nothing happens."""
    resource = _locked(resource, by)
    gone, _rows = ResourceRule.objects.filter(pk=rule_id, resource=resource).delete()
    if gone:
        audit.record("resource.rule_removed", resource, by=by, title=resource.title)


def keep_at_hand(*, resource: Resource, by: User, kept: bool) -> None:
    """Make it one's favourite, or no longer. Twice, it is there once."""
    require(by, "learning.view_library", resource)
    if kept:
        Favourite.objects.get_or_create(resource=resource, person=by)
    else:
        Favourite.objects.filter(resource=resource, person=by).delete()


@transaction.atomic
def set_aside(*, participation: Participation, by: User, resource: Resource) -> Dismissal:
    """Say that a proposal does not fit a place: it is not proposed there again.

    Refusal: other_region.
    """
    require(by, "learning.give_advice", participation)
    if resource.region_id != participation.programme.region_id and not resource.shared:
        raise Refusal("other_region", _("It is in another region's library."))
    made, new = Dismissal.objects.get_or_create(
        participation=participation, resource=resource, defaults={"by": by}
    )
    if new:
        audit.record("proposal.set_aside", participation, by=by, title=resource.title)
    return made


@transaction.atomic
def propose_again(*, participation: Participation, by: User, resource: Resource) -> None:
    """Let a proposal that was set aside come back; there already, nothing happens."""
    require(by, "learning.give_advice", participation)
    gone, _rows = Dismissal.objects.filter(participation=participation, resource=resource).delete()
    if gone:
        audit.record("proposal.taken_up", participation, by=by, title=resource.title)


def _locked(resource: Resource, by: User) -> Resource:
    require(by, "learning.keep_library", resource)
    rows = Resource.objects.select_for_update(of=("self",)).select_related("region")
    found: Resource = rows.get(pk=resource.pk)
    return found


def _set_steps(resource: Resource, keys: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(key for key in keys if _KEY.fullmatch(key)))
    if len(wanted) > MOST_STEPS:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_STEPS})
    resource.steps.exclude(step_key__in=wanted).delete()
    for key in wanted:
        ResourceStep.objects.get_or_create(resource=resource, step_key=key)


def _checked(
    resource: Resource,
    facts: dict[str, Any],
    upload: UploadedFile | None,
    subtitles: UploadedFile | None,
) -> dict[str, Any]:
    """The values of a resource.

    Refusals: unknown_choice, title_missing, summary_missing, too_long, wrong_address,
    nothing_there, two_things, not_told, wrong_day, wrong_subtitles and those of a file.
    """
    for name, choices in (("kind", ResourceKind.values), ("language", dict(settings.LANGUAGES))):
        if facts.get(name) not in choices:
            raise Refusal("unknown_choice", _("Choose one of these."), field=name)
    theme = facts.get("theme") or ""
    if theme and theme not in Theme.values:
        raise Refusal("unknown_choice", _("Choose one of these."), field="theme")
    values: dict[str, Any] = {"kind": facts["kind"], "language": facts["language"], "theme": theme}
    for name in ("title", "source"):
        values[name] = one_line(facts.get(name) or "", 10_000)
        refuse_longer(values[name], length_of(Resource, name), field=name)
    for name in ("summary", "transcript"):
        values[name] = plain_lines(facts.get(name) or "").strip()
        refuse_longer(values[name], length_of(Resource, name), field=name)
    needed(values["title"], "title_missing", _("Write what it is called."), field="title")
    needed(values["summary"], "summary_missing", _("Write what it is good for."), field="summary")
    values |= {"shared": bool(facts.get("shared")), "url": _address(facts.get("url") or "")}
    film = facts["kind"] == ResourceKind.FILM
    values |= {"review_on": _day(facts.get("review_on"), resource), **_file(upload, film=film)}
    if subtitles is not None:
        values["subtitles"] = _subtitles(subtitles)
    _check_whole(resource, values)
    return values


def _check_whole(resource: Resource, values: dict[str, Any]) -> None:
    """It leads to one thing, and a film can be read by those who do not hear it."""
    has_file = bool(values.get("file") or resource.file)
    if has_file and values["url"]:
        raise Refusal("two_things", _("Give an address or a file, not both."), field="url")
    if not has_file and not values["url"]:
        raise Refusal("nothing_there", _("Give an address or a file."), field="url")
    told = values["transcript"] or values.get("subtitles") or resource.subtitles
    if values["kind"] == ResourceKind.FILM and not told:
        raise Refusal(
            "not_told",
            _("A film has subtitles or a text of what is said, for those who do not hear it."),
            field="transcript",
        )


def _address(url: str) -> str:
    url = url.strip()
    refuse_longer(url, length_of(Resource, "url"), field="url")
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username):
        raise Refusal(
            "wrong_address", _("An address begins with https:// and a name."), field="url"
        )
    return url


def _day(day: dt.date | None, resource: Resource) -> dt.date:
    today = timezone.localdate()
    if day is None:
        return today + relativedelta(months=REVIEW_MONTHS)
    if day == resource.review_on:
        return day
    if not today <= day <= today + relativedelta(months=LONGEST_MONTHS):
        raise Refusal(
            "wrong_day", _("Choose a day from today on, at most three years ahead."),
            field="review_on",
        )  # fmt: skip
    return day


def _file(upload: UploadedFile | None, *, film: bool) -> dict[str, Any]:
    """The checked file: a film's own kinds are taken for a film alone."""
    if upload is None:
        return {}
    kinds = uploads.KINDS | uploads.FILMS if film else uploads.KINDS
    kept = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES, kinds=kinds)
    kept.file.name = f"{kept.sha256[:16]}.{uploads.extension_of(kept.name)}"
    return {
        "file": kept.file, "file_name": kept.name, "content_type": kept.content_type,
        "size": kept.size, "sha256": kept.sha256,
    }  # fmt: skip


def _subtitles(upload: UploadedFile) -> str:
    """The text of a WebVTT file. Refusal: wrong_subtitles."""
    wrong = Refusal(
        "wrong_subtitles",
        _("Subtitles are a WebVTT file (.vtt): it begins with the word WEBVTT."),
        field="subtitle_file",
    )
    if (upload.size or 0) > SUBTITLES_BYTES:
        raise wrong
    try:
        text = upload.read(SUBTITLES_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.startswith("WEBVTT") or "-->" not in text:
        raise wrong
    refuse_longer(text, length_of(Resource, "subtitles"), field="subtitle_file")
    return text
