"""Who do I turn to? Found by own words, kept right by a link once a year."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.exports import XLSX_TYPE, xlsx
from core.refusals import Conflict, NotAllowed, Refusal
from learning.directory import importing, services, views
from learning.directory.finding import asked_words, ranked
from learning.directory.importing import IMPORTER
from learning.directory.links import OPEN_DAYS, link_of, token_of
from learning.models import DirectoryImport, DirectoryKeeper, PublicFunction
from learning.questions.services import answer, ask
from outbox.models import Letter
from programmes.models import Municipality
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def municipality(w: World) -> Municipality:
    found: Municipality = w.participation.place.municipality
    return found


def entry(w: World, name: str, *, published: bool = True, **more) -> PublicFunction:
    facts = {
        "helps_with": "Svarar på frågor", "sector": "roads", "phone": "0123-456 78",
        "municipality": municipality(w),
    }  # fmt: skip
    made = services.add_function(region=w.region, by=w.admin, name=name, **facts | more)
    return services.publish(function=made, by=w.admin) if published else made


def keeper(w: World, email: str = "vag@kommun.example") -> DirectoryKeeper:
    return services.name_keeper(
        region=w.region, by=w.admin, name="Kim Väg", email=email, municipality=municipality(w)
    )


def names(question: str) -> list[str]:
    return [one.name for one in ranked(PublicFunction.objects.all(), question)]


def test_a_question_in_own_words_finds_the_best_first(w: World) -> None:
    entry(w, "Vägenheten", words="plogning, snö, hål i vägen")
    entry(w, "Bygglov", words="bygga, altan, attefall", helps_with="Lov, även intill en väg")
    entry(w, "Byggesag", words="byggetilladelse, bygningstilladelse")
    assert names("Vem plogar vägen?") == ["Vägenheten", "Bygglov"]
    assert names("hvem hjælper med bygningstilladelse")[0] == "Byggesag"
    assert names("plogninng") == ["Vägenheten"]  # a letter too many
    assert names("vem hjälper mig?") == []
    assert asked_words("Vem plogar vägen") == ["plogar", "vagen"]


def test_the_open_search_shows_what_is_published_and_whom_else_to_ask(
    w: World, client: Client
) -> None:
    w.region.contact_address = "fraga@region.example"
    w.region.save()
    address = reverse("learning:who", args=[w.region.slug])
    assert client.get(address).status_code == 404  # nothing is open yet
    entry(w, "Vägenheten", words="plogning")
    entry(w, "Hemlig plogning", published=False)
    page = client.get(address, {"q": "vem plogar"}).content.decode()
    assert "Vägenheten" in page
    assert "Hemlig" not in page
    page = client.get(address, {"q": "raketuppskjutning"}).content.decode()
    assert "Vägenheten" not in page
    assert "fraga@region.example" in page
    other = Municipality.objects.exclude(pk=municipality(w).pk).filter(country=w.region.country)
    entry(w, "Andra vägar", words="plogning", municipality=other.first())
    page = client.get(address, {"q": "vem plogar", "municipality": municipality(w).pk})
    assert "Andra vägar" not in page.content.decode()


def test_the_open_search_is_limited(
    w: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry(w, "Vägenheten", words="plogning")
    monkeypatch.setattr(views, "MOST_ASKED", 2)
    address = reverse("learning:who", args=[w.region.slug])
    codes = [client.get(address, {"q": "snö"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_only_those_who_run_the_region_keep_it(w: World) -> None:
    with pytest.raises(NotAllowed):
        services.add_function(region=w.region, by=w.leader, name="X")
    one = entry(w, "Vägenheten", published=False)
    assert one not in PublicFunction.objects.visible_to(w.leader)
    services.publish(function=one, by=w.admin)
    assert one in PublicFunction.objects.visible_to(w.leader)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"phone": ""}, "no_way"),
        ({"email": "no address"}, "bad_address"),
        ({"link": "javascript:alert(1)"}, "wrong_address"),
        ({"sector": "nothing"}, "unknown_choice"),
        ({"helps_with": " "}, "help_missing"),
    ],
)
def test_what_helps_nobody_is_refused(w: World, facts: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        entry(w, "Vägenheten", **facts)
    assert refused.value.code == code


def test_a_change_upon_another_is_a_conflict(w: World) -> None:
    one = entry(w, "Vägenheten")
    facts = {"name": "A", "helps_with": "B", "sector": "roads", "phone": "1"}
    services.change_function(function=one, by=w.admin, version=one.version, **facts)
    with pytest.raises(Conflict):
        services.change_function(
            function=one, by=w.admin, version=one.version, **facts | {"name": "C"}
        )


def test_what_nobody_has_checked_for_fourteen_months_says_so(w: World, client: Client) -> None:
    one = entry(w, "Vägenheten")
    limit = timezone.localdate() - relativedelta(months=14)
    PublicFunction.objects.filter(pk=one.pk).update(checked_on=limit)
    assert not PublicFunction.objects.stale().exists()
    PublicFunction.objects.filter(pk=one.pk).update(checked_on=limit - dt.timedelta(days=1))
    assert PublicFunction.objects.stale().get() == one
    one.refresh_from_db()
    assert one.is_stale
    services.check(function=one, by=w.admin, version=one.version)
    assert not PublicFunction.objects.stale().exists()


def test_a_keeper_gets_one_letter_a_year(w: World) -> None:
    kept = keeper(w)
    today = timezone.localdate()
    assert services.run(today) == 1
    assert services.run(today) == 0
    assert services.run(today + relativedelta(months=12, days=-1)) == 0
    # The year of a 29 February is over on 1 March.
    leap = (today.month, today.day) == (2, 29)
    assert services.run(today + relativedelta(months=12, days=int(leap))) == 1
    assert Letter.objects.filter(to_address=kept.email).count() == 2


def test_by_the_link_the_keeper_checks_mends_and_proposes(w: World, client: Client) -> None:
    one, kept = entry(w, "Vägenheten"), keeper(w)
    services.send_letter(keeper=kept, by=w.admin)
    kept.refresh_from_db()
    token = token_of(kept)
    assert link_of(kept).endswith(f"/open/who/keep/{token}/")
    assert "Vägenheten" in client.get(reverse("learning:keep", args=[token])).content.decode()
    mend = reverse("learning:keep_mend", args=[token, one.pk])
    sent = {"version": one.version, "phone": "0999", "email": "", "hours": "8-16", "words": "snö"}
    assert client.post(mend, sent).status_code == 302
    one.refresh_from_db()
    assert (one.phone, one.checked_by) == ("0999", "Kim Väg")
    assert client.post(mend, sent | {"phone": "1"}).status_code == 409  # an older version
    check = reverse("learning:keep_check", args=[token, one.pk])
    assert client.post(check, {"version": one.version}).status_code == 302
    client.post(
        reverse("learning:keep_propose", args=[token]),
        {"name": "Badplats", "helps_with": "Bryggan", "sector": "culture", "phone": "1"},
    )
    made = PublicFunction.objects.get(name="Badplats")
    assert (made.proposed, made.published) == (True, False)
    theirs = entry(w, "Regionens egen", municipality=None)
    foreign = reverse("learning:keep_mend", args=[token, theirs.pk])
    assert client.get(foreign).status_code == 404


def test_a_link_is_over_after_its_time_a_later_letter_or_another_keeper(
    w: World, client: Client
) -> None:
    kept = services.send_letter(keeper=keeper(w), by=w.admin)
    first = reverse("learning:keep", args=[token_of(kept)])
    assert client.get(first).status_code == 200
    kept = services.send_letter(keeper=kept, by=w.admin)
    second = reverse("learning:keep", args=[token_of(kept)])
    assert [client.get(one).status_code for one in (first, second)] == [410, 200]
    old = timezone.localdate() - dt.timedelta(days=OPEN_DAYS)
    DirectoryKeeper.objects.filter(pk=kept.pk).update(last_letter_on=old)
    assert client.get(second).status_code == 410
    kept = services.send_letter(keeper=kept, by=w.admin)
    third = reverse("learning:keep", args=[token_of(kept)])
    keeper(w, "ny@kommun.example")
    assert client.get(third).status_code == 410
    assert client.get(reverse("learning:keep", args=["nonsense"])).status_code == 404


def test_the_pages_of_those_who_keep_it(w: World, client: Client) -> None:
    one = entry(w, "Vägenheten", words="plogning")
    kept = keeper(w)
    client.force_login(w.admin)
    found = client.get(reverse("learning:directory"), {"q": "vem plogar"})
    assert "Vägenheten" in found.content.decode()
    for name, args in (
        ("function", [one.pk]), ("function_edit", [one.pk]), ("function_add", []), ("keepers", []),
    ):  # fmt: skip
        assert client.get(reverse(f"learning:{name}", args=args)).status_code == 200
    client.post(reverse("learning:keeper_remove", args=[kept.pk]))
    assert not DirectoryKeeper.objects.exists()


LIST = (
    "Funktion;Kommun;Hjälper med;Ämne;Vem svarar;Telefon\n"
    "Vägenheten;{municipality};Plogning och hål i vägen;Vägar och snö;Gatukontoret;0123-1\n"
    "Regionens kultur;;Bidrag till evenemang;Kultur och fritid;Kulturenheten;0123-2\n"
)


def brought(w: World, text: str, **more) -> DirectoryImport:
    kept = DirectoryImport(region=w.region, **more)
    text = text.format(municipality=municipality(w).name)
    return IMPORTER.upload(kept=kept, file_name="katalog.csv", content=text.encode(), by=w.admin)


def test_a_list_is_looked_at_and_then_stands_in_the_directory(w: World, client: Client) -> None:
    entry(w, "Vägenheten", phone="0999")
    kept = brought(w, LIST)
    client.force_login(w.admin)
    page = client.get(reverse("learning:directory_import_preview", args=[kept.pk])).text
    assert "Regionens kultur" in page
    assert "Is there and is left as it is" in page
    IMPORTER.confirm(kept=kept, by=w.admin)
    made = PublicFunction.objects.get(name="Regionens kultur")
    assert (made.municipality, made.sector, made.published) == (None, "culture", False)
    assert PublicFunction.objects.get(name="Vägenheten").phone == "0999"


def test_a_list_changes_what_it_says_and_nothing_else(w: World) -> None:
    one = entry(w, "Vägenheten", hours="8-16", words="snö")
    IMPORTER.confirm(kept=brought(w, LIST, update_existing=True, publish=True), by=w.admin)
    one.refresh_from_db()
    assert (one.phone, one.answered_by) == ("0123-1", "Gatukontoret")
    assert (one.hours, one.words, one.published) == ("8-16", "snö", True)
    assert PublicFunction.objects.get(name="Regionens kultur").published


def test_rows_that_help_nobody_are_told_by_their_cell(w: World) -> None:
    text = (
        "Funktion;Kommun;Hjälper med;Ämne;Telefon\n"
        "Bygglov;Ingenstans;Lov;Bygga och mark;1\n"
        "Hamnen;;Kajplats;other;\n"
        "Badet;;;Kultur och fritid;2\n"
        "Badet;;Simhall;Kultur och fritid;2\n"
        "Badet;;Simhall;Kultur och fritid;2\n"
    )
    faults = IMPORTER.plan_of(brought(w, text)).faults
    assert [(one.row, one.column) for one in faults] == [
        (2, "municipality"), (3, "phone"), (4, "helps_with"), (6, "name"),
    ]  # fmt: skip


def test_what_is_taken_out_can_be_brought_in_again(w: World, client: Client) -> None:
    entry(w, "Vägenheten", words="snö", link="https://example.org")
    entry(w, "Regionens kultur", municipality=None, published=False)
    sheet = importing.sheet(PublicFunction.objects.order_by("name"))
    kept = DirectoryImport(region=w.region, update_existing=True)
    IMPORTER.upload(kept=kept, file_name="ut.xlsx", content=xlsx([sheet]), by=w.admin)
    plan = IMPORTER.plan_of(kept)
    assert (plan.faults, plan.counts) == ([], {"same": 2})
    client.force_login(w.admin)
    answer = client.get(reverse("learning:directory_xlsx"), {"q": "snö"})
    assert answer["Content-Type"] == XLSX_TYPE


def test_an_answer_becomes_an_entry_and_both_lead_to_each_other(w: World, client: Client) -> None:
    asked = ask(participation=w.participation, by=w.leader, text="Vem plogar vår väg?")
    make = reverse("learning:function_of_question", args=[asked.pk])
    shown = reverse("learning:question", args=[asked.pk])
    client.force_login(w.admin)
    assert make not in client.get(shown).text  # nobody has answered yet
    answer(question=asked, by=w.coach, text="Gatukontoret plogar.", kind="advice")
    assert make in client.get(shown).text
    form = client.get(make).context["form"]
    assert form.initial["helps_with"] == "Gatukontoret plogar."
    client.post(make, {
        "region": w.region.pk, "municipality": municipality(w).pk, "name": "Gatukontoret",
        "helps_with": "Plogar", "words": "plog", "sector": "roads", "phone": "1",
    })  # fmt: skip
    made = PublicFunction.objects.get()
    assert made.question == asked
    assert "Gatukontoret" in client.get(shown).text
    assert shown in client.get(reverse("learning:function", args=[made.pk])).text
    client.force_login(w.coach)  # coaches do not keep the directory
    assert make not in client.get(shown).text
    assert client.get(make).status_code == 403


def test_a_keeper_who_no_longer_is_one_leaves_no_name_behind(w: World) -> None:
    one, own = entry(w, "Vägenheten"), entry(w, "Bygglov")
    kept = keeper(w)
    services.keeper_checks(keeper=kept, function=one, version=one.version)
    keeper(w, "annan@kommun.example")
    one.refresh_from_db()
    assert (one.checked_by, one.checked_on) == ("", timezone.localdate())
    services.keeper_checks(keeper=kept, function=one, version=one.version)
    services.remove_keeper(keeper=kept, by=w.admin)
    one.refresh_from_db()
    own.refresh_from_db()
    assert (one.checked_by, own.checked_by) == ("", str(w.admin))


def test_villagers_are_led_to_it_from_the_front_and_from_a_place(w: World, client: Client) -> None:
    entry(w, "Vägenheten", words="plogning")
    where = reverse("learning:who", args=[w.region.slug])
    assert f'action="{where}"' in client.get("/").text
    client.force_login(w.leader)
    place = reverse("places:participation", args=[w.participation.pk])
    assert f'action="{reverse("learning:directory")}"' in client.get(place).text
    other = Municipality.objects.exclude(pk=municipality(w).pk).filter(country=w.region.country)
    asked = {"q": "plogning", "municipality": other.first().pk}
    page = client.get(reverse("learning:directory"), asked)
    assert "Vägenheten" not in page.text  # another municipality's, even where it has no entries
