"""The sentences of the people app's verbs in the audit trail, and whose field changes are kept."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.utils.translation import gettext_lazy as _

from core import audit
from people.models import Assignment, Contact, Organisation, ProgrammeRole, Region, RegionRole, User

audit.register(
    organisation__added=_("Organisation added: %(name)s"),
    organisation__changed=_("Organisation changed: %(name)s"),
    organisation__removed=_("Organisation removed: %(name)s"),
    contact__added=_("Contact added: %(name)s"),
    contact__changed=_("Contact changed: %(name)s"),
    contact__removed=_("Contact removed: %(name)s"),
    letterhead__changed=_("Letters of the region changed: %(fields)s"),
    profile__changed=_("Own account changed"),
)

# The logo's file has a random name that tells nobody anything.
auditlog.register(Region, exclude_fields=["updated_at", "logo", "logo_width", "logo_height"])
auditlog.register(Organisation, exclude_fields=["updated_at"])
# That a phone number changed is kept, the numbers are not: the trail outlives the contact.
auditlog.register(Contact, exclude_fields=["updated_at"], mask_fields=["email", "phone"])
auditlog.register(User, exclude_fields=["last_login"], mask_fields=["password"])
for model in (RegionRole, ProgrammeRole, Assignment):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])
