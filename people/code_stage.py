"""The stage of signing in that waits for a code."""

from __future__ import annotations

from allauth.account.stages import LoginByCodeStage
from django.http import HttpRequest


class CodeStage(LoginByCodeStage):
    """Waits for a code, and lets go of it when somebody asks for another one.

    The library leads every sign-in page to the waiting code: an address that was mistyped would
    shut its owner out until the code is over.
    """

    def is_resumable(self, request: HttpRequest) -> bool:
        """Whether sign-in pages lead here: not to a code that the user asked for."""
        return not self.state.get("initiated_by_user")
