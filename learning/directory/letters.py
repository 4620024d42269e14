"""The letter to who keeps the directory right."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from learning.directory.links import closes_on, link_of
from learning.models import DirectoryKeeper
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import User


def write(keeper: DirectoryKeeper, *, by: User | None) -> None:
    """Write the letter with the newest link, in the caller's transaction. Refusal: bad_address."""
    region = keeper.region
    with translation.override(region.language):
        subject = _("%(whose)s: whom people turn to, is it still right?") % {"whose": keeper.whose}
        facts = {
            "region": region,
            "name": keeper.name,
            "whose": keeper.whose,
            "until": closes_on(keeper),
            "url": link_of(keeper),
            "action_label": _("Look through the entries"),
            "subject": subject,
        }
        text, html = written("directory_keeper", facts)
        letter = NewLetter(
            to=keeper.email,
            subject=subject,
            text=text,
            html=html,
            key=f"directory:{keeper.pk}:{keeper.edition}",
            language=region.language,
        )
        add([letter], by=by, region=region, kind=LetterKind.NOTICE)
