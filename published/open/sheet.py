"""A place's page on one sheet of paper."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from core.components import strip
from places.photos.services import for_paper
from programmes.models import Step
from published.open import addresses
from published.open.place import PlaceText
from published.open.shared import gate_of


def html(text: PlaceText, *, on_paper: bool = True) -> str:
    """The sheet as a whole HTML document, in the programme's language.

    Without `on_paper` the photo is only named: enough to tell whether the sheet has changed.
    """
    one = text.participation
    face = one.face if one.face is not None and one.face.is_public else None
    titles = list(
        Step.objects.filter(version=one.method_version_id)
        .order_by("order")
        .values_list("title", flat=True)
    )
    with translation.override(text.language):
        drawn = (
            strip(one.progress, gate_of(one), one.gate_after, "md", titles=titles, palette="paper")
            if text.standing
            else ""
        )
        photo = for_paper(face) if on_paper else (face.key if face else "")
        context = {
            "text": text,
            "strip": drawn,
            "photo": photo,
            "face": face,
            "address": addresses.whole(addresses.of_place(text.page)),
        }
        return render_to_string("published/open/sheet.html", context)
