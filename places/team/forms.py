"""Forms of people and time. The rules are the verbs'; forms read and name what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.addresses import AddressField
from core.money import MoneyField
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from people.models import Assignment, Role, Sector, User
from people.register.picking import named_at
from places.models import Participation
from places.team.handover import STEP_LENGTH
from places.team.support import LONGEST_EXTENSION_MONTHS
from programmes.models import Programme
from programmes.words import role_word


class InviteForm(forms.Form):
    """Give a role to the person behind an address."""

    role = forms.ChoiceField(label=_("Role"), choices=Role)
    email = AddressField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("Used when the person has no account yet."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(label=_("Until"), widget=DateInput(), required=False)
    stand_in = forms.BooleanField(label=_("Stand-in for a while"), required=False)
    agreed_sum = MoneyField(
        label=_("Agreed sum"),
        required=False,
        help_text=_("For a process leader, in the programme's currency."),
    )

    def __init__(
        self,
        *args: Any,
        roles: Sequence[Role],
        programme: Programme,
        may_agree_sum: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, role_word(programme, role)) for role in roles
        ]
        if not may_agree_sum:
            del self.fields["agreed_sum"]
        if Role.COACH not in roles:
            del self.fields["stand_in"]


class EndForm(forms.Form):
    """The last day of a role."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    note = forms.CharField(label=_("Note on the hand-over"), max_length=240, required=False)


class MemberForm(forms.Form):
    """Somebody in the working group."""

    name = forms.CharField(label=_("Name"), max_length=150)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    organisation = PickedField(label=_("Organisation"), required=False, empty_label=_("None"))
    task = forms.CharField(label=_("Task in the group"), max_length=150, required=False)
    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Only when the member should have an account: a letter tells how to sign in."),
    )

    def __init__(self, *args: Any, participation: Participation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _organisations(self, participation, user)


class CommitmentForm(forms.Form):
    """What a sector promises."""

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector)
    organisation = PickedField(label=_("Organisation"), required=False, empty_label=_("None"))
    person = forms.CharField(label=_("Who promises"), max_length=150)
    given_on = forms.DateField(label=_("Date"), widget=DateInput())
    text = forms.CharField(
        label=_("What is promised"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=1_000_000, required=False)
    amount = MoneyField(label=_("Money"), required=False)

    def __init__(self, *args: Any, participation: Participation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _organisations(self, participation, user)


class PauseForm(forms.Form):
    """Days on which the clock stands still."""

    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class ExtensionForm(forms.Form):
    """Further months of support."""

    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=LONGEST_EXTENSION_MONTHS)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


def _organisations(form: forms.Form, participation: Participation, user: User) -> None:
    region = participation.programme.region
    create = named_at(form, region, participation.place.name, by=user)
    among(
        form.fields["organisation"], region.organisations.all(), "organisations",
        user=user, create=create, region=region.pk,
    )  # fmt: skip


class HandOverForm(forms.Form):
    """Who takes a coach's places over, from when, and what is agreed for each."""

    #: The fields about the new coach.
    ABOUT = ("email", "name", "starts_on", "until", "note")

    email = AddressField(
        label=_("E-mail address of the new coach"),
        max_length=254,
        help_text=_("Without an account yet, one is made. A letter says how to sign in."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("Used when the person has no account yet."),
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=DateInput(), initial=timezone.localdate,
        help_text=_("The day before is the last one of the coach until now."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Last day, for a stand-in"), widget=DateInput(), required=False,
        help_text=_("With a last day the coach stays, and the other person covers until then."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Greeting in the letter"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, roles: Sequence[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        for role in roles:
            self.fields[f"step_{role.participation_id}"] = forms.CharField(
                label=role.participation.place.name,
                max_length=STEP_LENGTH,
                required=False,
                initial=role.participation.next_text,
            )

    def head(self) -> list[forms.BoundField]:
        """The fields about the new coach."""
        return [self[name] for name in self.ABOUT]

    def steps(self) -> list[forms.BoundField]:
        """The fields of the places."""
        return [self[f"step_{role.participation_id}"] for role in self.roles]

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        steps = {
            role.participation_id: data[f"step_{role.participation_id}"].strip()
            for role in self.roles
        }
        return {name: data[name] for name in self.ABOUT} | {"steps": steps}
