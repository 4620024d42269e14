"""Lists of guests: pasted or from files, judged row by row, mended, taken over once."""

from __future__ import annotations

import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.exports import Column, Sheet, xlsx
from core.refusals import Refusal
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.guests.imports import (
    Row,
    as_lines,
    from_lines,
    judge,
    read,
    read_file,
    read_paste,
    take_over,
)
from workshops.guests.many import Added
from workshops.models import Invitation

pytestmark = pytest.mark.django_db

ANNA = ("Anna Ek", "anna@example.org", "")
B, C = ("", "b@x.org", ""), ("", "c@x.org", "")


def parts(rows):
    return [(row.name, row.email, row.phone) for row in rows]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Anna Ek <anna@example.org>", [ANNA]),
        ('"Ek, Anna" <Anna@Example.org>,', [("Ek, Anna", "anna@example.org", "")]),
        ("anna@example.org; Anna Ek; 070-123 45 67", [(*ANNA[:2], "070-123 45 67")]),
        ("Anna Ek\tanna@example.org\t+46 70 123", [(*ANNA[:2], "+46 70 123")]),
        ("Anna Ek anna@example.org", [ANNA]),
        ("anna@example.org", [("", "anna@example.org", "")]),
        ("Anna Ek; 070 123 45 67", [("Anna Ek", "", "070 123 45 67")]),
        ("A <a@x.org>; B <b@x.org>", [("A", "a@x.org", ""), ("B", "b@x.org", "")]),
        ("Namn;E-post;Telefon\nAnna Ek;anna@example.org;", [ANNA]),
        ("Fornavn\tEfternavn\tE-mailadresse\nAnna\tEk\tanna@example.org", [ANNA]),
        ("Name,Mobile,Email address\nAnna Ek,,anna@example.org", [ANNA]),
        ("anna@example.org; b@x.org, c@x.org", [("", "anna@example.org", ""), B, C]),
        ("anna@example.org b@x.org c@x.org", [("", "anna@example.org", ""), B, C]),
        ("Anna Ek <anna@example.org>; b@x.org; C <c@x.org>", [ANNA, B, ("C", "c@x.org", "")]),
        ("Anna Ek; anna@example.org; 070-111 22 33; b@x.org", [(*ANNA[:2], "070-111 22 33"), B]),
        ("Hej b@x.org och c@x.org!", [B, C]),
        ("'b@x.org' <b@x.org>", [B]),
        ("b@x.org <mailto:b@x.org>", [B]),
        ("Mailto:b@x.org", [B]),
        ("- b@x.org\n• c@x.org\n1. Anna Ek <anna@example.org>", [B, C, ANNA]),
        (
            '"Ek, Anna",anna@example.org,070-111 22 33',
            [("Ek, Anna", "anna@example.org", "070-111 22 33")],
        ),
        ("o'brien@x.org; b@x.org", [("", "o'brien@x.org", ""), B]),
        ("Anna Ek <anna@example.org>\r\n\r\nB <b@x.org>\u2028", [ANNA, ("B", "b@x.org", "")]),
    ],
)
def test_read_paste_understands_lists_as_people_write_them(text, read):
    assert parts(read_paste(text)) == read


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Anna Ek ", "x ", "070-111 22 33 ", "- ", '"Ek, Anna" ', "'"]),
            st.sampled_from(["a{}@x.org", "<a{}@x.org>", "@{}", "a{}@", "mailto:a{}@x.org"]),
            st.sampled_from([";", ",", " ", "\t", "\n", "; ", " och ", " / "]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_address_that_goes_in_is_lost(pieces):
    text = "".join(
        f"{before}{address.format(number)}{after}"
        for number, (before, address, after) in enumerate(pieces)
    )

    rows = read_paste(text)

    assert len([row for row in rows if "@" in row.email]) == len(pieces)
    assert not any("@" in f"{row.name}{row.phone}{row.organisation_name}" for row in rows)


@pytest.mark.parametrize(
    ("file", "person", "unread"),
    [
        (
            (
                "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
                "Phone 1 - Value\nAnna Ek,Anna,Ek,* ,anna@example.org,Mobile,070-1112233"
            ),
            (*ANNA[:2], "070-1112233"),
            ["E-mail 1 - Type", "Phone 1 - Type"],
        ),
        (
            "Namn;Mail;Mobilnr;Tel.nr\nAnna Ek;anna@example.org;070-1112233;0431-12345",
            (*ANNA[:2], "070-1112233"),
            ["Tel.nr"],
        ),
        ("Namn;E-post 1;Ort\nAnna Ek;anna@example.org;Näsum", ANNA, ["Ort"]),
        ("Namn;Telefonnr.;Tom\nAnna Ek;070-1112233;", ("Anna Ek", "", "070-1112233"), []),
    ],
)
def test_columns_that_are_not_read_are_told(file, person, unread):
    found = read(text="", content=file.encode())

    assert (parts(found.rows), found.unread) == ([person], unread)


def test_first_sheet_with_known_headings_is_read_and_the_others_are_named(paste_page, client):
    sheets = [
        Sheet("Läs mig", [Column("Instruktion")], [("Fyll i fliken Gäster",)]),
        Sheet("Gäster", [Column("Namn"), Column("E-post")], [ANNA[:2]]),
    ]

    page = client.post(
        paste_page[2],
        {"file": SimpleUploadedFile("a.xlsx", xlsx(sheets)), "text": "", "source": "s"},
    ).content.decode()

    assert "anna@example.org" in page
    assert "Läs mig" in page


def test_zero_of_a_phone_that_a_spreadsheet_lost_comes_back():
    book = xlsx([Sheet("G", [Column("Namn"), Column("Telefon", "number")], [("A", 701234567)])])

    assert parts(read_file(book)) == [("A", "", "0701234567")]


def test_signs_that_nobody_sees_make_no_second_mailbox():
    w = world()
    workshop = meeting(w)
    text = (
        "Anna Ek; anna.ek@example.org\u200b\nAnna Ek; anna.ek@exam\u00adple.org\n"
        "Cia Dahl; cia@smørrebrød.example\nCia Dahl; cia@xn--smrrebrd-64af.example\n"
        "Dan; dan@a\u030anga.example\nDan; dan@ånga.example"
    )

    judged = judge(workshop, read_paste(text))

    assert [(row.email, row.result) for row in judged.rows] == [
        ("anna.ek@example.org", "new"), ("anna.ek@example.org", "twice"),
        ("cia@smørrebrød.example", "new"), ("cia@smørrebrød.example", "twice"),
        ("dan@ånga.example", "new"), ("dan@ånga.example", "twice"),
    ]  # fmt: skip


def test_couple_with_one_address_is_two_people():
    w = world()
    workshop = meeting(w)
    file = "Namn;E-post\nAnna Ek;familjenek@example.org\nBo Ek;familjenek@example.org\n"
    rows = read_file((file + "Anna Ek-Berg;familjenek@example.org").encode())

    first = take_over(workshop=workshop, by=w.leader, rows=rows, source="s")
    again = take_over(workshop=workshop, by=w.leader, rows=rows, source="s")

    assert (first, again) == (Added(new=2), Added(already=2))
    assert set(workshop.invitations.values_list("name", flat=True)) == {"Anna Ek", "Bo Ek"}


def test_read_paste_numbers_rows_as_they_stand():
    rows = read_paste("\nA <a@x.org>\n\nB <b@x.org>")
    assert [row.number for row in rows] == [2, 4]


@pytest.mark.parametrize(("text", "code"), [("", "empty_list"), (" \n\t", "empty_list")])
def test_empty_paste_is_refused(text, code):
    with pytest.raises(Refusal) as refused:
        read_paste(text)
    assert refused.value.code == code


def test_too_many_rows_are_refused():
    with pytest.raises(Refusal) as refused:
        read_paste("\n".join(f"a{n}@example.org" for n in range(10_001)))
    assert refused.value.code == "too_many_rows"


def test_read_file_takes_a_spreadsheet_with_a_title_above():
    book = xlsx(
        [
            Sheet(
                "Gäster",
                [Column(title) for title in ("Namn", "E-post", "Mobil", "Förening")],
                [("Anna Ek", "anna@example.org", "070", "IF Näsum"), ("Bo", "", "0708", "")],
            )
        ]
    )
    rows = read_file(book)
    assert parts(rows) == [("Anna Ek", "anna@example.org", "070"), ("Bo", "", "0708")]
    assert rows[0].organisation_name == "IF Näsum"


def test_read_file_without_known_columns_is_refused():
    with pytest.raises(Refusal) as refused:
        read_file(b"Fisk;Antal\nGjedde;4\n")
    assert refused.value.code == "no_columns"


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=200))
def test_no_text_makes_reading_fail_and_rows_survive_the_way_to_the_preview(text):
    try:
        rows = read_paste(text)
    except Refusal:
        return
    again = from_lines(as_lines(rows))
    assert parts(again) == [part for part in parts(rows) if any(part)]
    for row in again:
        assert not set(row.name + row.email + row.phone) & set("\r\n\t\u2028\ue000\ue001")


