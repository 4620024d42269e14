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

# Funding sources and funding lines: sums and days, no notes and no people.
audit.register(
    source__added=_("Funding source %(name)s added"),
    source__changed=_("Funding source %(name)s changed: %(fields)s"),
    source__closed=_("Funding source %(name)s closed"),
    source__reopened=_("Funding source %(name)s opened again"),
    source__removed=_("Funding source %(name)s removed"),
    source__deadline_added=_("Funding source %(name)s: deadline %(on)s added"),
    source__deadline_removed=_("Funding source %(name)s: deadline %(on)s removed"),
    funding__added=_("%(source)s planned as money for “%(action)s”"),
    funding__changed=_("%(source)s for “%(action)s” changed"),
    funding__removed=_("%(source)s for “%(action)s” removed"),
    funding__asked=_("%(source)s applied to for “%(action)s”"),
    funding__granted=_("%(source)s granted money for “%(action)s”"),
    funding__refused=_("%(source)s refused money for “%(action)s”"),
    funding__stepped_back=_("%(source)s for “%(action)s”: the last step was taken back"),
    funding__reported=_("%(source)s for “%(action)s”: final report handed in"),
    funding__paid=_("%(source)s paid %(amount)s for “%(action)s” on %(on)s"),
    funding__payment_removed=_(
        "%(source)s for “%(action)s”: payment of %(amount)s on %(on)s taken away: %(reason)s"
    ),
)

# The target picture and who stands behind it: that it changed, never what it says.
audit.register(
    target__saved=_("Target picture changed"),
    target__picture_set=_("Picture of the target picture changed"),
    target__picture_removed=_("Picture of the target picture removed"),
    pledge__added=_("Pledge of %(who)s written down"),
    pledge__changed=_("Pledge of %(who)s changed"),
    pledge__open=_("Pledge of %(who)s is open again"),
    pledge__kept=_("Pledge of %(who)s kept"),
    pledge__broken=_("Pledge of %(who)s not kept"),
    pledge__removed=_("Pledge of %(who)s removed"),
)

# Goals and what is measured
audit.register(
    goal__added=_("Goal “%(title)s” added"),
    goal__changed=_("Goal “%(title)s” changed"),
    goal__moved=_("Goal “%(title)s” put in another order"),
    goal__removed=_("Goal “%(title)s” removed"),
    indicator__added=_("Indicator “%(title)s” added"),
    indicator__changed=_("Indicator “%(title)s” changed"),
    indicator__removed=_("Indicator “%(title)s” removed"),
    observation__added=_("“%(title)s” measured on %(on)s: %(value)s"),
    observation__corrected=_("“%(title)s” on %(on)s corrected to %(value)s"),
    observation__removed=_("“%(title)s” on %(on)s removed: %(value)s"),
)
