"""The letter to the process leader of a place that has gone over."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.models import MethodMove
from learning.moving.merging import Merge
from people.models import User
from programmes.regions.letters import write_to_account


def write_moved(move: MethodMove, found: Merge, leader: User, *, by: User) -> None:
    """Tell what has changed in the checklist, in the reader's language."""
    participation = move.participation
    gone = len(found.gone) + len(found.made_own)
    with translation.override(leader.language):
        facts = {
            "place": participation.place.name,
            "number": move.after.number,
            "title": move.after.title,
        }
        kept = ngettext(
            "%(count)s line of the checklist is kept with all that you have written.",
            "%(count)s lines of the checklist are kept with all that you have written.",
            len(found.kept),
        ) % {"count": len(found.kept)}
        new = ngettext("%(count)s line is new.", "%(count)s lines are new.", len(found.new)) % {
            "count": len(found.new)
        }
        over = ngettext(
            "%(count)s line is no longer in the method; what somebody had written on stays as a "
            "line of your own.",
            "%(count)s lines are no longer in the method; what somebody had written on stays as "
            "lines of your own.",
            gone,
        ) % {"count": gone}
        write_to_account(
            leader,
            by=by,
            region=participation.programme.region,
            key=f"method-moved:{move.pk}:{leader.pk}",
            subject=_("%(place)s: a newer version of the method") % facts,
            sentences=[
                _("%(place)s now works by version %(number)s of %(title)s.") % facts,
                kept,
                new if found.new else "",
                over if gone else "",
            ],
            page=reverse("learning:method", args=[participation.pk]),
            action=_("See what has changed"),
            about=participation,
        )
