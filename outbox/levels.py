"""Which level each state of a letter has on pages (`{% flag %}`)."""

from __future__ import annotations

from outbox.models import LetterState

LEVELS: dict[str, str] = {
    LetterState.SENT: "ok",
    LetterState.READY: "info",
    LetterState.LEASED: "info",
    LetterState.HANDING_OVER: "info",
    LetterState.DEFERRED: "info",
    LetterState.HELD: "warn",
    LetterState.UNKNOWN: "warn",
    LetterState.FAILED: "stop",
    LetterState.SUPPRESSED: "stop",
    LetterState.KEPT: "off",
    LetterState.DISCARDED: "off",
}
