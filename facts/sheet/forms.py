"""Forms of the fact sheet: the note of a topic, what is shown at a meeting, an action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from facts.models import NOTE_LENGTH, FigureNote, Topic
from workshops.models import Workshop


class NoteForm(forms.Form):
    """What a topic's figures mean here."""

    text = forms.CharField(
        label=_("What does it mean here?"),
        required=False,
        max_length=NOTE_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": NOTE_LENGTH, "class": "form-control"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, note: FigureNote, **options: Any) -> None:
        super().__init__(data, auto_id=f"{note.topic}-%s", **options)
        self.initial = {"text": note.text, "version": note.version}


class ShowForm(forms.Form):
    """Which topics are shown at which meeting."""

    workshop = forms.ModelChoiceField(
        label=_("Open meeting"), queryset=Workshop.objects.none(), empty_label=None
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), choices=Topic.choices, required=False)

    def __init__(self, data: Any = None, *, meetings: list[Workshop], **options: Any) -> None:
        super().__init__(data, **options)
        rows = Workshop.objects.filter(pk__in=[one.pk for one in meetings])
        self.fields["workshop"].queryset = rows  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    """An action that comes of a note."""

    title = forms.CharField(label=_("What is to be done"), max_length=160)
    description = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
