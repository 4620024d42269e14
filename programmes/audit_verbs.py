"""The audit trail's sentences of programmes and methods, and whose field changes are kept."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.utils.translation import gettext_lazy as _

from core import audit
from programmes.models import Partner, Programme

audit.register(
    region__opened=_("The region %(name)s was set up"),
    region__administrator_added=_("%(person)s administers the region from %(day)s"),
    region__administrator_ended=_("%(person)s administers the region until %(day)s"),
    region__declined=_("%(person)s declined the invitation: %(roles)s"),
    region__reminded=_("%(person)s was reminded to sign in"),
    statement__changed=_("The accessibility statement was changed"),
    method__imported=_("Version %(version)s was imported from the file %(file)s"),
    method__drafted=_("Draft of version %(version)s was begun"),
    method__edited=_("The draft's description was changed"),
    method__phases=_("The draft's phases were changed"),
    method__step_added=_("The step “%(step)s” was added"),
    method__step_changed=_("The step “%(step)s” was changed"),
    method__step_removed=_("The step “%(step)s” was removed"),
    method__step_moved=_("The step “%(step)s” was moved"),
    method__gate_changed=_("The gate was changed"),
    method__gate_removed=_("The gate was removed"),
    method__discarded=_("The draft of version %(version)s was discarded"),
    method__published=_("Version %(version)s was published"),
    method__forked=_("Copied from “%(source)s” of %(region)s"),
    programme__created=_("The programme was created"),
    programme__edited=_("The programme was changed: %(fields)s"),
    programme__ends_changed=_("The last day was %(before)s and is now %(after)s"),
    programme__partner_added=_("%(organisation)s was added as partner"),
    programme__partner_removed=_("%(organisation)s is no longer a partner"),
    programme__post_given=_("%(person)s has a post from %(day)s: %(post)s"),
    programme__post_ended=_("%(person)s has the post until %(day)s: %(post)s"),
    programme__decided=_("Decision noted: %(text)s"),
    programme__decision_changed=_("Decision changed: %(text)s"),
    programme__decision_removed=_("Decision taken away: %(text)s"),
    programme__paper_added=_("Document added: %(title)s"),
    programme__paper_changed=_("Document changed: %(title)s"),
    programme__paper_removed=_("Document taken away: %(title)s"),
    programme__ticked=_("Done: %(line)s"),
    programme__unticked=_("Not done any more: %(line)s"),
    programme__manager_added=_("%(person)s manages the programme from %(day)s"),
    programme__manager_ended=_("%(person)s manages the programme until %(day)s"),
)

# Only rows that people edit one by one. Methods have versions instead.
for model in (Programme, Partner):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])
