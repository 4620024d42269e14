"""Forms of laboratories and teams. The rules are the verbs'; forms read and name what was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.addresses import AddressField
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from learning.models import LearningGoal, SessionPlan, Team, TeamMember
from learning.models.team import HIGHEST, LOWEST
from learning.teams import taxonomy
from learning.teams.groups import LARGEST, SMALLEST, USUAL
from people.models import Organisation, User
from people.register.picking import named_at
from places.models import Place
from plans.changes import length_of
from plans.fields import LinesField, VersionedForm
from plans.goals import global_goals
from programmes.models import Programme
from programmes.models.programme import PlaceKind
from programmes.regions.municipalities import offered_in
from surveys.assessment.themes import all_sets
from workshops.models import Series

SCALE = [(number, str(number)) for number in range(LOWEST, HIGHEST + 1)]


class LaboratoryForm(VersionedForm):
    """What the laboratory says of itself, and which meetings are its sessions."""

    welcome = LinesField(
        label=_("What the laboratory is for"), rows=4, max_length=2000, required=False
    )
    eligibility = LinesField(
        label=_("Who can take part"),
        rows=4,
        max_length=2000,
        required=False,
        help_text=_("Shown whenever a team or an organisation is enrolled."),
    )
    series = forms.ModelChoiceField(
        label=_("Series of sessions"),
        queryset=Series.objects.none(),
        required=False,
        empty_label=_("All lab meetings of the programme"),
    )
    theme_set = forms.ChoiceField(label=_("How organisations look at their capacity"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        kwargs["initial"] = {"theme_set": "organisation"}
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = programme.series.all()  # type: ignore[attr-defined]
        self.fields["theme_set"].choices = [  # type: ignore[attr-defined]
            (one.key, one.name) for one in all_sets().values() if not one.lights
        ]


class ChallengeForm(forms.Form):
    """A challenge of the programme's own."""

    name = forms.CharField(label=_("Challenge"), max_length=80)


