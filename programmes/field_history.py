"""Whose field changes are kept, with the value before and after, for operators to read.

Only rows that people edit one by one. Methods have versions instead.
"""

from auditlog.registry import auditlog

from programmes.models import Partner, Programme

for model in (Programme, Partner):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])
