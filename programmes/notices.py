"""What of programmes stands in the bell: who manages one from now on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from notices import kinds
from notices.services import tell
from people.models import ProgrammePost, ProgrammeRole, User
from programmes.models import Programme


def tell_manager(role: ProgrammeRole, programme: Programme, by: User) -> None:
    """To whoever manages it now."""
    address = reverse("programmes:programme", args=[programme.pk])
    tell("manager_added", [role.user_id], programme, address=address, by=by)


def _manages(programme: Programme, _facts: dict[str, Any]) -> str:
    return _("You manage the programme %(programme)s.") % {"programme": programme.name}


def tell_post(post: ProgrammeRole, by: User) -> None:
    """To whoever has got the post."""
    address = reverse("programmes:home", args=[post.programme_id])
    tell("post_given", [post.user_id], post.programme, address=address, by=by, post=post.role)


def _has_post(programme: Programme, facts: dict[str, Any]) -> str:
    return _("You have a post in the programme %(programme)s: %(post)s.") % {
        "programme": programme.name,
        "post": str(ProgrammePost(facts["post"]).label).lower(),
    }


kinds.register("post_given", Programme, _has_post)
kinds.register("manager_added", Programme, _manages)
