"""The sentences of this room's verbs in the audit trail. No notes and no names of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    service__begun=_("Service inventory begun (%(count)s kinds)"),
    service__added=_("Service added: %(service)s"),
    service__changed=_("Service changed: %(service)s"),
    service__removed=_("Service taken off the list: %(service)s"),
    asset__added=_("Asset added: %(asset)s"),
    asset__changed=_("Asset changed: %(asset)s"),
    asset__removed=_("Asset taken off the list: %(asset)s"),
    asset__linked=_("“%(asset)s” strengthens “%(other)s”"),
    asset__unlinked=_("A link of “%(asset)s” taken away"),
    asset__to_action=_("“%(asset)s” became an action of the plan"),
    actor__added=_("An actor added to the map"),
    actor__changed=_("An actor of the map changed"),
    actor__removed=_("An actor taken off the map"),
    actor__touched=_("Being in touch with an actor noted"),
    actor__presence=_("Said whether a group takes part that is often missing"),
    actor__invited=_("%(count)s actors put on a guest list"),
    local_analysis__changed=_("Local economic analysis changed"),
    local_analysis__member_added=_("Local economic analysis: somebody is in the group"),
    local_analysis__member_removed=_("Local economic analysis: somebody left the group"),
    local_analysis__meetings_planned=_("Local economic analysis: %(count)s meetings planned"),
    local_analysis__document_added=_("Local economic analysis: document %(file)s added"),
    local_analysis__document_removed=_("Local economic analysis: document %(file)s removed"),
    local_analysis__figure_added=_("Local economic analysis: figure added (%(label)s)"),
    local_analysis__figure_removed=_("Local economic analysis: figure removed (%(label)s)"),
    chain__changed=_("Result chain written"),
    chain__indicator_added=_("Result chain: indicator “%(title)s” added"),
    chain__indicator_removed=_("Result chain: indicator “%(title)s” removed"),
    chain__measured=_("Result chain: “%(title)s” measured for %(year)s"),
)
audit.guard("actor", "mapping.view_actors")
