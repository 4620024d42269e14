"""The methods that come with the platform, loaded and published for their regions."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from core.refusals import Refusal
from people.models import Region, User
from programmes.domain.loading import load_method
from programmes.domain.publishing import publish
from programmes.domain.reading import text_of
from programmes.models import MethodVersion

FOLDER = Path(__file__).parent.parent / "methods"


class Bundled(NamedTuple):
    """A method's file and the short name of the region that owns it."""

    file: str
    region: str


#: A parent stands before what was derived from it.
BUNDLED = (
    Bundled("hallbara-platser.sv.yaml", "vastra-gotaland"),
    Bundled("lokal-platsutveckling.sv.yaml", "skane"),
    Bundled("blup.da.yaml", "blup"),
)


def load_bundled(one: Bundled, *, by: User | None = None) -> MethodVersion | None:
    """Load and publish the file; None when the newest version already says the same.

    Raises Region.DoesNotExist, FaultyMethod, and Refusal `has_draft` when somebody is at work
    on a next version: that draft is not touched.
    """
    region = Region.objects.get(slug=one.region)
    text = text_of((FOLDER / one.file).read_bytes())
    with transaction.atomic():
        try:
            draft = load_method(text, file_name=one.file, region=region, by=by)
        except Refusal as refusal:
            if refusal.code == "nothing_changed":
                return None
            raise
        return publish(draft, by=by)
