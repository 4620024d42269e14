"""How a verb says no, with its reason.

A rule of the verb answers with `Refusal`, a missing right with `NotAllowed`. The reason is
written for the person who asked: the page shows it, a command prints it, a script reads its code.
"""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise


class Declined(Exception):
    """What a refused verb and a missing right have in common.

    `code` is a stable word for programs, such as `gate_not_passed`. `message` is a translated
    sentence for people that says what to do next.
    """

    status: ClassVar[int]

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Refusal(Declined):
    """A verb was refused by a rule.

    `field` names the argument of the verb that must change, where it is one: a form shows the
    reason beside it. `details` are further sentences, for example the parts that are missing.
    """

    status = 409

    def __init__(
        self,
        code: str,
        message: str | Promise,
        *,
        field: str | None = None,
        details: list[str] | None = None,
    ) -> None:
        super().__init__(code, message)
        self.field = field
        self.details = details or []


class NotAllowed(Declined):
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
