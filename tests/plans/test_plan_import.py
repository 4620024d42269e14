"""A list of actions is looked at, then brought in: all rows or none, once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.refusals import NotAllowed, Refusal
from plans.importing.services import IMPORTER, template_xlsx
from plans.models import Action, ActionState, Goal, PlanImport
from plans.versions.frozen import collect
from plans.versions.reading import read
from reports.plan.workbook import book as plan_xlsx
from tests.pace import examples
from tests.plans.version_samples import plan

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


def book(*rows, merge=(), **cells) -> bytes:
    """A workbook of the rows, with merged ranges and single cells by name."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for name, value in cells.items():
        sheet[name] = value
    for area in merge:
        sheet.merge_cells(area)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def uploaded(sample, content: bytes, *, update_existing=False, **changes) -> PlanImport:
    kept = PlanImport(participation=sample.participation, update_existing=update_existing)
    facts = {"file_name": "lista.xlsx", "content": content, "by": sample.w.member}
    return IMPORTER.upload(kept=kept, **facts | changes)


def faults(sample, content: bytes, **changes) -> list[tuple[int, str, str]]:
    found = IMPORTER.plan_of(uploaded(sample, content, **changes)).faults
    return [(fault.row, f"{fault.letter} {fault.heading}", fault.reason) for fault in found]


def state_of_plan(sample) -> list[tuple[object, ...]]:
    rows = Action.objects.filter(participation=sample.participation).order_by("pk")
    return list(rows.values_list("pk", "title", "goal_id", "state", "cost", "version"))


def test_confirm_makes_actions_and_the_goals_that_are_missing():
    sample = plan()
    content = csv(
        "Aktivitet;Mål;Status;Kostnad (kr);Ideella timmar;Start;Slut;Ansvarig;Partners;Färg",
        "Måla lokalen;En lokal för alla;Pågår;1 234,50;40;1.3.2027;2027-05-15;Lisa Ek;"
        "Näsums byutveckling;gul",
        "Gunga i parken;;;;;;;;;",
    )
    made = uploaded(sample, content)
    before = state_of_plan(sample)
    assert IMPORTER.plan_of(made).faults == []
    assert state_of_plan(sample) == before  # a look writes nothing

    IMPORTER.confirm(kept=made, by=sample.w.member)

    painted = Action.objects.get(title="Måla lokalen")
    assert (
        painted.goal.title, painted.state, painted.cost, painted.volunteer_hours,
        painted.starts_on, painted.ends_on, painted.responsible,
        [str(one) for one in painted.partners.all()],
    ) == (
        "En lokal för alla", "under_way", Decimal("1234.50"), Decimal(40),
        dt.date(2027, 3, 1), dt.date(2027, 5, 15), "Lisa Ek", ["Näsums byutveckling"],
    )  # fmt: skip
    assert Action.objects.get(title="Gunga i parken").state == "idea"
    assert (made.made, made.changed, made.goals_made, made.rows) == (2, 0, 1, [])


def test_confirm_twice_imports_once():
    sample = plan()
    made = uploaded(sample, csv("Action", "Bench"))

    IMPORTER.confirm(kept=made, by=sample.w.member)
    again = IMPORTER.confirm(kept=PlanImport.objects.get(), by=sample.w.member)

    assert again.made == 1
    assert Action.objects.filter(title="Bench").count() == 1


