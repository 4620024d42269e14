"""The agreement: written as a draft, signed when it adds up, changed only with a reason."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from core import audit
from core.dates import whole_date
from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from grants.agreement.content import content_of
from grants.agreement.services import (
    Line,
    Part,
    Party,
    agree,
    attach_agreement,
    change_agreement,
    halves,
    make_grant,
    missing,
    save_grant,
)
from grants.claims.services import approve_claim, claim, pay
from grants.models import Cost, Grant
from tests.factories import OrganisationFactory, world
from tests.grants.agreement_samples import (
    HALF,
    WHOLE,
    complete,
    day,
    draft,
    first_of,
    lines,
    parties,
    signed,
    two_parts,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def made():
    return world()


def sums(grant):
    content = content_of(Grant.objects.get(pk=grant.pk))
    return [[row.amount for row in rows] for rows in (content.budget, content.instalments)]


def refused(verb, **arguments):
    with pytest.raises(Refusal) as told:
        verb(**arguments)
    return told.value


# --- Making and writing -----------------------------------------------------------------


def test_make_grant_without_facts_takes_the_programmes_sum_owner_and_period(made):
    made.programme.sum_per_place = WHOLE
    made.programme.save()
    grant = make_grant(participation=made.participation, by=made.manager)
    place = made.participation
    assert (grant.amount, grant.payer, grant.starts_on, grant.ends_on, grant.version) == (
        WHOLE, made.programme.owner, place.started_on, place.support_ends_on, 1,
    )  # fmt: skip


def test_make_grant_without_any_sum_is_refused(made):
    told = refused(make_grant, participation=made.participation, by=made.manager)
    assert (told.code, Grant.objects.count()) == ("amount_needed", 0)


def test_make_grant_twice_is_refused(made):
    draft(made)
    told = refused(make_grant, participation=made.participation, by=made.manager, amount=WHOLE)
    assert (told.code, Grant.objects.count()) == ("grant_there", 1)


@pytest.mark.parametrize("name", ["leader", "coach", "member", "contact", "observer", "outsider"])
def test_agreement_is_written_by_those_who_run_alone(made, name):
    by = getattr(made, name)
    grant = complete(made)
    version = grant.version
    for verb, arguments in (
        (make_grant, {"participation": made.participation}),
        (save_grant, {"grant": grant, "version": version}),
        (agree, {"grant": grant, "version": version, "agreed_on": day()}),
        (change_agreement, {"grant": grant, "version": version, "reason": "R"}),
        (attach_agreement, {"grant": grant, "file": SimpleUploadedFile("a.pdf", PDF)}),
    ):
        with pytest.raises(NotAllowed):
            verb(by=by, **arguments)


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"amount": Decimal(0)}, "amount_needed"),
        ({"amount": Decimal(-1)}, "amount_needed"),
        ({"starts_on": dt.date(2026, 5, 2), "ends_on": dt.date(2026, 5, 1)}, "period_backwards"),
        ({"leader_rate": Decimal(-1)}, "rate_negative"),
        ({"terms": "x" * 4001}, "too_long"),
    ],
)
def test_save_grant_with_bad_facts_is_refused_and_nothing_written(made, facts, code):
    grant = draft(made)
    before = content_of(grant)
    assert refused(save_grant, grant=grant, by=made.manager, version=1, **facts).code == code
    assert content_of(Grant.objects.get()) == before


@pytest.mark.parametrize("field", ["payer", "payee"])
def test_save_grant_with_an_organisation_of_another_region_is_refused(made, field):
    stranger = OrganisationFactory(region=made.other_region, sector="region")
    told = refused(save_grant, grant=draft(made), by=made.manager, version=1, **{field: stranger})
    assert told.code == f"wrong_{field}"


def test_save_grant_with_a_business_as_payer_is_refused(made):
    shop = OrganisationFactory(region=made.region, sector="business")
    assert refused(save_grant, grant=draft(made), by=made.manager, version=1, payer=shop).code == (
        "wrong_payer"
    )


def test_save_grant_keeps_one_receiver(made):
    grant = save_grant(grant=draft(made), by=made.manager, version=1, payee_name=" Anna ")
    assert (grant.receiver, grant.payee_name) == ("Byalaget", "")
    grant = save_grant(
        grant=grant, by=made.manager, version=grant.version, payee=None, payee_name=" Anna "
    )
    assert grant.receiver == "Anna"


def test_set_budget_over_the_support_is_refused_with_the_difference(made):
    grant = draft(made)
    told = refused(
        save_grant, grant=grant, by=made.manager, version=1, budget=lines(120000, 30000, 1)
    )
    assert (told.code, "1\xa0SEK more than the support" in str(told)) == ("budget_over", True)
    assert sums(grant) == [[], []]


def test_set_instalments_over_the_support_is_refused_with_the_difference(made):
    told = refused(
        save_grant, grant=draft(made), by=made.manager, version=1,
        instalments=two_parts(75000, Decimal("75000.50")),
    )  # fmt: skip
    assert (told.code, "0.50\xa0SEK" in str(told)) == ("instalments_over", True)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"trigger": "moon"}, "unknown_trigger"),
        ({"trigger": "date"}, "due_needed"),
        ({"trigger": "date", "due_on": dt.date(2000, 1, 1)}, "due_too_early"),
        ({"trigger": "step"}, "step_needed"),
        ({"trigger": "report", "report": "  "}, "report_needed"),
        ({"trigger": "gate", "amount": Decimal(0)}, "part_amount_needed"),
        ({"trigger": "gate", "amount": Decimal(-5)}, "part_amount_needed"),
        ({"trigger": "gate", "title": "x" * 121}, "too_long"),
    ],
)
def test_set_instalments_with_a_bad_part_is_refused(made, part, code):
    bad = Part(**{"amount": Decimal(1)} | part)
    told = refused(save_grant, grant=draft(made), by=made.manager, version=1, instalments=[bad])
    assert told.code == code


def test_set_instalments_with_a_step_of_another_method_is_refused(made):
    step = made.other_programme.method_version.steps.first()
    part = Part(amount=Decimal(1), trigger="step", step=step)
    told = refused(save_grant, grant=draft(made), by=made.manager, version=1, instalments=[part])
    assert told.code == "wrong_step"


def test_set_instalments_on_a_gate_that_the_method_lacks_is_refused():
    made = world(gate_after=None)
    told = refused(
        save_grant, grant=draft(made), by=made.manager, version=1, instalments=two_parts()
    )
    assert told.code == "no_gate"


@pytest.mark.parametrize(
    ("party", "code"),
    [({"person": " "}, "person_needed"), ({"signed_on": day(1)}, "signed_in_future")],
)
def test_set_parties_with_a_bad_party_is_refused(made, party, code):
    wrong = Party(**{"organisation": made.programme.owner, "person": "A"} | party)
    told = refused(save_grant, grant=draft(made), by=made.manager, version=1, parties=[wrong])
    assert told.code == code


def test_set_parties_with_one_twice_or_from_another_region_is_refused(made):
    grant, twice = draft(made), parties(made) * 2
    stranger = Party(organisation=OrganisationFactory(region=made.other_region), person="A")
    codes = [
        refused(save_grant, grant=grant, by=made.manager, version=1, parties=rows).code
        for rows in (twice, [stranger])
    ]
    assert codes == ["party_twice", "wrong_party"]


def test_save_grant_moves_and_removes_rows_and_keeps_the_others(made):
    grant = complete(made)
    first, second = content_of(grant).instalments
    swapped = [second, Part(amount=HALF, trigger="report", report="Slutrapport")]
    save_grant(grant=grant, by=made.manager, version=grant.version, instalments=swapped)
    stored = list(Grant.objects.get().instalments.values_list("number", "trigger", "pk"))
    assert stored == [(1, "gate", second.pk), (2, "report", stored[1][2])]
    assert first.pk not in {row[2] for row in stored}


def test_save_grant_of_an_old_version_is_a_conflict_with_both_values(made):
    grant = draft(made)
    save_grant(grant=grant, by=made.admin, version=1, budget=lines(100000))
    with pytest.raises(Conflict) as told:
        save_grant(grant=grant, by=made.manager, version=1, budget=lines(50000))
    theirs, yours = told.value.theirs["budget"], told.value.yours["budget"]
    assert [row.amount for row in theirs] == [Decimal(100000)]
    assert [row.amount for row in yours] == [Decimal(50000)]
    assert (told.value.version, sums(grant)[0]) == (2, [Decimal(100000)])


def test_save_grant_of_what_is_stored_changes_nothing_whoever_asks(made):
    grant = complete(made)
    again = save_grant(
        grant=grant, by=made.admin, version=0, instalments=content_of(grant).instalments
    )
    assert again.version == grant.version


def test_save_grant_with_a_row_of_another_agreement_is_refused(made):
    line = Line(kind="other", amount=Decimal(1), pk=999)
    told = refused(save_grant, grant=draft(made), by=made.manager, version=1, budget=[line])
    assert told.code == "wrong_line"


# --- Halves -----------------------------------------------------------------------------


@given(amount=st.decimals(min_value="0.01", max_value="999999999999.99", places=2, allow_nan=False))
def test_halves_always_add_up_to_the_whole(amount):
    class Method:
        method_version_id = 0

    parts = halves(amount, Method(), day())
    assert sum(part.amount for part in parts) == amount
    assert all(part.amount > 0 for part in parts)


def test_halves_are_a_day_and_the_gate(made):
    first, second = halves(Decimal("99.99"), made.participation, day())
    assert (first.amount, first.trigger, first.due_on) == (Decimal("50.00"), "date", day())
    assert (second.amount, second.trigger) == (Decimal("49.99"), "gate")


def test_halves_without_a_gate_wait_for_the_report():
    gateless = world(gate_after=None)
    assert halves(WHOLE, gateless.participation, day())[1].trigger == "report"


# --- Signing ----------------------------------------------------------------------------


def test_agree_on_an_incomplete_draft_names_what_is_missing(made):
    grant = draft(made, payee=None)
    save_grant(
        grant=grant, by=made.manager, version=1, budget=lines(100000, 20000),
        parties=[Party(organisation=made.programme.owner, person="Anna")],
    )  # fmt: skip
    told = refused(agree, grant=grant, by=made.manager, version=2, agreed_on=day())
    assert (told.code, told.details) == (
        "not_ready",
        [
            "The receiver of the support is missing.",
            "The budget lacks 30,000\xa0SEK to reach the support.",
            "The instalments lack 150,000\xa0SEK to reach the support.",
            f"Anna has not signed for {made.programme.owner.name}.",
        ],
    )


def test_agree_leaves_one_line_in_the_trail_and_twice_is_once(made):
    grant = complete(made)
    agreed = agree(grant=grant, by=made.manager, version=grant.version, agreed_on=day(-10))
    again = agree(grant=grant, by=made.admin, version=grant.version, agreed_on=day(-3))
    assert (agreed.agreed_on, again.agreed_on, missing(agreed)) == (day(-10), day(-10), [])
    said = AuditEvent.objects.get(verb="grant.agreed")
    assert audit.sentence(said) == f"Agreement on 150,000\xa0SEK signed on {whole_date(day(-10))}"


@pytest.mark.parametrize(
    ("offset", "code"), [(1, "agreed_in_future"), (-21, "agreed_before_signed")]
)
def test_agree_on_a_wrong_day_is_refused(made, offset, code):
    grant = complete(made)
    told = refused(
        agree, grant=grant, by=made.manager, version=grant.version, agreed_on=day(offset)
    )
    assert told.code == code


def test_agree_on_what_one_has_not_read_is_a_conflict(made):
    grant = complete(made)
    assert refused(
        agree, grant=grant, by=made.manager, version=grant.version - 1, agreed_on=day()
    ).code == ("changed_meanwhile")


# --- Changing what is signed ------------------------------------------------------------


def test_save_grant_of_a_signed_agreement_is_refused(made):
    grant = signed(made)
    told = refused(
        save_grant, grant=grant, by=made.manager, version=grant.version, terms="Nya villkor"
    )
    assert told.code == "already_agreed"


def test_change_agreement_of_a_draft_is_refused(made):
    told = refused(
        change_agreement, grant=draft(made), by=made.manager, version=1, reason="R", terms="x"
    )
    assert told.code == "not_agreed"


def test_change_agreement_needs_a_reason_and_tells_it_in_the_trail(made):
    grant = signed(made)
    more = {
        "amount": Decimal(160000),
        "budget": lines(130000, 20000, 10000),
        "instalments": [*content_of(grant).instalments[:1], Part(
            amount=Decimal(85000), trigger="gate", pk=content_of(grant).instalments[1].pk)],
    }  # fmt: skip
    change = {"grant": grant, "by": made.manager, "version": grant.version} | more
    assert refused(change_agreement, reason="  ", **change).code == "reason_needed"
    changed = change_agreement(reason="Längre tid", **change)
    line = AuditEvent.objects.get(verb="grant.changed")
    assert (changed.amount, audit.sentence(line)) == (
        Decimal(160000),
        "Agreement changed, from 150,000\xa0SEK to 160,000\xa0SEK: Längre tid",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Decimal(160000)}, "budget_short"),
        ({"budget": lines(150000), "instalments": two_parts(75000, 74999)}, "instalments_short"),
        ({"amount": Decimal(140000)}, "budget_over"),
        ({"payee": None}, "receiver_needed"),
        ({"terms": "x", "reason": "r" * 501}, "reason_too_long"),
    ],
)
def test_change_agreement_that_does_not_add_up_is_refused(made, change, code):
    grant = signed(made)
    before = content_of(grant)
    arguments = {"grant": grant, "by": made.manager, "version": grant.version, "reason": "R"}
    assert refused(change_agreement, **arguments | change).code == code
    assert content_of(Grant.objects.get()) == before


@pytest.mark.parametrize("paid", [False, True])
def test_change_agreement_never_touches_what_is_claimed_or_paid(made, paid):
    grant = signed(made)
    claim_made = claim(instalment=first_of(grant), by=made.leader, status_text="Startat")
    if paid:
        approve_claim(claim=claim_made, by=made.manager)
        pay(claim=claim_made, paid_on=day(), reference="V 1", by=made.admin)
    first, second = content_of(grant).instalments
    arguments = {"grant": grant, "by": made.manager, "version": grant.version, "reason": "R"}
    lower = Part(amount=Decimal(70000), trigger="date", due_on=first.due_on, pk=first.pk)
    rest = Part(amount=Decimal(80000), trigger="gate", pk=second.pk)
    for parts in ([lower, rest], [rest, lower], [Part(amount=WHOLE, trigger="gate")]):
        told = refused(change_agreement, **arguments, instalments=parts)
        assert (told.code, "Instalment 1" in str(told)) == ("instalment_in_use", True)
    assert sums(grant)[1] == [HALF, HALF]


def test_change_agreement_never_lowers_a_line_below_what_is_claimed_on_it(made):
    grant = signed(made)
    leader = grant.budget.get(kind="leader")
    cost = Cost.objects.create(
        grant=grant, line=leader, paid_on=day(-1), amount=Decimal(50000), payee="P", what="Lön"
    )
    claim(instalment=first_of(grant), by=made.leader, status_text="S", costs=[cost])
    rows = content_of(grant).budget
    arguments = {"grant": grant, "by": made.manager, "version": grant.version, "reason": "R"}
    low = [Line(kind="leader", amount=Decimal(49999), pk=leader.pk), *rows[1:],
           Line(kind="other", amount=Decimal(70001))]  # fmt: skip
    assert refused(change_agreement, **arguments, budget=low).code == "below_claimed"
    told = refused(change_agreement, **arguments, budget=[Line(kind="other", amount=WHOLE)])
    assert told.code == "line_has_costs"
    enough = [Line(kind="leader", amount=Decimal(50000), pk=leader.pk), *rows[1:],
              Line(kind="other", amount=Decimal(70000))]  # fmt: skip
    change_agreement(**arguments, budget=enough)
    assert sums(grant)[0] == [Decimal(50000), Decimal(20000), Decimal(10000), Decimal(70000)]


# --- The signed paper -------------------------------------------------------------------


def test_attach_agreement_keeps_the_newest_file_under_a_random_name(made, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    grant = draft(made)
    grant = attach_agreement(
        grant=grant, file=SimpleUploadedFile("../Avtal.pdf", PDF), by=made.manager
    )
    assert "Avtal" not in grant.agreement.name
    with grant.agreement.open() as file:
        assert file.read() == PDF


def test_attach_agreement_of_a_disguised_file_is_refused(made):
    grant = draft(made)
    told = refused(
        attach_agreement,
        grant=grant,
        file=SimpleUploadedFile("a.pdf", b"<html>"),
        by=made.manager,
    )
    assert (told.code, Grant.objects.get().agreement.name) == ("file_disguised", "")
