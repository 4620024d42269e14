"""The pages of the support: what they say to whom, what is sent from them, what they ask."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.web.picker import FEW
from grants.agreement.services import Part, save_grant
from grants.claims.services import approve_claim, claim, pay, return_claim
from grants.models import Claim, Cost, Grant, Payment
from tests.factories import OrganisationFactory, world
from tests.grants.agreement_samples import (
    HALF,
    WHOLE,
    claimed,
    complete,
    day,
    draft,
    first_of,
    lines,
    parties,
    pass_gate,
    signed,
    two_parts,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def made():
    return world()


def address(made, name="grant", *args):
    return reverse(f"grants:{name}", args=[made.participation.pk, *args])


def get(client, user, url):
    client.force_login(user)
    return client.get(url)


def post(client, user, url, data=None):
    client.force_login(user)
    return client.post(url, data or {})


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").split())


def rows(name, *filled, initial=0):
    """What a set of rows sends."""
    sent = {f"{name}-TOTAL_FORMS": str(len(filled)), f"{name}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(filled):
        sent |= {f"{name}-{number}-{field}": str(value) for field, value in row.items()}
    return sent


def sent(made, **changes):
    """What the agreement's form sends for 150 000 in two halves."""
    owner = made.programme.owner.pk
    return {
        "amount": "150 000 kr", "payer": owner, "payee_name": "Anna",
        "starts_on": day(-40).isoformat(), "ends_on": day(400).isoformat(), "version": "0",
        **rows("budget", {"kind": "leader", "amount": "120.000"},
               {"kind": "meetings", "title": "Stormöten", "amount": "30 000,00"},
               {"kind": "other"}),
        **rows("instalments", {"amount": "75000", "trigger": "date", "due_on": day(-30)},
               {"amount": "75000", "trigger": "gate"}, {"trigger": "date"}),
        **rows("parties", {"organisation": owner, "person": "Chef", "signed_on": day(-20)}, {}),
    } | changes  # fmt: skip


def test_children_of_another_place_are_not_found(client, made):
    found = claimed(made)
    other = [made.neighbour.pk]
    for name, args in (
        ("claim", [found.pk]), ("claim_approve", [found.pk]), ("pack_zip", [found.pk]),
        ("claim_add", [found.instalment_id]), ("report_received", [found.instalment_id]),
    ):  # fmt: skip
        answer = get(client, made.manager, reverse(f"grants:{name}", args=other + args))
        assert answer.status_code == 404, name


# --- The page ---------------------------------------------------------------------------


def test_support_page_without_an_agreement_says_what_it_is_for(client, made):
    manager = words(get(client, made.manager, address(made)))
    leader = words(get(client, made.leader, address(made)))
    assert ("Write the agreement" in manager, "Write the agreement" in leader) == (True, False)
    assert "No agreement yet" in leader


def says(client, made, name):
    return words(get(client, getattr(made, name), address(made)))


def test_support_page_of_a_draft_names_what_is_missing_to_those_who_write_it(client, made):
    grant = draft(made)
    assert "The budget lacks 150,000 SEK" in says(client, made, "manager")
    assert "The agreement is being written." in says(client, made, "leader")
    save_grant(grant=grant, by=made.manager, version=1, budget=lines(150000))


def test_support_page_says_first_what_can_be_claimed_and_since_when(client, made):
    signed(made)
    pass_gate(made.participation)
    leader, member = says(client, made, "leader"), says(client, made, "member")
    assert "75,000 SEK can be claimed." in leader
    assert "Can be claimed since the gate was passed" in leader
    assert ("Claim 75,000 SEK" in leader, "Claim 75,000 SEK" in member) == (True, False)