def test_judge_says_of_every_row_what_it_would_do():
    w = world()
    workshop = meeting(w)
    guest(workshop, 1)
    guest(workshop, 2, left_at=workshop.starts_at)
    rows = read_paste(
        "gast1@example.org\n"
        "gast2@example.org\n"
        "Ny <ny@example.org>\n"
        "Ny igen <NY@example.org>\n"
        "Trasig <trasig@>\n"
        "Bara namn\n"
        "Ring; 070-111 22 33"
    )
    judged = judge(workshop, rows)
    assert [(row.number, row.result) for row in judged.rows] == [
        (1, "already"), (2, "off"), (3, "new"), (4, "twice"), (5, "broken"), (6, "broken"),
        (7, "new"),
    ]  # fmt: skip
    assert judged.rows[3].same_as == 3
    assert judged.to_ring == 1


def test_take_over_needs_a_source_and_whole_rows_and_adds_nobody_twice():
    w = world()
    workshop = meeting(w)
    rows = read_paste("Ny <ny@example.org>\nTrasig <trasig@>\nanna.svensson@example.org")
    for fields, code in (({"source": ""}, "no_source"), ({"source": "Lista"}, "rows_broken")):
        with pytest.raises(Refusal) as refused:
            take_over(workshop=workshop, by=w.leader, rows=rows, **fields)
        assert refused.value.code == code
    mended = from_lines(as_lines(rows), {1: {"email": "hel@example.org"}})
    told = {"workshop": workshop, "by": w.leader, "rows": mended, "source": "Byns lista"}
    assert take_over(**told) == Added(3, 0, 0)
    assert take_over(**told) == Added(0, 3, 0)
    made = {one.email: one for one in workshop.invitations.all()}
    assert made["hel@example.org"].name == "Trasig"
    assert made["anna.svensson@example.org"].name == "Anna Svensson"
    assert {one.source for one in made.values()} == {"Byns lista"}


