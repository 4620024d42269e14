"""Forms of the place's map. They read input; the rules are the verbs'."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.geometry import CoordinateError, Point, read_point
from core.dates import short_date
from core.web.widgets import DateInput
from mapping.models import MapPoint, MapPointKind
from mapping.models.point import TEXT_LENGTH
from places.models import Consent, Participation
from places.models.photo import ALT_LENGTH, CONSENT_LENGTH, CREDIT_LENGTH
from places.photos.services import KINDS
from workshops.models import Workshop


class SpotForm(forms.Form):
    """A spot, as a map fills it or as people write it: degrees, SWEREF 99 TM or UTM."""

    latitude = forms.CharField(
        label=_("Latitude"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"data-pick": "latitude", "inputmode": "decimal"}),
    )
    longitude = forms.CharField(
        label=_("Longitude"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"data-pick": "longitude", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participation = participation
        #: The spot as it was read, and what was put right.
        self.spot: Point | None = None

    def clean(self) -> dict[str, Any] | None:
        """Read both numbers together: only so their system is known."""
        values = super().clean() or self.cleaned_data
        home = self.participation.place.municipality
        near = (
            (home.latitude, home.longitude)
            if home.latitude is not None and home.longitude is not None
            else None
        )
        first, second = values.get("latitude", ""), values.get("longitude", "")
        if not first and not second:
            self.add_error("latitude", _("Tap on the map, or write where it is."))
            return values
        try:
            self.spot = read_point(first, second, home.country, near)
        except CoordinateError as error:
            self.add_error("longitude" if error.second else "latitude", str(error))
        return values

    @property
    def told(self) -> list[str]:
        """What was put right, in sentences."""
        return self.spot.told if self.spot else []

    def position(self) -> dict[str, Decimal]:
        """The spot in degrees; the form is valid."""
        assert self.spot is not None  # noqa: S101 - clean() has read it
        return {"latitude": self.spot.latitude, "longitude": self.spot.longitude}

    def values(self) -> dict[str, Any]:
        """What the verb gets."""
        return self.position()


class MapPointForm(SpotForm):
    """What is said of a spot, and a photo of it with its permission."""

    kind = forms.ChoiceField(
        label=_("What is said of the spot?"), choices=MapPointKind, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In a sentence"),
        max_length=TEXT_LENGTH,
        help_text=_("Such as “No light along the path to the bus”. No names of private persons."),
    )
    workshop = forms.ModelChoiceField(
        label=_("Said at"), queryset=Workshop.objects.none(), required=False
    )
    said_on = forms.DateField(label=_("On"), required=False, widget=DateInput())
    upload = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("If you have one. Position, date and camera are taken out of it."),
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{kind}" for kind in KINDS), "data-photo": True}
        ),
    )
    alt = forms.CharField(label=_("What the photo shows"), required=False, max_length=ALT_LENGTH)
    credit = forms.CharField(label=_("Credit"), required=False, max_length=CREDIT_LENGTH)
    consent = forms.ChoiceField(
        label=_("People in the photo"), choices=Consent, required=False, widget=forms.RadioSelect
    )
    consent_from = forms.CharField(label=_("Who agreed"), required=False, max_length=CONSENT_LENGTH)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    #: Of the photo; shown together.
    PHOTO = ("upload", "alt", "credit", "consent", "consent_from")

    def __init__(self, *args: Any, point: MapPoint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.point = point
        meetings: Any = self.fields["workshop"]
        meetings.queryset = Workshop.objects.held().filter(participations=self.participation.pk)
        meetings.empty_label = _("No meeting")
        meetings.label_from_instance = _meeting
        if point is not None:
            for name in self.PHOTO:
                del self.fields[name]
        else:
            del self.fields["version"]

    def values(self) -> dict[str, Any]:
        """What the verb gets: the photo's fields together, where there is one."""
        names = ("kind", "text", "workshop", "said_on", "version")
        values = {name: self.cleaned_data[name] for name in names if name in self.fields}
        values |= self.position()
        if self.point is None and self.cleaned_data.get("upload"):
            photo = {name: self.cleaned_data[name] for name in self.PHOTO}
            if photo["consent"] == Consent.AGREED:
                photo["consent_on"] = timezone.localdate()
            values["photo"] = photo
        return values


def _meeting(workshop: Workshop) -> str:
    return f"{short_date(workshop.local_start)}: {workshop.title}"
