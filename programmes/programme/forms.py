"""Forms of programmes. Saving is done by the verbs of `services`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.money import MoneyField
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from people.models import Contact, Organisation, Region, Sector, User
from people.register.picking import named_at
from programmes.models import MethodVersion, PartnerKind, Programme
from programmes.models.programme import PlaceKind
from programmes.programme.services import FIELDS, municipality_named
from programmes.regions.municipalities import offered_in


class MethodField(forms.ModelChoiceField):
    """A published method, with the months that it counts on."""

    def label_from_instance(self, obj: Any) -> str:
        """The title, version and months."""
        months = ngettext("%(count)d month", "%(count)d months", obj.months) % {"count": obj.months}
        return f"{obj}, {months}"


class ProgrammeForm(forms.ModelForm[Programme]):
    """A programme of one region: offers that region's organisations and published methods."""

    starts_on = forms.DateField(widget=DateInput, label=_("Starts"))
    ends_on = forms.DateField(widget=DateInput, label=_("Ends"), required=False)
    sum_per_place = MoneyField(
        label=_("Sum per place"),
        required=False,
        help_text=_("In all, in the programme's currency."),
    )
    volunteer_rate = MoneyField(
        label=_("Value of a volunteer hour"),
        required=False,
        help_text=_("Empty: hours are counted, not valued."),
    )
    mileage_rate = MoneyField(label=_("Compensation per kilometre"), required=False)
    place_kinds = forms.MultipleChoiceField(
        label=_("Kinds of place"), choices=PlaceKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: every kind."),
    )  # fmt: skip
    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**48, required=False
    )

    class Meta:
        model = Programme
        fields = FIELDS
        field_classes = {"owner": PickedField, "method_version": MethodField}
        help_texts = {
            "support_months": _(
                "Where the method counts on more or fewer months, due dates are spread over "
                "these in proportion."
            )
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, region: Region, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.region = region
        methods = (
            MethodVersion.objects.published()
            .filter(method__region=region)
            .order_by("title", "-number")
        )
        owners = Organisation.objects.filter(region=region)
        among(self.fields["owner"], owners, "organisations", user=user, region=region.pk)
        others = Programme.objects.filter(region=region).exclude(pk=self.instance.pk)
        for name in ("parent", "predecessor"):
            self.fields[name].queryset = others.order_by("name")  # type: ignore[attr-defined]
        self.fields["method_version"].queryset = methods  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The stamp, and the programme's fields as the verbs take them."""
        fields = {name: self.cleaned_data[name] for name in FIELDS}
        return {"seen": self.cleaned_data["seen"] or 0, "values": fields}


class RegionChoiceForm(forms.Form):
    """In which region a new programme begins."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    """An organisation with its part in the programme."""

    organisation = PickedField(label=_("Organisation"))
    kind = forms.ChoiceField(label=_("Part in the programme"), choices=PartnerKind.choices)
    contact = PickedField(
        label=_("Contact person"), required=False,
        help_text=_("Whom to ring. Contacts are kept in the region's register."),
    )  # fmt: skip

    municipality = PickedField(
        label=_("Municipality"), required=False,
        help_text=_("Where the organisation is a municipality: which one. Known by its name, too."),
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = programme.region_id
        offered = offered_in([programme.region])
        among(self.fields["municipality"], offered, "municipalities", user=user, regions=[region])
        organisations = Organisation.objects.filter(region=region)

        def create(name: str) -> Organisation:
            """What the register lacks is added under its name, with the sector that it tells."""
            sector = Sector.FUNDER if self.data.get("kind") == PartnerKind.FUNDER else Sector.OTHER
            if municipality_named(name, programme.region.country):
                sector = Sector.MUNICIPALITY
            add = named_at(self, programme.region, programme.name, by=user, sector=sector)
            return add(name)

        among(
            self.fields["organisation"], organisations, "organisations",
            user=user, create=create, region=region,
        )  # fmt: skip
        contacts = Contact.objects.filter(region=region)
        among(self.fields["contact"], contacts, "contacts", user=user, region=region)
