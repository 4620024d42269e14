"""Calls for the policy test's world: a draft, an open one with links, a closed one to decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from calls.links import confirm_token, write_token
from calls.models import (
    Application,
    ApplicationFile,
    Assessor,
    Call,
    CallCriterion,
    CallQuestion,
    CoApplicant,
    Decision,
    SectorConfirmation,
)
from people.models import User
from places.models import Participation


def call_things(one: Participation, submitter: User, assessor: User | None) -> dict[str, Any]:
    """The objects by the names of the URL arguments; `assessor` assesses the closed call."""
    now = timezone.now()
    draft = _call(one, "draft", now + dt.timedelta(days=1), published=False)
    question = CallQuestion.objects.create(call=draft, label="Why?")
    CallCriterion.objects.create(call=draft, name="Engagement")
    open_ = _call(one, "open", now + dt.timedelta(days=7))
    over = _call(one, "over", now - dt.timedelta(days=1))
    begun = Application.objects.create(
        call=open_, contact_name="A", contact_email=f"a{one.pk}@example.org", language="en"
    )
    asked = SectorConfirmation.objects.create(
        application=begun, sector="business", person="B", email="b@example.org"
    )
    handed_in = Application.objects.create(
        call=over, contact_name="C", contact_email=f"c{one.pk}@example.org", language="en",
        state="handed_in", handed_in_at=now - dt.timedelta(days=2), place_name="Village",
    )  # fmt: skip
    Decision.objects.create(
        application=handed_in, outcome="refuse", reasons="Why", feedback="Next time",
        proposed_by=submitter,
    )  # fmt: skip
    row = Assessor.objects.create(call=over, user=assessor or submitter)
    return {
        "draft_call": draft.pk,
        "closed_call": over.pk,
        "application": handed_in.pk,
        "calls.slug": open_.slug,
        "published:call.slug": open_.slug,
        "calls:confirm.token": confirm_token(asked),
        "calls.token": write_token(begun),
        "calls.question_id": question.pk,
        "assessor_id": row.pk,
        "sector": "business",
        "calls.one_id": CoApplicant.objects.create(
            application=begun, name="D", email="d@example.org"
        ).pk,
        "calls.file_id": _file(begun),
        "calls:application_file.file_id": _file(handed_in),
    }


def _call(one: Participation, name: str, closes_at: dt.datetime, *, published: bool = True) -> Call:
    opens_at = closes_at - dt.timedelta(days=30)
    made: Call = Call.objects.create(
        programme=one.programme, title=name, slug=f"{name}-{one.pk}", language="en", lead="Lead",
        text="Text", choosing="How", contact_email="ask@example.org", opens_at=opens_at,
        closes_at=closes_at, published_at=opens_at if published else None, scale=["1"] * 5,
    )  # fmt: skip
    return made


def _file(one: Application) -> int:
    file = ApplicationFile(
        application=one, name="a.txt", content_type="text/plain", size=4, sha256="0" * 64
    )
    file.file.save("a.txt", ContentFile(b"text"))
    return int(file.pk)
