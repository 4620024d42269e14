"""The way of an administrator: search, look, save, fetch, read; what pages say in trouble."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from facts.models import Observation, Query, QueryState
from facts.sets.loading import load
from facts.sources.forms import CodesWidget
from people.models import ProgrammePost, ProgrammeRole
from places.models import Place
from tests.factories import MunicipalityFactory, UserFactory, world
from tests.facts.samples import FETCHED, indicator, municipalities, observe, query
from tests.facts.server import value

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(office, client):
    w = world()
    w.areas = municipalities()
    load()
    w.client = client
    w.office = office
    Place.objects.filter(pk=w.place.pk).update(
        municipality=MunicipalityFactory(code="1272", name="Bromölla")
    )
    client.force_login(w.admin)
    return w


def get(w, name, *args, **asked):
    found = w.client.get(reverse(f"facts:{name}", args=args), asked, follow=True)
    return found, found.content.decode()


def choose_url(w):
    asked = urlencode({"source": f"pxweb2:{w.office.net}", "table": "TAB638"})
    return f"{reverse('facts:choose', args=[w.region.pk])}?{asked}"


def choice(w, **more):
    from facts.models import Indicator  # noqa: PLC0415

    one = Indicator.objects.get(key="se-population-municipality")
    return {
        "v0": ["1272"], "v1": [], "v2": ["1", "2"], "d2": "sex", "v3": ["BE0101N1"],
        "v4": ["TOP(1)"], "indicator": one.pk, "scheme": "scb_kommun", "name": "Folkmängd",
        "refresh": "yearly",
    } | more  # fmt: skip


def test_an_administrator_searches_looks_saves_fetches_and_reads(here):
    found, text = get(here, "mine")
    assert found.redirect_chain, "one region: straight there"
    assert "Population of the municipality" in text
    assert "The table must be looked up" in text
    assert "Comes as a file" in text

    found, text = get(
        here, "search", here.region.pk, source=f"pxweb2:{here.office.net}", q="folkmängd"
    )
    assert "Folkmängd efter region" in text

    text = here.client.get(choose_url(here)).content.decode()
    assert 'value="1272"' in text, "the places' municipality is proposed"
    assert "data-picker" in text, "many codes are searched"

    found = here.client.post(choose_url(here), choice(here) | {"preview": "1"})
    text = found.content.decode()
    assert found.status_code == 200
    assert str(value("1272", "1", "BE0101N1", "2025")) in text
    assert not Query.objects.exists()

    found = here.client.post(choose_url(here), choice(here))
    one = Query.objects.get()
    assert found.url == reverse("facts:query", args=[one.pk])
    assert one.mapping["dims"] == {"sex": {"variable": "Kon", "codes": {"1": "men", "2": "women"}}}

    here.client.post(reverse("facts:query_fetch", args=[one.pk]))
    _found, text = get(here, "query", one.pk)
    assert "2 new, 0 corrected" in text
    assert "women" in text

    _found, text = get(here, "figures", here.region.pk, q="Bromölla")
    assert text.count("<tr>") == 3, "a head and two figures"


def test_a_search_among_codes_answers_with_and_without_a_script(here):
    posted = choice(here, v0=[]) | {"v0_q": "göinge", "v0_find": "1"}
    found = here.client.post(choose_url(here), posted)
    assert found.status_code == 422
    assert 'value="1256"' in found.content.decode()
    form = found.context["form"]
    widget = form.fields["v0"].widget
    assert isinstance(widget, CodesWidget)
    address = (
        found.content.decode()
        .split('data-url="/facts/codes/')[1]
        .split('"')[0]
        .replace("&amp;", "&")
    )
    told = here.client.get(f"/facts/codes/{address}&q=göinge").json()
    assert told["hits"] == [{"value": "1256", "text": "Östra Göinge", "note": "1256"}]
    assert here.client.get(f"{reverse('facts:codes')}?in=made-up&q=x").status_code == 404


@pytest.mark.parametrize(("more", "said"), [
    ({"d2": ""}, "Say what the figures are divided by"),
    ({"v0": []}, "Choose at least one"),
    ({"indicator": ""}, "required"),
])  # fmt: skip
def test_what_is_missing_is_told_beside_its_field(here, more, said):
    found = here.client.post(choose_url(here), choice(here, **more))
    assert found.status_code == 422
    assert said in found.content.decode()


def test_trouble_with_the_source_is_told_on_the_page(here):
    here.office.always = "html"
    _found, text = get(here, "search", here.region.pk, source=f"pxweb2:{here.office.net}", q="x")
    assert "a web page instead of figures" in text
    found = here.client.get(choose_url(here), follow=True)
    assert "a web page instead of figures" in found.content.decode()


def test_a_changed_table_is_told_with_the_way_on(here):
    one = query(here.office, here.region, here.admin)
    here.client.post(reverse("facts:query_fetch", args=[one.pk]))
    here.office.tables.unit = "tusental"
    from django.core.cache import caches  # noqa: PLC0415

    caches["default"].clear()
    here.client.post(reverse("facts:query_fetch", args=[one.pk]))
    _found, text = get(here, "query", one.pk)
    assert "tusental" in text
    assert "Take the table as it is now" in text
    here.client.post(reverse("facts:query_accept", args=[one.pk]))
    one.refresh_from_db()
    assert one.state == QueryState.NEW


def test_a_figure_shows_what_it_was_before(here):
    own = indicator("own-figure", level="place")
    first = observe(here.region, own, 900, place=here.place)
    form = here.client.get(reverse("facts:figure_correct", args=[first.pk])).content.decode()
    assert 'value="900"' in form
    found = here.client.post(reverse("facts:figure_correct", args=[first.pk]), {
        "value": "910", "status": "ok", "source": "SCB", "retrieved_on": FETCHED.isoformat(),
    }, follow=True)  # fmt: skip
    text = found.content.decode()
    assert "910" in text
    assert "What stood there before" in text
    assert "900" in text


def test_a_figure_by_hand_without_a_source_is_told(here):
    own = indicator("own-figure", level="place")
    posted = {"indicator": own.pk, "place": here.place.pk, "period": "2023", "value": "900",
              "status": "ok", "source": "", "retrieved_on": FETCHED.isoformat()}  # fmt: skip
    address = reverse("facts:figure_add", args=[here.region.pk])
    assert here.client.post(address, posted).status_code == 422
    found = here.client.post(address, posted | {"source": "The parish"})
    assert found.status_code == 302, found.content.decode()[:2000]
    assert Observation.objects.get().value == 900
    of_men = posted | {"source": "The parish", "value": "440", "sex": "men"}
    assert here.client.post(address, of_men | {"sex": "kvinnor"}).status_code == 422
    assert here.client.post(address, of_men).status_code == 302
    assert Observation.objects.get(dims_key="sex=men").value == 440


def test_a_file_goes_from_upload_over_columns_to_figures(here):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from facts.models import Indicator  # noqa: PLC0415

    one = Indicator.objects.get(key="se-population-municipality")
    file = SimpleUploadedFile("f.csv", "kommun;år;antal\n1272;2023;12 500\n".encode("latin-1"))
    found = here.client.post(reverse("facts:file", args=[here.region.pk]), {
        "file": file, "source": "SCB", "retrieved_on": FETCHED.isoformat(), "indicator": one.pk,
    }, follow=True)  # fmt: skip
    kept = found.context["kept"]
    found = here.client.post(reverse("facts:file_columns", args=[kept.pk]), {
        "c0": "area", "c1": "period", "c2": "value", "indicator": one.pk,
    }, follow=True)  # fmt: skip
    assert "Bring in 1 figure" in found.content.decode()
    here.client.post(reverse("facts:file_confirm", args=[kept.pk]))
    assert Observation.objects.get().value == 12500


def test_an_analyst_of_the_region_collects_too_and_other_regions_are_not_there(here):
    analyst = UserFactory()
    ProgrammeRole.objects.create(
        user=analyst,
        programme=here.programme,
        role=ProgrammePost.ANALYST,
        starts_on=timezone.localdate(),
    )
    here.client.force_login(analyst)
    assert get(here, "region", here.region.pk)[0].status_code == 200
    assert get(here, "region", here.other_region.pk)[0].status_code == 404
    tabs = here.client.get(reverse("programmes:programme", args=[here.programme.pk]), follow=True)
    assert reverse("facts:region", args=[here.region.pk]) in tabs.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_much_for_three_rows_as_for_one(here, rows, django_assert_max_num_queries):
    own = indicator("own-figure", level="place")
    for at in range(rows):
        observe(here.region, own, at, place=here.place, period=str(2000 + at))
        query(here.office, here.region, here.admin)
    for name in ("region", "figures"):
        get(here, name, here.region.pk)
        with django_assert_max_num_queries(11):
            get(here, name, here.region.pk)
