"""Forms of regions and of the accounts that run them. The rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.addresses import AddressField
from core.web.widgets import DateInput
from people.models import Region
from people.models.region import Country
from people.openings import HOURS, MOST_HOURS
from programmes.regions.municipalities import areas


class OpenForm(forms.Form):
    """Why an operator has to look into a region, and for how long."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The region's administrators read it.")
    )
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=MOST_HOURS, initial=HOURS)


class RegionForm(forms.Form):
    """A new region and its first administrator."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As it signs its letters."))
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices)
    area = forms.CharField(
        label=_("Elected region"),
        max_length=Region._meta.get_field("area").max_length,
        required=False,
        help_text=_(
            "Its municipalities come first in every choice. Leave it empty for a body that works "
            "in the whole country."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of its letters, at first.")
    )
    contact_address = AddressField(
        label=_("E-mail for answers"),
        required=False,
        help_text=_("Where answers to its letters go. It can be set later."),
    )
    administrator = forms.CharField(label=_("Name of the first administrator"), max_length=80)
    email = AddressField(
        label=_("Administrator's e-mail address"),
        help_text=_("He or she gets a letter and sets up the rest."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas()
        self.fields["area"].widget.attrs["list"] = "areas"


class AppointForm(forms.Form):
    """Somebody who gets a role by e-mail address."""

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("Without an account yet, one is made. A letter says how to sign in."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        required=False,
        help_text=_("For a new account. An existing one keeps its name."),
    )
    starts_on = forms.DateField(widget=DateInput, label=_("From"), initial=timezone.localdate)


class DeclineForm(forms.Form):
    """What somebody says who declines an invitation."""

    note = forms.CharField(
        label=_("Why? One sentence helps, but you need not say"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EndForm(forms.Form):
    """The last day of a role."""

    ends_on = forms.DateField(widget=DateInput, label=_("Last day"), initial=timezone.localdate)
