"""What a place has after the gate, for the policy test's world: plan, money, what comes after."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from areas.models import Area, AreaImport
from continuity.follow_ups.links import token_of
from continuity.models import FollowUp
from grants.models import (
    BudgetKind,
    BudgetLine,
    Claim,
    Cost,
    Grant,
    Instalment,
    InstalmentState,
    MonthSheet,
    SheetState,
    Trigger,
    WorkEntry,
    WorkKind,
)
from jobs.models import Job, JobState
from notices.models import Notice
from people.models import Organisation, User
from places.models import Consent, Participation
from places.photos.services import add_photo
from plans.models import (
    Action,
    ActionDocument,
    FundingLine,
    FundingPayment,
    FundingSource,
    Goal,
    Indicator,
    LineState,
    Observation,
    PaymentKind,
    PlanImport,
    PlanVersion,
    Pledge,
    SourceDeadline,
    SourceKind,
    TargetPicture,
)
from plans.versions import frozen
from published.models import (
    NewsPost,
    PlacePage,
    ProgrammePage,
)
from reminders.choices.links import link_for
from reports.composed.collect import collect as collect_own
from reports.models import (
    Composition,
    Edition,
    Report,
    ReportState,
    ReportText,
    WordTemplate,
)
from reports.periodic.collect import checksum, collect
from reports.template.sample import sample


def picture() -> bytes:
    """A picture that every writer of files can read."""
    target = BytesIO()
    Image.new("RGB", (8, 8), "white").save(target, "PNG")
    return target.getvalue()


def photo_things(one: Participation, by: User) -> dict[str, Any]:
    """The photo that stands for the place."""
    photo = add_photo(
        participation=one,
        by=by,
        upload=SimpleUploadedFile("face.png", picture(), "image/png"),
        alt="The square",
        credit="Somebody",
        consent=Consent.NOBODY,
    )
    return {
        "photo_id": photo.pk,
        "places.name": "320.webp",
        "published.key": photo.key,
        "published.name": "320.webp",
    }


def published_things(one: Participation, organisation: Organisation) -> dict[str, Any]:
    """The open pages of the place and its programme, and a piece of news."""
    now = timezone.now()
    page = PlacePage.objects.create(
        participation=one,
        slug=f"place-{one.pk}",
        in_short="A place to stay.",
        contact_email="place@example.org",
        published_at=now,
    )
    above, _made = ProgrammePage.objects.get_or_create(
        programme=one.programme,
        defaults={
            "slug": f"programme-{one.programme_id}",
            "lead": "For places that want more.",
            "contact_email": "programme@example.org",
            "logo": ContentFile(picture(), name="logo.png"),
            "logo_text": organisation.name,
            "published_at": now,
        },
    )
    post = NewsPost.objects.create(
        programme=one.programme, participation=one, title="News", text="Text", published_at=now
    )
    routes = ("programme", "logo", "news_list", "news", "feed")
    return {
        **{f"published:{name}.slug": above.slug for name in routes},
        "published.slug": page.slug,
        "post_id": post.pk,
    }


def plan_things(one: Participation, owner: User, worker: User) -> dict[str, Any]:
    """The plan's objects by the names of the URL arguments; `worker` sees to the action."""
    today = timezone.localdate()
    TargetPicture.objects.create(
        participation=one,
        text="A place to stay.",
        picture=ContentFile(picture(), name="p.png"),
        picture_text="The square",
    )
    goal = Goal.objects.create(participation=one, title="Goal")
    indicator = Indicator.objects.create(
        goal=goal,
        title="Visitors",
        baseline=Decimal(1),
        baseline_on=today - dt.timedelta(days=90),
        target=Decimal(9),
        target_on=today + dt.timedelta(days=90),
    )
    action = Action.objects.create(
        participation=one, goal=goal, title="Action", cost=Decimal(900), responsible_user=worker
    )
    Action.objects.create(participation=one, title="Idea")  # two have an order
    version = PlanVersion.objects.create(
        participation=one,
        number=1,
        adopted_on=today,
        meeting="Open meeting",
        content=frozen.collect(one),
        share_key=f"{one.pk:x}".rjust(43, "k"),
    )
    return {
        "goal_id": goal.pk,
        "indicator_id": indicator.pk,
        "observation_id": Observation.objects.create(
            indicator=indicator, on=today, value=Decimal(2), source="Counted", by=worker
        ).pk,
        "pledge_id": Pledge.objects.create(
            participation=one, sector="other", person="Somebody", given_on=today, text="Yes"
        ).pk,
        "action_id": action.pk,
        "document_id": ActionDocument.objects.create(
            action=action,
            file=ContentFile(b"text", name="a.txt"),
            name="a.txt",
            content_type="text/plain",
            size=4,
            sha256="0" * 64,
        ).pk,
        "plans.number": version.number,
        "key": version.share_key,
        "import_id": _plan_import(one, owner).pk,
        "reminders.token": link_for(f"somebody{one.pk}@example.org").rstrip("/").rpartition("/")[2],
        **_funding_things(one, action),
    }


def _plan_import(one: Participation, owner: User) -> PlanImport:
    return PlanImport.objects.create(
        participation=one,
        owner=owner,
        file_name="plan.csv",
        columns=["title"],
        rows=[[2, ["Action"]], [3, ["Another"]]],
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )


def _funding_things(one: Participation, action: Action) -> dict[str, Any]:
    source, _made = FundingSource.objects.get_or_create(
        region=one.programme.region,
        name=f"Source {one.pk}",
        kind=SourceKind.FOUNDATION,
        currency=one.programme.currency,
    )
    line = FundingLine.objects.create(
        action=action,
        source=source,
        state=LineState.GRANTED,
        asked=Decimal(500),
        granted=Decimal(400),
    )
    today = timezone.localdate()
    return {
        "source_id": source.pk,
        "deadline_id": SourceDeadline.objects.create(source=source, on=today).pk,
        "line_id": line.pk,
        "payment_id": FundingPayment.objects.create(
            line=line, kind=PaymentKind.PART, on=today, amount=Decimal(5), reference="1"
        ).pk,
    }


