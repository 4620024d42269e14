"""The verbs of results: say in a sentence what came out, share it, let free text be read."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from notices import kinds
from notices.services import tell
from people.models import ProgrammeRole, User
from surveys.models import AnswerValue, Release, ResultSheet, Survey, SurveyState
from surveys.signals import texts_decided

audit.register(
    results__summary=gettext_lazy("Summary of the results written"),
    results__shared=gettext_lazy("Results shared with those who have a post in the programme"),
    results__unshared=gettext_lazy("Results no longer shared"),
    results__text_decided=gettext_lazy("Free text read: %(release)s"),
)


kinds.register(
    "results_shared",
    Survey,
    lambda survey, _facts: _("The results of “%(name)s” can be read") % {"name": survey.name},
)


def _sheet(survey: Survey) -> ResultSheet:
    ResultSheet.objects.get_or_create(survey=survey)
    return ResultSheet.objects.select_for_update(of=("self",)).get(survey=survey)


@transaction.atomic
def save_summary(*, survey: Survey, by: User, version: int, summary: str) -> ResultSheet:
    """Write the sentences that stand over the results. `version` is 1 before there are any.

    Conflict: somebody has written since.
    """
    require(by, "surveys.review", survey)
    sheet = _sheet(survey)
    if sheet.version != version:
        raise Conflict(
            _("Somebody has written here since you opened the page."),
            version=sheet.version,
            theirs={"summary": sheet.summary},
            yours={"summary": summary},
        )
    sheet.summary = summary.strip()
    sheet.written_by, sheet.written_on = by, timezone.localdate()
    sheet.version += 1
    sheet.save()
    audit.record("results.summary", survey, by=by)
    return sheet


@transaction.atomic
def share(*, survey: Survey, by: User, shared: bool = True) -> ResultSheet:
    """Let those with a post in the programme read the results, or end that.

    Refusal: still_open while people answer: what is shared does not change under its readers.
    """
    require(by, "surveys.review", survey)
    if shared and survey.state != SurveyState.CLOSED:
        raise Refusal("still_open", _("Close the survey first. Then the results stand still."))
    sheet = _sheet(survey)
    if shared == (sheet.shared_on is not None):
        return sheet
    sheet.shared_on = timezone.localdate() if shared else None
    sheet.save(update_fields=["shared_on", "updated_at"])
    audit.record("results.shared" if shared else "results.unshared", survey, by=by)
    if shared:
        _tell_posts(survey, by)
    return sheet


def _tell_posts(survey: Survey, by: User) -> None:
    posts = ProgrammeRole.objects.active(timezone.localdate()).filter(programme=survey.programme)
    address = reverse("surveys:results", args=[survey.pk])
    tell("results_shared", posts.values_list("user", flat=True), survey, address=address, by=by)


# --- Free text


def mark_of(survey: Survey, text: str) -> str:
    """What a text is called in an address: tells nothing of the row, nor of its answerer.

    Numbers of rows would: the values of one person stand side by side.
    """
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{survey.pk}\n{text}".encode(), sha256).hexdigest()[:32]


def texts_of(survey: Survey) -> QuerySet[AnswerValue]:
    """All free text of a survey, comments too."""
    return AnswerValue.objects.filter(response__survey=survey).exclude(text="")


@transaction.atomic
def decide_text(
    *, survey: Survey, by: User, question: int, text: str, was: str, release: str
) -> Release:
    """Release a free text to the readers of the results, or hold it back; both can be undone.

    `text` is its mark (`mark_of`); all answers to the question in the same words are decided at
    once. `was` is what the reader saw. Refusals: text_gone, decided_since: somebody else has
    decided otherwise in between.
    """
    require(by, "surveys.review", survey)
    wanted = Release(release)
    rows = texts_of(survey).filter(question_id=question).select_for_update(of=("self",))
    found = [one for one in rows if mark_of(survey, one.text) == text]
    if not found:
        raise Refusal("text_gone", _("The text is not there any more."))
    others = {one.release for one in found} - {was, wanted}
    if others:
        raise Refusal(
            "decided_since",
            _("Somebody else has decided in between: %(release)s. Look at the text again.")
            % {"release": Release(others.pop()).label},
        )
    AnswerValue.objects.filter(pk__in=[one.pk for one in found]).update(release=wanted)
    texts_decided.send(sender=Survey, survey=survey)
    audit.record("results.text_decided", survey, by=by, release=str(wanted))
    return wanted
