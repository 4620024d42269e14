"""From an empty installation, by the interface alone: to a coached place, to the last report.

It is an installation as docs/deploy.md sets it up: `manage.py setup` on an empty PostgreSQL,
granian, a worker, beat, a mail server. Everybody has a device of one's own, the leader a phone.
After opening the site or a letter's link nobody types an address: every page is reached by a
link.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.from_empty import money, place, region, reminding
from tests.browser.from_empty.people import Person
from tests.house.installation import Installation, installation

pytestmark = [pytest.mark.slow, pytest.mark.live, pytest.mark.postgres, pytest.mark.timeout(1500)]
OPERATOR = "drift@example.org"


@pytest.fixture
def installed(tmp_path) -> Iterator[Installation]:
    """An empty installation with its operator; it speaks without TLS, as on one machine."""
    with installation(tmp_path, SECURE_COOKIES="false") as made:
        made.migrate()
        made.manage("setup", "--operator", OPERATOR, "--language", "en")
        made.start_all()
        yield made


@pytest.fixture
def site_url(installed) -> str:
    """The installation's own address instead of the test's server."""
    return installed.url


@pytest.fixture
def person(installed, new_context, watch):
    """Return a function that gives somebody a device: `person(address, **options)`."""
    complained = {}

    def come_in(address: str, **options) -> Person:
        page, complained[address] = watch(new_context(**({"viewport": DESKTOP} | options)))
        return Person(page, address, installed.sink.texts)

    yield come_in
    assert complained == {address: [] for address in complained}


def test_from_an_empty_installation_to_a_place_that_is_looked_after(person, check_page):
    operator, siv = person(OPERATOR), person("siv@example.org")
    mats, petra = person("mats@example.org"), person("petra@example.org")
    birgit = person("birgit@example.org")
    karin = person("karin@example.org", viewport=PHONE, has_touch=True, is_mobile=True)

    region.open_region(operator, siv)
    region.set_up(siv, check_page)
    region.begin_programme(siv, mats, petra)
    region.take_in(siv, karin)
    region.invite_coach(siv, birgit)
    place.accept(karin, check_page)
    reminding.chase(birgit, check_page)
    reminding.rest(karin, check_page)
    reminding.see_the_pause(birgit)


def test_from_an_empty_installation_to_the_report(person, check_page):
    operator = person(OPERATOR)
    siv = person("siv@example.org")
    mats, petra = person("mats@example.org"), person("petra@example.org")
    birgit = person("birgit@example.org")
    karin = person("karin@example.org", viewport=PHONE, has_touch=True, is_mobile=True)

    region.open_region(operator, siv)
    region.set_up(siv, check_page)
    region.begin_programme(siv, mats, petra)
    region.take_in(siv, karin)
    region.invite_coach(siv, birgit)

    place.accept(karin, check_page)
    place.note_meetings(karin)
    place.name_organisation(karin)
    place.tick_step(karin)
    place.promise(karin)
    place.hand_in(karin)
    place.assess(birgit, check_page)
    place.decide(mats)

    money.write_plan(karin, check_page)
    money.adopt_plan(karin, check_page)
    money.agree(mats, check_page)
    money.claim(karin, check_page)
    money.approve(mats, check_page)
    money.pay(petra, check_page)

    of_place = money.take_report(karin, "Näsum")
    assert "75,000 SEK of 150,000 SEK paid, 75,000 SEK left" in of_place
    assert "Open village meeting in Näsum" in of_place
    of_programme = money.take_report(siv, "Levande orter")
    assert "2 places are under way." in of_programme
    assert "Näsum" in of_programme
