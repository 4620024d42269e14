"""Long names on the narrowest screen: nothing scrolls sideways at 320 px."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page

from areas.models import AreaImport, AreaImportState
from facts.files.services import IMPORTER
from facts.models import FactFile
from plans.goals.global_goals import GLOBAL_GOALS
from plans.models import Goal
from tests.factories import world
from tests.facts.sheet_samples import FETCHED, indicator


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


#: As a statistical office writes headings and files: no blank in it.
WORD = "Befolkningsförändringar_efter_region_civilstånd_ålder_och_kön_indelning_20230101"


def test_files_of_figures_and_of_areas_with_long_columns(phone: Page, enter, check_width):
    here, of = world(), indicator("population")
    kept = FactFile(
        region=here.region, source=WORD, retrieved_on=FETCHED, indicator=of,
    )  # fmt: skip
    content = f"{WORD};Kön;{WORD} 2020;{WORD} 2021\nNäsum;{WORD};tolv;3\n{WORD};x;1;2\n"
    IMPORTER.upload(kept=kept, file_name=f"{WORD}.csv", content=content.encode(), by=here.admin)
    read = AreaImport.objects.create(
        owner=here.admin, country="SE", level="locality", source=WORD, retrieved_on=FETCHED,
        file_name=f"{WORD}.gpkg", state=AreaImportState.FAULTY, faulty=1, told=[WORD],
        faults=[[3, WORD, WORD, WORD]],
    )  # fmt: skip

    enter(phone, here.admin, reverse("facts:file_columns", args=[kept.pk]))
    check_width(phone)
    phone.locator("#id_c0").select_option("area")
    phone.locator("main form .btn-primary").click()
    phone.get_by_role("heading", level=1, name=WORD).wait_for()
    check_width(phone)
    for url in (reverse("areas:import", args=[read.pk]), reverse("areas:imports")):
        phone.goto(url)
        check_width(phone)
