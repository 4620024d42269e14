"""The sentences of the people app's verbs in the audit trail, and whose field changes are kept."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from auditlog.registry import auditlog
from django.utils.translation import gettext_lazy as _

from core import audit
from people.models import Assignment, Contact, Organisation, ProgrammeRole, Region, RegionRole, User

audit.register(
    organisation__added=_("Organisation added: %(name)s"),
    organisation__changed=_("Organisation changed: %(name)s"),
    organisation__removed=_("Organisation removed: %(name)s"),
    organisation__named=_("Organisation added at %(place)s: %(name)s"),
    organisation__merged=_("%(double)s was put together with %(name)s"),
    contact__added=_("Contact added: %(name)s"),
    contact__changed=_("Contact changed: %(name)s"),
    contact__removed=_("Contact removed: %(name)s"),
    letterhead__changed=_("Letters of the region changed: %(fields)s"),
    profile__changed=_("Own account changed"),
)

# Signing in, and what operators change: the lines stand on the account.
audit.register(
    sign_in__done=_("Signed in: %(ways)s"),
    sign_in__failed=_("Sign-in failed: %(ways)s"),
    sign_in__password_set=_("Password set"),
    sign_in__password_changed=_("Password changed"),
    sign_in__password_reset=_("Password chosen anew by a code"),
    sign_in__address_added=_("E-mail address for signing in added"),
    sign_in__address_changed=_("E-mail address for signing in changed"),
    sign_in__address_removed=_("E-mail address for signing in removed"),
    sign_in__factor_added=_("Second factor added: %(kind)s"),
    sign_in__factor_removed=_("Second factor removed: %(kind)s"),
    sign_in__factor_reset=_("Second factor made anew: %(kind)s"),
    sign_in__provider_connected=_("The region's sign-in connected"),
    sign_in__provider_disconnected=_("The region's sign-in disconnected"),
    provider__set=_("Sign-in provider set up: %(server)s"),
    provider__removed=_("Sign-in provider removed: %(server)s"),
    role__set_by_operator=_("Role set by an operator: %(role)s, %(starts_on)s to %(ends_on)s"),
    role__removed_by_operator=_("Role removed by an operator: %(role)s"),
    account__rights_set=_("Rights of the account set by an operator: %(rights)s"),
    region__opened_by_operator=_("Opened by an operator for %(hours)s h: %(reason)s"),
    region__closed_to_operator=_("Closed to the operator %(operator)s before its time"),
    region__read_by_operator=_("Read by an operator: %(path)s"),
    export__taken=_("File taken out: %(path)s"),
)

# The logo's file has a random name that tells nobody anything.
auditlog.register(Region, exclude_fields=["updated_at", "logo", "logo_width", "logo_height"])
auditlog.register(Organisation, exclude_fields=["updated_at"])
# That a phone number changed is kept, the numbers are not: the trail outlives the contact.
auditlog.register(Contact, exclude_fields=["updated_at"], mask_fields=["email", "phone"])
auditlog.register(User, exclude_fields=["last_login"], mask_fields=["password"])
for model in (RegionRole, ProgrammeRole, Assignment):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])
# Which provider, and where; never its secret.
auditlog.register(SocialApp, include_fields=["provider_id", "name", "client_id"])
