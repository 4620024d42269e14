"""The sentences of the continuity plan's verbs in the audit trail."""

from __future__ import annotations
