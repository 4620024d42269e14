"""Forms of posts in a programme. The rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from people.models import Sector, User
from programmes.models import Programme
from programmes.posts.services import POSTS
from programmes.regions.forms import AppointForm
from programmes.regions.municipalities import offered_in


class PostForm(AppointForm):
    """Somebody who gets a post by e-mail address."""

    role = forms.ChoiceField(label=_("Post"), choices=[(post.value, post.label) for post in POSTS])
    municipality = PickedField(
        label=_("Municipality"), required=False, help_text=_("For a coordinator.")
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[("", _("Choose …")), *Sector.choices],
        required=False,
        help_text=_("For a team member."),
    )
    ends_on = forms.DateField(
        widget=DateInput,
        label=_("Until"),
        required=False,
        help_text=_("Empty: no end set. A researcher needs a last day."),
    )
    field_order = ("role", "municipality", "sector", "email", "name", "starts_on", "ends_on")

    def __init__(self, *args: Any, programme: Programme, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = programme.region
        among(
            self.fields["municipality"],
            offered_in([region]),
            "municipalities",
            user=user,
            regions=[region.pk],
        )


class ReplaceForm(AppointForm):
    """Who takes over a post, from which day."""

    starts_on = forms.DateField(
        widget=DateInput,
        label=_("From"),
        initial=timezone.localdate,
        help_text=_("The other one's last day is the day before."),
    )