def test_emptied_row_is_left_out():
    rows = read_paste("A <a@x.org>\nTrasig <trasig@>")
    empty = {"name": " ", "email": "", "phone": ""}
    assert parts(from_lines(as_lines(rows), {1: empty})) == [("A", "a@x.org", "")]


def big_list(count):
    return "\n".join(
        f"Gäst {n};gast{n}@{'' if n % 50 == 0 else 'example.org'};070-{n:07}" for n in range(count)
    )


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_many_rows_are_judged_in_little_memory(count):
    broken, good = count // 50, count - count // 50
    w = world()
    workshop = meeting(w)
    tracemalloc.start()
    rows = from_lines(as_lines(read_paste(big_list(count))))
    judged = judge(workshop, rows)
    added = take_over(workshop=workshop, by=w.leader, rows=rows, source="x", skip_broken=True)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (judged.counts["broken"], judged.counts["new"], added) == (broken, good, Added(good))
    assert len(judged.broken) == min(broken, 100)
    assert peak < 100 * 1024 * 1024
    again = take_over(workshop=workshop, by=w.leader, rows=rows, source="x", skip_broken=True)
    assert again == Added(0, good)
    assert Invitation.objects.count() == good


def test_take_over_asks_as_many_questions_for_three_rows_as_for_one():
    w = world()
    rows = [Row(n, f"Gäst {n}", f"g{n}@example.org") for n in range(3)]
    take_over(workshop=meeting(w), by=w.leader, rows=rows, source="x")  # her rights are kept now
    counted = []
    for some in (rows[:1], rows):
        workshop = meeting(w)
        with CaptureQueriesContext(connection) as asked:
            take_over(workshop=workshop, by=w.leader, rows=some, source="x")
        counted.append(len(asked))
    assert counted[0] == counted[1]


