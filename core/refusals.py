"""Refusals: how a verb says no, with its reason.

A verb that may not be carried out raises `Refusal`. The reason is written for the person
who asked: the page shows it (status 409), a command prints it, the API answers with its code.
"""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """A verb was refused by a rule.

    `code` is a stable word for programs, such as `gate_not_passed`. `message` is a
    translated sentence for people that says what to do next. `details` are further
    sentences, for example the parts that are missing.
    """

    status = 409

    def __init__(
        self, code: str, message: str | Promise, *, details: list[str] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.details = details or []

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refusal):
    """The acting user has no right to the verb on this object, which he or she may see."""

    status = 403


class Conflict(Refusal):
    """Somebody else changed the same thing since the user read it.

    `theirs` holds the values that are stored now and `yours` those that were sent, so that
    the page can show both. Nothing was written.
    """

    def __init__(
        self,
        message: str | Promise,
        *,
        theirs: dict[str, object],
        yours: dict[str, object],
        version: int,
    ) -> None:
        super().__init__("changed_meanwhile", message)
        self.theirs = theirs
        self.yours = yours
        self.version = version
