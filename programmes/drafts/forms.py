"""Forms of the draft's editor. They speak of the document's fields; the verbs hold the rules."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programmes import ticks
from programmes.document.shape import MAX_MONTHS
from programmes.models import Phase, Step
from programmes.models.method import Basis, StepTool

_ADDRESS = re.compile(r"https?://\S+$")


class SeenForm(forms.Form):
    """Carries the stamp of what its user saw, for the check that nobody changed it meanwhile."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**48)

    def values(self) -> dict[str, Any]:
        """The stamp, and the rest as the verbs take it."""
        cleaned = dict(self.cleaned_data)
        return {"seen": cleaned.pop("seen"), "values": cleaned}


class LinesField(forms.CharField):
    """A list with one entry a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The lines that are not empty."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class SourcesField(LinesField):
    """Sources, one a line: the title and then the web address."""

    def prepare_value(self, value: Any) -> Any:
        """Show sources as lines."""
        if isinstance(value, list):
            return "\n".join(f"{source['title']} {source['url']}" for source in value)
        return value

    def clean(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        """Each line as title and address. Raises ValidationError for a line without both."""
        return [self._source(line) for line in super().clean(value)]

    def _source(self, line: str) -> dict[str, str]:
        found = _ADDRESS.search(line)
        title = line[: found.start()].strip() if found else ""
        if not found or not title:
            message = _("Write a title and then a web address: %(line)s")
            raise ValidationError(message, params={"line": line[:80]})
        return {"title": title, "url": found[0]}


def _area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


def _basis() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Whose wording"), choices=Basis.choices, initial=Basis.DERIVED)


def _long(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=20_000, widget=_area(rows), help_text=help_text
    )


class HeaderForm(SeenForm):
    """What stands at the top of a version."""

    title = forms.CharField(label=_("Title"), max_length=160)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    months = forms.IntegerField(label=_("Months in all"), min_value=1, max_value=MAX_MONTHS)
    for_programme = forms.BooleanField(
        label=_("Ticked once for the whole programme"),
        required=False,
        help_text=_("The steps are the programme's own, not those of each place."),
    )
    summary = _long(_("Summary"), 6, _("What it is and for whom. Markdown."))
    changes = _long(
        _("What changed"), 4, _("What those who know the earlier version should look at. Markdown.")
    )
    sources = SourcesField(
        label=_("Sources"), required=False, widget=_area(4),
        help_text=_("One a line: the title, then the web address."),
    )  # fmt: skip


class StepForm(SeenForm):
    """A step without its checklist."""

    phase = forms.ModelChoiceField(
        label=_("Phase"), queryset=Phase.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    month_from = forms.IntegerField(label=_("From month"), min_value=1, max_value=MAX_MONTHS)
    month_to = forms.IntegerField(label=_("To month"), min_value=1, max_value=MAX_MONTHS)
    purpose = _long(_("Purpose"), 2, _("One sentence: what is so when the step is done."))
    guidance = _long(_("Guidance"), 8, _("How to go about it. Markdown."))
    outputs = LinesField(
        label=_("What comes out"), required=False, widget=_area(3), help_text=_("One a line.")
    )
    tool = forms.ChoiceField(
        label=_("Tool"), choices=StepTool.choices, required=False,
        help_text=_("The step links to this part of the place."),
    )  # fmt: skip
    basis = _basis()

    def __init__(self, *args: Any, phases: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if phases is None:
            del self.fields["phase"]
            return
        self.fields["phase"].queryset = phases  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last month must not be before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("month_from"), cleaned.get("month_to")
        if first and last and last < first:
            self.add_error("month_to", _("The last month must not be before the first."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The months as a method's file writes them."""
        values = super().values()
        step = values["values"]
        step["months"] = f"{step.pop('month_from')}-{step.pop('month_to')}"
        return values


class ItemForm(forms.Form):
    """A line of the checklist. `key` stays with the line through all versions."""

    key = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(label=_("To do"), max_length=240)
    help = _long(_("Help"), 2)
    required = forms.BooleanField(label=_("Required"), required=False, initial=True)
    evidence_wanted = forms.BooleanField(label=_("Evidence wanted"), required=False)
    ticked_by = forms.ChoiceField(
        label=_("Ticked by"), required=False,
        choices=lambda: [("", _("Somebody ticks it by hand")), *ticks.choices()],
        help_text=_("What is recorded in that room of the place then ticks the line too."),
    )  # fmt: skip
    basis = _basis()


class GateForm(SeenForm):
    """The gate without its criteria."""

    title = forms.CharField(label=_("Title"), max_length=120)
    after = forms.ChoiceField(label=_("Stands after"))
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=MAX_MONTHS)
    purpose = _long(_("Purpose"), 3, _("Markdown."))
    deciders = forms.CharField(label=_("Who decides"), max_length=200, required=False)
    basis = _basis()

    def __init__(self, *args: Any, ends: list[tuple[Phase, Step]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step.key, f"{phase.title}: {step.title}") for phase, step in ends]
        self.fields["after"].choices = choices  # type: ignore[attr-defined]


class CriterionForm(forms.Form):
    """One thing that the gate looks at."""

    key = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(label=_("What must hold"), max_length=160)
    guidance = _long(_("Guidance"), 2)
    parts = forms.MultipleChoiceField(
        label=_("What the platform can see for itself"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    basis = _basis()

    def __init__(self, *args: Any, part_choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = part_choices  # type: ignore[attr-defined]


class PhaseForm(forms.Form):
    """A phase's title."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=120)


class LinesFormSet(forms.BaseFormSet[Any]):
    """Lines with a place in the order; empty extra rows are not lines."""

    #: What the delete box is called.
    remove_label = _("Remove")
    #: What a conflict calls the list.
    label = _("Phases")

    def add_fields(self, form: Any, index: int | None) -> None:
        """Call the order and the delete box what they are."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Position in the list")
        form.fields["ORDER"].min_value = 1
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.remove_label

    def lines(self) -> list[dict[str, Any]]:
        """The kept lines in their order, as plain values without the formset's own fields."""
        kept = [
            form.cleaned_data for form in self.ordered_forms if form.has_changed() or form.initial
        ]
        return [
            {name: line[name] for name in line if name not in {"ORDER", "DELETE"}} for line in kept
        ]


def _set(form: type[forms.Form], extra: int, most: int) -> Any:
    return forms.formset_factory(
        form, formset=LinesFormSet, extra=extra, can_order=True, can_delete=True,
        max_num=most, absolute_max=most + 10, validate_max=True,
    )  # fmt: skip


ItemFormSet = _set(ItemForm, extra=2, most=60)
CriterionFormSet = _set(CriterionForm, extra=1, most=20)
PhaseFormSet = _set(PhaseForm, extra=1, most=8)
