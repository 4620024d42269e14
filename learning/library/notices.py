"""What of the library stands in the bell: a link that is dead."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from learning.models import Resource
from notices import kinds
from notices.services import tell


def tell_dead(resource: Resource) -> None:
    """To whoever added it."""
    if resource.added_by_id:
        address = reverse("learning:resource", args=[resource.pk])
        tell("resource_link_dead", [resource.added_by_id], resource, address=address)


def _dead(one: Resource, _facts: dict[str, Any]) -> str:
    return _("A link of the library does not work any more: %(title)s.") % {"title": one.title}


kinds.register("resource_link_dead", Resource, _dead, level="warn")
