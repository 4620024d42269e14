"""The demo: it loads, its places are whole, every programme has somebody to be."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from demo.start import page_context
from demo.story import meetings, personas, story
from grants.models import Claim, Grant
from learning.models import Advice, Case, Decision, Lesson, SessionDone, Team
from outbox.models import Letter
from people.models import User
from places.models import Evidence, Participation
from plans.models import Action, PlanVersion, TargetPicture
from programmes.models import Programme, ProgrammeStatus
from published.models import PlacePage, ProgrammePage
from workshops.models import Minutes, MinutesState, Need, Workshop

LANGUAGES = {"sv", "da", "en"}
#: Where phase II is open.
AHEAD = {"Hyppeln", "Tumleberg", "Lundsbrunn"}


def shown() -> list[Any]:
    return [one for one in personas() if one.attempt]


def test_every_programme_and_role_has_somebody_to_be() -> None:
    told = {one["key"]: one for one in story()["personas"]}
    of_places = {one["place"]: one["programme"] for one in story()["places"]}
    reached = {told[one.key].get("programme") for one in shown()}
    reached |= {of_places[place] for one in shown() for place in one.places}
    names = {one["name"] for region in story()["regions"] for one in region["programmes"]}
    assert names <= reached
    roles = {one.role for one in [*shown(), *(one for one in personas() if one.key == "vg-coach")]}
    assert roles == {
        "operator", "region_admin", "manager", "coach", "process_leader", "municipality_contact",
        "observer", "task",
    }  # fmt: skip


def test_what_to_try_is_said_in_every_language() -> None:
    groups = {one["key"] for one in story()["groups"]}
    assert all(set(one.attempt) == LANGUAGES and one.group in groups for one in shown())
    assert all(set(one["line"]) == LANGUAGES for one in story()["groups"])
    steps = story()["first"]["steps"]
    assert all(set(one["title"]) == set(one["text"]) == LANGUAGES for one in steps)


@pytest.mark.django_db
def test_page_of_personas_is_there_in_demo_mode_only(client: Any, settings: Any) -> None:
    assert client.get(reverse("demo:personas")).status_code == 404
    settings.DEMO = True
    html = client.get(reverse("demo:personas"), headers={"accept-language": "da"}).text
    assert "Hvem vil du være?" in html
    assert client.get(reverse("account_login")).status_code == 200
    assert html.count("/demo/sign-in/") == len(shown()) + 1
    assert "På svensk" in html
    assert "På dansk" not in html


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Any) -> None:
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    call_command("load_demo", verbosity=0)


@pytest.mark.timeout(600)  # a whole demo, also on a busy machine
def test_demo_loads_whole_and_opens_for_everybody(demo: None, client: Any) -> None:
    _places_are_whole()
    _closed_programmes_are_finished()
    _the_pre_study_goes_on()
    _two_places_and_a_programme_are_published()
    _what_is_learnt_is_there()
    own = Action.objects.filter(responsible_user__isnull=False).exclude(state="done")
    assert own.filter(responsible_user__name="Processledare, Glimåkra").exists()
    context = page_context()
    assert all(group["rows"] for group in context["groups"])
    assert "41" in context["first"]["steps"][0]["text"]
    for one in personas():
        client.post(reverse("demo:sign_in", args=[one.key]))
        assert client.get("/", follow=True).status_code == 200, one.key


def _places_are_whole() -> None:
    places = Participation.objects.filter(programme__name="Hållbara platser, organisering")
    assert places.count() == 6
    for one in places.select_related("place"):
        name = one.place.name
        assert Grant.objects.get(participation=one).agreed_on, name
        assert Claim.objects.filter(instalment__grant__participation=one).exists(), name
        assert Action.objects.filter(participation=one).exists(), name
        held = Minutes.objects.filter(workshop__participations=one)
        assert held.exists(), name
        target = TargetPicture.objects.filter(participation=one).first()
        drawn = Evidence.objects.filter(item__participation=one, name__endswith=".png")
        assert bool(target) == (name in AHEAD), name
        assert target.picture if target else drawn.exists(), name
    assert PlanVersion.objects.filter(participation__place__name="Hyppeln").exists()


def _two_places_and_a_programme_are_published() -> None:
    pages = PlacePage.objects.published().select_related("participation__face")
    faces = [page.participation.face for page in pages]
    assert [face.credit for face in faces if face] == ["Teckning: placedev"] * 2
    [programme] = ProgrammePage.objects.published()
    assert programme.programme.news.exclude(published_at=None).count() == 3


def _what_is_learnt_is_there() -> None:
    assert Team.objects.filter(challenges__contains="loneliness").count() == 2
    assert set(SessionDone.objects.values_list("updated_at__year", flat=True)) == {2023}
    [lesson] = Lesson.objects.exclude(taken_into=None)
    assert lesson.taken_into
    assert lesson.taken_into.is_draft
    unread = Advice.objects.get(read_at=None)
    assert timezone.now() - unread.given_at > dt.timedelta(days=21)
    assert Advice.objects.get(state="not_for_us").reason
    assert Advice.objects.filter(action__isnull=False).count() == 1
    [case] = Case.objects.filter(state="published")
    assert case.consents.filter(withdrawn_on=None).exists()
    # A meeting of a place that is over was not planned today.
    over = Workshop.objects.filter(starts_at__lt=timezone.now(), participations__isnull=False)
    today = AuditEvent.objects.filter(verb="workshop.planned", at__date=timezone.localdate())
    assert not today.filter(subject_id__in=over.values("pk")).exists()


def _closed_programmes_are_finished() -> None:
    closed = Programme.objects.filter(status=ProgrammeStatus.CLOSED)
    assert sorted(one.ends_on.year for one in closed if one.ends_on) == [2018, 2023]
    own = Workshop.objects.filter(programme__in=closed)
    assert own.count() == 6
    sent = [MinutesState.SENT, MinutesState.APPROVED]
    assert Minutes.objects.filter(workshop__in=own, state__in=sent).count() == 6
    certificates = Letter.objects.filter(key__contains=":certificate:")
    assert certificates.exists()
    assert {one.created_at.year for one in certificates} == {2023}
    # Who was not at the meeting has not told a need there.
    there = Workshop.objects.get(title="Möte på Båstads Företagsby").invitations
    came = set(there.filter(attended_at__isnull=False).values_list("organisation_id", flat=True))
    told = Need.objects.filter(workshop__isnull=False).values_list("organisation_id", flat=True)
    assert set(told) <= came
    assert Need.objects.count() == len(meetings()["needs"]["list"])
    assert User.objects.filter(email__endswith="@demo.placedev.example").exists()


def _the_pre_study_goes_on() -> None:
    decision = Decision.objects.get()
    assert (decision.verdict, decision.confirmed_at.year) == ("yes", 2018)
    joins = decision.programme.companies.filter(joins_on=decision.decided_on)
    assert joins.count() == decision.joining.count() == 7
