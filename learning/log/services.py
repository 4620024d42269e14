"""The verbs of the action-learning log: begin, write, share, ask, answer, add a file."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import audit, uploads
from core.plain_text import plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal, needed
from core.throttle import within
from learning.advice.notices import leaders_of
from learning.models import (
    PARTS,
    Audience,
    Experiment,
    ExperimentChange,
    ExperimentComment,
    ExperimentFile,
    ExperimentState,
)
from learning.teams import taxonomy
from notices.services import tell
from people.models import User
from places.models import Participation
from plans.actions.services import add_action
from plans.changes import length_of, one_line, refuse_longer
from plans.models import Action, Origin

#: Bytes of a photo or a voice note.
MOST_BYTES = 10 * 1024 * 1024
#: Files of one experiment, comments of one person within an hour, challenges of one experiment.
MOST_FILES, COMMENTS_AN_HOUR, MOST_CHALLENGES = 12, 20, 6
#: What somebody writes, beside its challenges.
TEXTS = ("title", *PARTS, "next_by")


#: How a sound of MPEG layer 3 begins where no title stands before it.
_MPEG = (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")


def _mp3(data: bytes) -> bytes:
    if data[:3] != b"ID3" and data[:2] not in _MPEG:
        raise _no_sound()
    return data


def _ogg(data: bytes) -> bytes:
    if data[:4] != b"OggS":
        raise _no_sound()
    return data


def _no_sound() -> Refusal:
    return Refusal("file_disguised", _("%(name)s is no sound that we can keep."), field="file")


#: Photos are drawn anew; sound stays as the phone recorded it.
KINDS = {
    **{name: uploads.KINDS[name] for name in ("jpg", "jpeg", "png", "webp")},
    "mp3": ("audio/mpeg", _mp3),
    "ogg": ("audio/ogg", _ogg),
    "m4a": ("audio/mp4", uploads.FILMS["mp4"][1]),
    "webm": ("audio/webm", uploads.FILMS["webm"][1]),
}
ACCEPT = ",".join(f".{name}" for name in KINDS)


@transaction.atomic
def begin(
    *,
    participation: Participation,
    by: User,
    title: str,
    hypothesis: str = "",
    trial: str = "",
    challenges: Iterable[str] = (),
    key: uuid.UUID | None = None,
) -> Experiment:
    """Begin an experiment. One that is sent again with the same key is the one that is there.

    Refusals: title_missing, too_long, other_team.
    """
    require(by, "learning.write_experiment", participation)
    shown = needed(one_line(title), "title_missing", _("Write what you try."), field="title")
    refuse_longer(shown, length_of(Experiment, "title"), field="title")
    key = key or uuid.uuid4()
    there = Experiment.objects.filter(key=key).first()
    if there is not None:
        if there.participation_id != participation.pk:
            raise Refusal("other_team", _("This entry is another team's."))
        return there
    made = Experiment.objects.create(
        participation=participation, key=key, title=shown, by=by,
        hypothesis=plain_lines(hypothesis).strip(), trial=plain_lines(trial).strip(),
        challenges=_known(challenges, participation),
    )  # fmt: skip
    audit.record("experiment.begun", made, by=by, title=made.title)
    return made


def _known(keys: Iterable[str], participation: Participation) -> list[str]:
    known = taxonomy.challenges(participation.programme)
    return [key for key in dict.fromkeys(keys) if key in known][:MOST_CHALLENGES]


@transaction.atomic
def write(
    *,
    experiment: Experiment,
    by: User,
    version: int,
    state: str,
    next_on: dt.date | None = None,
    challenges: Iterable[str] = (),
    **texts: str,
) -> Experiment:
    """Write the parts. Raises Conflict with both texts; Refusal title_missing, too_long, no_end.

    An end, be it that it did not work, wants a word of what was learnt.
    """
    require(by, "learning.write_experiment", experiment)
    row = _held(experiment)
    values: dict[str, Any] = {
        name: (one_line if name in {"title", "next_by"} else plain_lines)(texts[name]).strip()
        for name in TEXTS
    }
    needed(values["title"], "title_missing", _("Write what you try."), field="title")
    for name in TEXTS:
        refuse_longer(values[name], length_of(Experiment, name), field=name)
    if state in {ExperimentState.LEARNT, ExperimentState.DID_NOT_WORK} and not values["learnt"]:
        raise Refusal(
            "no_end", _("Write what you learnt: also what did not work has taught you something."),
            field="learnt",
        )  # fmt: skip
    values |= {
        "state": state, "next_on": next_on, "challenges": _known(challenges, row.participation),
    }  # fmt: skip
    theirs = {name: getattr(row, name) for name in values}
    if theirs == values:
        return row
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Choose which text holds."),
            theirs=theirs,
            yours=values,
            version=row.version,
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record("experiment.written", row, by=by, title=row.title)
    return row


def _held(experiment: Experiment) -> Experiment:
    rows = Experiment.objects.select_for_update(of=("self",))
    held: Experiment = rows.select_related("participation__programme").get(pk=experiment.pk)
    return held


@transaction.atomic
def share(*, experiment: Experiment, by: User, audience: str) -> Experiment:
    """Choose who reads it, wider or narrower; each change is kept, so that it can be undone.

    Only who leads the laboratory shows it to everybody. Refusal: unknown_audience.
    """
    require(by, "learning.share_experiment", experiment)
    if audience not in Audience.values:
        raise Refusal("unknown_audience", _("Choose who may read it."), field="audience")
    row = _held(experiment)
    if row.audience == audience:
        return row
    if audience == Audience.PUBLIC:
        require(by, "learning.publish_experiment", row)
    before, row.audience = row.audience, audience
    ExperimentChange.objects.create(experiment=row, before=before, after=audience, by=by)
    row.save(update_fields=["audience", "updated_at"])
    audit.record(
        "experiment.shared", row, by=by, before=str(Audience(before).label),
        after=str(Audience(audience).label),
    )  # fmt: skip
    experiment.audience = audience
    return row


@transaction.atomic
def remove(*, experiment: Experiment, by: User) -> None:
    """Take an experiment away with its files and comments. Cards keep what they took from it."""
    require(by, "learning.write_experiment", experiment)
    row = _held(experiment)
    stored = [one.file for one in row.files.all()]
    audit.record("experiment.removed", row.participation, by=by, title=row.title)
    row.delete()
    transaction.on_commit(lambda: _delete(stored))


@transaction.atomic
def to_action(*, experiment: Experiment, by: User) -> Action:
    """Let the next step become an action of the plan; again leads to the same. Refusal: no_next."""
    require(by, "learning.write_experiment", experiment)
    row = _held(experiment)
    if row.action is not None:
        return row.action
    if not row.next_step:
        raise Refusal("no_next", _("Write first what comes next."), field="next_step")
    first = " ".join(row.next_step.split())
    action = add_action(
        participation=row.participation, by=by,
        title=Truncator(first).chars(length_of(Action, "title")), description=row.next_step,
        ends_on=row.next_on, origin=Origin.OTHER,
        origin_text=Truncator(_("The experiment “%(title)s”") % {"title": row.title}).chars(
            length_of(Action, "origin_text")
        ),
    )  # fmt: skip
    row.action = action
    row.save(update_fields=["action", "updated_at"])
    audit.record("experiment.to_action", row, by=by, action=action.title)
    return action


@transaction.atomic
def attach(*, experiment: Experiment, by: User, file: UploadedFile, alt: str) -> ExperimentFile:
    """Add a photo or a voice note. Refusals: no_words, too_many, those of `core.uploads.check`."""
    require(by, "learning.write_experiment", experiment)
    words = needed(one_line(alt), "no_words", _("Say what it shows or says."), field="alt")
    refuse_longer(words, length_of(ExperimentFile, "alt"), field="alt")
    row = _held(experiment)
    if row.files.count() >= MOST_FILES:
        raise Refusal(
            "too_many", _("An experiment has room for %(most)d files.") % {"most": MOST_FILES}
        )
    kept = uploads.check(file, max_bytes=MOST_BYTES, kinds=KINDS)
    kept.file.name = f"{kept.sha256[:16]}.{uploads.extension_of(kept.name)}"
    return ExperimentFile.objects.create(
        experiment=row, file=kept.file, file_name=kept.name, content_type=kept.content_type,
        alt=words, by=by,
    )  # fmt: skip


@transaction.atomic
def detach(*, kept: ExperimentFile, by: User) -> None:
    """Take a photo or a voice note away."""
    require(by, "learning.write_experiment", kept.experiment)
    file = kept.file
    kept.delete()
    transaction.on_commit(lambda: _delete([file]))


def _delete(files: Iterable[FieldFile]) -> None:
    for file in files:
        if file.name:
            file.storage.delete(file.name)


@transaction.atomic
def say(*, experiment: Experiment, by: User, text: str, is_question: bool) -> ExperimentComment:
    """Comment, or ask the team a question. Refusals: no_text, too_long, too_often."""
    require(by, "learning.comment_experiment", experiment)
    words = needed(plain_lines(text).strip(), "no_text", _("Write something."), field="text")
    refuse_longer(words, length_of(ExperimentComment, "text"), field="text")
    if not within("experiment-comment", str(by.pk), limit=COMMENTS_AN_HOUR, seconds=3600):
        raise Refusal("too_often", _("That was much in a short time. Go on in an hour."))
    made = ExperimentComment.objects.create(
        experiment=experiment, by=by, text=words, is_question=is_question
    )
    if is_question:
        tell(
            "experiment_asked",
            leaders_of(experiment.participation),
            made,
            address=url_of(experiment),
            by=by,
        )
    return made


@transaction.atomic
def answer(*, comment: ExperimentComment, by: User, text: str) -> ExperimentComment:
    """Answer a question to the team. Refusals: no_question, no_text, too_long."""
    require(by, "learning.write_experiment", comment)
    if not comment.is_question:
        raise Refusal("no_question", _("Only a question is answered."))
    words = needed(plain_lines(text).strip(), "no_text", _("Write the answer."), field="text")
    refuse_longer(words, length_of(ExperimentComment, "answer"), field="text")
    comment.answer, comment.answered_by, comment.answered_at = words, by, timezone.now()
    comment.save()
    if comment.by_id:
        tell(
            "experiment_answered",
            [comment.by_id],
            comment,
            address=url_of(comment.experiment),
            by=by,
        )
    return comment


@transaction.atomic
def hide(*, comment: ExperimentComment, by: User, hidden: bool) -> ExperimentComment:
    """Take a comment out of sight, or show it again; it is not deleted."""
    require(by, "learning.moderate_experiment", comment)
    if (comment.hidden_at is not None) == hidden:
        return comment
    comment.hidden_at = timezone.now() if hidden else None
    comment.save(update_fields=["hidden_at", "updated_at"])
    verb = "experiment.comment_hidden" if hidden else "experiment.comment_shown"
    audit.record(verb, comment.experiment, by=by)
    return comment


def url_of(experiment: Experiment) -> str:
    """The page of an experiment."""
    return reverse("learning:experiment", args=[experiment.pk])
