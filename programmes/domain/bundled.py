"""The methods that come with the platform, loaded and published for their regions."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from people.models import Region, User
from programmes.domain.loading import load_method
from programmes.domain.publishing import publish
from programmes.domain.reading import read, text_of
from programmes.models import Method, MethodVersion

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
    Bundled("blup-akademiet.da.yaml", "blup"),
    Bundled("laboratorium.da.yaml", "aktionsuniversitet"),
    Bundled("forstudie.sv.yaml", "witec"),
)


def load_bundled(one: Bundled, *, by: User | None = None) -> MethodVersion | None:
    """Load and publish the file; None when the region has the method already.

    What a region has made of its method is never touched: a newer file is imported by hand,
    as a draft to look at. Raises Region.DoesNotExist and FaultyMethod.
    """
    region = Region.objects.get(slug=one.region)
    text = text_of((FOLDER / one.file).read_bytes())
    doc, _lines = read(text, file_name=one.file)
    if Method.objects.filter(region=region, key=doc.method).exists():
        return None
    with transaction.atomic():
        draft = load_method(text, file_name=one.file, region=region, by=by)
        return publish(draft, by=by)
