"""Long names on the narrowest screen: nothing scrolls sideways at 320 px."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page

from plans.goals.global_goals import GLOBAL_GOALS
from plans.models import Goal
from tests.factories import world


def test_plan_with_long_names_of_global_goals(  # any day
    phone: Page, enter, check_width, settings
):
    settings.LANGUAGE_CODE = "en"
    here = world()
    Goal.objects.create(
        participation=here.participation, title="Arbete", global_goals=list(GLOBAL_GOALS)
    )

    enter(phone, here.leader, reverse("plans:target", args=[here.participation.pk]))
    check_width(phone)


def test_page_of_a_long_address(phone: Page, enter, check_width, settings):  # any day
    settings.LANGUAGE_CODE = "en"
    here = world()
    here.leader.email = "landsbygdsutveckling.samordning@ostragoinge.example.org"
    here.leader.save()
    here.leader.emailaddress_set.create(email=here.leader.email, primary=True, verified=True)

    enter(phone, here.leader, reverse("account_email"))
    check_width(phone)
