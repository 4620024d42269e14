"""Changes of roles are kept, with the value before and after, for operators to read."""

from allauth.socialaccount.models import SocialApp
from auditlog.registry import auditlog

from people.models import Assignment, ProgrammeRole, RegionRole

for model in (RegionRole, ProgrammeRole, Assignment):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])

# Which provider, and where; never its secret.
auditlog.register(SocialApp, include_fields=["provider_id", "name", "client_id"])
