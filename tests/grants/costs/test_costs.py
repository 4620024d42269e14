"""Costs: what may be entered, corrected and taken away, and what becomes of the receipt."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from core.audit import history, sentence
from core.refusals import Conflict, NotAllowed, Refusal
from grants.costs.services import add_cost, remove_cost, save_cost, warnings_about
from grants.models import BudgetKind, Claim, Cost, Instalment
from tests.factories import world
from tests.grants.samples import cost_of, days_ago, grant_of, line_of, pdf_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    with translation.override("en"):
        yield


@pytest.fixture
def made():
    return world()


@pytest.fixture
def grant(made):
    return grant_of(made.participation)


def spending(grant, **fields):
    usual = {
        "line": line_of(grant),
        "paid_on": days_ago(3),
        "amount": Decimal("1250.50"),
        "payee": " ICA Näsum ",
        "what": "Coffee for the large meeting",
    }
    return usual | fields


def add(made, grant, by=None, **fields):
    return add_cost(grant=grant, by=by or made.leader, **spending(grant, **fields))


def claimed(cost, by):
    """Hang the cost on a claim, without the verb."""
    instalment = Instalment.objects.create(
        grant=cost.grant, number=1, amount=Decimal(50000), trigger="date", due_on=days_ago(30)
    )
    claim = Claim.objects.create(
        instalment=instalment, number=1, claimed_by=by, claimed_at=timezone.now(), status_text="x"
    )
    Cost.objects.filter(pk=cost.pk).update(claim=claim)


def stored_files(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


def code_of(call, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        call(*args, **kwargs)
    return refused.value.code


# --- Who ----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["leader", "manager", "admin"])
def test_who_leads_or_runs_enters_a_cost(made, grant, person):
    cost = add(made, grant, by=made.users[person])
    assert (cost.entered_by, cost.payee, cost.amount) == (
        made.users[person], "ICA Näsum", Decimal("1250.50"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "person",
    ["coach", "member", "contact", "observer", "neighbour_leader", "outsider", "other_admin",
     "operator"],
)  # fmt: skip
def test_others_may_neither_enter_correct_nor_remove(made, grant, person):
    cost, by = cost_of(grant), made.users[person]
    with pytest.raises(NotAllowed):
        add(made, grant, by=by)
    with pytest.raises(NotAllowed):
        save_cost(cost=cost, by=by, **spending(grant))
    with pytest.raises(NotAllowed):
        remove_cost(cost=cost, by=by)
    assert list(grant.costs.all()) == [cost]


# --- Entering -----------------------------------------------------------------------------


def test_entering_leaves_one_audit_line_without_payee_and_purpose(made, grant):
    add(made, grant)
    (line,) = history(made.participation)
    assert line.facts == {"amount": "1,250.50", "currency": "SEK", "line": "Meetings"}
    assert sentence(line) == "Cost of 1,250.50 SEK entered on “Meetings”"


def test_entering_twice_within_two_minutes_is_one_cost(made, grant, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    first = add(made, grant)
    assert add(made, grant) == first
    time_machine.shift(dt.timedelta(minutes=3))
    assert add(made, grant) != first
    assert grant.costs.count() == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"paid_on": days_ago(-1)}, "date_in_future"),
        ({"paid_on": days_ago(61)}, "date_before_support"),
        ({"amount": Decimal("0.00")}, "not_positive"),
        ({"amount": Decimal("-5.00")}, "not_positive"),
        ({"payee": "  "}, "text_missing"),
        ({"what": ""}, "text_missing"),
        ({"what": "x" * 241}, "too_long"),
        ({"payee": "x" * 151}, "too_long"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_is_kept(made, grant, fields, code):
    assert code_of(add, made, grant, **fields) == code
    assert not grant.costs.exists()


def test_the_first_day_of_the_support_and_today_are_within(made, grant):
    add(made, grant, paid_on=grant.starts_on)
    add(made, grant, paid_on=timezone.localdate())
    assert grant.costs.count() == 2


def test_a_line_of_another_support_is_refused(made, grant):
    other = grant_of(made.neighbour)
    assert code_of(add, made, grant, line=line_of(other)) == "wrong_line"


def test_a_draft_takes_no_costs(made, grant):
    grant.agreed_on = None
    assert code_of(add, made, grant) == "not_agreed"


# --- Warnings -----------------------------------------------------------------------------


def test_overspending_a_line_is_allowed_and_told_with_the_sum(made, grant):
    add(made, grant, amount=Decimal(20000), receipt=pdf_of("a"))
    cost = add(made, grant, amount=Decimal("99.50"), receipt=pdf_of("b"))
    assert warnings_about(cost) == ["“Meetings” is now overspent by 99.50\xa0SEK."]


def test_spending_a_line_to_the_last_is_no_warning(made, grant):
    assert warnings_about(add(made, grant, amount=Decimal(20000), receipt=pdf_of("a"))) == []


def test_a_missing_receipt_and_a_day_after_the_support_are_told(made):
    grant = grant_of(made.participation, ends_on=days_ago(5))
    said = warnings_about(add(made, grant))
    assert [text.split(".")[0] for text in said] == [
        said[0].split(".")[0], "The receipt is missing",
    ]  # fmt: skip
    assert said[0].startswith("The support ended on ")


# --- The receipt --------------------------------------------------------------------------


def test_the_receipt_is_kept_with_its_name_and_checksum(made, grant, tmp_path):
    cost = add(made, grant, receipt=pdf_of("a", name="kvitto ICA.pdf"))
    assert (cost.receipt_name, cost.receipt_type) == ("kvitto ICA.pdf", "application/pdf")
    assert len(cost.receipt_sha256) == 64
    assert len(stored_files(tmp_path)) == 1


def test_the_same_receipt_again_is_refused_and_told_whose_it_is(made, grant, tmp_path):
    add(made, grant, receipt=pdf_of("a"))
    with pytest.raises(Refusal) as refused:
        add(made, grant, what="Buns", receipt=pdf_of("a", name="other.pdf"))
    assert refused.value.code == "receipt_twice"
    assert "ICA Näsum, 1,250.50\xa0SEK, paid" in str(refused.value)
    assert (grant.costs.count(), len(stored_files(tmp_path))) == (1, 1)


def test_one_bill_for_two_lines_is_allowed_when_it_is_said(made, grant, tmp_path):
    add(made, grant, receipt=pdf_of("a"))
    second = add(
        made, grant, receipt=pdf_of("a"), same_receipt=True, line=line_of(grant, BudgetKind.OTHER)
    )
    assert (grant.costs.count(), len(stored_files(tmp_path))) == (2, 2)
    remove_cost(cost=second, by=made.leader)
    assert grant.costs.get().receipt_sha256 == second.receipt_sha256


def test_the_same_receipt_of_another_place_is_none_of_ours(made, grant):
    add(made, grant, receipt=pdf_of("a"))
    other = grant_of(made.neighbour)
    assert add(made, other, by=made.neighbour_leader, receipt=pdf_of("a")).receipt


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (SimpleUploadedFile("a.docx", b"PK"), "receipt_kind"),
        (SimpleUploadedFile("a.pdf", b""), "file_empty"),
        (SimpleUploadedFile("a.pdf", b"<html>"), "file_disguised"),
        (SimpleUploadedFile("a.jpg", b"%PDF-1.7"), "file_disguised"),
    ],
)
def test_a_file_that_is_no_receipt_is_refused_and_leaves_nothing(
    made, grant, tmp_path, upload, code
):
    assert code_of(add, made, grant, receipt=upload) == code
    assert (grant.costs.count(), stored_files(tmp_path)) == (0, [])


def test_a_refused_cost_leaves_no_file_behind(made, grant, tmp_path, monkeypatch):
    monkeypatch.setattr("core.audit.record", lambda *_args, **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(made, grant, receipt=pdf_of("a"))
    assert (grant.costs.count(), stored_files(tmp_path)) == (0, [])


# --- Correcting ---------------------------------------------------------------------------


def test_correcting_counts_the_version_up_and_keeps_the_receipt(made, grant):
    cost = add(made, grant, receipt=pdf_of("a"))
    kept = cost.receipt.name
    saved = save_cost(
        cost=cost, by=made.manager, version=1, **spending(grant, amount=Decimal("99.00"))
    )
    assert (saved.amount, saved.version, saved.receipt.name) == (Decimal("99.00"), 2, kept)
    assert sentence(history(made.participation)[0]) == (
        "Cost on “Meetings” corrected, from 1,250.50 to 99 SEK"
    )


def test_saving_what_is_stored_changes_nothing(made, grant):
    cost = add(made, grant)
    assert save_cost(cost=cost, by=made.leader, version=7, **spending(grant)).version == 1
    assert history(made.participation).count() == 1


def test_an_older_version_is_a_conflict_with_both_values(made, grant):
    cost = add(made, grant)
    save_cost(cost=cost, by=made.manager, version=1, **spending(grant, payee="Coop"))
    with pytest.raises(Conflict) as conflict:
        save_cost(cost=cost, by=made.leader, version=1, **spending(grant, payee="Willys"))
    assert (
        conflict.value.theirs["payee"], conflict.value.yours["payee"], conflict.value.version,
    ) == ("Coop", "Willys", 2)  # fmt: skip
    assert grant.costs.get().payee == "Coop"


def test_a_new_receipt_takes_the_place_of_the_old(
    made, grant, tmp_path, django_capture_on_commit_callbacks
):
    cost = add(made, grant, receipt=pdf_of("a", name="a.pdf"))
    with django_capture_on_commit_callbacks(execute=True):
        cost = save_cost(
            cost=cost, by=made.leader, version=1, receipt=pdf_of("b", name="b.pdf"),
            **spending(grant),
        )  # fmt: skip
    assert (cost.receipt_name, cost.version) == ("b.pdf", 2)
    assert stored_files(tmp_path) == ["b.pdf"]


def test_the_same_file_sent_with_a_correction_is_no_new_receipt(made, grant, tmp_path):
    cost = add(made, grant, receipt=pdf_of("a", name="a.pdf"))
    save_cost(cost=cost, by=made.leader, receipt=pdf_of("a"), **spending(grant, what="Buns"))
    assert stored_files(tmp_path) == ["a.pdf"]


def test_removing_takes_the_receipt_along(
    made, grant, tmp_path, django_capture_on_commit_callbacks
):
    cost = add(made, grant, receipt=pdf_of("a"))
    with django_capture_on_commit_callbacks(execute=True):
        remove_cost(cost=cost, by=made.leader)
    assert (grant.costs.count(), stored_files(tmp_path)) == (0, [])


def test_a_claimed_cost_stands_still_until_the_claim_lets_it_go(made, grant):
    cost = add(made, grant)
    claimed(cost, made.leader)
    assert code_of(save_cost, cost=cost, by=made.leader, **spending(grant)) == "cost_claimed"
    assert code_of(remove_cost, cost=cost, by=made.leader) == "cost_claimed"
    Cost.objects.update(claim=None)
    assert save_cost(cost=cost, by=made.leader, **spending(grant, what="Buns")).what == "Buns"
