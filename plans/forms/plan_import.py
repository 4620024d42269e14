"""The form by which a list of actions is uploaded."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from places.domain.import_table import MAX_BYTES


class UploadForm(forms.Form):
    """A file. What is in it is judged by the verb."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, at most 5 MB and 500 actions."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": _("The file is empty.")},
    )
    update_existing = forms.BooleanField(
        label=_("Change actions that the plan has already"),
        required=False,
        help_text=_("Without this, an action of the same name is left as it is."),
    )

    def content(self) -> bytes:
        """The file's bytes, and one more than is allowed at most: the verb refuses that."""
        return bytes(self.cleaned_data["file"].read(MAX_BYTES + 1))
