"""Forms of the target picture and of pledges. They read input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.picker import PickedField, among
from people.models import Region, Sector, User
from places.forms.register import DateInput
from plans.domain.picture import PICTURE_KINDS, PICTURE_TEXT_LENGTH
from plans.domain.pledges import NOTE_LENGTH, PERSON_LENGTH, TEXT_LENGTH
from plans.domain.target import HOW_SEEN_LENGTH
from plans.forms.fields import LinesField, PageField
from plans.models import HORIZON_YEARS, PAGE_LENGTH, PledgeState

#: Beside which field a refusal of the verbs stands; others stand above the fields.
TARGET_FIELDS = {
    "text_too_long": "text",
    "how_seen_too_long": "how_seen",
    "horizon_past": "horizon",
    "horizon_far": "horizon",
}
PICTURE_FIELDS = {
    "picture_missing": "picture",
    "not_a_picture": "picture",
    "picture_text_missing": "picture_text",
    "too_long": "picture_text",
    "file_empty": "picture",
    "file_too_large": "picture",
    "file_kind": "picture",
    "file_disguised": "picture",
    "file_broken": "picture",
    "picture_too_large": "picture",
}
PLEDGE_FIELDS = {
    "unknown_sector": "sector",
    "other_region": "organisation",
    "person_missing": "person",
    "person_too_long": "person",
    "text_missing": "text",
    "text_too_long": "text",
    "given_in_future": "given_on",
    "due_before_given": "due_on",
    "due_too_far": "due_on",
}
SETTLE_FIELDS = {
    "unknown_state": "state",
    "note_missing": "note",
    "too_long": "note",
    "settled_in_future": "settled_on",
    "settled_before_given": "settled_on",
}


class TargetForm(forms.Form):
    """The one-page text, the year it shows, and how one will see that it works."""

    text = PageField(
        label=_("How it is here then"),
        help_text=_(
            "Write in the present, as if you stood there: what people see, do and meet. "
            "An empty line starts a new paragraph."
        ),
        required=False,
        most=PAGE_LENGTH,
        rows=14,
    )
    horizon = forms.IntegerField(
        label=_("The year it shows"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    how_seen = PageField(
        label=_("How one will see that it works"),
        help_text=_("What is different in the street, the school, the shop; what can be counted."),
        required=False,
        most=HOW_SEEN_LENGTH,
        rows=5,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year, (least, most) = timezone.localdate().year, HORIZON_YEARS
        self.fields["horizon"].help_text = _(
            "%(first)d to %(last)d: near enough to see, far enough for what is large."
        ) % {"first": this_year + least, "last": this_year + most}


class PictureForm(forms.Form):
    """A picture and what it shows."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("A photo or a drawing of how it could be: JPEG, PNG or WebP."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in PICTURE_KINDS)}),
    )
    picture_text = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("Read aloud to those who cannot see it."),
        max_length=PICTURE_TEXT_LENGTH,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PledgeForm(forms.Form):
    """Who commits to what."""

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    organisation = PickedField(label=_("Organisation"), required=False, empty_label=_("None"))
    person = forms.CharField(label=_("Who promises"), max_length=PERSON_LENGTH)
    text = LinesField(label=_("What is promised"), max_length=TEXT_LENGTH, rows=3)
    given_on = forms.DateField(label=_("Date of the promise"), widget=DateInput())
    due_on = forms.DateField(label=_("To be kept by"), widget=DateInput(), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, region: Region, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"given_on": timezone.localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        rows = region.organisations.all()
        among(self.fields["organisation"], rows, "organisations", user=user, region=region.pk)


class SettleForm(forms.Form):
    """What became of a pledge."""

    state = forms.ChoiceField(
        label=_("What became of it"), choices=PledgeState, widget=forms.RadioSelect
    )
    settled_on = forms.DateField(label=_("On"), widget=DateInput(), required=False)
    note = forms.CharField(
        label=_("What came of it"),
        help_text=_("Needed when it was not kept."),
        required=False,
        max_length=NOTE_LENGTH,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
