"""The forms of companies: one company with its person, a talk with its needs, interests."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.web.lists import Filters, Search
from core.web.widgets import DateInput
from learning.companies.services import MOST_NEEDS
from learning.models import Branch, Company, CompanyState, Interview, SizeClass
from people.models import Contact
from plans.fields import LinesField, VersionedForm
from workshops.models import NeedLevel

#: Empty rows that stand ready.
READY = 2
_EMPTY = ("", "---------")


class CompanyForm(VersionedForm):
    """A company and its contact person in one form; later also how far it is."""

    name = forms.CharField(label=_("Company"), max_length=200)
    branch = forms.ChoiceField(
        label=_("Branch"), required=False, choices=[("", _("Not known")), *Branch.choices]
    )
    size = forms.ChoiceField(
        label=_("Size"), required=False, choices=[("", _("Not known")), *SizeClass.choices]
    )
    person_name = forms.CharField(label=_("Contact person"), required=False, max_length=150)
    person_title = forms.CharField(label=_("Role at the company"), required=False, max_length=150)
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.EmailInput()
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip
    asked_on = forms.DateField(label=_("Asked on"), required=False, widget=DateInput())
    joins_on = forms.DateField(label=_("Joins since"), required=False, widget=DateInput())
    declined_on = forms.DateField(label=_("Declined on"), required=False, widget=DateInput())
    letter_on = forms.DateField(label=_("Letter of intent of"), required=False, widget=DateInput())
    upload = forms.FileField(label=_("Letter of intent"), required=False)
    note = LinesField(
        label=_("Note"), required=False, max_length=2000, rows=3,
        help_text=_("For those who run the programme. Goes with the company's words."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: Company | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row is None:
            for name in ("joins_on", "declined_on", "letter_on", "upload"):
                del self.fields[name]
            return
        del self.fields["name"]
        contact = row.contact
        if contact is not None:
            self.initial.update({
                "person_name": contact.name, "person_title": contact.title,
                "email": contact.email, "phone": contact.phone,
            })  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        data = dict(self.cleaned_data)
        person = {
            "name": data.pop("person_name"), "title": data.pop("person_title"),
            "email": data.pop("email"), "phone": data.pop("phone"),
        }  # fmt: skip
        return {**data, "person": person}


class NeedRow(forms.Form):
    """One need of a talk."""

    text = LinesField(label=_("The need"), required=False, max_length=2000, rows=2)
    theme = forms.CharField(
        label=_("Theme"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"list": "themes"}),
        help_text=_("A word or two: wood, leadership, energy."),
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("How pressing"), required=False, coerce=int, empty_value=None,
        choices=NeedLevel.choices, initial=NeedLevel.SOON,
    )  # fmt: skip
    quote = LinesField(label=_("In their own words"), required=False, max_length=1000, rows=2)
    may_quote = forms.BooleanField(label=_("May be quoted, without name"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Else a row that says what is stored already would come without values, as if emptied.
        self.empty_permitted = False


class BaseNeedRows(forms.BaseFormSet[NeedRow]):
    """The rows of a talk."""

    def values(self) -> list[dict[str, Any]]:
        """All rows as the verb takes them."""
        return [form.cleaned_data for form in self.forms]


def need_rows(data: Any, interview: Interview | None) -> Any:
    """The rows of a talk: what was said, and some that are empty."""
    told = {}
    if interview is not None:
        told = {one.slot: one.need for one in interview.told.select_related("need")}
    last = max(told, default=0)
    initial = [
        {name: getattr(told[slot], name) for name in NeedRow.base_fields} if slot in told else {}
        for slot in range(1, last + 1)
    ]
    kind = forms.formset_factory(
        NeedRow, formset=BaseNeedRows, extra=min(READY, MOST_NEEDS - last), max_num=MOST_NEEDS,
        absolute_max=MOST_NEEDS,
    )  # fmt: skip
    return kind(data, initial=initial, prefix="needs")


class OwnForm(forms.Form):
    """What a company writes by its link; the rows stand beside."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, interview: Interview | None, **kwargs: Any) -> None:
        initial = {"version": interview.version if interview else 1}
        super().__init__(data, initial=initial, **kwargs)
        self.rows = need_rows(data, interview)

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {**self.cleaned_data, "needs": self.rows.values()}


class InterviewForm(OwnForm):
    """A talk: with whom, when, what comes next."""

    contact = forms.ModelChoiceField(
        label=_("With"), required=False, queryset=Contact.objects.none(),
        empty_label=_("Not known"),
    )  # fmt: skip
    held_on = forms.DateField(label=_("When"), widget=DateInput())
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=300)
    next_on = forms.DateField(label=_("By"), required=False, widget=DateInput())

    def __init__(self, data: Any = None, *, interview: Interview, **kwargs: Any) -> None:
        super().__init__(data, interview=interview, **kwargs)
        for name in ("contact", "held_on", "next_step", "next_on"):
            self.initial[name] = getattr(interview, name)
        people: Any = self.fields["contact"]
        people.queryset = Contact.objects.filter(organisation=interview.company.organisation_id)


class InterestsForm(forms.Form):
    """What turned out to be common at a meeting, a line each."""

    lines = LinesField(
        label=_("Common interests"), max_length=4000, rows=6,
        help_text=_("One a line, in a few words. Each becomes a theme of the programme."),
    )  # fmt: skip


class CompanyFilters(Filters):
    """What of the list is shown."""

    q = Search("organisation__name", "contact__name", label=_("Search name or person"))
    state = django_filters.ChoiceFilter(
        method="in_state", label=_("How far"), choices=CompanyState.choices,
        empty_label=_("All, however far"),
    )  # fmt: skip
    branch = django_filters.ChoiceFilter(
        label=_("Branch"), choices=Branch.choices, empty_label=_("All branches")
    )
    size = django_filters.ChoiceFilter(
        label=_("Size"), choices=SizeClass.choices, empty_label=_("All sizes")
    )

    class Meta:
        """Of which rows."""

        model = Company
        fields = ("q", "state", "branch", "size")

    def in_state(self, rows: QuerySet[Company], _name: str, value: str) -> QuerySet[Company]:
        """Those in a state: it holds, and none that comes later does."""
        holds = {
            CompanyState.DECLINED: Q(declined_on__isnull=False),
            CompanyState.LETTER: Q(letter_on__isnull=False) | ~Q(letter=""),
            CompanyState.JOINS: Q(joins_on__isnull=False),
            CompanyState.CAME: Q(is_there=True),
            CompanyState.INVITED: Q(is_invited=True),
            CompanyState.HEARD: Q(is_heard=True),
            CompanyState.ASKED: Q(asked_on__isnull=False),
        }
        for state, condition in holds.items():
            if state == value:
                return rows.filter(condition)
            rows = rows.exclude(condition)
        return rows
