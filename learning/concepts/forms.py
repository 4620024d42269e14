"""Forms of concept cards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.web.lists import LONGEST_SEARCH
from learning.models import Audience, Concept, Experiment
from learning.models.concept import CARD_FIELDS, FIELD_LENGTH, USE_LENGTH
from learning.teams import taxonomy
from places.models import Consent, Participation
from places.photos.forms import PhotoForm
from plans.changes import length_of
from plans.fields import LinesField, VersionedForm

#: What each part is called on the card, in its order.
HEADINGS = {
    "what": _("What is it?"),
    "for_whom": _("For whom?"),
    "place_notes": _("The place"),
    "nature": _("The nature"),
    "culture": _("The culture"),
    "cost": _("What does it cost?"),
    "evidence": _("How do we know?"),
    "did_not_work": _("What did not work"),
    "how_to_start": _("How you begin"),
}


#: What helps whoever writes a part.
HINTS = {
    "how_to_start": _("One step a line: they are numbered on the card."),
    "did_not_work": _("What others need not try again. A card without it is not handed in."),
}


class FindForm(forms.Form):
    """What of the cards is shown."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    challenge = forms.CharField(required=False, max_length=60)


class MakeForm(forms.Form):
    """From which experiments a card is made."""

    title = forms.CharField(
        label=_("What it is called"), required=False, max_length=length_of(Concept, "title")
    )
    experiments = forms.ModelMultipleChoiceField(
        label=_("From these experiments"),
        queryset=Experiment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rows: QuerySet[Experiment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experiments"].queryset = rows  # type: ignore[attr-defined]


class CardForm(VersionedForm):
    """All parts of a card."""

    title = forms.CharField(label=_("What it is called"), max_length=length_of(Concept, "title"))
    challenges = forms.MultipleChoiceField(
        label=_("Challenges"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, row: Concept, **kwargs: Any) -> None:
        texts = {name: getattr(row, name) for name in CARD_FIELDS}
        super().__init__(*args, row=row, initial=texts, **kwargs)
        known = taxonomy.challenges(row.participation.programme)
        self.fields["challenges"].choices = list(known.items())  # type: ignore[attr-defined]
        for name in CARD_FIELDS:
            self.fields[name] = LinesField(
                label=HEADINGS[name], required=False, max_length=FIELD_LENGTH, rows=4,
                help_text=HINTS.get(name, ""),
            )  # fmt: skip


class ReviewForm(forms.Form):
    """What the second reader decides."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        label=_("What happens with the card"),
        required=False,
        choices=[
            (Audience.LAB, _("Publish it to all teams of the laboratory")),
            (Audience.PUBLIC, _("Publish it to everybody")),
            ("", _("Send it back with words")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Words to the team"),
        required=False,
        max_length=length_of(Concept, "review_words"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeOverForm(forms.Form):
    """For which place a card is taken over."""

    participation = forms.ModelChoiceField(
        label=_("Into the plan of"), queryset=Participation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, places: list[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["participation"]
        field.queryset = Participation.objects.filter(
            pk__in=[one.pk for one in places]
        ).select_related("place", "programme")
        field.label_from_instance = lambda one: f"{one.place}, {one.programme}"


class CardPhotoForm(PhotoForm):
    """A photo for a card, which everybody may see."""

    consent = forms.ChoiceField(
        label=_("People in the photo"),
        choices=[one for one in Consent.choices if one[0] != Consent.INTERNAL],
        widget=forms.RadioSelect,
    )


class UseForm(forms.Form):
    """What a place saw that took a card over."""

    seen = LinesField(
        label=_("What did you see?"), max_length=USE_LENGTH, rows=4,
        help_text=_("How often, what you changed, and who came. All who read the card see it."),
    )  # fmt: skip
