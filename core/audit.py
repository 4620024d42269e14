"""The audit trail's one door.

A verb of the process leaves one semantic line ("gate passed with 2 conditions"):

    audit.record("gate.decided", participation, by=by, decision="continue", conditions=2)

Each app registers the sentences of its verbs in `AppConfig.ready()`. Field changes of rows
edited one by one are kept beside this by django-auditlog.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.dates import whole_date
from core.policy import allowed

if TYPE_CHECKING:
    from core.models import AuditEvent
    from people.models import User

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+([+-]\d{2}:\d{2}|Z)?)?")
_SENTENCES: dict[str, str | Promise] = {}
#: The right that a reader needs for the lines of a noun, where seeing the thing is not enough.
_RIGHTS: dict[str, str] = {}


def register(**sentences: str | Promise) -> None:
    """Register the sentence of each verb; a double underscore in the name stands for a dot.

    A sentence is lazily translated and may name facts: `_("Step %(step)s: %(item)s done")`.
    """
    for name, sentence_ in sentences.items():
        _SENTENCES[name.replace("__", ".")] = sentence_


def guard(noun: str, right: str) -> None:
    """Show the lines of a noun's verbs only to those who have this right on the thing.

    Who sees a place sees its history, but not everybody sees the sums of its support.
    """
    _RIGHTS[noun] = right


def registered() -> dict[str, str | Promise]:
    """All verbs with their sentences."""
    return dict(_SENTENCES)


def label(subject: Model) -> str:
    """`app.model` of a thing, as the trail stores it."""
    return subject._meta.label_lower


def record(verb: str, subject: Model, /, *, by: User | None, **facts: Any) -> AuditEvent:
    """Write one line, in the caller's transaction. Raises KeyError for an unregistered verb.

    Facts must be JSON values; dates are given as ISO text. No personal notes in facts.
    """
    event = _line(verb, subject, by, facts)
    event.save(force_insert=True)
    return event


def record_many(verb: str, subjects: Iterable[Model], *, by: User | None, **facts: Any) -> None:
    """The same line for each of many things, written together. Otherwise like `record`."""
    from core.models import AuditEvent  # noqa: PLC0415 - models load after this module

    AuditEvent.objects.bulk_create(
        (_line(verb, subject, by, facts) for subject in subjects), batch_size=1000
    )


def _line(verb: str, subject: Model, by: User | None, facts: dict[str, Any]) -> AuditEvent:
    from core.models import AuditEvent  # noqa: PLC0415 - models load after this module

    if verb not in _SENTENCES:
        raise KeyError(f"audit verb {verb!r} is not registered")
    return AuditEvent(
        actor=by,
        actor_name=by.get_full_name() if by else "",
        verb=verb,
        subject_type=label(subject),
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        facts=facts,
    )


def history(subject: Model) -> QuerySet[AuditEvent]:
    """The lines of one thing, newest first."""
    from core.models import AuditEvent  # noqa: PLC0415

    return AuditEvent.objects.filter(subject_type=label(subject), subject_id=subject.pk)


def readable(subject: Model, reader: User) -> QuerySet[AuditEvent]:
    """The lines of one thing that somebody may read, newest first."""
    lines = history(subject)
    for noun, right in _RIGHTS.items():
        if not allowed(reader, right, subject):
            lines = lines.exclude(verb__startswith=f"{noun}.")
    return lines


class _Facts(dict[str, Any]):
    """Facts for a sentence: a fact that an old line lacks shows as a dash, not as an error."""

    def __missing__(self, key: str) -> str:
        return "–"

    def __getitem__(self, key: str) -> Any:
        """The fact; a day or a moment, kept as ISO text, as the reader's language writes it."""
        value = super().__getitem__(key)
        return whole_date(value) if isinstance(value, str) and _ISO.fullmatch(value) else value


def sentence(event: AuditEvent) -> str:
    """The line in the reader's language."""
    template = _SENTENCES.get(event.verb)
    if template is None:
        return _("%(verb)s on %(name)s") % {"verb": event.verb, "name": event.subject_name}
    return str(template) % _Facts(event.facts)
