"""Writing a call: what it begins with, when it may be published, what stays the same for all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.models import Call, CallQuestion
from calls.reminding import calls as causes
from calls.writing import services
from calls.writing.forms import TextForm
from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from programmes.models import Programme
from reminders.kinds import search_all
from tests.calls.samples import assessor, begun, call, closed, handed_in
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def refused(verb, **arguments):
    with pytest.raises(Refusal) as found:
        verb(**arguments)
    return found.value.code


def test_a_call_begins_with_the_programmes_conditions_as_rules(w):
    Programme.objects.filter(pk=w.programme.pk).update(population_min=200, three_sectors=True)
    w.programme.refresh_from_db()
    made = services.add_call(programme=w.programme, title="Ny", by=w.users["manager"])
    rules = {one.key: one for one in made.rules.all()}
    assert set(rules) == {"population", "kind", "municipality", "sectors"}
    assert (rules["population"].low, rules["population"].high) == (200, None)
    assert "city_district" not in rules["kind"].kinds
    assert (made.questions.count(), made.criteria.count(), len(made.scale)) == (4, 5, 5)


def test_only_who_runs_the_programme_writes(w):
    made = call(w)
    for name in ("coach", "other_manager"):
        with pytest.raises(NotAllowed):
            services.publish(call=made, by=w.users[name])


def test_what_is_missing_is_told_before_it_is_published(w, client):
    made = services.add_call(programme=w.programme, title="Ny", by=w.users["manager"])
    client.force_login(w.users["manager"])
    shown = client.post(reverse("calls:publish", args=[made.pk]))
    assert shown.status_code == 409
    assert "Name an address for questions." in shown.content.decode()
    assert client.get(f"/open/calls/{made.slug}/").status_code == 404


def test_the_hour_is_the_countrys_and_other_languages_are_kept(w):
    made = services.add_call(
        programme=w.programme, title="Ny", by=w.users["manager"], languages=["en"]
    )
    day = timezone.localdate() + dt.timedelta(days=40)
    sent = {
        "title_sv": "Ny", "title_en": "New", "text_en": "For villages.", "opens_on": day,
        "closes_on": day + dt.timedelta(days=1), "closes_time": "23:59", "admits": 2,
        "kept_months": 12, "language": "sv", "languages": ["en"], "version": 1,
    }  # fmt: skip
    form = TextForm(sent, call=made)
    assert form.is_valid(), form.errors
    saved = services.save_text(call=made, by=w.users["manager"], **form.values())
    assert saved.closes.strftime("%H:%M") == "23:59"
    assert saved.closes_at.astimezone(dt.UTC).hour in {21, 22}
    assert saved.said("en").title == "New"
    assert saved.said("da").title == "Ny"


def test_two_who_write_lose_nothing(w):
    made = call(w)
    manager = w.users["manager"]
    services.save_text(call=made, version=made.version, values={"lead": "Ett"}, by=manager)
    with pytest.raises(Conflict):
        services.save_text(call=made, version=made.version, values={"lead": "Två"}, by=manager)


def test_published_rules_questions_and_window_stay_the_same_for_all(w):
    made, manager = call(w), w.users["manager"]
    question = made.questions.first()
    assert refused(services.save_rules, call=made, rules={}, by=manager) == "rules_published"
    assert refused(services.remove_question, question=question, by=manager) == "asked_already"
    values = {"label": "Ny fråga", "kind": "long", "required": True}
    assert refused(services.save_question, call=made, values=values, by=manager) == "asked_already"
    services.save_question(call=made, question=question, values=values, by=manager)
    assert CallQuestion.objects.get(pk=question.pk).label == "Ny fråga"
    later = {"closes_at": made.closes_at + dt.timedelta(days=1)}
    assert (
        refused(services.save_text, call=made, version=made.version, values=later, by=manager)
        == "window_published"
    )


def test_it_is_extended_with_a_reason_and_those_who_have_begun_are_told(w, client):
    made, manager = call(w), w.users["manager"]
    begun(made)
    until = made.closes_at + dt.timedelta(days=3)
    assert (
        refused(services.extend, call=made, until=until, reason=" ", by=manager) == "reason_missing"
    )
    assert (
        refused(services.extend, call=made, until=made.closes_at, reason="Helg.", by=manager)
        == "not_later"
    )
    services.extend(call=made, until=until, reason="Påsken kom emellan.", by=manager)
    assert Call.objects.get(pk=made.pk).closes_at == until
    assert Letter.objects.filter(key__startswith="call-extended").count() == 1
    assert "Påsken kom emellan." in client.get(f"/open/calls/{made.slug}/").content.decode()


def test_it_is_closed_early_with_a_reason_and_not_taken_back_when_somebody_has_begun(
    w, client
):  # fmt: skip
    made, manager = call(w), w.users["manager"]
    client.force_login(manager)
    back = f'action="/calls/{made.pk}/unpublish/"'
    assert back in client.get(f"/calls/{made.pk}/").text
    begun(made)
    assert back not in client.get(f"/calls/{made.pk}/").text
    assert refused(services.unpublish, call=made, by=manager) == "begun_already"
    services.close(call=made, reason="Programmet är fullt.", by=manager)
    fresh = Call.objects.select_related("programme__region").get(pk=made.pk)
    assert fresh.state == "closed"
    assert refused(services.close, call=fresh, reason="Igen", by=manager) == "closed_already"


def test_the_clock_tells_a_week_before_the_close_and_of_views_that_are_missing(w):
    made = call(w, closes_at=timezone.now() + dt.timedelta(days=6))
    begun(made)
    row = assessor(w, made)
    found = {one.kind: one for one in causes(search_all(timezone.localdate()))}
    assert set(found) == {"call_closes", "call_not_handed_in"}
    assert found["call_not_handed_in"].address == "sokande@example.org"
    assert found["call_not_handed_in"].on <= timezone.localdate()
    handed_in(w, made, "annan@example.org")
    closed(made)
    found = {one.kind: one for one in causes(search_all(timezone.localdate()))}
    assert set(found) == {"call_view"}
    assert found["call_view"].address == row.user.email
    assert made.slug not in found["call_view"].link


def test_the_open_page_is_listed_where_people_look(w, client):
    made = call(w)
    assert made.title in client.get("/open/").content.decode()
    assert made.slug in client.get("/sitemap.xml").content.decode()
    closed(made)
    assert made.title not in client.get("/open/").content.decode()
    assert client.get(f"/open/calls/{made.slug}/").status_code == 200
