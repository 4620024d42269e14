"""The events of a plan that tick lines of a checklist (`places.checklist.ticks`)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models.organisation import THREE_SECTORS
from places.checklist.ticks import Source, register_tick, whole_date
from places.models import Participation
from plans.models import FundingLine, LineState, PledgeState, TargetPicture


def _url(name: str, participation: Participation, *more: int) -> str:
    return reverse(f"plans:{name}", args=[participation.pk, *more])


@register_tick("target_written", gettext_lazy("The target picture is written"))
def target_written(participation: Participation, argument: str) -> Source | None:
    """The one-page text is there."""
    found = TargetPicture.objects.filter(participation=participation).exclude(text="")
    if not found.exists():
        return None
    return Source(_("The target picture is written."), _url("target", participation))


@register_tick("target_agreed", gettext_lazy("Three sectors stand behind the target picture"))
def target_agreed(participation: Participation, argument: str) -> Source | None:
    """Each of the three sectors has promised something for the target picture."""
    given = participation.pledges.exclude(state=PledgeState.BROKEN)
    if not set(THREE_SECTORS) <= set(given.values_list("sector", flat=True)):
        return None
    text = _("Municipality, business and associations stand behind the target picture.")
    return Source(text, _url("target", participation))


@register_tick("plan_adopted", gettext_lazy("The plan is adopted"))
def plan_adopted(participation: Participation, argument: str) -> Source | None:
    """A plan was adopted; the latest is told."""
    last = participation.plan_versions.defer("content").first()
    if last is None:
        return None
    words = {"day": whole_date(last.adopted_on), "meeting": last.meeting}
    text = _("The plan was adopted on %(day)s: %(meeting)s.") % words
    return Source(text, _url("version", participation, last.number))


@register_tick("application_made", gettext_lazy("Money has been applied for"))
def application_made(participation: Participation, argument: str) -> Source | None:
    """An application for money has left."""
    found = FundingLine.objects.filter(action__participation=participation)
    first = found.exclude(state=LineState.PLANNED).select_related("source").order_by("pk").first()
    if first is None:
        return None
    text = _("Applied for at %(source)s.") % {"source": first.source.name}
    return Source(text, _url("line", participation, first.pk))
