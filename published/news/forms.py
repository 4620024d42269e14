"""The form of a piece of news. It reads input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from places.models import Participation
from plans.fields import VersionedForm
from programmes.models import Programme
from published.models import LONG_LENGTH
from published.news.services import TITLE_LENGTH


class PostForm(VersionedForm):
    """A heading, a short text, and which place it is about."""

    title = forms.CharField(label=_("Heading"), max_length=TITLE_LENGTH)
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Short: what has happened, and what comes next."),
        max_length=LONG_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    participation = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Participation.objects.none(),
        required=False,
        empty_label=_("About the whole programme"),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Participation.objects.filter(programme=programme).select_related("place")
        self.fields["participation"].queryset = found.order_by("place__name", "pk")  # type: ignore[attr-defined]