class PromptsForm(forms.Form):
    """A question for each step of the method."""

    def __init__(
        self, *args: Any, programme: Programme, own: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for step in programme.method_version.steps.order_by("order"):
            self.fields[f"step_{step.key}"] = forms.CharField(
                label=f"{step.order}. {step.title}",
                max_length=400,
                required=False,
                initial=own.get(step.key) or taxonomy.usual_prompt(step.key),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        return {"texts": {name.removeprefix("step_"): text for name, text in data.items()}}


class TeamForm(forms.Form):
    """A team that joins: its name, its area, its task in a sentence."""

    name = forms.CharField(label=_("Name of the team"), max_length=length_of(Team, "name"))
    place = PickedField(
        label=_("Area: a place of the register"), required=False, empty_label=_("A new area")
    )
    place_name = forms.CharField(label=_("Name of the new area"), max_length=120, required=False)
    municipality = PickedField(
        label=_("Its municipality"), required=False, empty_label=_("Choose the municipality")
    )
    place_kind = forms.ChoiceField(
        label=_("What kind of place it is"), choices=PlaceKind, initial=PlaceKind.TOWN
    )
    problem = forms.CharField(
        label=_("The wild problem, in one sentence"),
        max_length=length_of(Team, "problem"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The team may write it itself."),
    )
    started_on = forms.DateField(label=_("Starts"), widget=DateInput())
    override_reason = forms.CharField(
        label=_("Why taken in although a condition is not met"),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, programme: Programme, user: User, **kwargs: Any) -> None:
        today = timezone.localdate()
        first = max(today, programme.starts_on)
        last = programme.ends_on or first
        kwargs["initial"] = {"started_on": min(first, last)}
        super().__init__(*args, **kwargs)
        region = programme.region
        among(
            self.fields["place"], Place.objects.filter(region=region), "team_areas", user=user,
            region=region.pk,
        )  # fmt: skip
        among(
            self.fields["municipality"], offered_in([region]), "municipalities", user=user,
            regions=[region.pk],
        )  # fmt: skip


class TaskForm(VersionedForm):
    """The wild problem: what it is, who has it, why the usual way fails, what hangs together."""

    name = forms.CharField(label=_("Name of the team"), max_length=length_of(Team, "name"))
    problem = forms.CharField(
        label=_("Our wild problem, in one sentence"),
        max_length=length_of(Team, "problem"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    whose = LinesField(label=_("Who has the problem?"), rows=3, max_length=1000, required=False)
    usual_way = LinesField(
        label=_("Why does the usual way fail?"), rows=3, max_length=1000, required=False
    )
    challenges = forms.MultipleChoiceField(
        label=_("Challenges that hang together"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    global_goals = forms.TypedMultipleChoiceField(
        label=_("UN global goals that it serves"),
        required=False,
        coerce=int,
        choices=global_goals.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, row=team, **kwargs)
        known = taxonomy.challenges(team.participation.programme)
        self.fields["challenges"].choices = list(known.items())  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """An organisation that takes part, and what it answers for."""

    organisation = PickedField(label=_("Organisation"))
    responsibility = LinesField(
        label=_("Strategic responsibility"),
        rows=3,
        max_length=600,
        help_text=_("What the organisation can decide on and answers for in this area."),
    )

    def __init__(self, *args: Any, team: Team, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = team.participation.programme.region
        create = named_at(self, region, team.participation.place.name, by=user)
        among(
            self.fields["organisation"], region.organisations.all(), "organisations", user=user,
            create=create, region=region.pk,
        )  # fmt: skip


class ResponsibilityForm(forms.Form):
    """What an organisation of the team answers for."""

    responsibility = OrganisationForm.base_fields["responsibility"]


class DisciplineField(forms.CharField):
    """A discipline: one of the list, or another."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Discipline"),
            max_length=length_of(TeamMember, "discipline"),
            help_text=_("What the person knows by trade. Mixed groups are made by it."),
            widget=forms.TextInput(attrs={"list": "disciplines", "autocomplete": "off"}),
        )


class MemberForm(forms.Form):
    """Somebody who joins the team."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("A letter tells how to sign in. Without an address there is no account."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose one")
    )
    discipline = DisciplineField()
    task = forms.CharField(label=_("Task in the team"), max_length=150, required=False)
    leads = forms.BooleanField(label=_("Leads the team's work"), required=False)

    def __init__(self, *args: Any, team: Team, may_lead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(
            pk__in=team.organisations.values("organisation_id")
        ).order_by("name")
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]
        if not may_lead:
            del self.fields["leads"]


class PasteForm(forms.Form):
    """Several members at once."""

    text = LinesField(
        label=_("A line for each: name; e-mail; organisation; discipline"),
        rows=8,
        max_length=20_000,
        help_text=_("The organisations must be in the team. Who is there already stays."),
    )


class MemberEditForm(forms.Form):
    """What a member brings."""

    discipline = DisciplineField()
    task = forms.CharField(label=_("Task in the team"), max_length=150, required=False)


class LeaveForm(forms.Form):
    """The last day, and who takes over."""

    left_on = forms.DateField(label=_("Last day"), widget=DateInput(), initial=timezone.localdate)
    successor = forms.ModelChoiceField(
        label=_("Who takes the tasks over"),
        queryset=TeamMember.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, member: TeamMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = member.team.members.filter(member__left_on__isnull=True).exclude(pk=member.pk)
        self.fields["successor"].queryset = rows.select_related("member")  # type: ignore[attr-defined]


class StandInForm(forms.Form):
    """Who stands in for a member, from a day to a day."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = AddressField(label=_("E-mail address"), max_length=254)
    starts_on = forms.DateField(label=_("From"), widget=DateInput(), initial=timezone.localdate)
    until = forms.DateField(label=_("Last day"), widget=DateInput())


class AssessForm(forms.Form):
    """How many of the organisation look at its capacity."""

    people = forms.IntegerField(label=_("How many take part"), min_value=1, max_value=500)


class PlanForm(VersionedForm):
    """Work before and after a session."""

    preparation = LinesField(label=_("Before the session"), rows=4, max_length=2000, required=False)
    preparation_due = forms.DateField(label=_("Done by"), required=False, widget=DateInput())
    assignment = LinesField(label=_("After the session"), rows=4, max_length=2000, required=False)
    assignment_due = forms.DateField(label=_("Done by"), required=False, widget=DateInput())
    prompt = forms.CharField(
        label=_("Question to think about"),
        max_length=length_of(SessionPlan, "prompt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DoneForm(forms.Form):
    """A word about work that is done."""

    words = LinesField(
        label=_("What came of it"),
        rows=4,
        max_length=1000,
        required=False,
        help_text=_("Your team and the facilitator read it."),
    )
    shared = forms.BooleanField(label=_("Let all teams of the laboratory read it"), required=False)


class GroupsForm(forms.Form):
    """How large the groups are."""

    size = forms.TypedChoiceField(
        label=_("People in a group"),
        coerce=int,
        initial=USUAL,
        choices=[(number, str(number)) for number in range(SMALLEST, LARGEST + 1)],
    )


class GoalForm(VersionedForm):
    """What one wants to learn, before and after."""

    text = forms.CharField(
        label=_("What I want to learn"),
        max_length=length_of(LearningGoal, "text"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    before = forms.TypedChoiceField(
        label=_("Where I stand before"), coerce=int, choices=SCALE, widget=forms.RadioSelect
    )
    after = forms.TypedChoiceField(
        label=_("Where I stand now"),
        coerce=int,
        empty_value=None,
        choices=SCALE,
        widget=forms.RadioSelect,
        required=False,
    )
    learnt = forms.CharField(
        label=_("What I learnt"),
        max_length=length_of(LearningGoal, "learnt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kwargs.get("row") is None:
            del self.fields["after"]
            del self.fields["learnt"]
