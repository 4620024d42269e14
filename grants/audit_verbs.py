"""The sentences of the support's verbs in the audit trail."""

from __future__ import annotations
