"""The places' table: columns, groups with totals, saved views, acts with several places."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Assignment
from places.models import Participation, SavedView
from places.table import services
from tests.factories import MunicipalityFactory, PlaceFactory, assign, participation, world
from tests.plans.money_samples import action, open_plan

pytestmark = pytest.mark.django_db
URL = "/places/table/"


@pytest.fixture
def w():
    made = world()
    town = MunicipalityFactory(name="Bromölla")
    made.users["vik"] = participation(
        made.programme, PlaceFactory(region=made.region, name="Vik", municipality=town)
    )
    Participation.objects.filter(pk=made.neighbour.pk).update(status="ended")
    return made


@pytest.fixture
def see(w, client):
    def get(user, query="", url=URL):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(url + query, headers={"accept-language": "en"}).content.decode()

    return get


def heads(html):
    return [
        re.sub(r"<[^>]*>", "", one).strip()
        for one in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html)
    ]


def test_nothing_is_left_out_unseen_and_each_filter_can_be_taken_off(w, see):
    html = see(w.manager)
    assert "2 of 3" in html
    assert 'href="?status=all">Under way' in html
    assert "Glimåkra" not in html
    html = see(w.manager, "?status=all&step=1&q=n")
    assert re.search(r'href="\?q=n&amp;status=all">Step 1', html)
    assert "3 of 3" in see(w.manager, "?status=all")


def test_columns_are_those_that_were_chosen(w, see):
    action(open_plan(w.vik), cost=Decimal(700))
    html = see(w.manager, "?col=coach&col=funding_missing").replace("\N{NO-BREAK SPACE}", " ")
    assert heads(html) == ["Choose", "Place", "Coach", "Missing for the actions"]
    assert "700 SEK" in html
    assert re.search(r">\s*Coach\s*</td>", html)


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("municipality", ["Bromölla", None]),
        ("coach", ["No coach", "Coach"]),
        ("step", ["Step 1"]),
        ("programme", [None]),
    ],
)
def test_groups_have_totals(w, see, group, names):
    action(open_plan(w.vik), cost=Decimal(700))
    html = see(w.manager, f"?group={group}&col=funding_missing").replace("\N{NO-BREAK SPACE}", " ")
    found = re.findall(r'scope="rowgroup"[^>]*>(.*?) <span class="soft small">(.*?)</span>', html)
    assert len(found) == len(names)
    for (name, _said), wanted in zip(found, names, strict=True):
        assert wanted in {None, name}
    assert sum(int(re.match(r"\d+", said)[0]) for _name, said in found) == 2
    assert any("Missing for the actions: 700 SEK" in said for _name, said in found)


def test_queries_do_not_grow_with_places(w, client):
    query = "?group=coach&col=coach&col=inhabitants&col=funding_missing&col=support_paid"

    def asked():
        client.force_login(w.manager, backend="django.contrib.auth.backends.ModelBackend")
        client.get(URL + query)
        with CaptureQueriesContext(connection) as sent:
            client.get(URL + query)
        return len(sent)

    few = asked()
    for _number in range(9):
        participation(w.programme, PlaceFactory(region=w.region))
    assert asked() == few


def test_view_is_saved_shared_opened_by_the_coach_and_removed(w, see, client):
    client.force_login(w.manager, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"name": "Step one", "query": "group=coach&step=1", "programme": w.programme.pk}
    assert client.post(reverse("places:view_save"), sent).url == f"{URL}?group=coach&step=1"
    view = SavedView.objects.get()
    assert "Step one" in see(w.coach)
    html = see(w.coach, "?step=1&group=coach")
    assert "<h1>Step one</h1>" in html
    assert "Vik" not in html  # sharing a view shows nobody more places
    assert "Step one" not in see(w.other_coach)
    assert not SavedView.objects.visible_to(w.leader).exists()
    with pytest.raises(NotAllowed):
        services.remove_view(view=view, by=w.coach)
    services.remove_view(view=view, by=w.admin)
    assert not SavedView.objects.exists()


def test_coach_shares_with_nobody(w):
    with pytest.raises(NotAllowed):
        services.save_view(name="x", query="", by=w.coach, programme=w.programme)
    assert services.save_view(name="x", query="step=1", by=w.coach).programme is None


def test_several_places_get_a_coach_and_who_had_one_is_named(w, client):
    client.force_login(w.manager, backend="django.contrib.auth.backends.ModelBackend")
    places = [w.participation.pk, w.vik.pk, w.other_participation.pk]
    url = reverse("places:table_coach")
    sent = {"place": places, "coach": w.coach.pk}
    html = client.post(url, sent, follow=True, headers={"accept-language": "en"}).content.decode()
    assert "1 place has a new coach. Coached by the same person already: Näsum." in html
    coached = Assignment.objects.active().filter(user=w.coach, role="coach")
    assert set(coached.values_list("participation", flat=True)) == set(places[:2])


def test_leaders_are_written_to_once_each_and_who_has_none_is_named(w):
    assign(w.leader, w.vik, "process_leader")
    lone = participation(w.programme, PlaceFactory(region=w.region, name="Lone"))
    without = services.write_to_leaders(
        places=[w.participation, w.vik, lone], subject="Winter", text="We meet.\nAll of us.",
        by=w.manager,
    )  # fmt: skip
    assert without == [lone]
    [letter] = Letter.objects.filter(to_address=w.leader.email)
    assert letter.subject == "Winter"
    assert "All of us." in letter.text


def test_writing_is_refused_without_the_right_and_without_a_reader(w):
    with pytest.raises(NotAllowed):
        services.write_to_leaders(places=[w.participation], subject="x", text="y", by=w.leader)
    with pytest.raises(Refusal) as refused:
        services.write_to_leaders(places=[w.vik], subject="x", text="y", by=w.manager)
    assert refused.value.code == "nobody_to_write_to"


def test_chosen_places_alone_are_exported(w, see, client):
    client.force_login(w.manager, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("reports:portfolio_xlsx"), {"place": w.vik.pk})
    from io import BytesIO  # noqa: PLC0415 - here alone

    import openpyxl  # noqa: PLC0415

    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].values)
    assert [row[0] for row in rows[1:]] == ["Vik"]


def test_comparison_shows_the_places_asked_for_in_their_order(w, see):
    action(open_plan(w.vik), cost=Decimal(700))
    url = reverse("places:compare")
    html = see(w.manager, f"?place={w.vik.pk}&place={w.participation.pk}", url)
    html = html.replace("\N{NO-BREAK SPACE}", " ")
    assert heads(html) == ["Vik", "Näsum"]
    row = html.split("Missing for the actions")[1].split("</tr>")[0]
    assert re.findall(r'<td class="num">([^<]*)</td>', row) == ["700 SEK", "0 SEK"]
    assert "Choose two to four places" in see(w.coach, f"?place={w.vik.pk}", url)
