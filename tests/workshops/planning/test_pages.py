"""The pages of planning: form, overview, agenda, tasks, materials, lists."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from people.models import Duty
from tests.factories import world
from tests.workshops.planning.samples import address, get, in_days, planned, post, sent
from tests.workshops.samples import guest, meeting
from workshops.letters import services as campaigns
from workshops.models import AgendaItem, Series, Workshop
from workshops.planning.contents import add_material, give_duty
from workshops.planning.counts import BAR, Counts, bar, counts_of
from workshops.planning.kind_defaults import changed_kind, initial
from workshops.rules import roles_at_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]
#: The nights in which the clock is put forward and back, and the evening before the latter.
SPRING, AUTUMN = {"starts_on": "2027-03-28"}, {"starts_on": "2027-10-31"}
EVE = {"starts_on": "2027-10-30"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def w():
    return world()


def errors(answer):
    return {name: list(texts) for name, texts in answer.context["form"].errors.items()}


def new(w):
    return address("new_at_place", w.participation.pk)


# --- planning ---


def test_form_at_a_place_starts_from_what_is_usual(client, w):
    answer = get(client, w.leader, new(w), {"kind": "focus_group"})
    form = answer.context["form"]
    assert [form[name].value() for name in ("kind", "capacity", "offer_hours", "language")] == [
        "focus_group", 4, 48, "sv",
    ]  # fmt: skip
    assert form["contact_email"].value() == w.leader.email
    assert form["places"].value() == [w.participation.pk]
    assert [choice[1] for choice in form.fields["places"].choices] == [w.place.name]


def test_form_that_is_filled_plans_the_meeting(client, w):
    answer = post(client, w.leader, new(w), sent(places=[w.participation.pk]))
    made = Workshop.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    local = (made.local_start.time(), made.local_end.time())
    assert local == (dt.time(18), dt.time(20))
    assert (made.capacity, made.open_sign_up, made.answer_until) == (None, False, None)


def test_form_answers_until_a_day_that_day_included(client, w):
    day = in_days(10).date()
    post(client, w.leader, new(w), sent(places=[w.participation.pk], answer_until_on=day))
    until = Workshop.objects.get().answer_until.astimezone(Workshop.objects.get().zone)
    assert (until.date(), until.time()) == (day, dt.time(23, 59))


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        (SPRING | {"starts_time": "02:30", "ends_time": ""}, "starts_time", "put forward"),
        (AUTUMN | {"starts_time": "02:30", "ends_time": ""}, "starts_time", "twice"),
        (EVE | {"ends_on": "2027-10-31", "ends_time": "02:30"}, "ends_time", "twice"),
        ({"ends_time": "17:00"}, "ends_time", "after the start"),
        ({"ends_time": "18:00"}, "ends_time", "after the start"),
        ({"ends_time": "", "ends_on": "2027-01-01"}, "ends_time", "at what time"),
        ({"starts_on": "2020-01-01"}, "starts_on", "passed"),
        ({"starts_on": "9999-12-31"}, "starts_on", "five years"),
        ({"title": ""}, "title", "required"),
        ({"title": "x" * 161}, "title", "160"),
        ({"capacity": "0"}, "capacity", "1"),
        ({"capacity": "99999999999999999999"}, "capacity", "100000"),
        ({"online_url": "javascript:alert(1)"}, "online_url", "URL"),
        ({"contact_email": "no"}, "contact_email", "email"),
        ({"answer_until_on": "2030-01-01"}, "answer_until_on", "begins"),
        ({"part": "2"}, "series", "series"),
        ({"kind": "party"}, "kind", "valid choice"),
        ({"starts_on": "soon"}, "starts_on", "date"),
        ({"title": "a\x00b"}, "title", "Null"),
    ],
)  # fmt: skip
def test_form_with_bad_input_says_so_beside_the_field_and_keeps_all(
    client, w, time_machine, fields, name, words
):
    time_machine.move_to(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    data = sent(places=[w.participation.pk], description="Kaffe finns") | fields
    answer = post(client, w.leader, new(w), data)
    assert answer.status_code in {409, 422}
    assert name in errors(answer), errors(answer)
    assert words in " ".join(errors(answer)[name])
    assert b"Kaffe finns" in answer.content
    assert Workshop.objects.count() == 0


def test_form_with_anothers_place_refused(client, w):
    answer = post(client, w.leader, new(w), sent(places=[w.neighbour.pk]))
    assert (answer.status_code, list(errors(answer))) == (422, ["places"])


def test_another_kind_without_script_keeps_what_was_typed(client, w):
    data = sent(
        kind="webinar", title="Eget namn", usual="1", open_sign_up="on", ask_food="on",
        ask_access="on", ask_feedback="on", capacity="", ends_time="20:00",
    )  # fmt: skip
    answer = post(client, w.leader, new(w), data)
    form = answer.context["form"]
    assert answer.status_code == 200
    shown = {n: form[n].value() for n in ("title", "starts_time", "ends_time", "ask_food", "hall")}
    assert shown == {
        "title": "Eget namn", "starts_time": "12:00", "ends_time": "13:00", "ask_food": "",
        "hall": "Folkets hus",
    }  # fmt: skip
    assert Workshop.objects.count() == 0


def test_changed_kind_counts_the_end_from_a_typed_start():
    words = {"place": "", "language": "en"}
    data = {name: str(value or "") for name, value in initial("open_meeting", **words).items()}
    data |= {"kind": "working_group", "starts_time": "19:00", "ends_time": "21:00"}
    found = changed_kind(data, **words)
    assert (found["ends_time"], "starts_time" in found) == ("20:30", False)


@pytest.mark.parametrize("sent_kinds", [{}, {"kind": "party", "was_kind": "lab"}])
def test_changed_kind_of_an_unknown_kind_changes_nothing(sent_kinds):
    assert changed_kind(sent_kinds, place="", language="en") == {}


def test_form_in_a_programme_plans_at_several_places_or_none(client, w):
    series = Series.objects.create(programme=w.programme, name="Course", kind="course")
    data = sent(places=[w.participation.pk, w.neighbour.pk], series=series.pk, part=2)
    post(client, w.manager, address("new", w.programme.pk), data)
    made = Workshop.objects.get()
    assert (made.participations.count(), made.series, made.part) == (2, series, 2)


# --- changing ---


def test_edit_shows_and_saves_what_is_stored(client, w):
    workshop = planned(w, hall="Skolan", ends_at=in_days(14, hour=20), answer_until=in_days(10))
    page = get(client, w.leader, address("edit", workshop.pk))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False, "")}
    data |= {"starts_time": data["starts_time"].strftime("%H:%M")}
    data |= {"ends_time": data["ends_time"].strftime("%H:%M")}
    answer = post(client, w.leader, address("edit", workshop.pk), data)
    assert answer.status_code == 302
    workshop.refresh_from_db()
    assert (workshop.version, workshop.answer_until) == (1, in_days(10))


def test_edit_of_two_people_shows_both_and_then_lets_the_last_hold(client, w):
    workshop = planned(w, hall="Skolan", ends_at=in_days(14, hour=20))
    data = sent(places=[w.participation.pk], version=1)
    post(client, w.coach, address("edit", workshop.pk), data | {"hall": "Kyrkan"})
    answer = post(client, w.leader, address("edit", workshop.pk), data | {"hall": "Ladan"})
    assert answer.status_code == 409
    shown = [(one.label, one.theirs, one.yours) for one in answer.context["differences"]]
    assert shown == [("Hall", "Kyrkan", "Ladan")]
    form = answer.context["form"]
    assert (form["hall"].value(), form["version"].value()) == ("Ladan", "2")
    post(client, w.leader, address("edit", workshop.pk), data | {"hall": "Ladan", "version": 2})
    assert Workshop.objects.get().hall == "Ladan"


def test_edit_of_an_announced_time_leads_to_the_letter(client, w, monkeypatch):
    told = []
    monkeypatch.setattr(campaigns, "announce_change", lambda *args: told.append(args[2]))
    workshop = meeting(w, version=1)
    guest(workshop)
    data = sent(places=[w.participation.pk], version=1, starts_time="17:00")
    answer = post(client, w.leader, address("edit", workshop.pk), data)
    assert answer["Location"] == address("tell_change", workshop.pk)
    page = get(client, w.leader, answer["Location"])
    assert b"Another time" in page.content
    assert told == []
    post(client, w.leader, answer["Location"], {"act": "tell"})
    assert told == [["time"]]
    assert get(client, w.leader, answer["Location"]).status_code == 302


def test_change_that_is_kept_sends_no_letter(client, w):
    workshop = meeting(w, untold=["place"])
    answer = post(client, w.leader, address("tell_change", workshop.pk), {"act": "keep"})
    assert answer.status_code == 302
    workshop.refresh_from_db()
    assert workshop.untold == []


def test_follow_up_page_plans_with_an_open_end(client, w):
    workshop = meeting(w)
    data = {"title": "Uppföljning", "starts_on": in_days(40).date(), "starts_time": "16:00"}
    answer = post(client, w.leader, address("follow_up", workshop.pk), data)
    made = Workshop.objects.exclude(pk=workshop.pk).get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.title, made.ends_at, made.follows) == ("Uppföljning", None, workshop)
    page = get(client, w.leader, workshop.get_absolute_url())
    assert b"Followed by" in page.content


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"starts_on": "2027-03-28", "starts_time": "02:15"}, "starts_time"),
     ({"starts_on": "2020-01-01", "starts_time": "16:00"}, "starts_on")],
)  # fmt: skip
def test_follow_up_page_with_a_bad_time_says_so(client, w, fields, name):
    workshop = meeting(w)
    answer = post(client, w.leader, address("follow_up", workshop.pk), {"title": "U"} | fields)
    assert answer.status_code in {409, 422}
    assert list(errors(answer)) == [name]


def test_cancel_page_needs_a_reason(client, w):
    workshop = meeting(w)
    answer = post(client, w.leader, address("cancel", workshop.pk), {"reason": ""})
    assert (answer.status_code, list(errors(answer))) == (422, ["reason"])
    post(client, w.leader, address("cancel", workshop.pk), {"reason": "Snö"})
    page = get(client, w.leader, workshop.get_absolute_url())
    assert b"Reason: Sn\xc3\xb6" in page.content


# --- the overview ---


def next_of(client, user, workshop):
    found = get(client, user, workshop.get_absolute_url()).context["next"]
    return found and (found.title, found.button)


def test_overview_says_what_a_draft_needs(client, w):
    workshop = planned(w)
    assert next_of(client, w.leader, workshop) == (
        "Before you can announce it", "Fill in what is missing",
    )  # fmt: skip
    Workshop.objects.update(hall="Skolan")
    assert next_of(client, w.leader, workshop) == ("Ready to be announced", "Announce the meeting")
    assert next_of(client, w.observer, workshop) == ("The meeting is being planned.", "")


def test_announce_button_of_an_unready_draft_says_what_is_missing(client, w):
    workshop = planned(w)
    answer = post(client, w.leader, address("announce", workshop.pk))
    assert answer.status_code == 409
    assert b"Say where it is: a hall, or an online room." in answer.content


def test_overview_leads_from_inviting_to_the_minutes(client, w, time_machine):
    workshop = meeting(w)
    assert next_of(client, w.leader, workshop) == ("Invite the guests", "Invite")
    row = guest(workshop, 1, invited_at=None)
    assert next_of(client, w.leader, workshop) == (
        "1 on the list has had no invitation", "Write the invitation",
    )  # fmt: skip
    row.invited_at = timezone.now()
    row.save()
    assert next_of(client, w.leader, workshop) == ("1 has not answered", "Remind them")
    time_machine.move_to(workshop.starts_at - dt.timedelta(hours=3))
    assert next_of(client, w.leader, workshop) == ("The meeting is today.", "Open the check-in")
    assert next_of(client, w.observer, workshop) == ("The meeting is today.", "")
    time_machine.move_to(workshop.ends_at + dt.timedelta(hours=1))
    assert next_of(client, w.leader, workshop) == (
        "The meeting has been held.", "Write the minutes",
    )  # fmt: skip
    assert next_of(client, w.observer, workshop) == ("The meeting has been held.", "")


def test_overview_counts_and_hides_buttons_from_readers(client, w):
    workshop = meeting(w)
    guest(workshop, 1, answer="yes", seat="taken", persons=3)
    page = get(client, w.observer, workshop.get_absolute_url())
    assert (page.status_code, page.context["counts"].persons) == (200, 3)
    for name in ("edit", "cancel", "agenda", "duties", "materials", "follow_up"):
        assert address(name, workshop.pk).encode() not in page.content
    assert b"G\xc3\xa4st 1" not in page.content


def test_overview_of_anothers_meeting_is_not_there(client, w):
    workshop = meeting(w)
    assert get(client, w.outsider, workshop.get_absolute_url()).status_code == 404
    give_duty(workshop=workshop, by=w.leader, task="technique", name="T", email=w.outsider.email)
    assert get(client, w.outsider, workshop.get_absolute_url()).status_code == 200


def test_overview_shows_the_tasks_of_the_series_too(client, w):
    series = Series.objects.create(programme=w.programme, name="Course", kind="course")
    Duty.objects.create(series=series, task="teaches", name="Anne")
    workshop = meeting(w, series=series)
    assert b"whole series" in get(client, w.leader, workshop.get_absolute_url()).content


def test_overview_takes_over_newcomers(client, w):
    earlier = meeting(w)
    workshop = meeting(w, follows=earlier)
    guest(earlier, 1)
    answer = post(client, w.leader, address("newcomers", workshop.pk))
    assert (answer.status_code, workshop.invitations.count()) == (302, 1)


def test_overview_asks_at_most_ten_questions_however_many_guests(client, w):
    workshop = meeting(w)
    meeting(w, follows=workshop)
    guest(workshop, 1)
    AgendaItem.objects.create(workshop=workshop, order=1, title="a", minutes=5)
    few = queries(client, w.leader, workshop.get_absolute_url())
    for number in range(2, 30):
        guest(workshop, number)
        AgendaItem.objects.create(workshop=workshop, order=number, title="a", minutes=5)
        Duty.objects.create(workshop=workshop, task="teaches", name=str(number))
        workshop.materials.create(title="a", link="https://a.se")
    many = queries(client, w.leader, workshop.get_absolute_url())
    assert (len(many), len(many) <= 10) == (len(few), True), "\n".join(many)


def queries(client, user, url):
    get(client, user, url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return [one["sql"] for one in caught.captured_queries]


def test_counts_put_each_guest_in_one_part(w):
    workshop = meeting(w)
    gone = timezone.now()
    guest(workshop, 1, answer="yes", seat="taken", persons=2)
    guest(workshop, 2, answer="yes", seat="offered")
    guest(workshop, 3, answer="yes", seat="waiting")
    guest(workshop, 4, answer="no")
    guest(workshop, 5, answer="maybe")
    guest(workshop, 6)
    guest(workshop, 7, invited_at=None)
    guest(workshop, 8, answer="yes", seat="", left_at=gone)
    guest(workshop, 9, removed_at=gone)
    guest(workshop, 10, attended_at=gone, attended_persons=4, removed_at=gone)
    counts = counts_of(workshop)
    assert counts == Counts(
        listed=7, invited=6, to_write=1, yes=2, maybe=1, no=1, waiting=1, unanswered=1,
        persons=3, came=1, came_persons=4,
    )  # fmt: skip
    parts = bar(counts)
    assert sum(part.count for part in parts) == counts.listed
    assert (sum(part.width for part in parts), parts[0].left) == (BAR, 0)


def test_bar_of_nobody_is_empty():
    assert bar(Counts()) == []


# --- agenda, tasks, materials ---


def test_agenda_page_adds_moves_changes_and_takes_away(client, w):
    workshop = meeting(w)
    page = address("agenda", workshop.pk)
    post(client, w.leader, page, {"title": "a", "minutes": 10})
    post(client, w.leader, page, {"title": "b"})
    first, second = workshop.agenda.all()
    post(client, w.leader, address("agenda_move", workshop.pk, second.pk), {"to": "up"})
    data = {"title": "a2", "version": 1}
    post(client, w.leader, address("agenda_item", workshop.pk, first.pk), data)
    assert list(workshop.agenda.values_list("title", "minutes")) == [("b", None), ("a2", None)]
    late = post(
        client, w.coach, address("agenda_item", workshop.pk, first.pk), data | {"title": "c"}
    )
    shown = [(one.theirs, one.yours) for one in late.context["differences"]]
    assert (late.status_code, shown) == (409, [("a2", "c")])
    post(client, w.leader, address("agenda_remove", workshop.pk, second.pk))
    assert workshop.agenda.get() == first
    AgendaItem.objects.update(outcome="said")
    kept = post(client, w.leader, address("agenda_remove", workshop.pk, first.pk))
    assert (kept.status_code, workshop.agenda.count()) == (409, 1)
    assert get(client, w.leader, page).status_code == 200


def test_agenda_item_of_another_meeting_is_not_there(client, w):
    item = AgendaItem.objects.create(workshop=meeting(w), title="a")
    other = meeting(w)
    for name in ("agenda_item", "agenda_move", "agenda_remove"):
        assert post(client, w.leader, address(name, other.pk, item.pk)).status_code == 404


def test_duties_page_gives_and_takes(client, w):
    workshop = meeting(w)
    page = address("duties", workshop.pk)
    post(client, w.leader, page, {"task": "organises", "user": w.coach.pk})
    duty = workshop.duties.get()
    assert duty.user == w.coach
    bad = post(client, w.leader, page, {"task": "organises"})
    assert (bad.status_code, list(errors(bad))) == (409, ["name"])
    post(client, w.leader, address("duty_remove", workshop.pk, duty.pk))
    assert workshop.duties.count() == 0
    assert "contact" not in get(client, w.leader, page).context["form"].fields


def test_duty_of_the_series_is_not_taken_back_here(client, w):
    series = Series.objects.create(programme=w.programme, name="Course", kind="course")
    duty = Duty.objects.create(series=series, task="teaches", name="Anne")
    workshop = meeting(w, series=series)
    assert post(client, w.admin, address("duty_remove", workshop.pk, duty.pk)).status_code == 404


def test_materials_page_adds_a_file_that_others_download(client, w):
    workshop = meeting(w)
    upload = SimpleUploadedFile("a.txt", b"Hello")
    post(client, w.leader, address("materials", workshop.pk), {"file": upload})
    made = workshop.materials.get()
    answer = get(client, w.observer, address("material", workshop.pk, made.pk))
    assert b"".join(answer.streaming_content) == b"Hello"
    assert "attachment" in answer["Content-Disposition"]
    assert get(client, w.outsider, address("material", workshop.pk, made.pk)).status_code == 404
    made.file.storage.delete(made.file.name)
    assert get(client, w.leader, address("material", workshop.pk, made.pk)).status_code == 404
    post(client, w.leader, address("material_remove", workshop.pk, made.pk))
    assert workshop.materials.count() == 0


def test_materials_page_refuses_what_is_no_file(client, w):
    workshop = meeting(w)
    upload = SimpleUploadedFile("a.exe", b"MZ")
    answer = post(client, w.leader, address("materials", workshop.pk), {"file": upload})
    assert (answer.status_code, list(errors(answer))) == (409, ["file"])


def test_material_that_is_a_link_has_no_download(client, w):
    workshop = meeting(w)
    made = add_material(workshop=workshop, by=w.leader, link="https://a.se")
    assert get(client, w.leader, address("material", workshop.pk, made.pk)).status_code == 404


# --- lists ---


def test_list_has_those_ahead_then_those_held(client, w):
    meeting(w, title="Later", starts_at=in_days(20), ends_at=None)
    meeting(w, title="Soon", starts_at=in_days(2), ends_at=None)
    held = meeting(w, title="Held", starts_at=in_days(-9), ends_at=in_days(-9, hour=20))
    guest(held, 1, attended_at=timezone.now(), attended_persons=41)
    meeting(w, title="Never", state="draft", starts_at=in_days(-5), ends_at=in_days(-5, hour=19))
    page = get(client, w.leader, address("list"))
    assert [row.title for row in page.context["ahead"]] == ["Soon", "Later"]
    assert [(row.title, row.facts, row.standing[1]) for row in page.context["held"]] == [
        ("Never", "", "Never announced"), ("Held", "41 persons came", "No minutes yet"),
    ]  # fmt: skip


def test_list_filters_by_programme_and_kind_and_survives_nonsense(client, w):
    meeting(w, kind="lab", title="Lab")
    meeting(w, title="Open")

    def shown(query):
        page = get(client, w.admin, address("list"), query)
        return sorted(row.title for row in page.context["ahead"])

    assert shown({"kind": "lab"}) == ["Lab"]
    assert shown({"programme": w.programme.pk}) == ["Lab", "Open"]
    nonsense = {"kind": "party", "programme": "9" * 40, "page": "zz"}
    assert shown(nonsense) == ["Lab", "Open"]


def test_list_shows_nothing_of_others(client, w):
    meeting(w)
    page = get(client, w.outsider, address("list"))
    assert (page.status_code, page.context["any"]) == (200, False)
    assert b"No meetings yet" in page.content


def test_place_list_has_a_button_for_who_may_plan(client, w):
    page = address("place", w.participation.pk)
    assert b"open village meeting shows what people want" in get(client, w.leader, page).content
    assert new(w).encode() not in get(client, w.observer, page).content
    meeting(w)
    meeting(w, places=[w.neighbour], title="Neighbour's")
    shown = get(client, w.leader, page)
    assert [row.title for row in shown.context["ahead"]] == ["Stormöte i Näsum"]
    assert new(w).encode() in shown.content
    assert get(client, w.outsider, page).status_code == 404


@pytest.mark.parametrize("which", ["list", "place"])
def test_lists_ask_as_much_for_three_as_for_one(client, w, which):
    url = address("list") if which == "list" else address("place", w.participation.pk)

    def both():
        meeting(w)
        guest(meeting(w, starts_at=in_days(-9), ends_at=in_days(-9, hour=20)), 1)

    both()
    one = len(queries(client, w.leader, url))
    both()
    both()
    assert len(queries(client, w.leader, url)) == one


def test_overview_escapes_what_people_write(client, w):
    workshop = meeting(w, title="<b>T</b>", hall="<i>H</i>")
    evil = "<script>alert(1)</script> %s %(row)s"
    AgendaItem.objects.create(
        workshop=workshop, title=evil, responsible=evil, note=f"{evil}\n{evil}", outcome=evil
    )
    add_material(workshop=workshop, by=w.leader, link="https://a.se/?a=1&b=2", title=evil)
    Duty.objects.create(workshop=workshop, task="teaches", name=evil)
    html = get(client, w.leader, workshop.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert "<b>T" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; %s %(row)s") == 7
    assert 'href="https://a.se/?a=1&amp;b=2"' in html


def test_roles_at_a_meeting_come_from_places_and_tasks(w):
    series = Series.objects.create(programme=w.programme, name="Course", kind="course")
    workshop = meeting(w, series=series, places=[w.participation, w.neighbour])
    Duty.objects.create(series=series, task="teaches", name="A", user=w.outsider)
    Duty.objects.create(workshop=workshop, task="invites", name="B", user=w.observer)
    Duty.objects.create(workshop=meeting(w), task="technique", name="C", user=w.observer)
    assert roles_at_workshop(w.observer, workshop) == {"observer", "invites"}
    assert roles_at_workshop(w.outsider, workshop) == {"teaches"}


def test_programme_without_places_shows_its_meetings_instead(w, client):
    empty = w.other_programme
    empty.participations.all().delete()
    client.force_login(w.other_manager)
    client.cookies["django_language"] = "en"
    address = reverse("programmes:programme", args=[empty.pk])
    assert "No places yet" in client.get(address).content.decode()
    held = meeting(w, programme=empty, places=[], title="Fokusgruppen")
    Workshop.objects.filter(pk=held.pk).update(
        starts_at=timezone.now() - dt.timedelta(days=9),
        ends_at=timezone.now() - dt.timedelta(days=8),
    )
    page = client.get(address).content.decode()
    assert "No places yet" not in page
    assert "The latest meetings. No meeting is planned." in page
    meeting(w, programme=empty, places=[], title="Konferensen")
    page = client.get(address).content.decode()
    assert "Konferensen" in page
    assert "Fokusgruppen" not in page
    for name in ("programme_meetings", "programme_series", "programme_timeline"):
        url = reverse(f"workshops:{name}", args=[empty.pk])
        assert url in page
        assert client.get(url).status_code == 200
