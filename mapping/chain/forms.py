"""Forms of a result chain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mapping.models import ChainStep, ResultChain
from plans.fields import LinesField, NumberField


class ChainForm(forms.Form):
    """What each link means in this programme."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    attractive = LinesField(
        label=ChainStep.ATTRACTIVE.label,
        required=False,
        max_length=1000,
        rows=3,
        help_text=_("What makes people like living here, and how you see it."),
    )
    moving = LinesField(
        label=ChainStep.MOVING.label,
        required=False,
        max_length=1000,
        rows=3,
        help_text=_("Who moves in, and into which homes."),
    )
    base = LinesField(
        label=ChainStep.BASE.label,
        required=False,
        max_length=1000,
        rows=3,
        help_text=_("Which services then have enough people to live on."),
    )

    def __init__(self, *args: Any, chain: ResultChain, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(chain, name) for name in self.fields}


class IndicatorForm(forms.Form):
    """How one sees a link."""

    step = forms.ChoiceField(label=_("Link of the chain"), choices=ChainStep.choices)
    title = forms.CharField(
        label=_("What is measured"),
        max_length=160,
        help_text=_("Such as “Homes finished” or “Children in preschool”."),
    )
    unit = forms.CharField(
        label=pgettext_lazy("of a measurement", "Unit"), required=False, max_length=40
    )


class ValueForm(forms.Form):
    """What was measured in a year, over all places."""

    year = forms.IntegerField(label=_("Year"))
    value = NumberField(label=_("Value"))
    source = forms.CharField(label=_("Source"), max_length=240)
