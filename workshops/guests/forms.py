"""Forms of the guest list."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from core.sheets.pages import ACCEPTED
from core.sheets.table import MAX_BYTES
from core.web.picker import PickedField, among
from people.models import Contact, Sector, User
from workshops.guests.imports import Row, from_lines
from workshops.guests.many import contacts_for, earlier_meetings, group_of
from workshops.guests.pages import lists_for
from workshops.guests.services import only_own_list
from workshops.models import GuestList, Invitation, RequiredGroup, Workshop

SOURCE_HELP = _("Shown in the first letter to them: “the members' list of the association”.")


class PlaceForm(forms.Form):
    """Onto which list and into which group; fields without a choice are left out."""

    guest_list = forms.ModelChoiceField(
        label=_("Guest list"),
        queryset=GuestList.objects.none(),
        required=False,
        empty_label=_("The meeting's list"),
    )
    party = forms.ModelChoiceField(
        label=_("Group that must be present"),
        queryset=RequiredGroup.objects.none(),
        required=False,
        empty_label=_("No group in particular"),
    )

    def __init__(self, *args: Any, workshop: Workshop, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop, self.user = workshop, user
        lists, parties = lists_for(workshop, user), workshop.required_groups.all()
        self._choose("guest_list", lists)
        self._choose("party", parties)
        field = self.fields.get("guest_list")
        if isinstance(field, forms.ModelChoiceField):
            # Whoever has a list of the own puts guests there; some may put them nowhere else.
            field.initial = next((one.pk for one in lists if one.owner_id == user.pk), None)
            if field.initial and only_own_list(user, workshop):
                field.empty_label = None

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows
            if not rows.exists():
                field.widget = forms.HiddenInput()


class GuestForm(PlaceForm):
    """One guest."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.CharField(
        label=_("E-mail address"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40,
        help_text=_("Without an e-mail address they get a call."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    organisation_name = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("Not known")), *Sector.choices]
    )
    language = forms.ChoiceField(label=_("Language of the letters"), choices=settings.LANGUAGES)
    source = forms.CharField(
        label=_("Where does the address come from?"), required=False, max_length=200,
        help_text=_("Stands in the first letter to the person."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = (
        "name", "email", "phone", "organisation_name", "sector", "party", "guest_list",
        "language", "source",
    )  # fmt: skip

    def __init__(self, *args: Any, guest: Invitation | None = None, **kwargs: Any) -> None:
        """With `guest` to correct a row, whose list is not changed here."""
        super().__init__(*args, **kwargs)
        if guest is None:
            del self.fields["version"]
            self.initial["language"] = self.workshop.language
        else:
            del self.fields["guest_list"]
            self.initial = {name: getattr(guest, name) for name in self.fields}


class ReplaceForm(forms.Form):
    """Somebody instead of one who has declined."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.CharField(
        label=_("E-mail address"), required=False, max_length=254, widget=forms.EmailInput
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)


class ListForm(forms.Form):
    """A guest list of one's own."""

    name = forms.CharField(
        label=_("Name of the list"), max_length=120,
        help_text=_("Others see the name and how many are on it."),
    )  # fmt: skip


class ImportForm(PlaceForm):
    """A pasted list or a file, and where the addresses come from."""

    text = forms.CharField(
        label=_("Paste the list"), required=False, strip=False,
        help_text=_(
            "One person a line: “Anna Ek &lt;anna@example.org&gt;”, “anna@example.org; Anna Ek; "
            "070-123 45 67”, or columns copied from a spreadsheet."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "guest-paste"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or choose a file"), required=False,
        help_text=_("CSV, XLSX or ODS, at most 5 MB and 10 000 rows."),
        widget=forms.ClearableFileInput(attrs=ACCEPTED),
        error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where do these addresses come from?"), max_length=200, help_text=SOURCE_HELP
    )
    field_order = ("text", "file", "source", "guest_list", "party")

    def values(self) -> dict[str, Any]:
        """The arguments of `read`. One byte more of a file than is allowed: it refuses that."""
        file = self.cleaned_data.get("file")
        content = bytes(file.read(MAX_BYTES + 1)) if file else None
        return {"text": self.cleaned_data["text"], "content": content}


class ConfirmForm(PlaceForm):
    """What travels on the preview of a list."""

    lines = forms.CharField(strip=False, widget=forms.Textarea(attrs={"hidden": True}))
    source = forms.CharField(max_length=200, widget=forms.HiddenInput)
    told = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"hidden": True})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("guest_list", "party"):
            self.fields[name].widget = forms.HiddenInput()

    def rows(self, mended: dict[int, dict[str, str]]) -> list[Row]:
        """The rows, with what was mended. Refusals: not_whole, too_many_rows."""
        if not self.is_valid():
            raise Refusal("not_whole", _("The list did not arrive whole. Paste it again."))
        return from_lines(self.cleaned_data["lines"], mended)

    def place(self) -> dict[str, Any]:
        """Onto which list and into which group, as the verb takes them."""
        return {name: self.cleaned_data[name] for name in ("guest_list", "party")}


class ContactsForm(PlaceForm):
    """Contacts to invite: single ones, or all of organisations of some sectors."""

    contacts = forms.ModelMultipleChoiceField(
        label=_("Contacts"), queryset=Contact.objects.none(), required=False
    )
    sectors = forms.MultipleChoiceField(
        label=_("All contacts of organisations of these sectors"), choices=Sector.choices,
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("contacts", contacts_for(self.user, self.workshop))


class GroupForm(PlaceForm):
    """The people of the meeting's places."""

    users = forms.TypedMultipleChoiceField(
        label=_("People with an account"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one["user"] for one in group_of(self.workshop)]
        field = cast("forms.TypedMultipleChoiceField", self.fields["users"])
        field.choices = [(one.pk, one.get_full_name()) for one in people]
        field.initial = [one.pk for one in people]


class EarlierForm(PlaceForm):
    """The guests of an earlier meeting."""

    earlier = PickedField(label=_("Which meeting"), empty_label=_("Choose"))
    who = forms.ChoiceField(
        label=_("Who"), initial="all", widget=forms.RadioSelect,
        choices=[("all", _("Everyone on its list")), ("came", _("Those who came"))],
    )  # fmt: skip
    field_order = ("earlier", "who")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = earlier_meetings(self.user, self.workshop)
        among(
            self.fields["earlier"], rows, "earlier_meetings",
            user=self.user, workshop=self.workshop.pk,
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `add_from_earlier`."""
        values = dict(self.cleaned_data)
        return values | {"only_who_came": values.pop("who") == "came"}
