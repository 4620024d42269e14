"""Forms of recipients and of what is sent to them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from core.web.widgets import WrittenTextarea
from people.models import Contact, Sector, User
from people.scope import scope_of
from programmes.models import Municipality, Partner
from surveys.models import MailingRole, RecipientList, RespondentGroup, Survey
from surveys.rules import only_own_lists
from surveys.sending.letters import BODY_LENGTH, SUBJECT_LENGTH, house_words
from workshops.guests.imports import read

BODY_ROWS = 12


class ListForm(forms.Form):
    """A list of recipients."""

    name = forms.CharField(
        label=_("Name of the list"), max_length=120,
        help_text=_("The first letter tells the reader that the address comes from this list."),
    )  # fmt: skip
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False,
        empty_label=_("None"),
    )  # fmt: skip
    own = forms.BooleanField(
        label=_("My own list: nobody else sees the names and addresses"), required=False
    )

    def __init__(self, data: Any = None, *, survey: Survey, user: User) -> None:
        super().__init__(data)
        field = self.fields["municipality"]
        if isinstance(field, forms.ModelChoiceField):
            rows = Municipality.objects.filter(country=survey.programme.region.country)
            partners = Partner.objects.filter(programme=survey.programme_id)
            named = set(partners.values_list("municipality", flat=True)) - {None}
            if only_own_lists(user, survey):
                named = set(scope_of(user).coordinated.get(survey.programme_id, ()))
                del self.fields["own"]
                if len(named) == 1:
                    field.initial, field.empty_label = next(iter(named)), None
            field.queryset = rows.filter(pk__in=named) if named else rows

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `add_list`."""
        return {"own": True, **self.cleaned_data}


class PeopleForm(forms.Form):
    """People to put on a list: pasted, from a file, or from the register."""

    group = forms.ModelChoiceField(
        label=_("Group"), queryset=RespondentGroup.objects.none(), required=False,
        empty_label=None,
    )  # fmt: skip
    text = forms.CharField(
        label=_("Paste names and addresses, one person a line"), required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Copied from a spreadsheet or a mail program, with or without headings."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or a file (Excel or CSV)"), required=False)
    sector = forms.ChoiceField(
        label=_("Or all contacts of a sector in the register"), required=False,
        choices=[("", _("None")), *Sector.choices],
    )  # fmt: skip
    leave_out = forms.BooleanField(
        label=_("Leave out addresses that cannot be written to"), required=False
    )

    def __init__(self, data: Any = None, files: Any = None, *, survey: Survey, user: User) -> None:
        super().__init__(data, files)
        self.survey, self.user = survey, user
        field = self.fields["group"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = survey.groups.all()
            if survey.groups.count() < len(MailingRole):
                field.widget = forms.HiddenInput()
        if only_own_lists(user, survey):
            del self.fields["sector"]

    def clean(self) -> dict[str, Any]:
        """Read what was given; a list that cannot be read says why."""
        values: dict[str, Any] = super().clean() or {}
        people: list[dict[str, str]] = []
        upload = values.get("file")
        try:
            if upload or values.get("text"):
                content = upload.read() if upload else None
                found = read(text=values.get("text", ""), content=content)
                people = [
                    {"email": row.email, "name": row.name, "language": row.language}
                    for row in found.rows
                ]
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        if sector := values.get("sector"):
            contacts = Contact.objects.visible_to(self.user).filter(
                region=self.survey.programme.region_id, organisation__sector=sector
            )
            people += [{"email": one.email, "name": one.name} for one in contacts.exclude(email="")]
        values["people"] = people
        return values

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `add_recipients`."""
        return {name: self.cleaned_data[name] for name in ("group", "people", "leave_out")}


class LetterForm(forms.Form):
    """A letter to one list, in the words of who sends."""

    recipient_list = forms.ModelChoiceField(
        label=_("To the list"), queryset=RecipientList.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(choices=MailingRole.choices, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    body = forms.CharField(
        label=_("Text"), max_length=BODY_LENGTH, strip=False,
        widget=WrittenTextarea(rows=BODY_ROWS),
        help_text=_("In place of {name}, {survey} and {until} the reader sees what they stand for. "
                    "The button with the reader's own link stands under the text."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, survey: Survey, user: User, role: str) -> None:
        subject, body = house_words(role, survey.language)
        initial = {"role": role, "subject": subject, "body": body, "key": uuid.uuid4()}
        super().__init__(data, initial=initial)
        field = self.fields["recipient_list"]
        if isinstance(field, forms.ModelChoiceField):
            rows = survey.recipient_lists.visible_to(user)
            field.queryset = rows.filter(owner=user) if only_own_lists(user, survey) else rows
