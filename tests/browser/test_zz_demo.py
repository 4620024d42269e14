from __future__ import annotations
import pytest
from django.core.management import call_command
from django.urls import reverse
from people.models import User
from places.models import Participation
from facts.sheet import pages, files


@pytest.mark.slow
def test_demo(page, sign_in, live_server, settings):
    settings.DEMO = True
    from demo.loader import mapping

    real = mapping._Has.play

    def play(self):
        try:
            real(self)
        except Exception as e:
            print("MAPPING", e)

    mapping._Has.play = play
    call_command("load_demo", verbosity=0)
    for name, who, lang in (
        ("Glimåkra", "glimakra-leader", "sv"),
        ("Ellum", "ellum-leader", "da"),
        ("Dals Rostock", "dals-rostock-leader", "sv"),
        ("Näsum", "nasum-leader", "en"),
    ):
        one = pages.with_place(Participation.objects.all()).get(place__name=name)
        user = one.assignments.filter(role="process_leader").first().user
        page.context.clear_cookies()
        sign_in(page, user)
        page.context.add_cookies(
            [{"name": "django_language", "value": lang, "url": live_server.url}]
        )
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(reverse("facts:sheet", args=[one.pk]))
        page.screenshot(path=f"/tmp/d-{name[:3]}.png", full_page=True)
        facts = pages.facts_of(one, palette="paper")
        try:
            open(f"/tmp/d-{name[:3]}.pdf", "wb").write(
                files.pdf(facts, pages.cards_of(facts, user))
            )
        except Exception as e:
            print("PDF", e)
    page.goto(reverse("facts:peers", args=[one.pk]))
    page.screenshot(path="/tmp/d-peers.png", full_page=True)
