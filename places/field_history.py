"""Whose field changes are kept, with the value before and after, for operators to read.

Only rows that people edit one by one, and not on every tap: step work, the gate and coaching
tell their story in the audit trail, and imports in bulk keep their file's name.
"""

from auditlog.registry import auditlog

from places.models import Commitment, GroupMember, Place

for model in (Place, GroupMember, Commitment):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])
