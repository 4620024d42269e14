"""Base models and the audit trail."""

from core.models.audit import AuditEvent
from core.models.base import TimeStamped

__all__ = ["AuditEvent", "TimeStamped"]
