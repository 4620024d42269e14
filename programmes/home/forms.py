"""Forms of what a programme keeps. The rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from people.models import User
from programmes.models import Paper, PaperKind, Programme
from programmes.regions.municipalities import offered_in


class DecisionForm(forms.Form):
    """What was decided."""

    text = forms.CharField(
        label=_("What was decided"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    decided_on = forms.DateField(widget=DateInput, label=_("When"), initial=timezone.localdate)
    decided_by = forms.CharField(
        label=_("By whom"), max_length=160, required=False, help_text=_("A group or a person.")
    )
    municipality = PickedField(
        label=_("About one municipality"), required=False, help_text=_("Empty: about all.")
    )

    def __init__(self, *args: Any, programme: Programme, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = offered_in([programme.region]).filter(partners__programme=programme).distinct()
        among(
            self.fields["municipality"], rows, "municipalities", user=user,
            regions=[programme.region_id],
        )  # fmt: skip


class PaperForm(forms.Form):
    """A document, a link or a source."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PaperKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: the file's name.")
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("Author, year or edition.")
    )
    dated_on = forms.DateField(widget=DateInput, label=_("Dated"), initial=timezone.localdate)
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https")
    file = forms.FileField(label=_("File"), required=False)


class PaperEditForm(PaperForm):
    """The same without the file, which stays."""

    file = None  # type: ignore[assignment]

    @classmethod
    def of(cls, data: Any, paper: Paper) -> PaperEditForm:
        """Filled with what stands."""
        names = ("kind", "title", "note", "dated_on", "link")
        return cls(data, initial={name: getattr(paper, name) for name in names})
