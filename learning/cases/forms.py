"""Forms of cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from learning.models import Case, CaseKind, ConsentFor
from learning.models.case import TEXT_LENGTH, TITLE_LENGTH
from places.models import Consent, Participation, Photo
from plans.models import Indicator


def _area(label: Any, *, required: bool = False, rows: int = 5, help_text: Any = "") -> Any:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": TEXT_LENGTH})
    return forms.CharField(
        label=label, required=required, max_length=TEXT_LENGTH, widget=widget, help_text=help_text
    )


class CaseForm(forms.Form):
    """What is told."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What does it tell?"), choices=CaseKind.choices, widget=forms.RadioSelect,
        initial=CaseKind.EXAMPLE,
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    what = _area(_("What was done?"), required=True)
    how = _area(_("How was it done?"), help_text=_("Who did what, what it cost, what was hard."))
    result = _area(_("What came of it?"))
    photo = forms.ModelChoiceField(
        label=_("Photo"), queryset=Photo.objects.none(), required=False, empty_label=_("No photo"),
        help_text=_("Photos of the place that everybody may see."),
    )  # fmt: skip
    nobody = forms.BooleanField(label=_("Nobody is shown or quoted"), required=False)
    shared = forms.BooleanField(label=_("Share it with other regions"), required=False)

    def __init__(
        self, *args: Any, participation: Participation | None, row: Case | None = None, **kw: Any
    ) -> None:
        if row is not None:
            names = ("version", "kind", "title", "what", "how", "result", "nobody", "shared")
            kw["initial"] = {name: getattr(row, name) for name in names} | {"photo": row.photo_id}
        super().__init__(*args, **kw)
        if participation is None:
            del self.fields["photo"]
        else:
            photos = participation.photos.exclude(consent=Consent.INTERNAL)
            self.fields["photo"].queryset = photos  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The values for the verb; a new case has no version."""
        found = dict(self.cleaned_data)
        if found.get("version") is None:
            found.pop("version", None)
        return found


class FigureForm(forms.Form):
    """A figure of the plan or of the register."""

    figure = forms.ChoiceField(label=_("Figure"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("Choose a figure"))]
        if case.participation is not None:
            rows = Indicator.objects.filter(goal__participation=case.participation)
            choices += [(f"i{one.pk}", one.title) for one in rows]
            years = case.participation.place.population.order_by("-year")
            known = dict.fromkeys(years.values_list("year", flat=True))
            choices += [(f"y{year}", _("Inhabitants %(year)s") % {"year": year}) for year in known]
        self.fields["figure"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Which figure."""
        kind, number = self.cleaned_data["figure"][0], int(self.cleaned_data["figure"][1:])
        if kind == "y":
            return {"year": number}
        return {"indicator": Indicator.objects.select_related("goal").get(pk=number)}


class ConsentForm(forms.Form):
    """Who agreed, to what, when and how."""

    name = forms.CharField(label=_("Who agreed?"), max_length=120)
    what = forms.ChoiceField(label=_("What for?"), choices=ConsentFor.choices)
    agreed_on = forms.DateField(label=_("When?"), widget=DateInput())
    how = forms.CharField(
        label=_("How?"), max_length=160, help_text=_("By letter, by mail, at a meeting before …")
    )
