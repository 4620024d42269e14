"""A case on one sheet of paper, in the language of its programme. No consent stands in it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.refusals import Refusal
from learning.models import Case, CaseState
from outbox.letterhead.pages import logo_for_paper
from places.photos.services import for_paper


def refuse_withdrawn(case: Case) -> None:
    """Refuse what somebody has taken a consent back from. Refusal: consent_withdrawn."""
    if case.state == CaseState.MEND:
        raise Refusal(
            "consent_withdrawn", _("A consent is withdrawn. Mend the example before it is printed.")
        )


def html(case: Case) -> str:
    """The sheet as a whole HTML document."""
    photo = case.photo if case.photo is not None and case.photo.is_public else None
    with translation.override(case.programme.language):
        context = {
            "case": case,
            "figures": list(case.figures.all()),
            "photo": for_paper(photo),
            "face": photo,
            "logo": logo_for_paper(case.programme.region),
        }
        return render_to_string("learning/cases/pdf.html", context)
