"""The guide: a page for each role, open to everybody, its links open to whoever reads it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from guide.roles import ROLES
from guide.templatetags.guide import PHONE, WIDE
from tests.factories import world

pytestmark = pytest.mark.django_db

PICTURES = Path(settings.BASE_DIR) / "static" / "guide"
PEOPLE = {
    "admin": "administrator", "manager": "programme-manager", "coach": "coach",
    "leader": "process-leader", "member": "working-group", "contact": "municipality-contact",
    "observer": "observer", "operator": "operator",
}  # fmt: skip


def page(client, role: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(reverse("guide:role", args=[role]))
    assert answer.status_code == 200
    return answer.content.decode()


def ways(html: str) -> list[str]:
    return re.findall(r'<li><span class="strong"><a href="([^"]+)"', html)


@pytest.mark.parametrize("language", ["sv", "da", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_page_reads_without_an_account_and_names_no_address_that_asks_for_one(role, language):
    html = page(Client(), role, language)
    with translation.override(language):
        assert f"<h1>{ROLES[role]}</h1>".replace("'", "&#x27;") in html
    assert ways(html) == []
    assert html.count('<li><span class="strong">') >= 6
    pictures = re.findall(r'src="[^"]*/guide/(\w\w)/(\w+)(?:\.\w+)?\.webp"', html)
    assert pictures
    assert {one for one, _name in pictures} == {language}
    assert all((PICTURES / language / f"{name}.webp").exists() for _language, name in pictures)


@pytest.mark.parametrize(("person", "role"), PEOPLE.items())
def test_one_s_own_role_comes_first_and_its_links_open(person, role):
    client = Client()
    client.force_login(world().users[person])
    assert client.get(reverse("guide:mine")).url == reverse("guide:role", args=[role])
    roles = client.get(reverse("guide:index")).context["roles"]
    assert (roles[0]["name"], roles[0]["is_own"]) == (role, True)
    found = ways(page(client, role))
    assert len(found) >= 5
    for url in found:
        assert client.get(url).status_code in {200, 302}, url


def test_page_of_another_role_leads_to_no_place():
    client = Client()
    client.force_login(world().leader)
    found = ways(page(client, "coach"))
    assert reverse("workshops:list") in found
    assert not any(re.match(r"/places/\d", url) for url in found)


def test_somebody_without_a_role_gets_the_list():
    client = Client()
    client.force_login(world().users["outsider"])
    assert client.get(reverse("guide:mine")).url == reverse("guide:index")
    assert client.get(reverse("guide:role", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("person", [None, "leader", "outsider"])
def test_start_pages_lead_to_the_guide(person):
    client = Client()
    if person:
        client.force_login(world().users[person])
    html = client.get(reverse("home")).content.decode()
    assert reverse("guide:index") in html
    assert (reverse("guide:mine") in html) == (person is not None)


def test_page_asks_few_questions(django_assert_max_num_queries):
    client = Client()
    client.force_login(world().leader)
    page(client, "process-leader")
    with django_assert_max_num_queries(6):
        page(client, "process-leader")


def test_pictures_are_small_and_each_is_shown():
    from PIL import Image  # noqa: PLC0415 - only here

    files = list(PICTURES.rglob("*.webp"))
    assert sum(one.stat().st_size for one in files) < 1_500_000
    shown = "".join(
        one.read_text() for one in (Path(settings.BASE_DIR) / "templates/guide").glob("*.html")
    )
    for one in files:
        assert f'"{one.stem}"' in shown, one
        with Image.open(one) as picture:
            assert picture.size in {WIDE, (PHONE[0] * 2, PHONE[1] * 2)}
