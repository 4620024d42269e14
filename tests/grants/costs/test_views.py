"""The page of costs: what it shows to whom, the form, the receipt, the workbook."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from grants.costs.services import add_cost, save_cost
from grants.models import BudgetKind, Claim, Cost, Instalment
from tests.factories import world
from tests.grants.samples import cost_of, days_ago, grant_of, line_of, pdf_of

pytestmark = pytest.mark.django_db
SEES = ["leader", "member", "coach", "manager", "admin", "contact"]
ENTERS = ["leader", "manager", "admin"]


@pytest.fixture
def made(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    return world()


@pytest.fixture
def grant(made):
    return grant_of(made.participation)


def address(made, name="costs", *args):
    return reverse(f"grants:{name}", args=[made.participation.pk, *args])


def ask(client, user, url, data=None, method="get"):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return getattr(client, method)(url, data or {})


def post(client, user, url, data=None):
    return ask(client, user, url, data, "post")


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def sent(grant, **fields):
    """What the form sends for a usual cost."""
    return {
        "amount": "1 250,50",
        "payee": "ICA Näsum",
        "what": "Coffee",
        "paid_on": days_ago(3).isoformat(),
        "line": line_of(grant).pk,
    } | fields


def test_page_says_what_is_spent_and_not_claimed(made, grant, client):
    cost_of(grant, "1250.50")
    page = words(ask(client, made.leader, address(made)))
    assert "1,250.50 SEK of 150,000 SEK is spent. 1,250.50 SEK of it is not claimed yet." in page
    assert "ICA Näsum" in page


def test_page_tells_an_overspent_line_in_words(made, grant, client):
    cost_of(grant, "20100.00")
    assert "100 over" in words(ask(client, made.leader, address(made)))


def test_page_without_an_agreed_support_says_what_it_is_for(made, client):
    assert "No support is agreed yet" in words(ask(client, made.leader, address(made)))
    grant_of(made.participation, agreed_on=None)
    page = words(ask(client, made.leader, address(made)))
    assert "No support is agreed yet" in page
    assert "Enter a cost" not in page
    assert ask(client, made.leader, address(made, "cost_add")).status_code == 409


@pytest.mark.parametrize("person", SEES)
def test_only_who_enters_costs_is_offered_to(made, grant, client, person):
    cost = cost_of(grant)
    page = words(ask(client, made.users[person], address(made)))
    edit = address(made, "cost_edit", cost.pk)
    assert ("Enter a cost" in page, edit in page) == (person in ENTERS, person in ENTERS)
    expected = 200 if person in ENTERS else 403
    for url in (address(made, "cost_add"), edit, address(made, "cost_remove", cost.pk)):
        assert ask(client, made.users[person], url).status_code == expected


def test_a_cost_with_its_receipt_is_entered_as_people_write_it(made, grant, client):
    data = sent(grant, receipt=pdf_of("a", "kvitto.pdf"))
    answer = post(client, made.leader, address(made, "cost_add"), data)
    assert (answer.status_code, answer.url) == (302, address(made))
    cost = Cost.objects.get()
    assert (cost.amount, cost.receipt_name) == (Decimal("1250.50"), "kvitto.pdf")


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("amount", "1 250,505", "A sum has at most two decimals."),
        ("amount", "-5", "Write the sum without a minus."),
        ("amount", "0", "Write at least 0.01."),
        ("amount", "tolv", "Write a sum in figures"),
        ("paid_on", "2026-02-30", "Enter a valid date."),
        ("line", "999999", "Select a valid choice."),
        ("payee", "", "This field is required."),
        ("receipt", pdf_of("a", "kvitto.docx"), "A receipt is a photo"),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(made, grant, client, field, value, said):
    data = sent(grant, what="Typed once") | {field: value}
    answer = post(client, made.leader, address(made, "cost_add"), data)
    assert answer.status_code in {409, 422}
    assert said in words(answer)
    assert "Typed once" in words(answer)
    assert not Cost.objects.exists()


def test_a_day_that_breaks_a_rule_is_told_beside_its_field(made, grant, client):
    data = sent(grant, paid_on=days_ago(61).isoformat())
    answer = post(client, made.leader, address(made, "cost_add"), data)
    assert answer.status_code == 409
    assert "What was paid before that is not supported." in words(answer)
    assert "paid_on" in answer.context["form"].errors


def test_the_same_receipt_asks_whether_the_bill_is_shared(made, grant, client):
    url = address(made, "cost_add")
    assert "shared with another cost" not in words(ask(client, made.leader, url))
    post(client, made.leader, url, sent(grant, receipt=pdf_of("a")))
    again = sent(grant, what="Buns", receipt=pdf_of("a"))
    answer = post(client, made.leader, url, again)
    assert answer.status_code == 409
    assert "The same receipt is already with ICA Näsum, 1,250.50 SEK" in words(answer)
    assert "shared with another cost" in words(answer)
    again |= {"receipt": pdf_of("a"), "same_receipt": "on"}
    assert post(client, made.leader, url, again).status_code == 302


def test_overspending_is_told_after_saving(made, grant, client):
    data = sent(grant, amount="20 100", receipt=pdf_of("a"))
    client.force_login(made.leader)
    client.cookies["django_language"] = "en"
    page = words(client.post(address(made, "cost_add"), data, follow=True))
    assert "“Meetings” is now overspent by 100 SEK." in page


def test_two_people_on_one_cost_lose_nothing(made, grant, client):
    cost = cost_of(grant)
    url = address(made, "cost_edit", cost.pk)
    theirs = {"line": cost.line, "paid_on": cost.paid_on, "what": cost.what}
    save_cost(cost=cost, by=made.manager, version=1, amount=Decimal(77), payee="Coop", **theirs)
    data = sent(grant, version="1", payee="Willys")
    answer = post(client, made.leader, url, data)
    assert answer.status_code == 409
    assert "Coop" in words(answer)
    assert "Willys" in words(answer)
    assert Cost.objects.get().payee == "Coop"
    data["version"] = str(answer.context["form"]["version"].value())
    assert post(client, made.leader, url, data).status_code == 302
    assert Cost.objects.get().payee == "Willys"


def test_removing_asks_first(made, grant, client):
    url = address(made, "cost_remove", cost_of(grant).pk)
    assert "Remove the cost?" in words(ask(client, made.leader, url))
    assert Cost.objects.exists()
    assert post(client, made.leader, url).status_code == 302
    assert not Cost.objects.exists()


def test_a_claimed_cost_says_why_it_stands_still(made, grant, client):
    cost = cost_of(grant)
    instalment = Instalment.objects.create(
        grant=grant, number=1, amount=Decimal(50000), trigger="date", due_on=days_ago(30)
    )
    cost.claim = Claim.objects.create(
        instalment=instalment, number=1, claimed_by=made.leader, claimed_at=timezone.now(),
        status_text="x",
    )  # fmt: skip
    cost.save()
    answer = ask(client, made.leader, address(made, "cost_edit", cost.pk))
    assert answer.status_code == 409
    assert "It can be changed when the claim is returned" in words(answer)
    page = words(ask(client, made.leader, address(made)))
    assert "Instalment 1" in page
    assert "All of it is claimed." in page
    assert address(made, "cost_edit", cost.pk) not in page


# --- The receipt --------------------------------------------------------------------------


@pytest.fixture
def receipt(made, grant):
    cost = add_cost(
        grant=grant, by=made.leader, receipt=pdf_of("secret"), line=line_of(grant),
        paid_on=days_ago(1), amount=Decimal(5), payee="A", what="B",
    )  # fmt: skip
    return address(made, "receipt", cost.pk)


def test_a_receipt_comes_as_a_file_that_nothing_runs_in(made, receipt, client):
    answer = ask(client, made.leader, receipt)
    assert b"secret" in b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    answer.close()


def test_a_cost_of_another_place_is_not_found_here(made, grant, client):
    other = cost_of(grant_of(made.neighbour))
    for name in ("receipt", "cost_edit", "cost_remove"):
        assert ask(client, made.leader, address(made, name, other.pk)).status_code == 404


def test_a_cost_without_a_receipt_has_none_to_fetch(made, grant, client):
    assert ask(client, made.leader, address(made, "receipt", cost_of(grant).pk)).status_code == 404


# --- The list -----------------------------------------------------------------------------


def shown(client, made, query=""):
    page = ask(client, made.leader, address(made) + query)
    return [cost.what for cost in page.context["page"]]


def test_the_list_is_newest_first_and_filtered_by_its_address(made, grant, client):
    other = line_of(grant, BudgetKind.OTHER)
    cost_of(grant, paid_on=days_ago(9), what="old")
    cost_of(grant, paid_on=days_ago(1), what="new")
    cost_of(grant, paid_on=days_ago(5), what="other", line=other)
    assert shown(client, made) == ["new", "other", "old"]
    assert shown(client, made, f"?line={other.pk}") == ["other"]
    assert shown(client, made, "?claimed=no") == ["new", "other", "old"]
    assert shown(client, made, "?line=²&claimed=maybe") == ["new", "other", "old"]
    assert shown(client, made, f"?line={'9' * 30}") == ["new", "other", "old"]
    assert shown(client, made, "?line=999999") == []


def test_the_page_asks_as_many_questions_for_three_costs_as_for_one(made, grant, client):
    def count():
        with CaptureQueriesContext(connection) as asked:
            ask(client, made.leader, address(made))
        return len(asked)

    cost_of(grant)
    count()
    one = count()
    cost_of(grant, what="b")
    cost_of(grant, what="c", line=line_of(grant, BudgetKind.OTHER))
    assert count() == one


def test_the_workbook_has_costs_and_budget(made, grant, client):
    cost_of(grant, "100.50", paid_on=days_ago(0), payee="=SUM(A1)")
    answer = ask(client, made.contact, address(made, "costs_xlsx"))
    book = load_workbook(BytesIO(answer.content))
    costs, budget = book["Costs"], book["Budget"]
    row = [cell.value for cell in costs[2]]
    assert (row[1:5], costs["C2"].data_type) == (
        ["Meetings", "=SUM(A1)", "Coffee for the large meeting", 100.5], "s",
    )  # fmt: skip
    assert [cell.value for cell in budget[5]] == ["Together", 150000, 100.5, 0, 149899.5]
