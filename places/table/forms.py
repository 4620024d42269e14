"""Forms of the places' table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.scope import scope_of
from places.models.saved_view import QUERY_LENGTH
from places.portfolio.filters import coaches
from programmes.models import Programme


class ViewForm(forms.Form):
    """The name of a view, and in which programme it is shared."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    programme = forms.ModelChoiceField(
        label=_("Share it"), required=False, queryset=Programme.objects.none(),
        empty_label=_("Only for me"),
        help_text=_("Shared, all who run the programme or coach in it can open it."),
    )  # fmt: skip
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=QUERY_LENGTH)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        run = Programme.objects.filter(pk__in=scope_of(user).run_programmes).order_by("name")
        self.fields["programme"].queryset = run  # type: ignore[attr-defined]
        if not scope_of(user).runs:
            del self.fields["programme"]


class CoachForm(forms.Form):
    """Who coaches the places from today."""

    coach = forms.ModelChoiceField(
        label=_("Coach"), queryset=User.objects.none(), empty_label=_("Choose"),
        help_text=_("Whoever coaches in these programmes already. A new coach is invited on the "
                    "page of a place."),
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [pk for pk, _name in coaches(programmes)]
        self.fields["coach"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=known
        ).order_by("name")


class LetterForm(forms.Form):
    """A letter to process leaders."""

    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(
        label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Plain text. Your name stands under it, and answers come to the region."),
    )  # fmt: skip
