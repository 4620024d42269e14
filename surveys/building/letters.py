"""The letter with a trial of a survey."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse

from core.policy import require
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import User
from surveys.answering.seats import open_token
from surveys.models import Survey


def send_trial(*, survey: Survey, by: User) -> None:
    """Send oneself a link. What is answered through it counts nowhere."""
    require(by, "surveys.build", survey)
    path = reverse("surveys:begin", args=[open_token(survey, trial=True)])
    text, html = written(
        "surveys/trial",
        {"survey": survey.name, "url": str(settings.SITE_URL) + path, "subject": survey.name},
    )
    letter = NewLetter(
        to=by.email,
        language=by.language,
        key=f"survey:{survey.pk}:trial:{uuid.uuid4()}",
        subject=survey.name,
        text=text,
        html=html,
        about=survey,
        recipient_id=by.pk,
    )
    add([letter], by=by, region=survey.programme.region, kind=LetterKind.TEST)
