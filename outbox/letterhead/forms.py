"""The form of a region's letterhead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outbox.letterhead.services import LOGO_KINDS, NOTICE_LENGTH
from people.models import Region


class LetterheadForm(forms.Form):
    """What stands on all letters of a region."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG or JPEG. Best on white or transparent, and wider than high."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in LOGO_KINDS)}),
    )
    remove_logo = forms.BooleanField(
        label=_("Take the logo away"),
        required=False,
        help_text=_("Letters then show the region's name alone."),
    )
    contact_address = forms.CharField(
        label=_("E-mail for answers"),
        required=False,
        max_length=254,
        help_text=_("Who answers a letter of the region writes to this address."),
        widget=forms.EmailInput,
    )
    privacy_notice = forms.CharField(
        label=_("Privacy notice"),
        required=False,
        max_length=NOTICE_LENGTH,
        help_text=_(
            "Stands last in the first letter to a new contact. "
            "What the law asks for stands there already."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not region.logo:
            del self.fields["remove_logo"]
