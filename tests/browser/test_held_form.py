"""A session that ends under a form, in a real browser: the text survives and is sent."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from people.models import Organisation
from tests.factories import OrganisationFactory, world

TEXT = "Vi träffade byalaget och kom överens om nästa steg."


def test_text_survives_an_ended_session_and_is_sent_after_sign_in(
    page, sign_in, check_axe, check_width, live_server
):
    here = world()
    here.admin.set_password("en-lång-mening-om-byar")
    here.admin.language = "sv"
    here.admin.save()
    here.admin.emailaddress_set.create(email=here.admin.email, primary=True, verified=True)
    organisation = OrganisationFactory(region=here.region, name="Byalaget", sector="association")
    sign_in(page, here.admin)
    page.goto(f"/people/organisations/{organisation.pk}/")
    page.locator("textarea[name=note]").fill(TEXT)

    Session.objects.all().delete()
    page.locator("main form .btn-primary").first.click()

    expect(page.locator(".quote", has_text=TEXT)).to_be_visible()
    check_axe(page)
    check_width(page)
    assert Organisation.objects.get(pk=organisation.pk).note == ""

    with page.context.expect_page() as opened:
        page.locator("form[data-held-form] a.btn").click()
    tab = opened.value
    tab.locator("input[name=login]").fill(here.admin.email)
    tab.locator("input[name=password]").fill("en-lång-mening-om-byar")
    tab.locator("form[action$='/accounts/login/'] button[type=submit]").click()
    expect(tab).not_to_have_url(f"{live_server.url}/accounts/login/")

    page.bring_to_front()
    page.locator("form[data-held-form] .btn-primary").click()

    expect(page).to_have_url(f"{live_server.url}/people/organisations/")
    assert Organisation.objects.get(pk=organisation.pk).note == TEXT