# --- The pages


@pytest.fixture
def paste_page(client):
    w = world()
    workshop = meeting(w)
    client.force_login(w.leader)
    return w, workshop, reverse("workshops:guests_import", args=[workshop.pk])


def test_preview_shows_broken_rows_as_fields_and_stores_nothing(paste_page, client):
    _w, workshop, url = paste_page
    answer = client.post(url, {"text": "A <a@x.org>\nB <b@>\nC;070", "source": "Lista"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="mend-1-email" value="b@"' in page
    assert not workshop.invitations.exists()


def test_mended_rows_are_confirmed_in_one_request(paste_page, client):
    _w, workshop, url = paste_page
    lines = as_lines(read_paste("A <a@x.org>\nB <b@>\nC <c@>"))
    told = {"lines": lines, "source": "Lista", "step": "confirm"}
    answer = client.post(url, told | {"mend-1-email": "b@x.org"})
    assert answer.status_code == 409
    assert 'value="b@"' not in answer.content.decode()
    assert "b@x.org" in answer.content.decode()
    both = told | {"mend-1-email": "b@x.org", "mend-2-email": "c@x.org"}
    for _twice in range(2):
        assert client.post(url, both).status_code == 302
    emails = sorted(workshop.invitations.values_list("email", flat=True))
    assert emails == ["a@x.org", "b@x.org", "c@x.org"]


@pytest.mark.parametrize("language", ["sv", "da", "en"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_broken_rows_are_a_file_that_is_read_again(paste_page, client, ending, language):
    _w, workshop, url = paste_page
    pasted = "Namn;E-post;Telefon;Organisation\nA;a@x.org;;\nB;b@;;Byalaget\nC;c@;070-123 45 67;"
    sent = {"lines": as_lines(read_paste(pasted)), "source": "Lista", "step": ending}
    mended = {"mend-2-name": "Cecilia", "mend-2-email": "c@", "mend-2-phone": "070-123 45 67"}
    answer = client.post(url, sent | mended, headers={"accept-language": language})

    assert answer["Content-Disposition"].startswith("attachment")
    rows = read_file(answer.content)
    told = [(row.name, row.email, row.phone, row.organisation_name) for row in rows]
    assert told == [("B", "b@", "", "Byalaget"), ("Cecilia", "c@", "070-123 45 67", "")]
    assert not workshop.invitations.exists()


def test_file_of_broken_rows_is_offered_where_there_are_some(paste_page, client):
    _w, _workshop, url = paste_page
    pages = [
        client.post(url, {"text": text, "source": "Lista"}).content.decode()
        for text in ("A <a@x.org>\nB <b@>", "A <a@x.org>")
    ]
    assert ['value="xlsx"' in page for page in pages] == [True, False]


def test_nasty_list_is_shown_as_text(paste_page, client):
    _w, _workshop, url = paste_page
    text = '<script>alert(1)</script> <x@x.org>\n"><img src=x> <y@>'
    page = client.post(url, {"text": text, "source": "L"}).content.decode()
    assert "<script>alert" not in page
    assert "<img src" not in page


def test_source_is_asked(paste_page, client):
    _w, _workshop, url = paste_page
    assert client.post(url, {"text": "A <a@x.org>", "source": ""}).status_code == 422


def test_broken_file_is_told_beside_the_field(paste_page, client):
    _w, _workshop, url = paste_page
    file = SimpleUploadedFile("g.xlsx", b"PK\x03\x04 nothing")
    answer = client.post(url, {"file": file, "source": "L"})
    assert answer.status_code == 409
    assert "id_file" in answer.content.decode()
