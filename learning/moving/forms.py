"""Forms of going over to a newer version."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ProposeForm(forms.Form):
    """Why the place is to go over."""

    message = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by the second person and by the place."),
    )


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why not?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
