"""Changes of roles are kept, with the value before and after, for operators to read."""

from auditlog.registry import auditlog

from people.models import Assignment, ProgrammeRole, RegionRole

for model in (RegionRole, ProgrammeRole, Assignment):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])
