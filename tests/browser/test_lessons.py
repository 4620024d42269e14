"""A lesson from Glimåkra reaches the method's next version, and Glimåkra goes over to it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from learning.models import Lesson
from places.models import Participation
from tests.factories import world

pytestmark = pytest.mark.slow


@pytest.fixture
def w():
    return world()


def test_a_lesson_from_a_place_to_the_method_and_back(
    w, page, phone, new_context, watch, sign_in, check_page
):
    sign_in(phone, w.users["neighbour_leader"])
    phone.goto(reverse("places:step", args=[w.neighbour.pk, 1]))
    if not phone.get_by_role("link", name="Write a lesson").is_visible():
        phone.get_by_text("What others learnt at this step").click()
    phone.get_by_role("link", name="Write a lesson").click()
    phone.get_by_label("What happened?").fill("Nobody came on a Friday.")
    phone.get_by_label("What would we do differently?").fill("Ask on Tuesdays.")
    phone.get_by_label("All places of the region").check()
    check_page(phone)
    phone.get_by_role("button", name="Keep the lesson").click()
    phone.get_by_role("heading", name="Lesson from Glimåkra").wait_for()
    check_page(phone)

    sign_in(page, w.users["manager"])
    page.goto(reverse("programmes:method", args=[w.programme.method_version_id]))
    page.get_by_role("link", name="Lessons of places").click()
    check_page(page)
    page.get_by_role("link", name="Nobody came on a Friday.").click()
    page.get_by_role("link", name="Take it into the method, or say why not").click()
    check_page(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It stands in the draft of version 2.").wait_for()
    draft = Lesson.objects.get().taken_into
    page.goto(reverse("programmes:method_publish", args=[draft.pk]))
    page.locator("main").get_by_role("button", name="Publish").click()
    page.get_by_text("Ask on Tuesdays.").first.wait_for()

    page.goto(reverse("learning:method", args=[w.neighbour.pk]))
    page.get_by_role("link", name="See what version 2 changes here").click()
    check_page(page)
    page.get_by_role("button", name="Propose to go over").click()
    page.get_by_text("Proposed. A second person looks at it.").wait_for()

    other, complaints = watch(new_context())
    sign_in(other, w.users["admin"])
    other.goto(reverse("learning:method", args=[w.neighbour.pk]))
    check_page(other)
    other.get_by_role("button", name="Go over", exact=True).click()
    other.get_by_text("The place has gone over to version 2.").wait_for()
    assert complaints == []
    assert Participation.objects.get(pk=w.neighbour.pk).method_version == draft
    phone.goto(reverse("places:step", args=[w.neighbour.pk, 1]))
    phone.get_by_text("Ask on Tuesdays.").wait_for()
    check_page(phone)