def test_support_page_says_who_decides_and_who_pays(client, made):
    found = claimed(made)
    assert "A claim of 75,000 SEK waits for your decision." in says(client, made, "manager")
    payer = made.programme.owner.name
    assert f"{payer} decides on the claim of 75,000 SEK." in says(client, made, "leader")
    approve_claim(claim=found, by=made.manager)
    assert "75,000 SEK waits to be paid to Byalaget." in says(client, made, "admin")
    assert "will be paid to Byalaget" in says(client, made, "manager")
    assert "will be paid to Byalaget" in says(client, made, "leader")
    pay(claim=found, paid_on=day(), reference="V 17", by=made.admin)
    page = says(client, made, "leader")
    assert ("reference V 17" in page, "Opens when the gate is passed." in page) == (True, True)


def test_support_page_offers_no_decision_to_the_claimer(client, made):
    found = claimed(made, by=made.manager)
    assert "waits for your decision" not in says(client, made, "manager")
    page = words(get(client, made.manager, address(made, "claim", found.pk)))
    assert ("Somebody else decides" in page, "Approve 75,000" in page) == (True, False)


def test_support_page_of_a_returned_claim_shows_the_reason_and_the_way_on(client, made):
    return_claim(claim=claimed(made), reason="Kvitto saknas", by=made.manager)
    page = says(client, made, "leader")
    assert ("Kvitto saknas" in page, "Claim again" in page) == (True, True)


def test_support_page_adds_paid_claimed_and_left_up_to_the_support(client, made):
    grant = signed(made)
    found = claim(instalment=first_of(grant), by=made.leader, status_text="S")
    bar = get(client, made.leader, address(made)).context["bar"]
    assert (bar.paid, bar.under_way, bar.left) == (Decimal(0), HALF, HALF)
    approve_claim(claim=found, by=made.manager)
    pay(claim=found, paid_on=day(), reference="1", by=made.admin)
    bar = get(client, made.leader, address(made)).context["bar"]
    assert (bar.paid, bar.under_way, bar.left, bar.paid_share) == (HALF, Decimal(0), HALF, 50)


def asked(client, user, url):
    client.force_login(user)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def with_parts(made, number):
    """A signed agreement with this many instalments, budget lines and costs, each claimed."""
    grant = draft(made, payee=made.programme.owner)
    part = WHOLE / number
    grant = save_grant(grant=grant, by=made.manager, version=1, budget=[*lines(int(part)) * number])
    parts = [Part(amount=part, trigger="date", due_on=day(-number)) for number in range(number)]
    grant = save_grant(grant=grant, by=made.manager, version=2, instalments=parts)
    Grant.objects.update(agreed_on=day(-1))
    for instalment in grant.instalments.all():
        cost = Cost.objects.create(
            grant=grant, line=grant.budget.first(), paid_on=day(-1), amount=1, payee="P", what="W"
        )
        claim(instalment=instalment, by=made.leader, status_text="S", costs=[cost])
    return grant


@pytest.mark.parametrize("name", ["grant", "agreement"])
def test_pages_ask_the_same_for_one_and_for_three_rows(client, name):
    made = world()
    with_parts(made, 1)
    url = address(made, name)
    one = asked(client, made.manager, url)
    Claim.objects.all().update(state="withdrawn")
    Cost.objects.all().delete()
    Claim.objects.all().delete()
    Grant.objects.all().delete()
    with_parts(made, 3)
    assert asked(client, made.manager, url) == one


# --- The agreement ----------------------------------------------------------------------


def test_agreement_form_makes_a_draft_of_what_people_write(client, made):
    answer = post(client, made.manager, address(made, "agreement"), sent(made))
    grant = Grant.objects.get()
    assert (answer.status_code, grant.amount, grant.receiver) == (302, WHOLE, "Anna")
    assert list(grant.budget.values_list("kind", "title", "amount")) == [
        ("leader", "", Decimal(120000)), ("meetings", "Stormöten", Decimal(30000)),
    ]  # fmt: skip
    assert list(grant.instalments.values_list("number", "trigger")) == [(1, "date"), (2, "gate")]
    assert grant.parties.get().person == "Chef"


