"""A message with a held file, and a case that waits, for the policy test's world."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from learning.models import Case, CaseConsent, CaseFigure, CaseState, Message, MessageFile
from people.models import User
from places.models import Participation


def stream_things(one: Participation, submitter: User) -> dict[str, Any]:
    """The objects by the names of the URL arguments."""
    today = timezone.localdate()
    message = Message.objects.create(
        participation=one, text="Who knows the school?", owed_by=submitter,
        owed_on=today + dt.timedelta(days=7),
    )  # fmt: skip
    file = MessageFile.objects.create(
        message=message,
        file=ContentFile(b"text", name="plan.txt"),
        file_name="plan.txt",
        content_type="text/plain",
    )
    case = Case.objects.create(
        programme=one.programme, participation=one, title=f"The shop {one.pk}",
        slug=f"the-shop-{one.pk}", what="A shop", result="It is open",
        state=CaseState.REVIEW, written_by=None,
    )  # fmt: skip
    figure = CaseFigure.objects.create(case=case, words="Customers", value="80", source="The shop")
    consent = CaseConsent.objects.create(
        case=case, name="Somebody", what="quoted", agreed_on=today, how="By mail"
    )
    shown = Case.objects.create(
        programme=one.programme, participation=one, title=f"The hall {one.pk}",
        slug=f"the-hall-{one.pk}", what="A hall", result="It is open", nobody=True,
        photo=one.photos.first(), state=CaseState.PUBLISHED, published_at=timezone.now(),
    )  # fmt: skip
    return {
        "published:case.slug": shown.slug,
        "published:case_photo.slug": shown.slug,
        "learning.message_id": message.pk,
        "learning.file_id": file.pk,
        "learning.case": case.pk,
        "learning.figure_id": figure.pk,
        "learning.consent_id": consent.pk,
    }