def test_known_actions_are_left_or_changed_as_asked_and_empty_cells_change_nothing():
    sample = plan()
    content = csv("Action;Goal;Cost;First step", "signs;places to meet;1;", "Hall;;400000;")

    left = IMPORTER.plan_of(uploaded(sample, content))
    changed = IMPORTER.plan_of(uploaded(sample, content, update_existing=True))

    assert [one.result for one in left.rows] == ["there", "there"]
    assert [one.result for one in changed.rows] == ["changed", "same"]
    assert [(one.label, one.old, one.new) for one in changed.rows[0].changes] == [
        ("Action", "Signs", "signs"),
        ("Cost", "120,000.50\N{NO-BREAK SPACE}SEK", "1\N{NO-BREAK SPACE}SEK"),
    ]
    made = uploaded(sample, content, update_existing=True)
    IMPORTER.confirm(kept=made, by=sample.w.member)
    sample.signs.refresh_from_db()
    assert (sample.signs.cost, sample.signs.first_step, sample.signs.version) == (
        Decimal(1),
        "Ask three firms",
        2,
    )
    assert (made.made, made.changed, made.goals_made) == (0, 1, 0)


def test_faults_are_told_by_row_and_column_and_nothing_is_imported():
    sample = plan()
    content = csv(
        "Åtgärd;Mål;Kostnad;Start;Slut;Status",
        "Bänk;Möten;många;mars 2026;;",
        ";Möten;5;;;",
        "Stig;Möten;-5;2027-05-01;2027-04-01;",
        "Bänk;Möten;;;;gul",
        "Bro;;;;;planned",
        "Vall;Möten;;;;paused",
    )

    found = faults(sample, content)

    assert [(row, column) for row, column, _text in found] == [
        (2, "C Cost"), (2, "D Starts"), (3, "A Action"), (4, "C Cost"), (5, "A Action"),
        (5, "F State"), (6, "B Goal"), (7, " Why dropped or paused"),
    ]  # fmt: skip
    results = [one.result for one in IMPORTER.plan_of(PlanImport.objects.get()).rows]
    assert results == ["faulty"] * 6
    assert found[1][2].startswith("A month is no date.")
    assert found[4][2] == "The same action stands in row 2 already."
    with pytest.raises(Refusal) as caught:
        IMPORTER.confirm(kept=PlanImport.objects.get(), by=sample.w.member)
    assert caught.value.code == "import_has_faults"
    assert not Action.objects.filter(title="Stig").exists()


def test_an_action_that_ends_before_it_starts_is_told_at_its_end():
    content = csv("Action;Starts;Ends", "Path;2027-05-01;2027-04-01")

    assert faults(plan(), content) == [
        (
            2,
            "C Ends",
            "The action ends before it starts. Choose a later end or an earlier start.",
        )
    ]


def test_a_goal_merged_over_rows_counts_for_each_and_a_sum_does_not():
    sample = plan()
    content = book(
        ["Handlingsplan 2027"],
        ["Åtgärd", "Mål", "Kostnad"],
        ["Bänk", "Möten", 100],
        ["Stig", None, None],
        merge=["A1:C1", "B3:B4", "C3:C4"],
    )
    plan_ = IMPORTER.plan_of(uploaded(sample, content))

    assert [(one.row, one.title, one.goal) for one in plan_.rows] == [
        (3, "Bänk", "Möten"),
        (4, "Stig", "Möten"),
    ]
    assert [(one.row, one.letter, one.reason) for one in plan_.faults] == [
        (4, "C", "The cell is merged with the one above. Give each row its own.")
    ]


def test_cells_merged_over_columns_and_formulas_without_a_value_are_told():
    content = book(
        ["Action", "Goal", "Cost", "Starts"],
        ["Bench", "Meet", "=1+1", None],
        ["Path and way", None, 5, None],
        ["Ford", "Meet", "#DIV/0!", None],
        merge=["A3:B3"],
    )

    found = faults(plan(), content)

    assert [(row, column, text[:24]) for row, column, text in found] == [
        (2, "C Cost", "The formula has no value"),
        (3, "A Action", "The cell is merged over "),
        (3, "B Goal", "The cell is merged over "),
        (4, "C Cost", "The formula has no value"),
    ]


