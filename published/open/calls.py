"""The open page of a call: what it is, for whom, until when, how places are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls.models import AskKind, Call, CallState, Effect, RuleKey
from calls.queries import with_head
from core.policy import PUBLIC
from core.requests import SignedInRequest
from core.web.shell import page
from places.models.place import kind_name
from places.register.eligibility import bounds_text
from published.models import ProgrammePage
from published.open import addresses
from published.open.views import drawn


@dataclass(frozen=True, slots=True)
class CallText:
    """All that the page shows. `language` is the reader's where nobody chose another."""

    call: Call
    language: str

    @property
    def programme(self) -> Any:
        """Whose call it is."""
        return self.call.programme

    @property
    def words(self) -> Any:
        """Its words in the language of the page."""
        return self.call.said(get_language() or self.language)

    @property
    def words_language(self) -> str:
        """The language in which these words really are."""
        reading = get_language() or self.language
        return reading if reading in self.call.languages else self.language

    @property
    def state(self) -> CallState:
        """Where it stands now."""
        return self.call.state

    @property
    def level(self) -> str:
        """The mark of its state."""
        return "ok" if self.state == CallState.OPEN else "info"

    @property
    def rules(self) -> list[tuple[str, str, bool]]:
        """Each rule with what it asks for, and whether it must be met."""
        return [
            (str(RuleKey(one.key).label), _asks(one), one.effect == Effect.BLOCK)
            for one in self.call.rules.all()
        ]

    @property
    def questions(self) -> list[tuple[str, str, str]]:
        """What is asked: the question, its explanation, how it is answered."""
        language = get_language() or self.language
        return [
            (*one.said(language), str(AskKind(one.kind).label)) for one in self.call.questions.all()
        ]

    @property
    def criteria(self) -> list[Any]:
        """By what places are judged."""
        return list(self.call.criteria.all())

    @property
    def changes(self) -> list[dict[str, Any]]:
        """How the window was changed, and why."""
        zone = self.call.zone
        return [
            {"one": one, "after": one.after.astimezone(zone)} for one in self.call.changes.all()
        ]

    @property
    def programme_url(self) -> str:
        """The programme's open page, where there is one."""
        found = ProgrammePage.objects.published().filter(programme=self.call.programme_id).first()
        return addresses.of_programme(found) if found else ""


def _asks(rule: Any) -> str:
    if rule.key == RuleKey.POPULATION:
        asked = bounds_text(rule.low, rule.high)
        since = _("figure from %(year)s or later") % {"year": rule.since} if rule.since else ""
        return ", ".join(part for part in (asked, since) if part)
    if rule.key == RuleKey.KIND:
        return ", ".join(kind_name(kind) for kind in rule.kinds) or _("every kind of place")
    if rule.key == RuleKey.MUNICIPALITY:
        return _("The place lies in the region.")
    return _("Municipality, business and association, each confirmed by a named person.")


@page(PUBLIC)
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """A published call."""
    found = get_object_or_404(with_head(Call.objects.published()), slug=slug)
    return drawn(request, "call", CallText(found, found.language))


@page("calls.view", Call, select=with_head)
def call_preview(request: SignedInRequest, call: Call) -> HttpResponse:
    """The same before it is published, for those who write it."""
    back = reverse("calls:call", args=[call.pk])
    return drawn(request, "call", CallText(call, call.language), draft=back)
