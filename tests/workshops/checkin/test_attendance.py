"""Figures, hours, the list on paper, exports, readiness and calls of an evening."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import uuid
from decimal import Decimal
from shutil import which

import openpyxl
import pytest
import python_calamine
from django.utils import timezone
from django.utils.formats import time_format
from pypdf import PdfReader

from core.refusals import Refusal
from grants.models import WorkEntry
from people.models import Duty
from people.scope import forget_scope
from places.readiness import Facts, _answer
from places.todos import of_place, of_start
from tests.factories import OrganisationFactory, world
from tests.workshops.samples import guest, meeting
from workshops import todos as calls
from workshops.checkin.attendance import figures, hand_over, hours_for_all, set_hours
from workshops.checkin.pages import sheets
from workshops.models import (
    Answer,
    GuestList,
    Invitation,
    Minutes,
    Outcome,
    Question,
    Seat,
    Workshop,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def ended(w, days=1, **fields) -> Workshop:
    """A meeting of two hours that ended some days ago."""
    end = timezone.now() - dt.timedelta(days=days)
    return meeting(w, starts_at=end - dt.timedelta(hours=2), ends_at=end, **fields)


def was_there(workshop, number=1, persons=1, **fields) -> Invitation:
    at = workshop.starts_at
    return guest(workshop, number, attended_at=at, attended_persons=persons, **fields)


def code_of(call) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code


def shown(counts) -> dict[str, tuple[int, int]]:
    return {one.key: (one.guests, one.persons) for one in counts if one.guests}


def evening(w) -> Workshop:
    """Five came (8 persons) of three invited and others; one of them has been before."""
    earlier = ended(w, 90)
    was_there(earlier, 1)
    was_there(earlier, 7, name="Nils Holm")
    workshop = ended(w)
    association = OrganisationFactory(region=w.region, sector="association")
    party = workshop.required_groups.create(name="Kommunen", wanted=2)
    was_there(workshop, 1, 2, sector="business", party=party)
    was_there(workshop, 2, 3, organisation=association)
    guest(workshop, 3)
    guest(workshop, 4, removed_at=timezone.now())
    guest(workshop, 8, invited_at=None)
    was_there(workshop, 5, how="signed_up", invited_at=None)
    was_there(workshop, 6, how="walked_in", invited_at=None, email="")
    was_there(workshop, 9, how="walked_in", invited_at=None, email="", name="Nils  HOLM")
    return workshop


def test_figures_tell_who_came_from_where_and_for_the_first_time(w):
    workshop = evening(w)
    found = figures(workshop)
    assert (found.persons, found.households) == (8, 5)
    assert (found.invited, found.invited_came, found.share_of_invited) == (3, 2, 67)
    assert shown(found.by_way) == {"invited": (2, 5), "signed_up": (1, 1), "walked_in": (2, 2)}
    assert shown(found.by_sector) == {"business": (1, 2), "association": (1, 3), "": (3, 3)}
    assert [one.key for one in found.by_sector if one.is_one_of_three] == [
        "municipality", "business", "association",
    ]  # fmt: skip
    assert [(one.label, one.guests, one.wanted) for one in found.by_group] == [("Kommunen", 1, 2)]
    assert (found.first_time, found.been_before, found.earlier_meetings) == (3, 2, 1)


def test_figures_of_a_meeting_where_nobody_came_are_zeros_and_no_share(w):
    found = figures(ended(w))
    assert (found.persons, found.share_of_invited, found.hours) == (0, None, Decimal(0))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_figures_asks_the_same_for_one_and_three(
    w, client, rows, django_assert_num_queries
):
    workshop = ended(w)
    for number in range(rows):
        was_there(workshop, number)
    client.force_login(w.leader)
    url = f"/meetings/{workshop.pk}/attendance/"
    client.get(url)
    with django_assert_num_queries(10):
        assert client.get(url).status_code == 200


def test_hours_of_all_are_the_length_and_leave_what_is_written(w):
    workshop = evening(w)
    one = workshop.invitations.get(email="gast2@example.org")
    set_hours(workshop=workshop, by=w.leader, hours={one.pk: Decimal("0.5")})
    assert hours_for_all(workshop=workshop, by=w.leader) == 4
    found = figures(workshop)
    assert (found.hours, found.hours_persons) == (Decimal("11.50"), 8)
    assert hours_for_all(workshop=workshop, by=w.leader) == 0


def test_hours_are_refused_with_a_reason(w):
    workshop, open_end = evening(w), ended(w)
    Workshop.objects.filter(pk=open_end.pk).update(ends_at=None)
    open_end.refresh_from_db()
    came = workshop.invitations.get(email="gast1@example.org")
    absent = workshop.invitations.get(email="gast3@example.org")
    assert code_of(lambda: hours_for_all(workshop=open_end, by=w.leader)) == "end_open"
    assert code_of(lambda: hours_for_all(workshop=meeting(w), by=w.leader)) == "not_over"
    for one, hours, code in (
        (came, "0", "wrong_hours"), (came, "24.01", "wrong_hours"), (absent, "1", "did_not_come"),
    ):  # fmt: skip
        told = {one.pk: Decimal(hours)}
        assert (
            code_of(lambda told=told: set_hours(workshop=workshop, by=w.leader, hours=told)) == code
        )
    assert figures(workshop).hours == 0


def test_hours_of_anothers_list_are_left_as_they_are(w):
    workshop = ended(w)
    own = GuestList.objects.create(workshop=workshop, name="Annes", owner=w.coach)
    one = was_there(workshop, guest_list=own)
    assert set_hours(workshop=workshop, by=w.leader, hours={one.pk: Decimal(2)}) == 0
    assert set_hours(workshop=workshop, by=w.coach, hours={one.pk: Decimal(2)}) == 1


def test_hours_page_reads_what_people_write_and_shows_what_is_wrong(w, client):
    workshop = ended(w)
    one = was_there(workshop, persons=2)
    client.force_login(w.leader)
    url = f"/meetings/{workshop.pk}/attendance/hours/"
    assert client.post(url, {f"h-{one.pk}": "mycket"}).status_code == 422
    assert client.post(url, {f"h-{one.pk}": "25"}).status_code == 409
    assert client.post(url, {f"h-{one.pk}": "2,5"}).status_code == 302
    assert figures(workshop).hours == Decimal("5.00")
    assert client.post(url, {f"h-{one.pk}": ""}).status_code == 302
    assert figures(workshop).hours == 0


def test_sum_of_hours_goes_once_to_the_time_sheet_without_names(w, client):
    from tests.grants.agreement_samples import signed as agreed  # noqa: PLC0415 - only here

    workshop = evening(w)
    assert code_of(lambda: give(workshop, w)) == "no_support"
    agreed(w)
    assert code_of(lambda: give(workshop, w)) == "no_hours"
    hours_for_all(workshop=workshop, by=w.leader)
    client.force_login(w.leader)
    url = f"/meetings/{workshop.pk}/attendance/hours/{w.participation.pk}/"
    for _click in range(2):
        assert client.post(url).status_code == 302
    line = WorkEntry.objects.get()
    assert (line.kind, line.quantity, line.people, line.what, line.sheet.user) == (
        "volunteer", Decimal("16.00"), 8, "Stormöte i Näsum", w.leader,
    )  # fmt: skip
    assert client.post(url.replace(f"/{w.participation.pk}/", "/999/")).status_code == 404
    assert code_of(
        lambda: hand_over(workshop=ended(w, places=[]), by=w.manager, participation=w.participation)
    ) == "not_its_place"  # fmt: skip


def give(workshop, w):
    return hand_over(workshop=workshop, by=w.leader, participation=w.participation)


def paper(workshop, **fields):
    told = {"key": str(uuid.uuid4())}
    for one in workshop.invitations.all():
        told |= {f"came-{one.pk}": "", f"was-{one.pk}": str(one.attended_persons)}
    return told | {f"persons-{n}": "" for n in range(8)} | fields


def test_list_on_paper_is_entered_in_one_go_and_twice_is_once(w, client):
    workshop = ended(w, 10)
    first, second = guest(workshop, 1), was_there(workshop, 2, 2)
    form = paper(workshop, **{f"came-{first.pk}": "3", "name-0": "Bo Ek", "sector-0": "business"})
    client.force_login(w.leader)
    for _click in range(2):
        assert client.post(f"/meetings/{workshop.pk}/attendance/paper/", form).status_code == 302
    rows = workshop.invitations.order_by("pk").values_list("name", "attended_persons", "sector")
    assert list(rows) == [(first.name, 3, ""), (second.name, 0, ""), ("Bo Ek", 1, "business")]


def test_list_on_paper_leaves_whom_another_door_let_in_meanwhile(w, client):
    workshop = ended(w)
    one = guest(workshop, 1)
    form = paper(workshop)
    Invitation.objects.update(attended_persons=2, attended_at=timezone.now())
    client.force_login(w.leader)
    assert client.post(f"/meetings/{workshop.pk}/attendance/paper/", form).status_code == 302
    one.refresh_from_db()
    assert one.attended_persons == 2


def test_list_on_paper_after_two_weeks_is_refused_and_keeps_what_was_typed(w, client):
    workshop = ended(w, 20)
    one = guest(workshop, 1)
    client.force_login(w.leader)
    form = paper(workshop, **{f"came-{one.pk}": "3"})
    response = client.post(f"/meetings/{workshop.pk}/attendance/paper/", form)
    assert response.status_code == 409
    assert "until two weeks after the meeting" in response.content.decode()
    assert response.context["form"][f"came-{one.pk}"].value() == "3"


@pytest.mark.parametrize("bad", ["-1", "100", "x", "9" * 40])
def test_list_on_paper_with_a_bad_number_says_where(w, client, bad):
    workshop = ended(w)
    one = guest(workshop, 1)
    client.force_login(w.leader)
    form = paper(workshop, **{f"came-{one.pk}": bad})
    response = client.post(f"/meetings/{workshop.pk}/attendance/paper/", form)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"came-{one.pk}"]


def named(workshop) -> list[str]:
    """Text that a spreadsheet would compute, and plain text."""
    was_there(workshop, 1, 2, name="=1+1", sector="business", volunteer_hours=Decimal("1.5"))
    was_there(workshop, 2, 1, name="Åsa Ö")
    return ["=1+1", "Åsa Ö"]


def test_workbook_reads_back_with_figures_and_names(w, client):
    workshop = ended(w)
    names = named(workshop)
    client.force_login(w.leader)
    content = client.get(f"/meetings/{workshop.pk}/attendance.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Figures", "Who came"]
    values = {row[0].value: row[1].value for row in book["Figures"].iter_rows(min_row=2)}
    assert (values["Persons who came"], values["Business"], values["Volunteer hours"]) == (3, 2, 3)
    assert [row[0].value for row in book["Who came"].iter_rows(min_row=2)] == names
    assert {row[0].data_type for row in book["Who came"].iter_rows(min_row=2)} == {"s"}
    rows = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name("Who came")
    assert [row[0] for row in rows.to_python()[1:]] == names


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
def test_workbook_is_read_by_libreoffice(w, client, tmp_path):
    workshop = ended(w)
    named(workshop)
    client.force_login(w.leader)
    content = client.get(f"/meetings/{workshop.pk}/attendance.xlsx").content
    (tmp_path / "a.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,2", "a.xlsx"]  # fmt: skip # noqa: E501
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    text = (tmp_path / "a-Who came.csv").read_text()
    assert [line.split(";")[0] for line in text.splitlines()] == ["Name", "=1+1", "Åsa Ö"]


def test_csv_holds_figures_or_names_and_no_formula(w, client):
    workshop = ended(w)
    named(workshop)
    client.force_login(w.leader)
    url = f"/meetings/{workshop.pk}/attendance.csv"
    assert client.get(url).content.decode("utf-8-sig").splitlines()[1].startswith(
        "Persons who came;3;"
    )  # fmt: skip
    text = client.get(url + "?names=1").content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in text.splitlines()[1:]] == ["'=1+1", "Åsa Ö"]


def test_names_of_anothers_list_are_in_the_figures_and_not_in_the_export(w):
    workshop = ended(w)
    own = GuestList.objects.create(workshop=workshop, name="Annes", owner=w.coach)
    was_there(workshop, 1, 2, guest_list=own)
    figures_sheet, names = sheets(workshop, w.leader)
    assert next(iter(figures_sheet.rows))[1] == 2
    assert list(names.rows) == []
    assert [row[0] for row in sheets(workshop, w.coach)[1].rows] == ["Gäst 1"]


@pytest.mark.paper
def test_sign_in_list_names_the_guests_and_repeats_its_heading(w, client):
    workshop = ended(w)
    for number in range(60):
        guest(workshop, number, name=f"Gäst {number:02}")
    client.force_login(w.leader)
    response = client.get(f"/meetings/{workshop.pk}/sign-in-list.pdf")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]
    assert response["Content-Type"] == "application/pdf"
    assert len(pages) == 4
    assert all("Namn" in page for page in pages)
    assert "Gäst 00" in pages[0]
    assert "Gäst 59" in "".join(pages)


def part(w, key):
    found = _answer(Facts(w.participation), key)
    return found.done, found.text


def test_open_meeting_counts_for_the_gate_when_attendance_is_recorded(w):
    assert part(w, "open_meeting_held") == (False, "No open meeting with recorded attendance yet.")
    workshop = ended(w)
    was_there(ended(w, 30), 1, 9, sector="municipality")
    was_there(ended(w, kind="working_group"), 1, 4)
    was_there(workshop, 1, 2, sector="business")
    was_there(workshop, 2, 1, sector="association")
    done, text = part(w, "open_meeting_held")
    assert done
    assert text.startswith("3 persons on ")
    assert text.endswith(", from business, association. Nobody from municipality.")


def test_meeting_cancelled_after_all_does_not_count(w):
    was_there(ended(w, state="cancelled"))
    assert part(w, "open_meeting_held")[0] is False


def test_minutes_count_for_the_gate_when_they_are_approved(w):
    minutes = Minutes.objects.create(workshop=ended(w), state="sent")
    assert part(w, "meeting_minutes_approved") == (
        False, "Minutes are sent and wait to be approved.",
    )  # fmt: skip
    minutes.state, minutes.approved_by, minutes.approved_at = "approved", w.leader, timezone.now()
    minutes.save()
    assert part(w, "meeting_minutes_approved")[0]


@pytest.mark.parametrize("key", ["open_meeting_held", "meeting_minutes_approved"])
def test_part_asks_once(w, key, django_assert_num_queries):
    was_there(ended(w))
    part(w, key)
    with django_assert_num_queries(1):
        part(w, key)


def called(w, person="leader") -> list[str]:
    return [call.title for call in of_place(w.participation, getattr(w, person))]


def test_place_calls_for_what_its_meetings_need(w, django_assert_num_queries):
    start = timezone.now() + dt.timedelta(hours=1)
    tonight = meeting(w, starts_at=start, ends_at=start + dt.timedelta(hours=2), title="Kväll")
    ahead = meeting(w, starts_at=timezone.now() + dt.timedelta(days=5), ends_at=None)
    guest(ahead, 1)
    guest(ahead, 2, answer=Answer.YES, seat=Seat.OFFERED)
    guest(ahead, 3, answer=Answer.NO)
    Question.objects.create(workshop=ahead, text="När?")
    was_there(ended(w, 8))
    written = ended(w, 20)
    Minutes.objects.create(workshop=written, state="sent")
    Outcome.objects.create(workshop=written, kind="idea", text="Badplats")
    called(w)
    with django_assert_num_queries(1):
        titles = [call.title for call in calls.of_place(w.participation, w.leader)]
    begins = time_format(tonight.local_start.time(), "TIME_FORMAT")
    assert titles == [
        f"Kväll today {begins}",
        "1 question is owed an answer",
        "The minutes are not written",
        "1 guest has not answered",
        "1 idea is not taken up",
    ]
    assert called(w, "observer") == []


def test_place_with_nothing_to_do_calls_nobody(w):
    meeting(w)
    was_there(ended(w, 200))
    was_there(ended(w, 3))
    assert called(w) == []


def test_start_page_tells_of_own_tasks_and_meetings_without_place(w):
    workshop = ended(w, 8)
    was_there(workshop)
    assert of_start(w.manager) == []
    assert of_start(w.outsider) == []
    Duty.objects.create(workshop=workshop, task="facilitates", name="T", user=w.outsider)
    forget_scope(w.outsider)
    assert [call.title for call in of_start(w.outsider)] == ["The minutes are not written"]
    was_there(ended(w, 9, places=[], title="Konferens"))
    assert [call.text.partition(",")[0] for call in of_start(w.manager)] == ["Konferens"]