def test_numbers_of_a_spreadsheet_are_numbers_and_dates_are_dates():
    sample = plan()
    content = book(
        ["Action", "Goal", "Cost", "Starts"],
        ["Bench", "Meet", 1234.5, dt.date(2027, 3, 1)],
        ["Path", "Meet", 0.1 + 0.2, dt.datetime(2027, 3, 1)],
        ["Ford", "Meet", 234.567, "mars 2027"],
    )
    plan_ = IMPORTER.plan_of(uploaded(sample, content))

    assert [one.fields.get("cost") for one in plan_.rows] == [
        Decimal("1234.50"),
        Decimal("0.30"),
        None,
    ]
    assert [one.fields.get("starts_on") for one in plan_.rows[:2]] == [dt.date(2027, 3, 1)] * 2
    # Not two hundred thousand: a number's third decimal is no thousand.
    assert [(one.row, one.letter, one.reason[:30]) for one in plan_.faults] == [
        (4, "C", "A sum has at most two decimals"),
        (4, "D", "A month is no date. Write the "),
    ]


def test_an_organisation_that_is_not_in_the_list_is_told_and_left_out():
    sample = plan()
    content = csv("Action;Organisation;Partners", 'Bench;Nobody;"Näsums byutveckling; Other"')

    [one] = IMPORTER.plan_of(uploaded(sample, content)).rows

    assert one.notes == [
        "Nobody, Other are not in the region's list of organisations and are left out."
    ]
    assert ([str(each) for each in one.partners], "organisation" in one.fields) == (
        ["Näsums byutveckling"],
        False,
    )


HEADINGS = "Åtgärd;Mål;Kostnad;Ideella timmar;Ansvarig"
PAINT, SIGNS = "Måla lokalen;Hallen;12500;40;Anna Ek", "Skylta leden;Ut;8000;10;Bo Berg"


@pytest.mark.parametrize(
    "name", ["Summa", "SUMMA:", "Totalt", "Total", "I alt", "Delsumma", "Summa kostnad", "Samlet"]
)
def test_a_row_of_sums_is_told_and_is_no_action(name):
    found = IMPORTER.plan_of(uploaded(plan(), csv(HEADINGS, PAINT, SIGNS, f"{name};;20500;50;")))

    assert ([row.title for row in found.rows], found.faults) == (
        ["Måla lokalen", "Skylta leden"], [],
    )  # fmt: skip
    assert len(found.told) == 1
    assert name in found.told[0]


def test_an_action_with_such_a_name_and_more_than_sums_stays_one():
    found = IMPORTER.plan_of(
        uploaded(plan(), csv(HEADINGS, "Summa;Hallen;100;;Anna", "Summaryse;;10;;"))
    )

    assert [row.title for row in found.rows] == ["Summa", "Summaryse"]


def test_headings_of_goals_between_the_rows_give_the_rows_their_goals():
    content = csv(
        "Mål 1: En hall för alla;;",
        "Åtgärd;Kostnad;Ansvarig",
        "Måla;100;Anna",
        "Mål 2: Ut i naturen;;",
        "Skylta;200;Bo",
        "Bänkar;300;Bo",
    )

    found = IMPORTER.plan_of(uploaded(plan(), content))

    assert [(row.title, row.goal) for row in found.rows] == [
        ("Måla", "En hall för alla"), ("Skylta", "Ut i naturen"), ("Bänkar", "Ut i naturen"),
    ]  # fmt: skip
    assert found.faults == []
    assert len(found.told) == 1


def test_notes_under_the_table_are_asked_about_and_left_out_with_a_word():
    sample = plan()
    content = csv(
        "Åtgärd;Mål;Kostnad", "Måla;Hall;100", ";;", "Anteckningar:;;", "Beslutat 3 mars.;;"
    )
    kept = uploaded(sample, content)

    assert [row for row, _column, _why in faults(sample, content)] == [4, 5]
    IMPORTER.confirm(kept=kept, by=sample.w.member, only_fitting=True)

    assert Action.objects.filter(title="Måla").exists()
    assert not Action.objects.filter(title__startswith="Bes").exists()


