"""Forms of the research log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from learning.models import Informant, ResearchEntry
from learning.models.research import ENTRY_LENGTH
from places.models import Participation
from plans.fields import LinesField, VersionedForm
from programmes.models import Programme


class EntryForm(VersionedForm):
    """What was seen or told, when and where."""

    on = forms.DateField(label=_("Day"), widget=DateInput, initial=timezone.localdate)
    participation = forms.ModelChoiceField(
        label=_("Place"), required=False, queryset=Participation.objects.none(),
        empty_label=_("The programme as a whole"),
    )  # fmt: skip
    informant = forms.ModelChoiceField(
        label=_("Who told it"), required=False, queryset=Informant.objects.none(),
        empty_label=_("Nobody: an observation of my own"),
        help_text=_("Only people who have agreed. In the log they are a code."),
    )  # fmt: skip
    text = LinesField(label=_("What you saw or heard"), max_length=ENTRY_LENGTH, rows=8)

    def __init__(
        self, *args: Any, programme: Programme, row: ResearchEntry | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        places = Participation.objects.filter(programme=programme).select_related("place")
        agreed = Informant.objects.filter(programme=programme).filter(withdrawn_on__isnull=True)
        self.fields["participation"].queryset = places.order_by("place__name")  # type: ignore[attr-defined]
        self.fields["participation"].label_from_instance = lambda one: one.place.name  # type: ignore[attr-defined]
        self.fields["informant"].queryset = agreed  # type: ignore[attr-defined]
        self.fields["informant"].label_from_instance = lambda one: f"{one.code}, {one.name}"  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    """Who takes part, and how the consent was given."""

    name = forms.CharField(label=_("Name"), max_length=80)
    agreed_on = forms.DateField(label=_("Agreed on"), widget=DateInput, initial=timezone.localdate)
    how = forms.CharField(
        label=_("How it was given"), max_length=160,
        help_text=_("Signed form in the archive, spoken on tape, by mail."),
    )  # fmt: skip
