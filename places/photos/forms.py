"""The form of a photo. It reads input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from places.models import Consent, Photo
from places.models.photo import ALT_LENGTH, CONSENT_LENGTH, CREDIT_LENGTH
from places.photos.services import KINDS


class PhotoForm(forms.Form):
    """A new photo, or what is said of one (`photo`)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    upload = forms.FileField(
        label=_("Photo"),
        help_text=_("From the phone or the computer: JPEG, PNG or WebP."),
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{kind}" for kind in KINDS), "data-photo": True}
        ),
    )
    alt = forms.CharField(
        label=_("What the photo shows"),
        help_text=_("Read aloud to those who cannot see it: “Market stalls on the square”."),
        max_length=ALT_LENGTH,
    )
    credit = forms.CharField(
        label=_("Credit"),
        help_text=_("Stands under the photo as you write it: “Photo: Eva Alm”."),
        max_length=CREDIT_LENGTH,
    )
    consent = forms.ChoiceField(
        label=_("People in the photo"), choices=Consent, widget=forms.RadioSelect
    )
    consent_from = forms.CharField(
        label=_("Who agreed"),
        help_text=_("For a child: who has custody."),
        required=False,
        max_length=CONSENT_LENGTH,
    )
    consent_on = forms.DateField(label=_("Agreed on"), required=False, widget=DateInput())

    def __init__(self, *args: Any, photo: Photo | None = None, **kwargs: Any) -> None:
        stored = {name: getattr(photo, name, None) for name in self.base_fields if photo}
        kwargs["initial"] = stored or {"consent_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        if photo is None:
            del self.fields["version"]
        else:
            del self.fields["upload"]
