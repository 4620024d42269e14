"""What can go wrong with a source, each told as a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

_SAID: Mapping[str, str | Promise] = {
    "source_not_listed": _(
        "%(host)s is not among the sources of this installation. Those who run it can add it."
    ),
    "source_not_safe": _("%(host)s is spoken to over HTTPS only."),
    "source_private": _("%(host)s leads into a private network. It is not called."),
    "source_unknown_host": _("The name %(host)s is not known on the network. Try again later."),
    "source_away": _("%(host)s does not answer. Try again later."),
    "source_slow": _("%(host)s answers too slowly. Ask for less at a time, or try again later."),
    "source_cut_off": _("%(host)s broke off in the middle of its answer. Try again."),
    "source_redirects": _(
        "%(host)s leads on to %(to)s. It is not followed: those who run this installation have to "
        "look whether the source has moved."
    ),
    "source_too_large": _("%(host)s answers with more than %(size)s MB. Ask for less at a time."),
    "source_not_json": _(
        "%(host)s answers with a web page instead of figures. It may be closed for maintenance; "
        "try again later."
    ),
    "source_odd": _(
        "%(host)s answers in a form that is not understood (%(what)s). Nothing was stored."
    ),
    "source_empty": _("%(host)s answers with nothing. Try again later."),
    "source_no_such_table": _("%(host)s does not know what was asked for: %(what)s."),
    "source_forbidden": _(
        "%(host)s refuses the request (403): it is over the source's limits for values or calls. "
        "Choose fewer values, or wait a little."
    ),
    "source_too_many_calls": _(
        "%(host)s has had as many calls as it takes. Try again in %(seconds)s seconds."
    ),
    "source_wrong_question": _("%(host)s does not accept the request: %(what)s"),
    "source_broken": _("%(host)s has a fault of its own (%(status)s). Try again later."),
    "source_too_many_cells": _(
        "That is %(cells)s figures. At most %(most)s are fetched by one query: choose fewer values."
    ),
}


class SourceFault(Refusal):
    """A source did not give what was asked for. `code` is one of those above."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, str(_SAID[code]) % facts)
