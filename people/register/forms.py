"""Forms and filters of organisations and contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.web.lists import Filters, Search
from core.web.picker import PickedField, among
from people.models import Contact, Organisation, Region, Sector, User


class _RegionalForm(forms.ModelForm[Any]):
    """A form of something in one region: chosen once, fixed afterwards."""

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        field.queryset = regions  # type: ignore[attr-defined]
        field.empty_label = None  # type: ignore[attr-defined]
        if self.instance.pk:
            # Disabled and not left out: the rule "one name a region" is then still checked.
            field.disabled = True
        alone = list(regions[:2])
        if len(alone) == 1:
            # A new row has no region yet, and what a form knows of its row comes before this.
            if not self.instance.pk:
                self.initial["region"] = alone[0].pk
            field.widget = forms.HiddenInput()

    def values(self) -> dict[str, Any]:
        """The row itself, as its verb takes it."""
        return {self._meta.model._meta.model_name: self.instance}


class OrganisationForm(_RegionalForm):
    """An organisation."""

    class Meta:
        model = Organisation
        fields = ["region", "name", "sector", "website", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"website": _("The whole address, such as https://www.example.org/.")}


class ContactForm(_RegionalForm):
    """A person without an account."""

    organisation = PickedField(
        label=_("Organisation"), required=False, empty_label=_("No organisation")
    )

    class Meta:
        model = Contact
        fields = [
            "region",
            "name",
            "title",
            "organisation",
            "email",
            "phone",
            "language",
            "source",
            "may_publish",
        ]
        help_texts = {
            "source": _(
                "For example: from the municipality's web page. "
                "Stands in the first letter to the person."
            ),
            "may_publish": _("Only with the person's consent."),
        }

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        scope = {}
        if self.instance.pk:
            scope["region"] = self.instance.region_id
            organisations = organisations.filter(region=self.instance.region_id)
        among(self.fields["organisation"], organisations, "organisations", user=user, **scope)

    def clean(self) -> dict[str, Any]:
        """The organisation must be one of the chosen region."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        organisation, region = values.get("organisation"), values.get("region")
        if organisation and region and organisation.region_id != region.pk:
            self.add_error("organisation", _("The organisation belongs to another region."))
        return values


class MergeForm(forms.Form):
    """The organisation that is kept."""

    keep = PickedField(
        label=_("Keep"), help_text=_("It stands from then on wherever the other one stood.")
    )

    def __init__(self, *args: Any, double: Organisation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(region=double.region_id).exclude(pk=double.pk)
        among(self.fields["keep"], rows, "organisations", user=user, region=double.region_id)


class OrganisationFilters(Filters):
    """Organisations by name, sector, and whether somebody at a place has added them."""

    q = Search("name", label=_("Search name"))
    sector = ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=_("All sectors"))
    added = ChoiceFilter(
        label=_("Added by"),
        choices=[("place", _("somebody at a place"))],
        empty_label=_("Anybody"),
        method="at_a_place",
    )

    def at_a_place(
        self, rows: QuerySet[Organisation], _name: str, _value: str
    ) -> QuerySet[Organisation]:
        """Those that the region has not looked at yet."""
        return rows.exclude(added_at="")


class ContactFilters(Filters):
    """Contacts by name, address or organisation, and by its sector."""

    q = Search(
        "name", "email", "organisation__name", label=_("Search name, address or organisation")
    )
    sector = ChoiceFilter(
        field_name="organisation__sector",
        label=_("Sector"),
        choices=Sector.choices,
        empty_label=_("All sectors"),
    )
