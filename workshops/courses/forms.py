"""The forms of courses: what the page says, signing up, wanting to hear of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.addresses import AddressField
from workshops.courses.services import FIELDS
from workshops.models import Course, CourseAudience, CourseLevel, CourseReach, Workshop
from workshops.templatetags.meetings import meeting_when


class CourseForm(forms.Form):
    """Whom a course is for and how people sign up."""

    audiences = forms.MultipleChoiceField(
        label=_("Whom is it for?"), required=False, choices=CourseAudience.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("For all")), *CourseLevel.choices]
    )
    reach = forms.ChoiceField(label=_("Who finds it?"), choices=CourseReach.choices)
    capacity = forms.IntegerField(
        label=_("Seats in the course"), required=False, min_value=1, max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Empty: as many as come. A part may have seats of its own."),
    )  # fmt: skip
    sign_up_until = forms.DateField(
        label=_("Sign-up until"), required=False, help_text=_("Empty: until the last part begins."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    by_part = forms.BooleanField(label=_("Parts can be chosen one by one"), required=False)
    contact_name = forms.CharField(
        label=_("Questions are answered by"), required=False, max_length=150
    )
    contact_email = forms.EmailField(label=_("E-mail for questions"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, course: Course | None) -> None:
        one = course or Course()
        initial = {name: getattr(one, name) for name in FIELDS}
        super().__init__(data, initial=initial | {"version": course.version if course else 0})

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_course`."""
        version = self.cleaned_data["version"] or 0
        return {name: self.cleaned_data[name] for name in FIELDS} | {"version": version}


class HandForm(forms.Form):
    """Somebody who has asked by phone or mail."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = AddressField(label=_("E-mail address"), max_length=254)
    organisation_name = forms.CharField(label=_("Organisation"), required=False, max_length=200)


class PartsField(forms.TypedMultipleChoiceField):
    """Parts that are ahead, by number."""

    def __init__(self, parts: Sequence[Workshop]) -> None:
        super().__init__(
            label=_("Which parts?"), coerce=int, required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(one.pk, f"{one.title}, {meeting_when(one)}") for one in parts],
        )  # fmt: skip


class EnrolForm(forms.Form):
    """The open page: who signs up, and to which parts where one may choose."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The dates and your own page of the course go there."),
    )  # fmt: skip
    organisation_name = forms.CharField(
        label=_("Organisation"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    #: No person sees it; programs that fill in every field do.
    website = forms.CharField(required=False)

    def __init__(self, data: Any = None, *, course: Course, ahead: Sequence[Workshop]) -> None:
        super().__init__(data, initial={"parts": [one.pk for one in ahead]})
        if course.by_part:
            self.fields["parts"] = PartsField(ahead)

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `enrol`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class PartsForm(forms.Form):
    """Choosing other parts later."""

    def __init__(
        self, data: Any = None, *, ahead: Sequence[Workshop], chosen: Sequence[int]
    ) -> None:
        super().__init__(data, initial={"parts": list(chosen)})
        self.fields["parts"] = PartsField(ahead)


class InterestForm(forms.Form):
    """Wanting to hear when the next course opens."""

    email = AddressField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Courses for"), required=False,
        choices=[("", _("All courses")), *CourseAudience.choices],
    )  # fmt: skip
    website = forms.CharField(required=False)