@pytest.mark.parametrize("amount", ["", "-5", "1,234.567", "tolv", "1.000,555"])
def test_agreement_form_with_a_sum_that_cannot_be_read_keeps_everything_typed(client, made, amount):
    answer = post(client, made.manager, address(made, "agreement"), sent(made, amount=amount))
    page = words(answer)
    assert (answer.status_code, Grant.objects.count()) == (422, 0)
    assert ("Stormöten" in page, "Chef" in page) == (True, True)


def test_agreement_form_over_the_support_says_the_difference_and_stores_nothing(client, made):
    over = sent(made) | {"budget-1-amount": "30 000,50"}
    answer = post(client, made.manager, address(made, "agreement"), over)
    page = words(answer)
    assert (answer.status_code, Grant.objects.count()) == (409, 0)
    assert ("0.50 SEK more than the support" in page, "30 000,50" in page) == (True, True)


def test_agreement_form_divides_in_two_without_storing(client, made):
    data = sent(made, amount="99 999,99") | {"halve": "1"}
    answer = post(client, made.manager, address(made, "agreement"), data)
    values = [form["amount"].value() for form in answer.context["form"].sets["instalments"]]
    assert (answer.status_code, values[:2], Grant.objects.count()) == (
        200, ["50,000", "49,999.99"], 0,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["budget", "instalments", "parties"])
def test_agreement_form_adds_a_row_without_storing(client, made, name):
    answer = post(client, made.manager, address(made, "agreement"), sent(made) | {"add": name})
    form = answer.context["form"]
    before = int(sent(made)[f"{name}-TOTAL_FORMS"])
    assert (len(form.sets[name].forms), Grant.objects.count()) == (before + 1, 0)


@pytest.mark.parametrize("total", ["", "x", "99999999999", "25"])
def test_agreement_form_with_a_broken_count_of_rows_is_an_answer_and_no_fault(client, made, total):
    broken = sent(made) | {"budget-TOTAL_FORMS": total}
    for extra in ({}, {"add": "budget"}):
        answer = post(client, made.manager, address(made, "agreement"), broken | extra)
        assert answer.status_code in {200, 422}
    assert Grant.objects.count() == 0


def test_agreement_form_of_an_old_version_shows_both_and_the_next_save_holds(client, made):
    grant = complete(made)
    stored = [row.pk for row in grant.budget.all()]
    save_grant(grant=grant, by=made.admin, version=grant.version, budget=lines(100000))
    mine = sent(made, version=str(grant.version)) | rows(
        "budget", {"pk": stored[0], "kind": "leader", "amount": "140000"}, initial=1
    )
    answer = post(client, made.manager, address(made, "agreement"), mine)
    page = words(answer)
    assert answer.status_code == 409
    assert ("Process leader: 100,000" in page, "140000" in page) == (True, True)
    carried = answer.context["facts"]["version"].value()
    again = mine | {"version": carried, "budget-0-pk": ""}
    assert post(client, made.manager, address(made, "agreement"), again).status_code == 302
    assert [row.amount for row in grant.budget.all()] == [Decimal(140000)]


def test_agreement_form_takes_a_row_away(client, made):
    grant = complete(made)
    stored = list(grant.budget.values_list("pk", flat=True))
    fewer = sent(made, version=str(grant.version)) | rows(
        "budget",
        {"pk": stored[0], "kind": "leader", "amount": "120000"},
        {"pk": stored[1], "kind": "meetings", "amount": "20000", "DELETE": "on"},
        initial=2,
    )
    assert post(client, made.manager, address(made, "agreement"), fewer).status_code == 302
    assert list(grant.budget.values_list("pk", flat=True)) == stored[:1]


def test_form_offers_no_organisation_of_another_region(client, made):
    stranger = OrganisationFactory(region=made.other_region, name="Främmande")
    page = words(get(client, made.manager, address(made, "agreement")))
    assert "Främmande" not in page
    answer = post(client, made.manager, address(made, "agreement"), sent(made, payer=stranger.pk))
    assert (answer.status_code, Grant.objects.count()) == (422, 0)