def support_things(
    one: Participation, worker: User, submitter: User, organisation: Organisation
) -> dict[str, Any]:
    """The support's objects; the claim is by somebody who appears in no table."""
    today = timezone.localdate()
    grant = Grant.objects.create(
        participation=one,
        amount=Decimal(1000),
        payer=organisation,
        payee_name="Process leader",
        starts_on=one.started_on,
        ends_on=one.support_ends_on,
        agreed_on=one.started_on,
        agreement=ContentFile(b"%PDF-1.7", name="agreement.pdf"),
    )
    line = BudgetLine.objects.create(grant=grant, kind=BudgetKind.LEADER, amount=Decimal(1000))
    instalment = Instalment.objects.create(
        grant=grant,
        number=1,
        amount=Decimal(1000),
        trigger=Trigger.REPORT,
        report="Final report",
        state=InstalmentState.CLAIMED,
    )
    sheet = MonthSheet.objects.create(
        grant=grant, user=worker, month=today.replace(day=1), state=SheetState.SUBMITTED
    )
    return {
        "instalment_id": instalment.pk,
        "claim_id": Claim.objects.create(
            instalment=instalment,
            number=1,
            status_text="Under way.",
            claimed_by=submitter,
            claimed_at=timezone.now(),
        ).pk,
        "cost_id": Cost.objects.create(
            grant=grant,
            line=line,
            paid_on=today,
            amount=Decimal(100),
            payee="Hall",
            what="Rent",
            receipt=ContentFile(b"%PDF-1.7", name="r.pdf"),
            receipt_name="r.pdf",
            receipt_type="application/pdf",
        ).pk,
        "sheet_id": sheet.pk,
        "grants.entry_id": WorkEntry.objects.create(
            sheet=sheet, kind=WorkKind.LEADER, on=today, quantity=Decimal(2), what="Meeting"
        ).pk,
    }


def job_things(one: Participation, worker: User) -> dict[str, Any]:
    """A file that was made for the worker, and the notice that tells of it."""
    job = Job.objects.create(
        kind="reports.place",
        title="Progress report",
        identity="0" * 64,
        parameters={"path": {"pk": one.pk}, "query": ""},
        language="en",
        requested_by=worker,
        state=JobState.READY,
        ended_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(days=7),
        result=ContentFile(b"%PDF-1.7", name="report.pdf"),
        result_name="report.pdf",
        result_type="application/pdf",
    )
    # The newest: the crawl looks at its page, and at the other one's row in the list.
    Job.objects.create(
        kind="reports.plan_pdf",
        title="Plan",
        identity="1" * 64,
        language="en",
        requested_by=worker,
    )
    notice = Notice.objects.create(
        person=worker, kind="job_ready", about_type="jobs.job", about_id=job.pk, address="/jobs/"
    )
    return {"job": job.pk, "notice": notice.pk}


def report_things(one: Participation, writer: User) -> dict[str, Any]:
    """A draft of a report on the place, with a text; another one, approved, lies before it."""
    today = timezone.localdate()
    month = dt.timedelta(days=30)
    earlier = Report.objects.create(
        programme=one.programme,
        participation=one,
        number=1,
        starts_on=today - 2 * month,
        ends_on=today - month,
        due_on=today,
    )
    content = collect(earlier)
    Report.objects.filter(pk=earlier.pk).update(
        state=ReportState.APPROVED, content=content, content_sha256=checksum(content)
    )
    report = Report.objects.create(
        programme=one.programme,
        participation=one,
        number=2,
        starts_on=today - month + dt.timedelta(days=1),
        ends_on=today,
        due_on=today + month,
    )
    ReportText.objects.create(report=report, part="summary", text="So far.", by=writer)
    own, _made = Composition.objects.get_or_create(
        programme=one.programme, name="Own", defaults={"audience": "sums"}
    )
    edition, _made = Edition.objects.get_or_create(
        composition=own, key="x", starts_on=today - month, ends_on=today, audience="sums",
        logos="all",
        defaults={"content": collect_own(own, today - month, today), "content_sha256": "0" * 64},
    )  # fmt: skip
    file = SimpleUploadedFile("template.docx", sample(one.programme.region))
    WordTemplate.objects.get_or_create(
        region=one.programme.region, defaults={"name": "template.docx", "file": file}
    )
    return {"report": report.pk, "part": "plan", "own": own.pk, "edition": edition.pk}


def after_things(one: Participation) -> dict[str, Any]:
    """What comes after the support."""
    follow_up = FollowUp.objects.create(
        participation=one, months=6, due_on=timezone.localdate(), email="somebody@example.org"
    )
    return {
        "section": "form",
        "follow_up_id": follow_up.pk,
        "continuity.token": token_of(follow_up),
    }


def area_things(one: Participation, owner: User) -> dict[str, Any]:
    """The area of the place, and a file of areas that does not fit."""
    area = Area.objects.create(
        country="SE", level="locality", name=one.place.name, municipality=one.place.municipality
    )
    kept = AreaImport(
        owner=owner, country="SE", level="locality", source="SCB", file_name="areas.csv",
        retrieved_on=timezone.localdate(), state="faulty", faulty=1,
        faults=[[2, "Code", "x", "This is no code that we know."]],
    )  # fmt: skip
    kept.file.save("areas.csv", ContentFile(b"kod;namn\r\n1272TC103;Ort\r\n"))
    return {"area": area.pk, "area_import": kept.pk}
