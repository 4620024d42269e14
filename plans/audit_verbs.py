"""The sentences of the plan's verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

# Actions: their titles; no texts and no people. `action` is the id, for the action's own history.
audit.register(
    action__added=_("Action “%(title)s” added"),
    action__changed=_("Action “%(title)s” changed"),
    action__moved=_("Action “%(title)s” put in another order"),
    action__removed=_("Action “%(title)s” removed"),
    action__idea=_("Action “%(title)s” is an idea again"),
    action__planned=_("Action “%(title)s” planned"),
    action__under_way=_("Action “%(title)s” under way"),
    action__paused=_("Action “%(title)s” paused"),
    action__done=_("Action “%(title)s” done"),
    action__dropped=_("Action “%(title)s” dropped"),
    action__needs=_("Action “%(title)s”: what it waits for was changed"),
    action__document_added=_("Action “%(title)s”: document %(file)s added"),
    action__document_removed=_("Action “%(title)s”: document %(file)s removed"),
)

# Adopted plans and imports
audit.register(
    plan__adopted=_("Plan %(number)s adopted on %(on)s"),
    plan__shared=_("Plan %(number)s can be read by everybody who has the link"),
    plan__unshared=_("The public link of plan %(number)s was taken away"),
    plan__imported=_("Actions imported from %(file)s: %(made)s new, %(changed)s changed"),
)