def test_signing_page_names_what_is_missing_and_refuses(client, made):
    grant = draft(made)
    assert "There is no party yet." in words(get(client, made.manager, address(made, "agree")))
    data = {"agreed_on": day().isoformat(), "version": grant.version}
    answer = post(client, made.manager, address(made, "agree"), data)
    assert (answer.status_code, Grant.objects.get().agreed_on) == (409, None)


def test_signing_keeps_the_paper_and_serves_it_as_an_attachment(client, made):
    grant = complete(made)
    data = {"agreed_on": day().isoformat(), "version": grant.version,
            "file": SimpleUploadedFile("a.pdf", PDF)}  # fmt: skip
    assert post(client, made.manager, address(made, "agree"), data).status_code == 302
    answer = get(client, made.leader, address(made, "agreement_file"))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_signing_with_a_disguised_paper_signs_nothing(client, made):
    grant = complete(made)
    data = {"agreed_on": day().isoformat(), "version": grant.version,
            "file": SimpleUploadedFile("a.pdf", b"<html>")}  # fmt: skip
    answer = post(client, made.manager, address(made, "agree"), data)
    assert (answer.status_code, Grant.objects.get().agreed_on) == (409, None)


def test_agreement_file_that_is_not_there_is_not_found(client, made):
    complete(made)
    assert get(client, made.leader, address(made, "agreement_file")).status_code == 404


def test_report_page_opens_the_instalment(client, made):
    grant = complete(made)
    parts = [*two_parts()[:1], Part(amount=HALF, trigger="report", report="Slutrapport")]
    save_grant(grant=grant, by=made.manager, version=grant.version, instalments=parts)
    Grant.objects.update(agreed_on=day(-1))
    url = address(made, "report_received", grant.instalments.get(number=2).pk)
    assert post(client, made.manager, url, {"on": day(1).isoformat()}).status_code == 409
    assert post(client, made.manager, url, {"on": day().isoformat()}).status_code == 302
    assert grant.instalments.get(number=2).report_received_on == day()


# --- Claiming, deciding, paying ---------------------------------------------------------


def test_claim_form_hands_in_with_the_ticked_costs(client, made):
    grant = signed(made)
    line = grant.budget.first()
    one, two = (
        Cost.objects.create(
            grant=grant, line=line, paid_on=day(-1), amount=10, payee="P", what=what
        )
        for what in ("Hyra", "Kaffe")
    )
    url = address(made, "claim_add", first_of(grant).pk)
    page = get(client, made.leader, url)
    assert [ticked for _cost, ticked in page.context["costs"]] == [True, True]
    answer = post(client, made.leader, url, {"status_text": "Startat", "costs": [one.pk]})
    found = Claim.objects.get()
    assert answer["Location"] == address(made, "claim", found.pk)
    assert [cost.pk for cost in found.costs.all()] == [one.pk]
    assert two.claim_id is None


@pytest.mark.parametrize("costs", [["x"], ["9" * 40], ["-1"], ["12345"]])
def test_claim_form_with_broken_costs_keeps_the_text(client, made, costs):
    url = address(made, "claim_add", first_of(signed(made)).pk)
    answer = post(client, made.leader, url, {"status_text": "Startat", "costs": costs})
    assert (answer.status_code in {409, 422}, Claim.objects.count()) == (True, 0)
    assert "Startat" in words(answer)


def test_claim_form_of_a_closed_instalment_cannot_be_sent(client, made):
    second = signed(made).instalments.get(number=2)
    url = address(made, "claim_add", second.pk)
    assert "Opens when the gate is passed." in words(get(client, made.leader, url))
    answer = post(client, made.leader, url, {"status_text": "S"})
    assert (answer.status_code, Claim.objects.count()) == (409, 0)


