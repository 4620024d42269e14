"""Letters about posts in a programme: what the post is, what it lets do, that it ends."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import ProgrammePost, ProgrammeRole, User
from programmes.regions.letters import period_sentence, write_to_account

#: What a post lets somebody do, in a sentence: in the letter and on the page of people.
MAY: Mapping[str, str | Promise] = {
    ProgrammePost.MANAGER: gettext_lazy("Runs the programme and gives the posts."),
    ProgrammePost.COORDINATOR: gettext_lazy(
        "Runs the municipality's own meetings, invites from lists of one's own, and sees how many "
        "have answered there."
    ),
    ProgrammePost.FACILITATOR: gettext_lazy(
        "Reads all meetings of the programme; checks in and writes minutes where it is the task."
    ),
    ProgrammePost.TEACHER: gettext_lazy(
        "Reads all meetings of the programme; checks in and writes minutes where it is the task."
    ),
    ProgrammePost.TECHNIQUE: gettext_lazy(
        "Reads all meetings of the programme and looks after rooms and equipment."
    ),
    ProgrammePost.ANALYST: gettext_lazy(
        "Reads all meetings of the programme, and works with surveys, notes and themes."
    ),
    ProgrammePost.RESEARCHER: gettext_lazy(
        "Reads the programme and its meetings, and takes out figures without names."
    ),
    ProgrammePost.PARTNER: gettext_lazy("Reads the programme's page and the results in sum."),
    ProgrammePost.TEAM: gettext_lazy(
        "Reads the programme's page and its themes, and adds one's own notes."
    ),
}


def write_given(post: ProgrammeRole, *, by: User, instead_of: User | None = None) -> None:
    """Tell somebody what he or she has become, and whom he or she follows. Refusal: declined."""
    programme = post.programme
    with translation.override(post.user.language):
        facts = {"by": by.get_full_name(), "name": programme.name, "post": post.said}
        write_to_account(
            post.user,
            by=by,
            region=programme.region,
            key=f"post-given:{post.pk}",
            subject=_("%(name)s: you have a post") % facts,
            sentences=[
                _("%(by)s has given you a post in the programme %(name)s: %(post)s.") % facts,
                _("You take over from %(person)s.") % {"person": instead_of.get_full_name()}
                if instead_of
                else "",
                str(MAY[post.role]),
                period_sentence(post.starts_on, post.ends_on),
            ],
            page=reverse("programmes:home", args=[programme.pk]),
            action=_("See the programme"),
            about=programme,
        )


def write_let_go(post: ProgrammeRole, *, by: User, successor: User | None = None) -> None:
    """Tell somebody that the post ends, when, and who takes over."""
    if post.user_id == by.pk:
        return
    programme = post.programme
    with translation.override(post.user.language):
        assert post.ends_on is not None  # noqa: S101 - just written
        facts = {
            "name": programme.name,
            "post": post.said,
            "day": date_format(post.ends_on, "DATE_FORMAT"),
        }
        write_to_account(
            post.user,
            by=by,
            region=programme.region,
            key=f"post-ended:{post.pk}:{post.ends_on}",
            subject=_("%(name)s: your post ends") % facts,
            sentences=[
                _("Your post in the programme %(name)s ends on %(day)s: %(post)s.") % facts,
                _("%(person)s takes over.") % {"person": successor.get_full_name()}
                if successor
                else "",
                _("Thank you for what you have done."),
            ],
            page=reverse("home"),
            action=_("Sign in"),
            about=programme,
        )
