"""The target picture's verbs: its text, its year, its picture."""

import datetime as dt

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core.refusals import Conflict, NotAllowed, Refusal
from plans.models import PAGE_LENGTH, PlanVersion, TargetPicture
from plans.target.services import horizon_warning, remove_picture, save_target, set_picture
from tests.plans.target_samples import READERS, WRITERS, day, planning, png, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return planning()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }


def save(made, by=None, **fields):
    usual = {"version": 0, "text": "Lampor lyser", "horizon": day(0).year + 8, "how_seen": "Fler"}
    return save_target(participation=made.participation, by=by or made.leader, **usual | fields)


def picture(made, by=None, **fields):
    usual = {"version": 0, "upload": png(), "picture_text": "Torget"}
    return set_picture(participation=made.participation, by=by or made.leader, **usual | fields)


def refused(code, verb, made, **fields):
    with pytest.raises(Refusal) as caught:
        verb(made, **fields)
    assert (caught.value.code, verbs()) == (code, [])


def stored():
    return TargetPicture.objects.values_list("text", "horizon", "how_seen", "version").get()


# --- The text ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_save_target_by_those_who_write_the_plan_stores_it_and_leaves_a_line(made, name):
    save(made, by=getattr(made, name), text="  Lampor\r\nlyser \n")
    assert stored() == ("Lampor\nlyser", day(0).year + 8, "Fler", 1)
    assert verbs() == ["target.saved"]


@pytest.mark.parametrize("name", [*READERS, "neighbour_leader", "outsider", "other_admin"])
def test_save_target_by_others_is_not_allowed(made, name):
    with pytest.raises(NotAllowed):
        save(made, by=getattr(made, name))
    assert TargetPicture.objects.count() == 0


@pytest.mark.parametrize("state", ["closed", "waiting", "returned", "stopped"])
def test_save_target_before_the_gate_is_refused_with_the_reason(made, state):
    made.participation.gate_state = state
    made.participation.save()
    with pytest.raises(Refusal) as caught:
        save(made)
    assert (caught.value.code, "the gate is passed" in str(caught.value)) == ("plan_locked", True)


def test_save_target_after_the_support_ended_is_allowed(made):
    made.participation.status = "ended"
    made.participation.save()
    assert save(made).version == 1


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("text_too_long", {"text": "å" * (PAGE_LENGTH + 1)}),
        ("how_seen_too_long", {"how_seen": "å" * 1501}),
        ("horizon_past", {"horizon": 2019}),
        ("horizon_past", {"horizon": -5}),
        ("horizon_past", {"horizon": day(0).year}),
        ("horizon_far", {"horizon": day(0).year + 51}),
        ("horizon_far", {"horizon": 20350}),
    ],
)
def test_save_target_with_bad_input_is_refused(made, code, fields):
    refused(code, save, made, **fields)


def test_save_target_counts_a_line_break_of_a_browser_once(made):
    text = "a\r\n" * (PAGE_LENGTH // 2 - 1) + "aa"
    assert len(text) > PAGE_LENGTH
    assert len(save(made, text=text).text) == PAGE_LENGTH


def test_save_target_twice_the_same_changes_nothing(made):
    save(made)
    save(made)
    assert (stored()[3], verbs()) == (1, ["target.saved"])


def test_save_target_over_somebody_elses_text_is_a_conflict_with_both(made):
    save(made, text="Hennes")
    with pytest.raises(Conflict) as caught:
        save(made, by=made.member, text="Hans")
    theirs, yours = caught.value.theirs, caught.value.yours
    assert (theirs["text"], yours["text"], caught.value.version) == ("Hennes", "Hans", 1)
    assert stored()[0] == "Hennes"


def test_save_target_with_the_stored_version_after_a_conflict_holds(made):
    save(made, text="Hennes")
    save(made, by=made.member, version=1, text="Hans")
    assert stored()[::3] == ("Hans", 2)


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("year", "begins"),
    [
        (None, ""),
        (2030, "2030 is near."),
        (2031, ""),
        (2036, ""),
        (2037, "2037 is 11 years ahead."),
    ],
)
def test_horizon_outside_five_to_ten_years_is_warned_of(year, begins):
    warning = horizon_warning(year, dt.date(2026, 11, 22))
    assert (warning.startswith(begins), bool(warning)) == (True, bool(begins))


@pytest.mark.day(dt.date(2026, 11, 16))
@time_machine.travel("2026-11-22")
def test_save_target_with_a_near_year_is_stored_all_the_same(made):
    assert save(made, horizon=2028).horizon == 2028


# --- The picture ------------------------------------------------------------------------


def test_set_picture_keeps_the_file_and_its_description(made):
    row = picture(made, picture_text="  Torget  en kväll ")
    assert (row.picture_text, row.version, default_storage.exists(row.picture.name)) == (
        "Torget en kväll", 1, True,
    )  # fmt: skip
    assert verbs() == ["target.picture_set"]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("picture_text_missing", {"picture_text": "  "}),
        ("too_long", {"picture_text": "x" * 241}),
        ("picture_missing", {"upload": None}),
        ("not_a_picture", {"upload": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 %%EOF")}),
        ("not_a_picture", {"upload": SimpleUploadedFile("by.svg", b"<svg/>")}),
        ("file_disguised", {"upload": SimpleUploadedFile("by.png", b"<script>")}),
        ("file_empty", {"upload": SimpleUploadedFile("by.jpg", b"")}),
    ],
)
def test_set_picture_with_bad_input_is_refused_and_leaves_no_file(made, tmp_path, code, fields):
    refused(code, picture, made, **fields)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_set_picture_without_a_file_changes_the_description_alone(made):
    first = picture(made).picture.name
    row = picture(made, version=1, upload=None, picture_text="Torget i snö")
    assert (row.picture.name, row.picture_text, row.version) == (first, "Torget i snö", 2)


def test_set_picture_over_a_newer_version_is_a_conflict_and_leaves_no_file(made, tmp_path):
    picture(made)
    with pytest.raises(Conflict):
        picture(made, picture_text="Sjön")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_set_picture_anew_deletes_the_old_file(made, django_capture_on_commit_callbacks):
    old = picture(made).picture.name
    with django_capture_on_commit_callbacks(execute=True):
        new = picture(made, version=1, upload=png(colour="red")).picture.name
    assert (default_storage.exists(old), default_storage.exists(new)) == (False, True)


def test_remove_picture_that_an_adopted_plan_shows_keeps_the_file(
    made, django_capture_on_commit_callbacks
):
    name = picture(made).picture.name
    PlanVersion.objects.create(
        participation=made.participation, number=1, adopted_on=day(0), meeting="Årsmöte",
        content={"target": {"picture": name}},
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        row = remove_picture(participation=made.participation, by=made.leader)
    assert (row.picture.name, row.picture_text, default_storage.exists(name)) == ("", "", True)


def test_remove_picture_twice_does_nothing(made):
    picture(made)
    remove_picture(participation=made.participation, by=made.leader)
    remove_picture(participation=made.participation, by=made.leader)
    assert verbs() == ["target.picture_set", "target.picture_removed"]


@pytest.mark.parametrize("verb", [picture, lambda made, by: remove_picture(
    participation=made.participation, by=by)])  # fmt: skip
def test_picture_by_a_reader_is_not_allowed(made, verb):
    with pytest.raises(NotAllowed):
        verb(made, by=made.observer)
