"""Agenda, tasks and materials: the verbs and what they refuse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from people.models import Contact, Duty, User
from tests.factories import world
from tests.workshops.samples import meeting
from workshops.models import AgendaItem, Minutes, Outcome, Workshop
from workshops.planning.contents import (
    add_item,
    add_material,
    give_duty,
    move_item,
    remove_item,
    remove_material,
    save_item,
    take_duty,
)
from workshops.planning.pages import overrun, running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def w():
    return world()


@pytest.fixture
def workshop(w):
    return meeting(w)


def titles(workshop):
    return list(workshop.agenda.values_list("title", flat=True))


def refused(call, **kwargs):
    with pytest.raises(Refusal) as error:
        call(**kwargs)
    return error.value.code


def text(name="a.txt", content=b"Hello"):
    return SimpleUploadedFile(name, content)


# --- agenda ---


def test_agenda_is_added_moved_and_taken_away(w, workshop):
    one, two, three = (add_item(workshop=workshop, by=w.leader, title=t) for t in "abc")
    move_item(item=three, by=w.leader, up=True)
    move_item(item=one, by=w.leader, up=True)
    assert titles(workshop) == ["a", "c", "b"]
    move_item(item=two, by=w.leader, up=False)
    remove_item(item=one, by=w.leader)
    assert titles(workshop) == ["c", "b"]
    verbs = AuditEvent.objects.filter(subject_id=workshop.pk).values_list("verb", flat=True)
    assert sorted(verbs) == ["agenda.added"] * 3 + ["agenda.moved"] + ["agenda.removed"]


def test_save_item_keeps_what_was_said(w, workshop):
    item = add_item(workshop=workshop, by=w.leader, title="a", minutes=10)
    AgendaItem.objects.update(outcome="We agreed.")
    saved = save_item(item=item, by=w.leader, version=1, title="b", minutes=None)
    assert (saved.title, saved.minutes, saved.outcome, saved.version) == (
        "b",
        None,
        "We agreed.",
        2,
    )


def test_save_item_by_two_editors_shows_both(w, workshop):
    item = add_item(workshop=workshop, by=w.leader, title="a")
    save_item(item=item, by=w.leader, version=1, title="b")
    with pytest.raises(Conflict) as error:
        save_item(item=item, by=w.coach, version=1, title="c")
    assert (error.value.theirs["title"], error.value.yours["title"], error.value.version) == (
        "b", "c", 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " \r"}, "no_title"),
        ({"title": "x" * 161}, "too_long"),
        ({"title": "a", "minutes": 0}, "wrong_minutes"),
        ({"title": "a", "minutes": 1441}, "wrong_minutes"),
        ({"title": "a", "note": "x" * 2001}, "too_long"),
    ],
)
def test_add_item_that_cannot_be_refused(w, workshop, fields, code):
    assert refused(add_item, workshop=workshop, by=w.leader, **fields) == code


def test_remove_item_under_which_something_came_out_refused(w, workshop):
    said = add_item(workshop=workshop, by=w.leader, title="a")
    AgendaItem.objects.filter(pk=said.pk).update(outcome="x")
    decided = add_item(workshop=workshop, by=w.leader, title="b")
    Outcome.objects.create(workshop=workshop, agenda_item=decided, kind="idea", text="Bench")
    assert refused(remove_item, item=said, by=w.leader) == "has_outcome"
    assert refused(remove_item, item=decided, by=w.leader) == "has_outcome"


def test_agenda_of_approved_minutes_is_locked(w, workshop):
    item = add_item(workshop=workshop, by=w.leader, title="a")
    Minutes.objects.create(
        workshop=workshop, state="approved", approved_at=timezone.now(), approved_by=w.leader
    )
    for call, more in (
        (save_item, {"item": item, "version": 1, "title": "b"}),
        (move_item, {"item": item, "up": True}),
        (remove_item, {"item": item}),
        (add_item, {"workshop": workshop, "title": "b"}),
    ):
        assert refused(call, by=w.leader, **more) == "minutes_approved"


def test_agenda_by_an_observer_refused(w, workshop):
    item = add_item(workshop=workshop, by=w.leader, title="a")
    for call, more in (
        (save_item, {"item": item, "version": 1, "title": "b"}),
        (move_item, {"item": item, "up": True}),
        (remove_item, {"item": item}),
        (add_item, {"workshop": workshop, "title": "b"}),
    ):
        with pytest.raises(NotAllowed):
            call(by=w.observer, **more)


def test_running_clock_stops_at_an_item_without_length(w, workshop):
    items = [AgendaItem(title=str(n), minutes=m) for n, m in enumerate([10, None, 5])]
    at = [row.at for row in running(workshop, items)]
    assert (at[0] != "", at[1] != "", at[2]) == (True, True, "")


@given(st.lists(st.integers(1, 300), max_size=8))
def test_overrun_is_what_the_minutes_exceed(minutes):
    start = timezone.now()
    workshop = Workshop(starts_at=start, ends_at=start + timezone.timedelta(hours=2))
    items = [AgendaItem(title="a", minutes=one) for one in minutes]
    assert overrun(workshop, items) == max(0, sum(minutes) - 120)
    workshop.ends_at = None
    assert overrun(workshop, items) == 0


# --- tasks ---


def test_give_duty_to_a_name_is_only_a_name(w, workshop):
    duty = give_duty(workshop=workshop, by=w.leader, task="teaches", name="Tyge M")
    again = give_duty(workshop=workshop, by=w.leader, task="teaches", name="Tyge M")
    assert (duty, duty.name, duty.user) == (again, "Tyge M", None)
    assert (Duty.objects.count(), Letter.objects.count()) == (1, 0)


def test_give_duty_to_somebody_with_a_role_tells_them(w, workshop):
    duty = give_duty(workshop=workshop, by=w.leader, task="organises", user=w.coach)
    assert (duty.user, duty.name) == (w.coach, w.coach.get_full_name())
    letter = Letter.objects.get()
    assert letter.to_address == w.coach.email
    assert letter.subject == f"{workshop.title}: you have a task"
    assert workshop.get_absolute_url() in letter.text


def test_give_duty_to_oneself_writes_no_letter(w, workshop):
    give_duty(workshop=workshop, by=w.leader, task="organises", user=w.leader)
    assert Letter.objects.count() == 0


def test_give_duty_with_an_address_opens_an_account(w, workshop):
    duty = give_duty(
        workshop=workshop, by=w.leader, task="invites", name="Anne", email="Anne@Example.org"
    )
    assert (duty.user.email, duty.user.has_usable_password()) == ("anne@example.org", False)
    assert Workshop.objects.visible_to(duty.user).get() == workshop
    assert Letter.objects.get().to_address == "anne@example.org"


def test_give_duty_adds_the_account_to_a_name_that_has_the_task(w, workshop):
    give_duty(workshop=workshop, by=w.leader, task="invites", name="Anne")
    give_duty(workshop=workshop, by=w.leader, task="invites", name="Anne", email="a@example.org")
    assert Duty.objects.get().user.email == "a@example.org"


def test_give_duty_to_strangers_refused(w, workshop):
    contact = Contact.objects.create(region=w.region, name="C", source="list")
    other = Contact.objects.create(region=w.other_region, name="O", source="list")
    User.objects.filter(pk=w.observer.pk).update(is_active=False)
    give = {"workshop": workshop, "task": "teaches"}
    assert refused(give_duty, by=w.leader, user=w.outsider, **give) == "unknown_person"
    assert refused(give_duty, by=w.leader, user=w.observer, **give) == "unknown_person"
    assert refused(give_duty, by=w.leader, contact=contact, **give) == "unknown_person"
    assert refused(give_duty, by=w.admin, contact=other, **give) == "unknown_person"
    assert give_duty(by=w.admin, contact=contact, **give).contact == contact


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"task": "dances", "name": "A"}, "unknown_task"),
        ({"task": "teaches", "name": " "}, "no_name"),
        ({"task": "teaches", "name": "x" * 151}, "name_too_long"),
        ({"task": "teaches", "name": "A", "email": "a@b\rBcc: c"}, "bad_address"),
    ],
)
def test_give_duty_that_cannot_be_refused(w, workshop, fields, code):
    assert refused(give_duty, workshop=workshop, by=w.leader, **fields) == code
    assert Duty.objects.count() == 0


def test_give_duty_to_a_closed_account_refused(w, workshop):
    User.objects.create(email="closed@example.org", name="C", is_active=False)
    fields = {"task": "teaches", "name": "C", "email": "closed@example.org"}
    assert refused(give_duty, workshop=workshop, by=w.leader, **fields) == "account_closed"
    assert Duty.objects.count() == 0


def test_take_duty_ends_the_rights_once(w, workshop):
    duty = give_duty(workshop=workshop, by=w.leader, task="organises", user=w.observer)
    take_duty(duty=duty, by=w.leader)
    take_duty(duty=duty, by=w.leader)
    verbs = AuditEvent.objects.filter(subject_id=workshop.pk).values_list("verb", flat=True)
    assert sorted(verbs) == ["duty.given", "duty.taken"]
    with pytest.raises(NotAllowed):
        add_item(workshop=workshop, by=w.observer, title="a")


def test_give_duty_by_an_observer_refused(w, workshop):
    with pytest.raises(NotAllowed):
        give_duty(workshop=workshop, by=w.observer, task="organises", user=w.observer)


# --- materials ---


def test_add_material_as_a_file_or_a_link(w, workshop):
    file = add_material(workshop=workshop, by=w.leader, file=text("Läs.txt"))
    link = add_material(
        workshop=workshop, by=w.leader, link="https://example.org/a", title="A", for_guests=False
    )
    assert (file.title, file.file_name, file.size) == ("Läs.txt", "Läs.txt", 5)
    assert "Läs" not in file.file.name
    assert (link.title, link.for_guests, link.file.name) == ("A", False, "")


def test_remove_material_takes_the_file_along(w, workshop, django_capture_on_commit_callbacks):
    made = add_material(workshop=workshop, by=w.leader, file=text())
    with django_capture_on_commit_callbacks(execute=True):
        remove_material(material=made, by=w.leader)
    assert not made.file.storage.exists(made.file.name)
    remove_material(material=made, by=w.leader)
    assert AuditEvent.objects.filter(verb="material.removed").count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "link_or_file"),
        ({"link": "https://a.se", "file": "a.txt"}, "link_or_file"),
        ({"link": "javascript:alert(1)"}, "bad_link"),
        ({"link": "https://a.se/" + "x" * 600}, "too_long"),
        ({"title": "x" * 161, "link": "https://a.se"}, "too_long"),
        ({"file": "a.exe"}, "file_kind"),
    ],
)
def test_add_material_that_cannot_be_refused(w, workshop, fields, code):
    if "file" in fields:
        fields = fields | {"file": text(fields["file"])}
    assert refused(add_material, workshop=workshop, by=w.leader, **fields) == code
    assert workshop.materials.count() == 0


def test_add_material_disguised_refused(w, workshop):
    upload = text("a.pdf", b"MZ not a pdf")
    assert refused(add_material, workshop=workshop, by=w.leader, file=upload) == "file_disguised"


def test_add_material_by_an_observer_refused(w, workshop):
    with pytest.raises(NotAllowed):
        add_material(workshop=workshop, by=w.observer, link="https://a.se")