def test_a_list_of_titles_alone_is_a_list_of_actions():
    found = IMPORTER.plan_of(uploaded(plan(), csv("Åtgärd;Kostnad", "Måla;", "Skylta;", "Bänk;9")))

    assert ([row.title for row in found.rows], found.faults) == (["Måla", "Skylta", "Bänk"], [])


def test_preview_tells_sheets_columns_and_hidden_rows(client):
    sample = plan()
    made = openpyxl.Workbook()
    made.active.title = "Läs mig"
    made.active.append(["Fyll i den andra fliken"])
    sheet = made.create_sheet("Plan")
    for row in (["Åtgärd", "Mål", "Färg"], ["Måla", "Hall", "gul"], ["Struken", "Hall", ""]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    out = BytesIO()
    made.save(out)
    kept = uploaded(sample, out.getvalue())

    client.force_login(sample.w.member)
    page = client.get(
        reverse("plans:import_preview", args=[sample.participation.pk, kept.pk])
    ).content.decode()

    assert (kept.sheet, kept.other_sheets, kept.unread) == ("Plan", ["Läs mig"], ["Färg"])
    notice = page.partition('class="notice warn"')[2].partition("</div>")[0]
    assert all(word in notice for word in ("Plan", "Läs mig", "Färg", "3"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (csv("Färg;Form", "gul;rund"), "wrong_columns"),
        (csv("Action;Cost;Kostnad", "a;1;2"), "wrong_columns"),
        (csv("Action", *[f"Row {n}" for n in range(501)]), "too_many_rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content, code):
    with pytest.raises(Refusal) as caught:
        uploaded(plan(), content)
    assert caught.value.code == code


def test_upload_before_the_gate_is_refused():
    sample = plan()
    sample.participation.gate_state = "closed"
    sample.participation.save()

    with pytest.raises(Refusal) as caught:
        uploaded(sample, csv("Action", "Bench"))
    assert caught.value.code == "plan_locked"


@pytest.mark.parametrize("name", ["observer", "contact", "neighbour_leader"])
def test_import_by_somebody_who_may_not_is_refused(name):
    sample = plan()
    made = uploaded(sample, csv("Action", "Bench"))
    other = getattr(sample.w, name)

    for call in (
        lambda: uploaded(sample, csv("Action", "Bench"), by=other),
        lambda: IMPORTER.confirm(kept=made, by=other),
        lambda: IMPORTER.discard(kept=made, by=other),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_preview_that_has_expired_is_told():
    sample = plan()
    made = uploaded(sample, csv("Action", "Bench"))
    PlanImport.objects.update(expires_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    with pytest.raises(Refusal) as caught:
        IMPORTER.confirm(kept=made, by=sample.w.member)
    assert caught.value.code == "import_expired"


def test_preview_asks_as_often_for_three_rows_as_for_one():
    sample = plan()
    one = uploaded(sample, csv("Action;Goal;Responsible", "A;G;N1"))
    three = uploaded(sample, csv("Action;Goal;Responsible", "A;G;N1", "B;G;N2", "C;H;N3"))

    counts = []
    for made in (one, three):
        with CaptureQueriesContext(connection) as asked:
            IMPORTER.plan_of(made)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_template_is_read_back_without_faults():
    assert faults(plan(), template_xlsx()) == []


@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_what_is_exported_is_read_back_as_it_stands(language):
    sample = plan()
    with translation.override(language):
        content = plan_xlsx(sample.participation)
        found = IMPORTER.plan_of(uploaded(sample, content, update_existing=True))

    assert found.faults == []
    assert [(one.title, one.result) for one in found.rows] == [
        ("Signs", "same"),
        ("Hall", "same"),
        ("A swing", "same"),
    ]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Co", "Cn"]), max_size=30)
NAMES = TEXTS.map(lambda text: f"x{' '.join(text.split())}")


class RoundTrip(TestCase):
    """Any plan that is exported is read back as it stands."""

    @given(
        st.lists(
            st.tuples(
                NAMES,
                TEXTS.map(str.strip),
                st.decimals(0, 10**9, places=2) | st.none(),
                st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)) | st.none(),
                st.sampled_from([s.value for s in ActionState if s not in {"paused", "dropped"}]),
            ),
            min_size=1,
            max_size=4,
            unique_by=lambda row: row[0].casefold(),
        )
    )
    @settings(max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow])
    def test_any_plan(self, rows):
        sample = plan()
        Action.objects.filter(participation=sample.participation).exclude(
            pk=sample.signs.pk
        ).delete()
        goal = Goal.objects.get()
        Action.objects.bulk_create(
            Action(
                participation=sample.participation, goal=goal, title=title, description=text,
                cost=cost, ends_on=ends_on, state=state,
            )
            for title, text, cost, ends_on, state in rows
        )  # fmt: skip
        content = plan_xlsx(sample.participation)

        found = IMPORTER.plan_of(uploaded(sample, content, update_existing=True))

        assert found.faults == []
        assert {one.result for one in found.rows} == {"same"}
        assert len(read(collect(sample.participation)).actions) == len(found.rows)


# --- Pages


def test_pages_lead_from_the_file_to_the_plan(client):
    sample = plan()
    client.force_login(sample.w.member)
    here = reverse("plans:import", args=[sample.participation.pk])
    file = SimpleUploadedFile("lista.csv", csv("Action;Goal", "Bench;Meet"))

    response = client.post(here, {"file": file})

    preview = response.headers["Location"]
    html = client.get(preview).content.decode()
    assert "Import 1 action" in html
    assert not Action.objects.filter(title="Bench").exists()
    confirm = f"{preview}confirm/"
    assert client.get(confirm).headers["Location"] == preview
    for _click in range(2):
        assert client.post(confirm).headers["Location"] == preview
    assert "Import done" in client.get(preview).content.decode()
    assert Action.objects.filter(title="Bench").count() == 1


def test_page_tells_what_is_wrong_with_the_file(client):
    sample = plan()
    client.force_login(sample.w.member)

    response = client.post(
        reverse("plans:import", args=[sample.participation.pk]),
        {"file": SimpleUploadedFile("x.csv", csv("Färg", "gul"))},
    )

    assert response.status_code == 409
    assert "The column Action is missing." in response.content.decode()


def test_confirm_of_a_faulty_list_shows_the_list_again(client):
    sample = plan()
    made = uploaded(sample, csv("Action;Cost", "Bench;many"))
    client.force_login(sample.w.member)

    response = client.post(reverse("plans:import_confirm", args=[sample.participation.pk, made.pk]))

    assert response.status_code == 409
    assert "Nothing was imported." in response.content.decode()


def test_another_persons_preview_is_not_there(client):
    sample = plan()
    made = uploaded(sample, csv("Action", "Bench"))
    client.force_login(sample.w.leader)

    for name in ("import_preview", "import_confirm", "import_update", "import_discard"):
        url = reverse(f"plans:{name}", args=[sample.participation.pk, made.pk])
        assert client.post(url).status_code in {404, 405}
        assert client.get(url).status_code == 404


def test_update_and_discard_by_post_only(client):
    sample = plan()
    made = uploaded(sample, csv("Action", "Signs"))
    client.force_login(sample.w.member)
    update = reverse("plans:import_update", args=[sample.participation.pk, made.pk])
    discard = reverse("plans:import_discard", args=[sample.participation.pk, made.pk])

    client.get(update, {"update_existing": "1"})
    client.get(discard)
    assert PlanImport.objects.get().update_existing is False
    client.post(update, {"update_existing": "1"})
    assert PlanImport.objects.get().update_existing is True
    client.post(discard)
    assert not PlanImport.objects.exists()