def test_claim_form_after_a_return_shows_the_reason_and_the_old_text(client, made):
    found = return_claim(claim=claimed(made), reason="Kvitto saknas", by=made.manager)
    page = get(client, made.leader, address(made, "claim_add", found.instalment_id))
    assert ("Kvitto saknas" in words(page), page.context["form"].initial["status_text"]) == (
        True, "Startat",
    )  # fmt: skip


def test_claim_page_leads_from_decision_to_payment(client, made):
    found = claimed(made)
    approve = address(made, "claim_approve", found.pk)
    assert post(client, made.manager, approve).status_code == 302
    assert post(client, made.admin, approve).status_code == 409
    url = address(made, "claim_pay", found.pk)
    own = post(client, made.manager, url, {"paid_on": day().isoformat(), "reference": "V1"})
    assert (own.status_code, Payment.objects.count()) == (409, 0)
    late = post(client, made.admin, url, {"paid_on": day(1).isoformat(), "reference": "V1"})
    assert (late.status_code, list(late.context["pay_form"].errors)) == (409, ["paid_on"])
    data = {"paid_on": day().isoformat(), "reference": "V1"}
    assert post(client, made.admin, url, data).status_code == 302
    again = post(client, made.admin, url, data)
    assert (again.status_code, Payment.objects.count()) == (409, 1)


def test_claim_page_refuses_the_claimers_own_approval(client, made):
    found = claimed(made, by=made.manager)
    answer = post(client, made.manager, address(made, "claim_approve", found.pk))
    assert (answer.status_code, "somebody else must decide" in words(answer)) == (409, True)
    assert Claim.objects.get().state == "open"


def test_claim_page_keeps_the_reason_when_the_claim_is_decided_already(client, made):
    found = claimed(made)
    approve_claim(claim=found, by=made.admin)
    url = address(made, "claim_return", found.pk)
    answer = post(client, made.manager, url, {"reason": "Kvitto"})
    assert (answer.status_code, answer.context["return_form"]["reason"].value()) == (409, "Kvitto")


def test_claim_page_takes_back_ones_own(client, made):
    found = claimed(made)
    url = address(made, "claim_withdraw", found.pk)
    assert post(client, made.manager, url).status_code == 409
    assert post(client, made.leader, url).status_code == 302
    assert Claim.objects.get().state == "withdrawn"


@pytest.mark.parametrize("name", ["claim", "claim_add"])
def test_claim_pages_ask_the_same_for_one_and_for_three_costs(client, name):
    made = world()
    grant = signed(made)
    line, instalment = grant.budget.first(), first_of(grant)

    def add_costs(number):
        return [
            Cost.objects.create(
                grant=grant, line=line, paid_on=day(-1), amount=1, payee="P", what="W"
            )
            for _ in range(number)
        ]

    def url():
        if name == "claim_add":
            return address(made, "claim_add", instalment.pk)
        return address(made, "claim", Claim.objects.latest("pk").pk)

    costs = add_costs(1)
    if name == "claim":
        found = claim(instalment=instalment, by=made.leader, status_text="S", costs=costs)
    one = asked(client, made.manager, url())
    more = add_costs(2)
    if name == "claim":
        return_claim(claim=found, reason="R", by=made.manager)
        claim(instalment=instalment, by=made.leader, status_text="S", costs=[*costs, *more])
    assert asked(client, made.manager, url()) == one


def test_parties_are_shown_with_who_signed(client, made):
    signed(made)
    page = says(client, made, "leader")
    assert (parties(made)[0].person in page, made.programme.owner.name in page) == (True, True)


def test_agreement_among_many_organisations_searches_them(client, made):
    for number in range(FEW + 1):
        OrganisationFactory(region=made.region, name=f"Förening {number:03}", sector="association")

    form = get(client, made.admin, address(made, "agreement")).content.decode()

    # The receiver and the parties are searched; who may pay are still few.
    assert form.count("data-picker ") >= 2
    assert "Förening 001" not in form
    assert '<select name="payer"' in form
