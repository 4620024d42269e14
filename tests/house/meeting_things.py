"""Meetings for the policy test's world: one at each corner, with everything that hangs on it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from core.tokens import token
from outbox.models import Campaign, CampaignText, Letter, Suppression
from people.models import Duty, Organisation, Task, User
from places.models import Participation
from workshops.answers.feedback import feedback_token
from workshops.links import (
    ENROLMENT,
    INTEREST,
    answer_token,
    course_token,
    mine_token,
    sign_up_token,
)
from workshops.models import (
    AgendaItem,
    Course,
    Enrolment,
    Feed,
    FocusNote,
    GuestList,
    GuideQuestion,
    HowInvited,
    Interest,
    Invitation,
    LetterRole,
    LetterText,
    Material,
    MeetingCampaign,
    Minutes,
    MinutesState,
    Need,
    NeedsStudy,
    Outcome,
    OutcomeKind,
    Question,
    Reminder,
    RequiredGroup,
    Series,
    SeriesKind,
    Session,
    Workshop,
    WorkshopKind,
    WorkshopState,
)


def meeting_things(
    one: Participation, organisation: Organisation, sender: User, worker: User, helper: User | None
) -> dict[str, Any]:
    """The meeting's objects by the names of the URL arguments.

    `sender` has sent what waits to be approved; `worker` reads the calendar; `helper` has a task
    at the meeting and no role at the place.
    """
    start = timezone.now() + dt.timedelta(hours=1)
    series = Series.objects.create(
        programme=one.programme, name=f"Series {one.pk}", kind=SeriesKind.COURSE, certificate=True,
        parts_needed=1,
    )  # fmt: skip
    workshop = Workshop.objects.create(
        programme=one.programme,
        series=series,
        part=1,
        kind=WorkshopKind.OPEN_MEETING,
        title="Open meeting",
        language="en",
        state=WorkshopState.ANNOUNCED,
        starts_at=start,
        hall="Hall",
        open_sign_up=True,
        ask_feedback=True,
    )
    workshop.participations.add(one)
    guest = _guest(workshop)
    feed = Feed.objects.create(user=worker, participation=one)
    return {
        "workshop": workshop.pk,
        "series": series.pk,
        "workshops.token": answer_token(guest),
        "workshops:sign_up.token": sign_up_token(workshop),
        "workshops:signed_up.token": sign_up_token(workshop),
        "workshops:signed_up.outcome": "room-mail",
        "workshops:feedback.token": feedback_token(guest),
        "workshops:feed.token": token("workshops.feed", feed.pk),
        "workshops.kind": OutcomeKind.IDEA.value,
        "role": LetterRole.OFFER.value,
        "language": "en",
        "participation_id": one.pk,
        **_parts_of(workshop, one, helper),
        **_letters(workshop, organisation, sender),
        **_what_came_out(workshop, guest, organisation),
        **_course(series, workshop, guest),
        "invitation_id": guest.pk,
        "workshops:series_duty_remove.duty_id": Duty.objects.create(
            series=series, task=Task.ANALYSES, name="Analyst"
        ).pk,
        "feed_id": feed.pk,
    }


def _course(series: Series, workshop: Workshop, guest: Invitation) -> dict[str, Any]:
    course = Course.objects.create(series=series, opened_at=timezone.now(), seats_taken=1)
    enrolment = Enrolment.objects.create(
        course=course, name="Guest", email=guest.email, language="en", state="taken"
    )
    guest.enrolment = enrolment
    guest.save()
    interest = Interest.objects.create(
        region=workshop.programme.region, email=f"next{workshop.pk}@example.org", language="en"
    )
    session = Session.objects.create(
        workshop=workshop, title="Session", starts_at=workshop.starts_at,
        ends_at=workshop.starts_at + dt.timedelta(hours=1),
    )  # fmt: skip
    own = token(ENROLMENT, enrolment.pk)
    of_course = ("enrolment", "enrolment_leave", "enrolment_ics", "enrolment_certificate",
                 "enrolment_material")  # fmt: skip
    return {
        "enrolment_id": enrolment.pk,
        "session_id": session.pk,
        "workshops.slug": workshop.programme.region.slug,
        "workshops:say.said": "yes",
        "workshops:mine.token": mine_token(guest),
        "workshops:course_page.token": course_token(course),
        "workshops:course_thanks.token": course_token(course),
        "workshops:course_thanks.said": "mail",
        "workshops:interest.token": token(INTEREST, interest.pk),
        **{f"workshops:{name}.token": own for name in of_course},
    }


def _guest(workshop: Workshop) -> Invitation:
    return Invitation.objects.create(
        workshop=workshop,
        how=HowInvited.ADDED,
        name="Guest",
        email=f"guest{workshop.pk}@example.org",
        language="en",
        invited_at=timezone.now(),
    )


def _parts_of(workshop: Workshop, one: Participation, helper: User | None) -> dict[str, Any]:
    item = AgendaItem.objects.create(workshop=workshop, title="Welcome", minutes=10)
    duty = Duty.objects.create(
        workshop=workshop, task=Task.FACILITATES, name="Facilitator", user=helper
    )
    asked = GuideQuestion.objects.create(series=workshop.series, text="What helps?")
    note = FocusNote.objects.create(workshop=workshop, question=asked, text="A list of names")
    material = Material.objects.create(
        workshop=workshop,
        title="File",
        file=ContentFile(b"text", name="a.txt"),
        file_name="a.txt",
        content_type="text/plain",
        size=4,
    )
    return {
        "workshops.item_id": item.pk,
        "workshops:focus_question.question_id": asked.pk,
        "workshops:focus_question_move.question_id": asked.pk,
        "workshops:focus_question_remove.question_id": GuideQuestion.objects.create(
            series=workshop.series, text="What else?"
        ).pk,
        "workshops:focus_note_add.question_id": asked.pk,
        "workshops.note_id": note.pk,
        "duty_id": duty.pk,
        "material_id": material.pk,
        "party_id": RequiredGroup.objects.create(workshop=workshop, name="Business").pk,
        "list_id": GuestList.objects.create(workshop=workshop, name="List").pk,
    }


def _letters(workshop: Workshop, organisation: Organisation, sender: User) -> dict[str, Any]:
    region = workshop.programme.region
    campaign = Campaign.objects.create(
        region=region,
        kind="invitation",
        title="Invitation",
        key=f"test:{workshop.pk}",
        created_by=sender,
        not_before=timezone.now() + dt.timedelta(minutes=5),
        letter_count=1,
        needs_approval=True,
    )
    CampaignText.objects.create(
        campaign=campaign, language="en", subject="Welcome", text="Text", html="<p>Text</p>"
    )
    letter = Letter.objects.create(
        region=region,
        campaign=campaign,
        kind="invitation",
        key=f"test:{workshop.pk}:1",
        message_id=f"<campaign-{workshop.pk}@test>",
        to_address="a@example.org",
        from_address="b@example.org",
        language="en",
        subject="Welcome",
        state="held",
        not_before=timezone.now(),
    )
    of_meeting = MeetingCampaign.objects.create(
        workshop=workshop,
        role="invitation",
        audience="not_yet",
        subject="Welcome",
        body="Text",
        key=uuid.uuid4(),
        sent_by=sender,
        outbox=campaign,
    )
    LetterText.objects.get_or_create(
        programme=workshop.programme, role=LetterRole.OFFER, language="en",
        defaults={"subject": "S", "body": "B"},
    )  # fmt: skip
    return {
        "campaign": campaign.pk,
        "outbox.token": token("outbox.unsubscribe", letter.pk),
        "campaign_id": of_meeting.pk,
        "reminder_id": Reminder.objects.create(workshop=workshop, hours_before=24).pk,
        "suppression_id": Suppression.objects.create(
            region=region, address=f"blocked{workshop.pk}@example.org", reason="by_hand"
        ).pk,
    }


def _what_came_out(
    workshop: Workshop, guest: Invitation, organisation: Organisation
) -> dict[str, Any]:
    Minutes.objects.create(
        workshop=workshop, summary="In short", state=MinutesState.SENT, sent_at=timezone.now()
    )
    study, _new = NeedsStudy.objects.get_or_create(
        programme=workshop.programme, defaults={"question": "What do you need?", "wanted": 10}
    )
    return {
        "question_id": Question.objects.create(workshop=workshop, invitation=guest, text="Why?").pk,
        "outcome_id": Outcome.objects.create(
            workshop=workshop, kind=OutcomeKind.IDEA, text="A bench"
        ).pk,
        "need_id": Need.objects.create(
            study=study,
            organisation=organisation,
            recorded_on=timezone.localdate(),
            theme="Wood",
            text="Carpenters",
            level=5,
        ).pk,
    }
