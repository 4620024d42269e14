"""The sentences of the plan's verbs in the audit trail."""

from __future__ import annotations
