"""What of calls stands in the bell."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from calls.models import Application, Call
from calls.queries import with_call, with_head
from notices import kinds


def _assessor(one: Call, _facts: dict[str, Any]) -> str:
    return _("You are to assess the applications for %(call)s.") % {"call": one}


def _proposed(one: Application, _facts: dict[str, Any]) -> str:
    return _("A decision on %(place)s is proposed and waits for a second person.") % {"place": one}


def _decided(one: Application, _facts: dict[str, Any]) -> str:
    return _("The decision on %(place)s is confirmed.") % {"place": one}


kinds.register("call-assessor", Call, _assessor, level="warn", select=with_head)
kinds.register("call-proposed", Application, _proposed, level="warn", select=with_call)
kinds.register("call-decided", Application, _decided, level="ok", select=with_call)
