"""Forms of an action: a row of the list, the whole of it, a state with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.addresses import AddressField
from core.money import HoursField, MoneyField
from core.web.picker import PickedField, PickedManyField, among
from core.web.widgets import DateInput
from people.models import Organisation, Sector, User
from people.register.picking import named_at
from places.models import Participation
from plans.actions.services import needs_of
from plans.fields import LinesField, VersionedForm
from plans.models import Action, ActionState, Doer, Goal, Origin, Priority, Theme
from plans.words import words_of

#: The fields of a row of the list.
ROW_FIELDS = ("state", "state_reason", "responsible", "starts_on", "ends_on", "cost")


def _with_none(choices: Any, none: Any) -> list[tuple[str, Any]]:
    return [("", none), *choices]


class StateForm(forms.Form):
    """Where an action is, and why when it was paused or dropped."""

    state = forms.ChoiceField(label=_("State"), choices=ActionState.choices)
    state_reason = forms.CharField(label=_("Why dropped or paused"), required=False, max_length=240)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RowForm(StateForm):
    """The fields of an action that are changed in the list."""

    responsible = forms.CharField(label=_("Responsible"), required=False, max_length=150)
    starts_on = forms.DateField(
        label=pgettext_lazy("of an action", "Start"), required=False, widget=DateInput()
    )
    ends_on = forms.DateField(
        label=pgettext_lazy("of an action", "End"), required=False, widget=DateInput()
    )
    cost = MoneyField(label=_("Cost"), required=False)

    field_order = ROW_FIELDS

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in ROW_FIELDS}


class ActionForm(VersionedForm):
    """All of an action. Only the title must be there: the rest can come later."""

    title = forms.CharField(
        label=_("What is to be done"),
        max_length=160,
        help_text=_("A few words, such as “Open the shop on Sundays”."),
    )
    goal = forms.ModelChoiceField(
        queryset=Goal.objects.none(), required=False, empty_label=_("None yet: an idea")
    )
    state = forms.ChoiceField(label=_("State"), choices=ActionState.choices)
    state_reason = forms.CharField(label=_("Why dropped or paused"), required=False, max_length=240)
    first_step = forms.CharField(
        label=_("First step"),
        required=False,
        max_length=240,
        help_text=_("What somebody can do this week."),
    )
    description = LinesField(label=_("More about it"), required=False, max_length=4000, rows=4)
    responsible = forms.CharField(
        label=_("Responsible person"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    responsible_email = AddressField(
        label=_("E-mail, if he or she has no account here"),
        required=False,
        help_text=_("For reminders. Only those who work on the plan see it."),
    )
    organisation = PickedField(
        label=_("Responsible organisation"), required=False, empty_label=_("None")
    )
    partners = PickedManyField(label=_("Partners"), required=False)
    doer = forms.ChoiceField(
        label=_("Who can do it"), required=False, choices=_with_none(Doer.choices, _("Not said"))
    )
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=_with_none(Sector.choices, _("Not said"))
    )
    starts_on = forms.DateField(
        label=pgettext_lazy("of an action", "Start"), required=False, widget=DateInput()
    )
    ends_on = forms.DateField(
        label=pgettext_lazy("of an action", "End"), required=False, widget=DateInput()
    )
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=_with_none(Priority.choices, _("Not said"))
    )
    needs = forms.ModelMultipleChoiceField(
        label=_("Waits for"),
        queryset=Action.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What must be done before this can start."),
    )
    cost = MoneyField(label=_("Cost"), required=False)
    volunteer_hours = HoursField(label=_("Volunteer hours"), required=False)
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        choices=_with_none(Theme.choices, _("Not said")),
        help_text=_("Shows which sources of money fit."),
    )
    origin = forms.ChoiceField(
        label=_("Comes from"), required=False, choices=_with_none(Origin.choices, _("Not said"))
    )
    origin_text = forms.CharField(
        label=_("Which meeting, survey or theme"), required=False, max_length=240
    )

    def __init__(
        self,
        *args: Any,
        participation: Participation,
        user: User,
        row: Action | None = None,
        ideas_only: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row is not None:
            self.initial["partners"] = row.partners.all()
            self.initial["needs"] = needs_of(row)
        words = words_of(participation.programme)
        goal = cast("forms.ModelChoiceField[Goal]", self.fields["goal"])
        goal.queryset = Goal.objects.filter(participation=participation)
        goal.label = words.goal
        others = Action.objects.filter(participation=participation)
        needs = cast("forms.ModelMultipleChoiceField[Action]", self.fields["needs"])
        needs.queryset = others.exclude(pk=row.pk) if row else others
        region = participation.programme.region
        rows = Organisation.objects.filter(region=region).order_by("name")
        among(
            self.fields["organisation"], rows, "organisations", user=user, region=region.pk,
            create=named_at(self, region, participation.place.name, by=user),
        )  # fmt: skip
        among(
            self.fields["partners"], rows, "organisations",
            user=user, choices=by_sector, region=region.pk,
        )  # fmt: skip
        cast("MoneyField", self.fields["cost"]).currency = participation.programme.currency
        self.fields["cost"].help_text = participation.programme.get_currency_display()
        if ideas_only:
            self.fields["state"] = forms.ChoiceField(
                label=_("State"), choices=[(ActionState.IDEA, ActionState.IDEA.label)]
            )
        elif row is None:
            # Whoever adds one in a hurry need not know our states.
            usual = _("Planned when it has a goal, otherwise an idea")
            self.fields["state"] = forms.ChoiceField(
                label=_("State"), choices=[("", usual), *ActionState.choices], required=False
            )

    def values(self) -> dict[str, Any]:
        """What the verbs take; a new action without a state gets the one that is usual."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "state" or value
        }


def by_sector(organisations: Iterable[Organisation]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Organisations as choices under the names of their sectors, in the sectors' order."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one in organisations:
        groups[one.sector].append((one.pk, one.name))
    return [(str(label), groups[value]) for value, label in Sector.choices if groups.get(value)]
