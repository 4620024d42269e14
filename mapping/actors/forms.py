"""Forms of the actor map."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.widgets import DateInput
from mapping.models import Actor, Way
from mapping.people import PersonMixin
from people.models import Sector, User
from places.models import Participation
from plans.fields import VersionedForm
from workshops.models import Workshop


def _text(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ActorForm(PersonMixin, VersionedForm):
    """An actor: who it is, what it is for, what drives it."""

    sector = forms.ChoiceField(
        label=_("Sector"),
        required=False,
        choices=[("", _("That of the organisation")), *Sector.choices],
    )
    mission = forms.CharField(
        label=_("Mission"),
        required=False,
        max_length=500,
        widget=_text(),
        help_text=_("What they are there for, by law, by statutes or by their own wish."),
    )
    drives = forms.CharField(
        label=_("Incentives and driving forces"),
        required=False,
        max_length=500,
        widget=_text(),
        help_text=_("What they gain from it, and what makes them go on."),
    )
    brings = forms.CharField(
        label=_("What they bring"),
        required=False,
        max_length=500,
        widget=_text(),
        help_text=_("Time, money, rooms, knowledge, people."),
    )
    process = forms.CharField(
        label=_("Their own process"),
        required=False,
        max_length=500,
        widget=_text(),
        help_text=_("How they decide and when: board, budget, planning."),
    )
    # The sector stands first, so that an organisation that is named anew gets it.
    field_order = (
        "sector", "organisation", "contact", "person", "title", "email", "phone", "mission",
        "drives", "brings", "process",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        participation: Participation,
        user: User,
        row: Actor | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.set_up_people(participation, user)
        self.order_fields(self.field_order)


class TouchForm(forms.Form):
    """Being in touch: when, how, what about."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    way = forms.ChoiceField(
        label=pgettext_lazy("of being in touch", "How"),
        choices=[(one.value, one.label) for one in Way if one != Way.LETTER],
    )
    text = forms.CharField(label=_("What it was about"), max_length=500, widget=_text())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class PresenceForm(forms.Form):
    """Whether a group takes part."""

    takes_part = forms.ChoiceField(
        label=_("Takes part?"), choices=[("yes", _("Yes")), ("no", _("No"))]
    )
    who = forms.CharField(label=_("Who?"), required=False, max_length=240)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return self.cleaned_data | {"takes_part": self.cleaned_data["takes_part"] == "yes"}


class InviteForm(forms.Form):
    """Which actors become guests of which meeting."""

    workshop = forms.ModelChoiceField(label=_("Meeting"), queryset=Workshop.objects.none())
    actors = forms.ModelMultipleChoiceField(
        label=_("Actors"),
        queryset=Actor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, participation: Participation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = Workshop.objects.visible_to(user).ahead().filter(participations=participation)
        self.fields["workshop"].queryset = meetings  # type: ignore[attr-defined]
        actors = reachable_actors(participation)
        self.fields["actors"].queryset = actors  # type: ignore[attr-defined]
        self.initial["actors"] = [one.pk for one in actors]


def reachable_actors(participation: Participation) -> Any:
    """Actors whose contact has an address or a phone."""
    rows = Actor.objects.filter(participation=participation, contact__isnull=False)
    return rows.exclude(contact__email="", contact__phone="").select_related(
        "contact", "organisation"
    )
