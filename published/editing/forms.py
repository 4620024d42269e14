"""Forms of public pages. They read input; the rules are the verbs'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Contact
from places.models import Consent, Photo
from published.editing import services
from published.editing.services import LOGO_KINDS, contacts_to_choose
from published.models import PlacePage, ProgrammePage


class ContactsField(forms.ModelMultipleChoiceField):
    """People who have agreed to be shown, with for whom they speak."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The name and the organisation."""
        return f"{obj.name}, {obj.organisation.name}" if obj.organisation else str(obj.name)


class PageForm(forms.ModelForm[Any]):
    """What both pages have; carries the version that its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    contacts = ContactsField(
        label=_("Contact persons"),
        help_text=_(
            "Those of the region's contacts who have agreed to be shown openly. "
            "They are taken away by themselves when the programme is over."
        ),
        queryset=Contact.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, region_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = contacts_to_choose(region_id)
        self.fields["contacts"].queryset = found  # type: ignore[attr-defined]
        if not self.is_bound and not found.exists():
            del self.fields["contacts"]
        self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """Leave the row alone: the verb writes."""


class PlacePageForm(PageForm):
    """The page of a place."""

    class Meta:
        model = PlacePage
        fields = [
            "version", *services.PLACE_TEXTS, "contacts", *services.PLACE_SHOWN, *services.FILM,
        ]  # fmt: skip
        help_texts = {
            "in_short": _("What happens here, by whom and why, as you would tell a neighbour."),
            "lessons": _("One to a line. What stands before the first full stop is set in bold."),
            "contact_name": _("A role is enough: “The process leader in Näsum”."),
            "contact_email": _("An address that several people read is best."),
            "show_map": _(
                "Services that are open, halls of meetings, and what people find good or think of. "
                "What is at risk or unsafe is not shown."
            ),
            "film_url": _("Where the film is shown. It is fetched only by who follows the link."),
            "film_facts": _("“3 min 12 s, subtitles in Swedish”"),
            "film_text": _("What is said and seen, for those who cannot see or hear it."),
        }
        widgets = {
            "in_short": forms.Textarea(attrs={"rows": 7}),
            "lessons": forms.Textarea(attrs={"rows": 6}),
            "film_text": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        photos = Photo.objects.filter(participation=self.instance.participation_id)
        self.fields["film_photo"].queryset = photos.exclude(consent=Consent.INTERNAL)  # type: ignore[attr-defined]


class ProgrammePageForm(PageForm):
    """The page of a programme."""

    logo = forms.FileField(
        label=_("The funder's logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in LOGO_KINDS)}),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = ProgrammePage
        fields = ["version", *services.PROGRAMME_TEXTS, "contacts", "logo_text"]
        help_texts = {
            "how_to_join": _("What a place needs to have done, to whom it writes, and by when."),
            "lessons": _("One to a line. What stands before the first full stop is set in bold."),
            "funding": _("The sentence that the funder asks for."),
            "contact_email": _("An address that several people read is best."),
        }
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3}),
            "how_to_join": forms.Textarea(attrs={"rows": 4}),
            "lessons": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["remove_logo"]
