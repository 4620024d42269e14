"""Voices follow their source at once: words that are taken back are taken back here too."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from surveys.models import AnswerValue, Release, Survey
from surveys.signals import texts_decided
from themes.models import Voice
from themes.sources import Source, sources


def _gone(source: Source, row: Any) -> None:
    Voice.objects.filter(source_key=source.name_of(row)).delete()


def _saved(source: Source, row: Any) -> None:
    """Only what is brought in already follows; new rows wait until somebody brings them in."""
    voice = Voice.objects.filter(source_key=source.name_of(row)).first()
    if voice is None or source.rows is None or source.tell is None:
        return
    found = list(source.rows(voice.programme).filter(pk=row.pk))
    if not found:
        voice.delete()
        return
    [told] = source.tell(found)
    voice.text, voice.group, voice.votes = told.text, told.group, told.votes
    voice.save(update_fields=["text", "group", "votes", "updated_at"])


def _decided(survey: Survey, **_more: Any) -> None:
    """A text that the analyst holds back is no voice any more. New ones wait to be brought in."""
    rows = Voice.objects.filter(source="survey", about=survey.pk)
    shown = AnswerValue.objects.filter(question__survey=survey, release=Release.SHOWN).values_list(
        "pk", flat=True
    )
    kept = {f"survey:{pk}" for pk in shown}
    rows.exclude(source_key__in=kept).delete()


def connect() -> None:
    """Listen to the rows of every source that has any, and to what analysts decide."""
    texts_decided.connect(_decided, dispatch_uid="themes")
    for source in sources():
        if source.model is None:
            continue

        def saved(instance: Any, *, created: bool, _source: Source = source, **_more: Any) -> None:
            if not created:
                _saved(_source, instance)

        def gone(instance: Any, _source: Source = source, **_more: Any) -> None:
            _gone(_source, instance)

        post_save.connect(saved, sender=source.model, weak=False, dispatch_uid=f"s:{source.key}")
        post_delete.connect(gone, sender=source.model, weak=False, dispatch_uid=f"d:{source.key}")
