"""Surveys for the policy test's world: one at each corner, with everything that hangs on it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from outbox.models import Campaign
from people.models import User
from places.models import Participation
from surveys.answering.seats import open_token, personal_token
from surveys.models import (
    Choice,
    Mailing,
    MailingRole,
    Question,
    QuestionKind,
    Recipient,
    RecipientList,
    RespondentGroup,
    Section,
    Survey,
    Wording,
)


def survey_things(one: Participation, sender: User) -> dict[str, Any]:
    """The objects of a place's own survey by the names of the URL arguments."""
    survey = Survey.objects.create(
        programme=one.programme,
        participation=one,
        name="Survey",
        language="en",
        open_link=True,
        opens_on=timezone.localdate(),
        closes_on=timezone.localdate() + dt.timedelta(days=30),
    )
    group = RespondentGroup.objects.create(survey=survey, name="Group")
    section = Section.objects.create(survey=survey, title="Section")
    question = Question.objects.create(survey=survey, section=section, kind=QuestionKind.ONE)
    Wording.objects.create(question=question, language="en", text="Question")
    for order in (1, 2):
        Choice.objects.create(question=question, order=order, texts={"en": f"Choice {order}"})
    rows = RecipientList.objects.create(survey=survey, name="List")
    recipient = Recipient.objects.create(
        survey=survey,
        group=group,
        recipient_list=rows,
        email=f"asked{survey.pk}@example.org",
        language="en",
    )
    campaign = Campaign.objects.create(
        region=one.programme.region,
        kind="invitation",
        title="Survey",
        key=f"survey:{survey.pk}",
        created_by=sender,
        not_before=timezone.now() + dt.timedelta(minutes=5),
    )
    mailing = Mailing.objects.create(
        survey=survey, recipient_list=rows, role=MailingRole.INVITATION, subject="S", body="B",
        key=uuid.uuid4(), sent_by=sender, outbox=campaign,
    )  # fmt: skip
    return {
        "survey": survey.pk,
        "surveys.question_id": question.pk,
        "surveys.group_id": group.pk,
        "section_id": section.pk,
        "surveys.list_id": rows.pk,
        "recipient_id": recipient.pk,
        "mailing_id": mailing.pk,
        "surveys:answer.token": personal_token(recipient),
        "surveys:begin.token": open_token(survey),
        "surveys:seat.token": open_token(survey),
        "seat": "somewhere",
    }
