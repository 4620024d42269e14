from __future__ import annotations
import pytest
from django.urls import reverse
from tests.factories import world
from tests.facts.sheet_samples import everything
from tests.workshops.samples import meeting
from facts.sheet.services import save_note, finish_note, show_notes


@pytest.mark.slow
def test_shots(page, phone, sign_in, live_server, settings):
    w = world()
    everything(w)
    m = meeting(w)
    for topic, text, done in (
        (
            "population",
            "Uppgången efter 2015 är delvis ritad: gränsen flyttades ut till nya huslängor vid folkhögskolan. Men vi märker den på förskolan också.",
            True,
        ),
        (
            "age",
            "De unga flyttar för att plugga, det är som det ska. Frågan är om de har något att flytta tillbaka till.",
            True,
        ),
        ("moves", "Var tredje som flyttar in har gått på folkhögskolan.", False),
    ):
        save_note(participation=w.participation, topic=topic, by=w.leader, version=0, text=text)
        if done:
            finish_note(participation=w.participation, topic=topic, by=w.leader)
    show_notes(participation=w.participation, by=w.leader, workshop=m, topics=["population", "age"])
    url = reverse("facts:sheet", args=[w.participation.pk])
    page.set_viewport_size({"width": 1280, "height": 900})
    lang = lambda l: page.context.add_cookies(
        [{"name": "django_language", "value": l, "url": live_server.url}]
    )
    sign_in(page, w.leader)
    lang("sv")
    page.goto(url)
    page.screenshot(path="/tmp/s1280.png", full_page=True)
    page.goto(reverse("facts:peers", args=[w.participation.pk]))
    page.screenshot(path="/tmp/peers.png", full_page=True)
    page.goto(reverse("facts:screens", args=[w.participation.pk, m.pk]))
    page.screenshot(path="/tmp/screen.png")
    page.goto(reverse("facts:show", args=[w.participation.pk]))
    page.screenshot(path="/tmp/show.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(url)
    page.screenshot(path="/tmp/s390.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url)
    page.screenshot(path="/tmp/dark.png", full_page=True)
