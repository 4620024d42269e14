"""The people of a programme: by post, those of today first, with what each post lets do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.policy import allowed
from people.models import ProgrammePost, ProgrammeRole, User
from programmes.models import Programme
from programmes.posts.forms import PostForm
from programmes.posts.letters import MAY


@dataclass(frozen=True, slots=True)
class Group:
    """A post with those who have it, and those who had it."""

    post: ProgrammePost
    may: str
    now: list[ProgrammeRole]
    earlier: list[ProgrammeRole]

    @property
    def is_managers(self) -> bool:
        """Whether administrators alone give it."""
        return self.post == ProgrammePost.MANAGER


def people(programme: Programme, user: User, **forms: Any) -> dict[str, Any]:
    """What templates/programmes/posts/page.html needs; `forms` came back with errors."""
    today = timezone.localdate()
    rows = (
        ProgrammeRole.objects.filter(programme=programme)
        .select_related("user", "municipality")
        .order_by("municipality__name", "user__name", "starts_on", "pk")
    )
    groups = {post: Group(post, str(MAY[post]), [], []) for post in ProgrammePost}
    for row in rows:
        group = groups[ProgrammePost(row.role)]
        ended = row.ends_on is not None and row.ends_on < today
        (group.earlier if ended else group.now).append(row)
    may_give = allowed(user, "programmes.give_posts", programme)
    return {
        "groups": [one for one in groups.values() if one.now or (may_give and one.earlier)],
        "may_give": may_give,
        "post_form": PostForm(programme=programme, user=user) if may_give else None,
        **forms,
    }
