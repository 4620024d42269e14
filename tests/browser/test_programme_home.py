"""From an empty programme: people, decisions, sources, a meeting, and what a coordinator finds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import ProgrammeRole, User
from tests.browser.conftest import PHONE
from tests.factories import MunicipalityFactory, OrganisationFactory, ProgrammeFactory, world
from workshops.models import Series, Workshop


def fill_in(page, rooms, check_axe):
    """A post, a decision, a source."""
    rooms.get_by_role("link", name="People").click()
    page.locator("#id_role").select_option(label="Municipality's coordinator")
    page.locator("#id_municipality").select_option(label="Kerteminde")
    page.locator("#id_email").fill("karen@example.org")
    page.locator("#id_name").fill("Karen")
    page.get_by_role("button", name="Give the post").click()
    page.get_by_text("Karen has the post and has been written to.").wait_for()
    check_axe(page)

    rooms.get_by_role("link", name="Decisions").click()
    page.locator("#id_text").fill("Seks workshops, en i hver kommune")
    page.get_by_role("button", name="Note the decision").click()

    rooms.get_by_role("link", name="Documents").click()
    page.locator("#id_kind").select_option(label="Source or research")
    page.locator("#id_title").fill("Tanvig og Herslund")
    page.locator("#id_note").fill("2020")
    page.get_by_role("button", name="Add", exact=True).click()


@pytest.mark.slow
def test_from_an_empty_programme_to_a_coordinators_day(
    page, sign_in, live_server, check_axe, check_width
):
    w = world()
    MunicipalityFactory(name="Kerteminde", full_name="Kerteminde Kommune")
    OrganisationFactory(region=w.region, name="Kerteminde Kommune", sector="municipality")
    w.programme.method_version.for_programme = True
    w.programme.method_version.save()
    programme = ProgrammeFactory(
        region=w.region, name="Akademiet", method_version=w.programme.method_version
    )
    ProgrammeRole.objects.create(user=w.manager, programme=programme)
    home = reverse("programmes:home", args=[programme.pk])

    sign_in(page, w.manager)
    page.goto(reverse("programmes:list"))
    page.get_by_role("link", name="Akademiet", exact=True).click()
    assert page.url.endswith(home)
    rooms = page.get_by_role("navigation", name="Pages of the programme")

    rooms.get_by_role("link", name="About the programme").click()
    page.get_by_text("Add a partner").click()
    page.locator("#id_organisation").select_option(label="Kerteminde Kommune")
    page.get_by_role("button", name="Add the partner").click()

    fill_in(page, rooms, check_axe)

    rooms.get_by_role("link", name="Steps").click()
    page.get_by_role("button", name="Done").first.click()
    page.get_by_text("1 of 3 lines ticked").wait_for()

    organisation = programme.partners.get().organisation
    start = timezone.now() + dt.timedelta(days=12)
    series = Series.objects.create(programme=programme, name="Workshops", kind="one_each")
    Workshop.objects.create(
        programme=programme, series=series, host=organisation, kind="collaboration",
        title="Workshop i Kerteminde", language="da", starts_at=start,
    )  # fmt: skip

    rooms.get_by_role("link", name="Overview").click()
    page.get_by_text("Seks workshops, en i hver kommune").wait_for()
    page.get_by_role("link", name="Tanvig og Herslund").wait_for()
    page.get_by_text("Workshop i Kerteminde is not announced").first.wait_for()
    check_axe(page)
    check_width(page)

    karen = User.objects.get(email="karen@example.org")
    sign_in(page, karen)
    page.set_viewport_size(PHONE)
    page.goto("/")
    page.get_by_role("link", name="Akademiet", exact=True).click()
    assert page.url.endswith(home)
    page.get_by_role("link", name="Not announced", exact=True).click()
    assert page.get_by_role("heading", name="Workshop i Kerteminde").is_visible()
    page.goto(home)
    check_axe(page)
    check_width(page)
