"""Forms of the target picture and of pledges. They read input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from people.models import Sector, User
from people.register.picking import named_at
from places.models import Participation
from plans.fields import LinesField, PageField, VersionedForm
from plans.models import HORIZON_YEARS, PAGE_LENGTH, Pledge, PledgeState
from plans.target.pledges import NOTE_LENGTH, PERSON_LENGTH, TEXT_LENGTH
from plans.target.services import HOW_SEEN_LENGTH, PICTURE_KINDS, PICTURE_TEXT_LENGTH


class TargetForm(VersionedForm):
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year, (least, most) = timezone.localdate().year, HORIZON_YEARS
        self.fields["horizon"].help_text = _(
            "%(first)d to %(last)d: near enough to see, far enough for what is large."
        ) % {"first": this_year + least, "last": this_year + most}


class PictureForm(VersionedForm):
    """A picture and what it shows."""

    upload = forms.FileField(
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


class PledgeForm(VersionedForm):
    """Who commits to what."""

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    organisation = PickedField(label=_("Organisation"), required=False, empty_label=_("None"))
    person = forms.CharField(label=_("Who promises"), max_length=PERSON_LENGTH)
    text = LinesField(label=_("What is promised"), max_length=TEXT_LENGTH, rows=3)
    given_on = forms.DateField(label=_("Date of the promise"), widget=DateInput())
    due_on = forms.DateField(label=_("To be kept by"), widget=DateInput(), required=False)

    def __init__(self, *args: Any, participation: Participation, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"given_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        region = participation.programme.region
        among(
            self.fields["organisation"], region.organisations.all(), "organisations",
            user=user, region=region.pk,
            create=named_at(self, region, participation.place.name, by=user),
        )  # fmt: skip


class SettleForm(VersionedForm):
    """What became of a pledge."""

    state = forms.ChoiceField(label=_("Outcome"), choices=PledgeState, widget=forms.RadioSelect)
    settled_on = forms.DateField(label=_("On"), widget=DateInput(), required=False)
    note = forms.CharField(
        label=_("Outcome"),
        help_text=_("Needed when it was not kept."),
        required=False,
        max_length=NOTE_LENGTH,
    )

    def __init__(self, *args: Any, row: Pledge, **kwargs: Any) -> None:
        kwargs["initial"] = {"settled_on": timezone.localdate()}
        super().__init__(*args, row=row, **kwargs)
        if row.state == PledgeState.OPEN:
            del self.initial["state"]  # nothing is chosen yet
