"""What of figures stands in the bell: a query by schedule that did not work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from facts.models import Query
from notices import kinds


def _words(query: Query, _facts: dict[str, Any]) -> str:
    return _("Figures could not be fetched: %(name)s") % {"name": query.name}


kinds.register("facts_query_failed", Query, _words, level="warn")
