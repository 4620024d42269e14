"""A year of BLUP Akademiet, from an empty programme without places, in Danish, by the interface.

The project leader and two coordinators work on a desktop, the analyst too; a councillor answers
on a telephone. Nobody types an address: people follow links, and letters.
"""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE
from tests.browser.learning_year import asking, beginning

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(2400)]


def test_a_learning_year_from_an_empty_programme(year, person, check_page):
    operator, tyge = person("drift@example.org"), person("tyge@example.org")
    kirsten, soeren = person("kirsten@faaborgmidtfyn.dk"), person("soeren@sonderborg.dk")
    anne = person("anne@dialog.dk")
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    councillor = person(asking.address("politik", 1, "Faaborg-Midtfyn"), **touch)

    beginning.open_house(operator, tyge)
    beginning.begin_programme(tyge, check_page)
    beginning.keep_papers(tyge, check_page)
    beginning.give_posts(tyge, kirsten, soeren, anne, check_page)

    asking.build(tyge, check_page)
    asking.send(kirsten, "Faaborg-Midtfyn", "raad1@soend", check_page)
    asking.send(soeren, "Sønderborg", "raad1@faab", check_page)
    year.day(1, 18)
    asking.answer(year, councillor, check_page)
    year.day(3, 15)
    asking.remind(year, kirsten, "Faaborg-Midtfyn", check_page)
    year.day(5, 3)
    asking.compare(anne, check_page)
