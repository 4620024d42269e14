"""A company with a talk, a list being looked at and a decision, for the policy test's world."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from learning.companies.letters import own_token
from learning.models import Company, CompanyImport, Decision, Interview
from people.models import Contact, Organisation, User
from places.models import Participation


def company_things(
    one: Participation, organisation: Organisation, submitter: User, owner: User
) -> dict[str, Any]:
    """The objects by the names of the URL arguments. The study is that of the meeting's needs."""
    contact = Contact.objects.create(
        region=one.programme.region, organisation=organisation, name="Eva",
        email=f"eva{one.pk}@example.org", source="test",
    )  # fmt: skip
    company, _new = Company.objects.get_or_create(
        programme=one.programme,
        organisation=organisation,
        defaults={
            "contact": contact,
            "letter": ContentFile(b"text", name="letter.txt"),
            "letter_name": "letter.txt",
            "content_type": "text/plain",
            "link_edition": 1,
            "link_until": timezone.now() + dt.timedelta(days=30),
        },
    )
    decision = Decision.objects.create(
        programme=one.programme,
        question="Shall there be a pilot?",
        verdict="yes",
        reasons="Many want it",
        decided_by="All",
        decided_on=timezone.localdate(),
        written_by=submitter,
        paper=ContentFile(b"text", name="paper.txt"),
        paper_name="paper.txt",
        content_type="text/plain",
    )
    kept = CompanyImport.objects.create(
        programme=one.programme,
        owner=owner,
        file_name="companies.csv",
        columns=["name", "branch"],
        rows=[[2, ["X", ""]], [3, [organisation.name, "C"]]],
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )
    return {
        "company": company.pk,
        "interview_id": Interview.objects.create(company=company).pk,
        "company_import": kept.pk,
        "verdict": decision.pk,
        "learning.token": own_token(company),
    }
