"""The forms of themes: name and summary, merging, moving and splitting, a voice by hand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.picker import PickedField, among
from people.models import User
from themes.coding.services import NAME_LENGTH, SUMMARY_LENGTH
from themes.models import Theme, Voice
from themes.rooms import Room
from themes.shaping.services import GROUP_LENGTH, VOICE_LENGTH


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ThemeForm(forms.Form):
    """A theme's name and what it is in short."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    summary = forms.CharField(
        label=_("In short"),
        help_text=_("What the voices have in common, in a sentence or two."),
        required=False,
        max_length=SUMMARY_LENGTH,
        widget=_text(3),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, theme: Theme | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        if theme is None:
            del self.fields["version"]
        else:
            self.initial = {name: getattr(theme, name) for name in self.fields}


class IntoForm(forms.Form):
    """Another theme of the same room."""

    into = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), empty_label=_("Choose …")
    )

    def __init__(self, data: Any = None, *, theme: Theme, room: Room, **options: Any) -> None:
        super().__init__(data, **options)
        others = room.themes.exclude(pk=theme.pk).order_by("name", "pk")
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class _Chosen(forms.Form):
    """Voices of a theme that were ticked on its page."""

    voices = forms.TypedMultipleChoiceField(
        label=_("Voices"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the voices first.")},
    )  # fmt: skip

    def offer(self, voices: Iterable[Voice]) -> None:
        """Offer these voices, all of them ticked."""
        several = list(voices)
        self.fields["voices"].choices = [(one.pk, one.text) for one in several]  # type: ignore[attr-defined]
        self.initial["voices"] = [one.pk for one in several]


class MoveForm(IntoForm, _Chosen):
    """To which theme the chosen voices go."""

    field_order = ("into", "voices")


class SplitForm(ThemeForm, _Chosen):
    """What the new theme of the chosen voices is called."""

    field_order = ("name", "summary", "voices")


class VoiceForm(forms.Form):
    """What somebody said."""

    text = forms.CharField(
        label=_("What was said"),
        help_text=_("In the words in which it was said. They are not changed afterwards."),
        max_length=VOICE_LENGTH,
        widget=_text(3),
    )
    group = forms.CharField(
        label=_("Group"),
        help_text=_("Who speaks, as a group: village council, councillor, staff. No name."),
        required=False,
        max_length=GROUP_LENGTH,
        widget=forms.TextInput(attrs={"list": "voice-groups", "autocomplete": "off"}),
    )
    workshop = PickedField(
        label=_("At the meeting"), required=False, empty_label=_("Not at a meeting")
    )
    said_on = forms.DateField(
        label=_("Said on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data: Any = None, *, room: Room, user: User, **options: Any) -> None:
        super().__init__(data, **options)
        meetings = room.programme.workshops.all()
        among(
            self.fields["workshop"], meetings, "programme_meetings",
            user=user, programme=room.programme.pk,
        )  # fmt: skip
        said = Voice.objects.filter(programme=room.programme).exclude(group="").order_by("group")
        self.groups = list(said.values_list("group", flat=True).distinct()[:40])
