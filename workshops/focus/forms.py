"""The forms of a focus group: the guide, consent and recording, notes, the summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User
from workshops.focus.services import (
    CONSENT_LENGTH,
    MOST_DAYS,
    MOST_MINUTES,
    NOTE_LENGTH,
    PROBES_LENGTH,
    QUESTION_LENGTH,
    SUMMARY_LENGTH,
    may_be_named,
)
from workshops.models import FocusGroup, FocusNote, GuideQuestion, RecordingPolicy, Workshop


def _text(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


def _number(most: int) -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "numeric", "max": most})


class GuideForm(forms.Form):
    """One question of the guide."""

    text = forms.CharField(label=_("Question"), max_length=QUESTION_LENGTH, widget=_text(2))
    probes = forms.CharField(
        label=_("To go deeper"),
        help_text=_("Follow-up questions for the interviewer, one a line."),
        required=False,
        max_length=PROBES_LENGTH,
        widget=_text(2),
    )
    minutes = forms.IntegerField(
        label=pgettext_lazy("a length", "Minutes"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=_number(MOST_MINUTES),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, question: GuideQuestion | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        if question is None:
            del self.fields["version"]
        else:
            self.initial = {name: getattr(question, name) for name in self.fields}


class SetupForm(forms.Form):
    """What participants agree to, and what is recorded."""

    consent_text = forms.CharField(
        label=_("What participants agree to"),
        help_text=_(
            "Stands on the answer page with a box to tick. When you change it, everybody is asked "
            "again."
        ),
        max_length=CONSENT_LENGTH,
        widget=_text(6),
    )
    recording = forms.ChoiceField(
        label=_("Recording"), choices=RecordingPolicy.choices, widget=forms.RadioSelect
    )
    delete_after = forms.IntegerField(
        label=_("The recording is deleted after so many days"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        widget=_number(MOST_DAYS),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, setup: FocusGroup, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial = {name: getattr(setup, name) for name in self.fields}


class NoteForm(forms.Form):
    """A note: what was said, by which group, and by whom where he or she has agreed."""

    text = forms.CharField(
        label=_("What was said"), max_length=NOTE_LENGTH, widget=_text(2, **{"data-note": ""})
    )
    who = forms.ChoiceField(label=_("Who"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        speakers: Speakers,
        note: FocusNote | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.speakers = speakers
        self.fields["who"].choices = speakers.choices  # type: ignore[attr-defined]
        if note is None:
            del self.fields["version"]
        else:
            self.initial = {
                "text": note.text, "version": note.version, "who": speakers.value_of(note)
            }  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `add_note` and `save_note`."""
        values = dict(self.cleaned_data)
        return self.speakers.chosen(values.pop("who")) | values


class Speakers:
    """Who can be chosen for a note: the groups, and those who have agreed to be named.

    Read once for all forms of a page. Names of somebody else's guest list are not among them.
    """

    def __init__(self, workshop: Workshop, user: User) -> None:
        self.parties = {one.pk: one for one in workshop.required_groups.all()}
        named = workshop.invitations.named_for(user).filter(pk__in=may_be_named(workshop))
        self.people = {one.pk: one for one in named.order_by("name", "pk")}
        self.choices: list[tuple[str, Any]] = [("", _("Not said"))]
        self.choices += [(f"p{pk}", one.name) for pk, one in self.parties.items()]
        self.choices += [(f"g{pk}", one.name) for pk, one in self.people.items()]

    def value_of(self, note: FocusNote) -> str:
        """What the form of a note begins with; the group for a name that the reader may not see."""
        return self.value(note.party_id, note.speaker_id)

    def value(self, party: int | None, speaker: int | None) -> str:
        """The choice that stands for a group and a speaker."""
        if speaker in self.people:
            return f"g{speaker}"
        return f"p{party}" if party in self.parties else ""

    def as_sent(self, values: Mapping[str, Any]) -> dict[str, object]:
        """Values of a note as its form has them."""
        party, speaker = values["party"], values["speaker"]
        who = self.value(party and party.pk, speaker and speaker.pk)
        return {"text": values["text"], "who": who}

    def chosen(self, value: str) -> dict[str, Any]:
        """Group and speaker of a choice."""
        number = int(value[1:]) if value else 0
        speaker = self.people.get(number) if value.startswith("g") else None
        party = self.parties.get(number) if value.startswith("p") else None
        if speaker is not None and speaker.party_id is not None:
            party = self.parties.get(speaker.party_id)
        return {"party": party, "speaker": speaker}


class SummaryForm(forms.Form):
    """What those who came are to read."""

    summary = forms.CharField(
        label=_("What you heard, in short"),
        help_text=_("Without names. It stands in the letter to those who came."),
        required=False,
        max_length=SUMMARY_LENGTH,
        widget=_text(6),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, setup: FocusGroup, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial = {name: getattr(setup, name) for name in self.fields}
