"""From an empty region to an admitted place, in Swedish, by the interface alone.

The administrator and those who decide work on a desktop; who applies, who confirms and the process
leader have a phone. Nobody types an address: people follow links, and letters.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.from_empty.region import Check
from tests.browser.know_the_place import admitted, beginning, calling, figures, village
from tests.browser.know_the_place.people import Swede
from tests.browser.learning_year.people import Year, mailers
from tests.clock import base_day, noon
from tests.house.installation import Sink
from tests.outbox.sink import serve

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(1500)]
OPERATOR = "drift@example.org"
#: A letter, a PDF or a page may take so many milliseconds on a busy machine.
PATIENCE = 20_000


@pytest.fixture
def year(settings, tmp_path, live_server) -> Iterator[Year]:
    """An empty installation with its operator."""
    sink = Sink()
    controller = serve(sink)
    settings.MAILERS = mailers(controller.port)
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SITE_URL = live_server.url
    with time_machine.travel(noon(base_day()), tick=True) as travel:
        call_command("setup", operator=OPERATOR, language="sv", verbosity=0)
        call_command("load_indicators")  # as `migrate` does at a real one
        expect.set_options(timeout=PATIENCE)
        yield Year(travel, sink)
        expect.set_options(timeout=None)
    controller.stop()


@pytest.fixture
def person(year, new_context, watch):
    """Return a function that gives somebody a device: `person(address, name, **options)`."""
    complained = {}

    def come_in(address: str, name: str = "", **options) -> Swede:
        context = new_context(**({"locale": "sv-SE", "viewport": DESKTOP} | options))
        context.set_default_timeout(PATIENCE)
        year.contexts.append(context)
        page, complained[address] = watch(context)
        return Swede(page, address, year.mailbox, name)

    yield come_in
    assert complained == {address: [] for address in complained}


def test_from_an_empty_region_to_a_place_that_is_admitted(year, person, check_page):
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    operator, siv = person(OPERATOR), person("siv@example.org", "Siv Alm")
    mats, petra = person("mats@example.org", "Mats Ek"), person("petra@example.org", "Petra Holm")
    birgit = person("birgit@example.org", "Birgit Lund")
    olle = person("olle@example.org", "Olle Berg")
    eva = person("eva@glimakra.example.org", "Eva Alm", **touch)
    karin = person("karin@hanaskog.example.org", "Karin Dahl", **touch)
    leader = person("lena@glimakra.example.org", "Lena Nord", **touch)
    helper = person("granne@example.net", **touch)

    beginning.open_house(operator, siv, check_page)
    beginning.begin_programme(siv, mats, petra)
    beginning.bring_localities(siv, check_page)
    beginning.give_posts(mats, (birgit, "Birgit Lund"), (olle, "Olle Berg"))
    calling.write(mats, birgit, olle, check_page)

    for one, place, of_place in ((eva, "Glimåkra", leader), (karin, "Hanaskog", None)):
        calling.find(one, check_page)
        calling.apply(one, place, check_page, leader=of_place)
        calling.confirm(year, helper, place, check_page)
        calling.hand_in(one, check_page)
    year.wait(days=21)
    calling.assess(birgit, {"Glimåkra": (5, 4, 4, 5, 5), "Hanaskog": (3, 2, 3, 3, 2)}, check_page)
    calling.assess(olle, {"Glimåkra": (4, 4, 4, 4, 5), "Hanaskog": (3, 3, 3, 2, 2)}, check_page)
    for manager in (mats, petra, siv):  # signed out in the meantime
        manager.come()
    calling.propose(mats, "Glimåkra", admit=True, check=check_page)
    calling.propose(mats, "Hanaskog", admit=False, check=check_page)
    calling.second(petra, "Glimåkra", check_page)
    calling.second(petra, "Hanaskog", check_page)
    calling.tell(year, mats, check_page)
    assert "Alla tre sektorer är med." in eva.letter("Alla tre sektorer")
    assert "Berätta vad ni gör det första året." in karin.letter("Hanaskog")
    calling.take_in(mats, "Glimåkra", check_page)

    village.appoint_coach(mats, birgit)
    know_the_place(siv, birgit, leader, check_page)


def test_a_village_comes_to_know_itself(year, person, check_page, tmp_path):
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    siv, mats = person("siv@example.org", "Siv Alm"), person("mats@example.org", "Mats Ek")
    birgit = person("birgit@example.org", "Birgit Lund")
    leader = person("lena@glimakra.example.org", "Lena Nord", **touch)
    admitted.admitted(
        tmp_path, admin=siv.address, manager=mats.address, leader=leader.address,
        coach=birgit.address,
    )  # fmt: skip
    siv.come(siv.letter("Region Nord"))

    know_the_place(siv, birgit, leader, check_page)


def know_the_place(siv: Swede, birgit: Swede, leader: Swede, check: Check) -> None:
    """From the leader's first sign-in to what the gate and the place's report tell."""
    leader.come(leader.letter("Glimåkra"))
    village.put_shop_on_map(leader, check)
    village.photograph(leader, check)
    village.look_at_the_rest(leader, check)
    village.see_on_map(leader, check)
    village.note_asset(leader, check)
    village.note_actor(birgit, check)
    figures.bring_file(siv, check)
    figures.mark_break(siv, check)
    figures.plan_meeting(leader)
    figures.read_together(leader, check)
    figures.reach_from_gate(birgit, check)
    village.report(leader, check)
