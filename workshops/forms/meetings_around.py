"""Forms of what belongs to a meeting: an agenda item, a task, a material."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.uploads import ACCEPT
from core.web.picker import PickedField, among
from people.models import Duty, Task, User
from plans.domain.lengths import length_of
from workshops.domain.agenda import MOST_MINUTES
from workshops.forms.meetings import number_input, text_area
from workshops.models import AgendaItem, Material

#: Beside which field of its form a refusal stands; others stand above the fields.
ITEM_FIELD = {"no_title": "title", "wrong_minutes": "minutes"}
DUTY_FIELD = {
    "unknown_task": "task", "no_name": "name", "unknown_person": "user", "bad_address": "email",
    "account_closed": "email", "too_long": "name",
}  # fmt: skip
MATERIAL_FIELD = {
    "bad_link": "link", "link_or_file": "link", "file_empty": "file", "file_too_large": "file",
    "file_kind": "file", "file_disguised": "file", "file_broken": "file", "file_macros": "file",
    "picture_too_large": "file",
}  # fmt: skip


class ItemForm(forms.Form):
    """One item of the agenda."""

    title = forms.CharField(label=_("Item"), max_length=length_of(AgendaItem, "title"))
    minutes = forms.IntegerField(
        label=pgettext_lazy("a length", "Minutes"), required=False, min_value=1,
        max_value=MOST_MINUTES,
        widget=number_input(),
    )  # fmt: skip
    responsible = forms.CharField(
        label=_("Who leads it"), required=False, max_length=length_of(AgendaItem, "responsible")
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=length_of(AgendaItem, "note"),
        widget=text_area(3),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What the verbs take, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DutyForm(forms.Form):
    """A task and who does it: somebody known here, a contact, or a name."""

    task = forms.ChoiceField(label=_("Task"), choices=Task.choices)
    user = forms.ModelChoiceField(
        label=_("Somebody with a role here"), required=False, queryset=User.objects.none(),
        empty_label=_("Somebody else"),
    )  # fmt: skip
    contact = PickedField(
        label=_("One of the contacts"), required=False, empty_label=_("None of them")
    )
    name = forms.CharField(label=_("Or a name"), required=False, max_length=length_of(Duty, "name"))
    email = forms.EmailField(
        label=_("E-mail, when the person is to sign in"), required=False,
        help_text=_("Gives an account and rights at this meeting; a letter says so."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        """`choices` holds the querysets of `user` and `contact`, and the contacts' `region`."""
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        user.queryset = choices["user"]
        among(self.fields["contact"], choices["contact"], "contacts", region=choices["region"])
        if not choices["contact"].exists():
            del self.fields["contact"]


class MaterialForm(forms.Form):
    """A link or a file."""

    title = forms.CharField(
        label=_("Title"), required=False, max_length=length_of(Material, "title"),
        help_text=_("Empty: the name of the file."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Link"), required=False, max_length=length_of(Material, "link"),
        assume_scheme="https",
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )
    for_guests = forms.BooleanField(
        label=_("Shown to those who are invited"), required=False, initial=True
    )
