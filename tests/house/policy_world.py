"""The policy test's world: one of everything in each relation, and each route's arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.urls import get_resolver
from django.utils import timezone

from core.tokens import token
from outbox.models import Attachment, Letter, Parking
from people.models import Contact, ProgrammeRole, Region, RegionOpening, RegionRole, User
from places.models import (
    CoachingEntry,
    Commitment,
    Evidence,
    GateReview,
    GroupMember,
    HalfWayImport,
    Participation,
    PlaceCode,
    PlaceImport,
    PopulationObservation,
    SavedView,
)
from programmes.models import ChecklistItem, Decision, MethodVersion, Paper, Partner, Programme
from programmes.regions.letters import DECLINE
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    World,
    method_version,
    settle_steps,
    world,
)
from tests.house.advice_things import advice_things
from tests.house.call_things import call_things
from tests.house.company_things import company_things
from tests.house.experiment_things import experiment_things
from tests.house.fact_things import fact_things
from tests.house.learning_things import learning_things
from tests.house.mapping_things import mapping_things
from tests.house.meeting_things import meeting_things
from tests.house.policy_things import (
    after_things,
    area_things,
    job_things,
    photo_things,
    picture,
    plan_things,
    published_things,
    report_things,
    support_things,
)
from tests.house.prestudy_things import prestudy_things
from tests.house.result_things import result_things
from tests.house.sheet_things import sheet_things
from tests.house.stream_things import stream_things
from tests.house.survey_things import survey_things
from tests.house.team_things import team_things
from tests.house.theme_things import theme_things


@dataclass
class Corner:
    """All objects of one relation."""

    participation: Participation
    programme: Programme
    version: MethodVersion
    letter: Letter
    place_import: PlaceImport
    contact: Contact
    things: dict[str, Any]


@dataclass
class Furnished:
    """The world with its three corners."""

    people: dict[str, User]
    corners: dict[str, Corner]


def furnish() -> Furnished:
    """Build the world. Gates are handed in by somebody who appears in no table."""
    w = world()
    w.users["outsider"].refresh_from_db()
    submitter = User.objects.create_user("submitter@example.org", name="Submitter")
    # The neighbour's programme is the same one; its method is the region's published version.
    draft = method_version(w.region, state="draft", key="draft")
    other_draft = method_version(w.other_region, state="draft", key="draft")
    second = ProgrammeFactory(
        region=w.region, name="Second", method_version=w.programme.method_version
    )
    ProgrammeRole.objects.create(
        user=w.users["manager"], programme=second, starts_on=dt.date(2025, 1, 1)
    )
    corners = {
        "own": _corner(w, w.participation, draft, w.users["manager"], submitter, kind="notice"),
        "neighbour": _corner(
            w, w.neighbour, w.programme.method_version, w.users["admin"], submitter, kind="account"
        ),
        "other": _corner(
            w, w.other_participation, other_draft, w.users["other_admin"], submitter, kind="notice"
        ),
    }
    return Furnished(w.users, corners)


def _corner(
    w: World, one: Participation, version: MethodVersion, owner: User, submitter: User, *, kind: str
) -> Corner:
    region = one.programme.region
    settle_steps(one, 1, 2, 3)
    GateReview.objects.create(
        participation=one,
        round=1,
        submitted_by=submitter,
        submitted_at=timezone.now(),
        letter=ContentFile(b"%PDF-1.7", name="letter.pdf"),
    )
    if not region.logo:
        region.logo.save("logo.png", ContentFile(picture()))
    letter = _letter(region if kind != "account" else None, kind)
    first = version.steps.order_by("order").first()
    organisation = OrganisationFactory(region=region)
    invited, _made = User.objects.get_or_create(
        email=f"invited-{region.pk}@example.org", defaults={"name": "Invited"}
    )
    second, _made = RegionRole.objects.get_or_create(region=region, user=invited)
    parking, _made = Parking.objects.get_or_create(
        region=region, released_at=None, defaults={"backup_at": timezone.now()}
    )
    # By somebody who appears in no table: an operator's own one would open the region to him.
    opening, _made = RegionOpening.objects.get_or_create(
        region=region,
        operator=submitter,
        defaults={"reason": "Case 17", "until": timezone.now() + dt.timedelta(hours=1)},
    )
    things = {
        "parking": parking.pk,
        "opening": opening.pk,
        "programmes.slug": one.programme.region.slug,
        "programmes:administrator_end.role_id": second.pk,
        "programmes:account_remind.user_id": invited.pk,
        "programmes:decline.token": token(DECLINE, invited.pk, region.pk),
        "places:hand_over.user_id": invited.pk,
        **_place_things(one, owner, submitter),
        "partner_id": Partner.objects.create(
            programme=one.programme,
            organisation=organisation,
            kind="partner",
            municipality=one.place.municipality,
        ).pk,
        "role_id": one.programme.roles.filter(role="manager").order_by("pk").first().pk,
        "step_id": first.pk,
        **_programme_things(one),
        "attachment_id": Attachment.objects.create(
            letter=letter, name="a.txt", content_type="text/plain", content=b"a"
        ).pk,
        "organisation": organisation.pk,
        "unused_organisation": OrganisationFactory(region=region).pk,
        "outbox:logo.mark": region.logo_mark,
        **area_things(one, _area_uploader(w, one)),
        **job_things(one, _worker(w, one)),
        **plan_things(one, owner, _worker(w, one)),
        **support_things(one, _worker(w, one), submitter, organisation),
        **after_things(one),
        **report_things(one, submitter),
        **published_things(one, organisation),
        **theme_things(one, submitter),
        **sheet_things(one, submitter),
        **(mapped := mapping_things(one, organisation)),
        **prestudy_things(one, _profile_of(w, one, submitter), mapped["mapping.actor_id"]),
        **advice_things(one),
        **team_things(one, organisation),
        **experiment_things(one, submitter),
        **company_things(one, organisation, submitter, owner),
        **fact_things(one, w.users["admin" if region == w.region else "other_admin"]),
        **result_things(one),
        **meeting_things(
            one,
            organisation,
            submitter,
            _worker(w, one),
            w.users["facilitator"] if one == w.participation else None,
        ),
        **survey_things(one, submitter),
        **learning_things(one, submitter, _worker(w, one), owner),
        **stream_things(one, submitter),
        **call_things(one, submitter, w.users["facilitator"] if one == w.participation else None),
    }
    place_import = PlaceImport.objects.create(
        region=region,
        owner=owner,
        file_name="places.csv",
        columns=["name"],
        rows=[[2, ["X"]]],
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )
    contact = Contact.objects.create(region=region, name="Contact", source="test")
    return Corner(one, one.programme, version, letter, place_import, contact, things)


def _profile_of(w: World, one: Participation, submitter: User) -> User:
    """Whose competence profile lies in a corner."""
    if one == w.participation:
        return w.users["leader"]
    return w.users["neighbour_leader"] if one == w.neighbour else submitter


def _place_things(one: Participation, owner: User, submitter: User) -> dict[str, Any]:
    """What hangs on the place and its way, by the names of the URL arguments."""
    today = timezone.localdate()
    item = one.items.order_by("step__order", "order").first()
    return {
        "order": 1,
        "number": 1,
        "item_id": item.pk,
        "evidence_id": Evidence.objects.create(
            item=item,
            file=ContentFile(b"text", name="e.txt"),
            name="e.txt",
            content_type="text/plain",
            size=4,
            sha256="0" * 64,
            uploaded_by=submitter,
        ).pk,
        "criterion_id": one.method_version.gate.criteria.first().pk,
        "entry_id": CoachingEntry.objects.create(
            participation=one, kind="call", on=today, by=owner, next_on=today, next_text="Next"
        ).pk,
        "assignment_id": one.assignments.order_by("pk").first().pk,
        **photo_things(one, owner),
        "member_id": GroupMember.objects.create(
            participation=one, name="Member", sector="other"
        ).pk,
        "commitment_id": Commitment.objects.create(
            participation=one, sector="other", person="Somebody", given_on=today, text="Yes"
        ).pk,
        "half_way_import": HalfWayImport.objects.create(
            programme=one.programme,
            owner=owner,
            file_name="places.csv",
            columns=["name"],
            rows=[[2, ["X"]]],
            expires_at=timezone.now() + dt.timedelta(hours=1),
        ).pk,
        "saved_view": SavedView.objects.create(
            user=submitter, programme=one.programme, name=f"View {one.pk}"
        ).pk,
        "code_id": PlaceCode.objects.create(place=one.place, scheme="local", code="1").pk,
        "figure_id": PopulationObservation.objects.create(
            place=one.place, year=2020, inhabitants=900, source="SCB"
        ).pk,
    }


def _programme_things(one: Participation) -> dict[str, Any]:
    """What the programme keeps, and a post of somebody who appears in no table."""
    today = timezone.localdate()
    paper = Paper(programme=one.programme, kind="document", title="Plan", file_name="a.txt")
    paper.file.save("a.txt", ContentFile(b"text"))
    post = ProgrammeRole.objects.create(
        user=User.objects.create_user(f"post-{one.pk}@example.org", name="Post"),
        programme=one.programme, role="facilitator", starts_on=today,
    )  # fmt: skip
    items = ChecklistItem.objects.filter(step__version=one.programme.method_version)
    return {
        "municipality_id": one.place.municipality_id,
        "decision_id": Decision.objects.create(programme=one.programme, text="Yes").pk,
        "paper_id": paper.pk,
        "programmes:post_end.role_id": post.pk,
        "programmes:post_replace.role_id": post.pk,
        "programmes.item_id": items.order_by("pk").values_list("pk", flat=True)[0],
    }


def _worker(w: World, one: Participation) -> User:
    """Whose time sheet it is: the place's process leader, in the other region its coach."""
    if one == w.participation:
        return w.users["leader"]
    return w.users["neighbour_leader" if one == w.neighbour else "other_coach"]


def _area_uploader(w: World, one: Participation) -> User:
    """Who brings a file of areas in: an administrator, beside them an operator."""
    if one == w.participation:
        return w.users["admin"]
    return w.users["operator" if one == w.neighbour else "other_admin"]


def _letter(region: Region | None, kind: str) -> Letter:
    number = Letter.objects.count()
    return Letter.objects.create(
        region=region,
        kind=kind,
        key=f"test-{number}",
        message_id=f"<{number}@test>",
        to_address="a@example.org",
        from_address="b@example.org",
        language="en",
        subject="Subject",
        text="Text",
        html="<p>Text</p>",
        not_before=timezone.now(),
    )


# Which object `pk` names, by the beginning of the route's name; the first that fits wins.
_PK: list[tuple[str, Callable[[Corner], int]]] = [
    ("areas:import", lambda corner: corner.things["area_import"]),
    ("areas:", lambda corner: corner.things["area"]),
    ("places:view_remove", lambda corner: corner.things["saved_view"]),
    ("places:half_way_import", lambda corner: corner.things["half_way_import"]),
    ("places:half_way", lambda corner: corner.programme.pk),
    ("places:place_import", lambda corner: corner.place_import.pk),
    ("places:place", lambda corner: corner.participation.place_id),
    ("places:enrol", lambda corner: corner.participation.place_id),
    ("places:code_", lambda corner: corner.participation.place_id),
    ("places:figure_", lambda corner: corner.participation.place_id),
    ("places:hand_over", lambda corner: corner.programme.region_id),
    ("reminders:", lambda corner: corner.participation.pk),
    ("places:", lambda corner: corner.participation.pk),
    ("learning:experiments_beside", lambda corner: corner.programme.pk),
    ("learning:experiments", lambda corner: corner.participation.pk),
    ("learning:experiment_new", lambda corner: corner.participation.pk),
    ("learning:experiment", lambda corner: corner.things["experiment"]),
    ("learning:companies", lambda corner: corner.programme.pk),
    ("learning:company_add", lambda corner: corner.programme.pk),
    ("learning:company_import_template", lambda corner: corner.programme.pk),
    ("learning:company_import_", lambda corner: corner.things["company_import"]),
    ("learning:company_import", lambda corner: corner.programme.pk),
    ("learning:company", lambda corner: corner.things["company"]),
    ("learning:interview", lambda corner: corner.things["company"]),
    ("learning:needs_", lambda corner: corner.programme.pk),
    ("learning:decisions", lambda corner: corner.programme.pk),
    ("learning:decision_add", lambda corner: corner.programme.pk),
    ("learning:decision", lambda corner: corner.things["verdict"]),
    ("learning:invite_companies", lambda corner: corner.things["workshop"]),
    ("learning:meeting_interests", lambda corner: corner.things["workshop"]),
    *(
        (f"learning:{name}", lambda corner: corner.programme.pk)
        for name in (
            "milestone",
            "long_goal",
            "competence",
            "wanted_edit",
            "profile_begin",
            "project",
            "change_",
            "evidence",
        )
    ),
    ("learning:profile", lambda corner: corner.things["profile"]),
    ("learning:training_", lambda corner: corner.things["profile"]),
    ("learning:process", lambda corner: corner.participation.pk),
    ("learning:caseload", lambda corner: corner.programme.pk),
    ("learning:programme_case", lambda corner: corner.programme.pk),
    ("learning:case_add", lambda corner: corner.participation.pk),
    ("learning:case", lambda corner: corner.things["learning.case"]),
    ("learning:figure_", lambda corner: corner.things["learning.case"]),
    ("learning:consent_", lambda corner: corner.things["learning.case"]),
    ("learning:concept_use", lambda corner: corner.things["learning.use"]),
    ("learning:concept", lambda corner: corner.things["learning.concept"]),
    ("learning:question", lambda corner: corner.things["learning.question"]),
    ("learning:region_team", lambda corner: corner.programme.pk),
    ("learning:relation_remove", lambda corner: corner.things["relation_note"]),
    ("learning:relations", lambda corner: corner.participation.pk),
    ("learning:research_edit", lambda corner: corner.things["research_entry"]),
    ("learning:research_remove", lambda corner: corner.things["research_entry"]),
    ("learning:research_withdraw", lambda corner: corner.things["informant"]),
    ("learning:research_", lambda corner: corner.programme.pk),
    ("learning:function_of_question", lambda corner: corner.things["learning.question"]),
    ("learning:directory_import_", lambda corner: corner.things["directory_import"]),
    ("learning:function", lambda corner: corner.things["learning.function"]),
    ("learning:keeper_", lambda corner: corner.things["learning.keeper"]),
    ("learning:resource", lambda corner: corner.things["learning.resource"]),
    ("plans:source", lambda corner: corner.things["source_id"]),
    ("plans:deadline_", lambda corner: corner.things["source_id"]),
    ("plans:", lambda corner: corner.participation.pk),
    ("grants:", lambda corner: corner.participation.pk),
    ("continuity:overview", lambda corner: corner.programme.pk),
    ("continuity:", lambda corner: corner.participation.pk),
    ("published:call_preview", lambda corner: corner.things["draft_call"]),
    ("published:card", lambda corner: corner.things["open_card"]),
    ("published:place_", lambda corner: corner.participation.pk),
    ("published:", lambda corner: corner.programme.pk),
    ("reports:report", lambda corner: corner.things["report"]),
    ("reports:own_new", lambda corner: corner.programme.pk),
    ("reports:own", lambda corner: corner.things["own"]),
    ("reports:edition", lambda corner: corner.things["edition"]),
    ("reports:word_template", lambda corner: corner.programme.region_id),
    ("reports:plan", lambda corner: corner.participation.pk),
    ("reports:case", lambda corner: corner.participation.pk),
    ("reports:takeaway", lambda corner: corner.participation.pk),
    ("reports:place", lambda corner: corner.participation.pk),
    ("reports:programme", lambda corner: corner.programme.pk),
    ("reports:research", lambda corner: corner.programme.pk),
    ("reports:municipality", lambda corner: corner.programme.pk),
    ("programmes:steps", lambda corner: corner.programme.pk),
    ("programmes:region_open", lambda corner: corner.programme.region_id),
    ("programmes:opening_", lambda corner: corner.things["opening"]),
    ("programmes:regions", lambda corner: corner.programme.region_id),
    ("programmes:account", lambda corner: corner.programme.region_id),
    ("programmes:statement_edit", lambda corner: corner.programme.region_id),
    ("programmes:administrator", lambda corner: corner.programme.region_id),
    ("programmes:method", lambda corner: corner.version.pk),
    ("programmes:step", lambda corner: corner.version.pk),
    ("programmes:gate", lambda corner: corner.version.pk),
    ("programmes:", lambda corner: corner.programme.pk),
    ("outbox:campaign", lambda corner: corner.things["campaign"]),
    ("outbox:letterhead", lambda corner: corner.programme.region_id),
    ("outbox:logo", lambda corner: corner.programme.region_id),
    ("outbox:parking_", lambda corner: corner.things["parking"]),
    ("outbox:unblock", lambda corner: corner.things["suppression_id"]),
    ("outbox:", lambda corner: corner.letter.pk),
    ("jobs:", lambda corner: corner.things["job"]),
    ("notices:", lambda corner: corner.things["notice"]),
    ("workshops:place", lambda corner: corner.participation.pk),
    ("workshops:new_at_place", lambda corner: corner.participation.pk),
    ("workshops:newcomers", lambda corner: corner.things["workshop"]),
    ("workshops:held_at_place", lambda corner: corner.participation.pk),
    ("workshops:held", lambda corner: corner.programme.pk),
    ("workshops:new", lambda corner: corner.programme.pk),
    ("workshops:programme_", lambda corner: corner.programme.pk),
    ("workshops:letter_text", lambda corner: corner.programme.pk),
    ("workshops:need", lambda corner: corner.programme.pk),
    ("workshops:series_new", lambda corner: corner.programme.pk),
    ("workshops:series", lambda corner: corner.things["series"]),
    ("workshops:certificate", lambda corner: corner.things["series"]),
    ("workshops:", lambda corner: corner.things["workshop"]),
    ("facts:query", lambda corner: corner.things["fact_query"]),
    ("facts:file_", lambda corner: corner.things["fact_file"]),
    ("facts:figure", lambda corner: corner.things["fact_figure"]),
    ("facts:sheet", lambda corner: corner.participation.pk),
    ("facts:peers", lambda corner: corner.participation.pk),
    ("facts:note", lambda corner: corner.participation.pk),
    ("facts:show", lambda corner: corner.participation.pk),
    ("facts:screens", lambda corner: corner.participation.pk),
    ("facts:topic", lambda corner: corner.participation.pk),
    ("themes:place", lambda corner: corner.participation.pk),
    ("themes:programme", lambda corner: corner.programme.pk),
    ("themes:analysis", lambda corner: corner.participation.pk),
    ("themes:point", lambda corner: corner.participation.pk),
    ("themes:", lambda corner: corner.things["theme"]),
    ("mapping:kept", lambda corner: corner.programme.pk),
    ("mapping:chain", lambda corner: corner.programme.pk),
    ("mapping:indicator_", lambda corner: corner.programme.pk),
    ("mapping:", lambda corner: corner.participation.pk),
    ("surveys:place_", lambda corner: corner.participation.pk),
    ("surveys:finding", lambda corner: corner.participation.pk),
    ("surveys:programme_", lambda corner: corner.programme.pk),
    ("surveys:assessment", lambda corner: corner.things["assessment"]),
    ("surveys:results", lambda corner: corner.things["result_survey"]),
    ("surveys:text", lambda corner: corner.things["result_survey"]),
    ("surveys:survey_radar", lambda corner: corner.things["result_survey"]),
    ("surveys:programme", lambda corner: corner.programme.pk),
    ("surveys:new_version", lambda corner: corner.things["survey"]),
    ("surveys:new", lambda corner: corner.programme.pk),
    ("surveys:", lambda corner: corner.things["survey"]),
    *(
        (f"learning:{name}", lambda corner: corner.participation.pk)
        for name in ("lessons", "new", "move_propose")
    ),
    ("learning:mentorings", lambda corner: corner.programme.pk),
    ("learning:mentoring_here", lambda corner: corner.participation.pk),
    ("learning:mentoring", lambda corner: corner.things["mentoring"]),
    ("learning:municipalities", lambda corner: corner.programme.pk),
    ("learning:method_lessons", lambda corner: corner.version.pk),
    ("learning:lineage", lambda corner: corner.version.pk),
    ("learning:method", lambda corner: corner.participation.pk),
    ("learning:move_programme", lambda corner: corner.programme.pk),
    ("learning:move", lambda corner: corner.things["move"]),
    ("learning:lesson", lambda corner: corner.things["lesson"]),
    ("learning:session_work", lambda corner: corner.participation.pk),
    *(
        (f"learning:{name}", lambda corner: corner.programme.pk)
        for name in ("laboratory", "challenge_", "team_add", "session")
    ),
    ("learning:", lambda corner: corner.participation.pk),
    ("calls:programme", lambda corner: corner.programme.pk),
    ("calls:new", lambda corner: corner.programme.pk),
    *(
        (f"calls:{name}", lambda corner: corner.things["closed_call"])
        for name in (
            "applications",
            "ranking",
            "meeting_note",
            "assessor",
            "decisions",
            "letters",
            "statistics",
            "export",
        )
    ),
    *(
        (f"calls:{name}", lambda corner: corner.things["application"])
        for name in (
            "one",
            "application_file",
            "conflict",
            "decide",
            "take_in",
            "erase_application",
        )
    ),
    ("calls:assess", lambda corner: corner.things["application"]),
    ("calls:", lambda corner: corner.things["draft_call"]),
    ("people:organisation_remove", lambda corner: corner.things["unused_organisation"]),
    ("people:organisation", lambda corner: corner.things["organisation"]),
    ("people:contact", lambda corner: corner.contact.pk),
]


def arguments(route: str, relation: str, world: Furnished) -> dict[str, Any]:
    """The route's URL arguments for the object of the relation; empty for a route without one."""
    corner = world.corners[relation]
    found: dict[str, Any] = {}
    for name in argument_names(route):
        if name == "pk":
            found[name] = next(pick(corner) for start, pick in _PK if route.startswith(start))
        elif route == "demo:sign_in":
            found[name] = "vg-coach"
        elif route == "guide:role":
            found[name] = "coach"
        elif route == "programmes:method_take_over":
            found[name] = "hallbara-platser"
        else:
            # The same name may mean another thing in another room (`grants.entry_id`) or on
            # another page (`workshops:sign_up.token`).
            space = route.partition(":")[0]
            keys = (f"{route}.{name}", f"{space}.{name}", name)
            found[name] = next((corner.things[key] for key in keys if key in corner.things), None)
    return found


def argument_names(route: str) -> list[str]:
    """Names of a route's URL arguments."""
    namespace, _colon, name = route.rpartition(":")
    resolver = get_resolver()
    if namespace:
        resolver = resolver.namespace_dict[namespace][1]
    [(_pattern, names)] = resolver.reverse_dict.getlist(name)[0][0][:1]
    return list(names)
