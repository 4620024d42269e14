import re

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from core.palette import LINE, PINE
from outbox.gdpr_notice import notice_text
from outbox.html import inline_styles, rerender
from outbox.slots import slot
from people.models import Region
from tests.house import floors


def letter(**values):
    return inline_styles(
        render_to_string(
            "letters/base.html", {"subject": "Beslut", "region": "Region Skåne"} | values
        )
    )


def test_frame_has_language_region_heading_and_styles_on_its_elements():
    with translation.override("sv"):
        html = letter()

    assert '<html lang="sv">' in html
    assert html.count("<h1") == 1
    assert "Region Skåne" in html
    assert re.search(r'<h1 style="[^"]*font-size: ?24px', html)
    assert "prefers-color-scheme: dark" in html
    assert "<table" not in html


def test_button_stands_only_with_address_and_words():
    assert 'href="https://example.org/x"' in letter(
        url="https://example.org/x", action_label="Läs beslutet"
    )
    assert "<a " not in letter(url="https://example.org/x")


def test_words_of_people_are_escaped():
    assert "<script>" not in letter(region="<script>alert(1)</script>")


def test_inlining_fetches_nothing(tmp_path):
    sheet = tmp_path / "a.css"
    sheet.write_text("p { color: red }")
    html = f'<html><head><link rel="stylesheet" href="file://{sheet}"></head><body><p>x</p></body></html>'

    assert "red" not in inline_styles(html)
    assert inline_styles("") == ""


@pytest.mark.parametrize(
    ("state", "sign"),
    [("waiting", "⬖"), ("passed", "◆"), ("conditions", "◈"), ("", "◇")],
)
def test_strip_in_a_letter_has_a_box_a_step_and_says_it_in_words(state, sign):
    template = Template("{% load letters %}{% letter_strip 'dddnaa' state 3 %}")

    html = template.render(Context({"state": state}))

    assert (html.count("<span"), html.count(sign)) == (7, 1)
    assert html.count(f"background-color:{PINE}") == 3
    assert html.count(f"background-color:{LINE}") == 2
    assert html.count("strip-words") == 1


def test_plain_part_has_the_address_and_a_signature():
    text = render_to_string(
        "letters/base.txt",
        {"region": "Region <Skåne>", "url": "https://example.org/?a=1&b=2", "action_label": "Läs"},
    )

    assert "https://example.org/?a=1&b=2" in text
    assert "\n-- \nRegion <Skåne>\n" in text


def test_letter_of_a_sending_has_its_notice_and_the_way_to_stop_in_both_parts():
    html = letter(in_sending=True)
    text = render_to_string("letters/base.txt", {"region": "Region Skåne", "in_sending": True})

    for name in ("notice", "unsubscribe"):
        assert (html.count(slot(name)), text.count(slot(name))) == (1, 1)
        assert slot(name) not in letter()
    # The inliner writes addresses anew; a slot in one must come through whole.
    assert f'href="{slot("unsubscribe")}"' in html


@pytest.mark.parametrize("language", ["sv", "da", "en"])
@pytest.mark.parametrize("source", ["byalagets lista.", ""])
def test_notice_of_a_first_letter_says_what_the_law_asks(language, source):
    region = Region(
        name="Region Skåne",
        country="SE",
        contact_address="plats@example.org",
        privacy_notice="Läs mer på example.org/gdpr.",
    )

    notice = notice_text(region, language, source)

    assert (source.strip(".") in notice, "lista.." in notice) == (True, False)
    for told in ("Region Skåne", "plats@example.org", "imy.se", "example.org/gdpr"):
        assert notice.count(told) == 1, told
    assert slot("notice") not in notice


@pytest.mark.parametrize(
    ("about", "language", "use"),
    [
        ("workshops.workshop", "en", "invite you to meetings"),
        ("surveys.survey", "en", "answer a survey"),
        ("surveys.survey", "sv", "svara på en enkät"),
        ("surveys.survey", "da", "svare på et spørgeskema"),
        ("workshops.course", "en", "new courses, as you asked"),
        ("calls.call", "en", "what was decided about it"),
        ("", "en", "write to you about the development of your place"),
    ],
)
def test_notice_says_for_what_a_letter_of_this_kind_uses_the_address(about, language, use):
    notice = notice_text(Region(name="Region Skåne", country="SE"), language, about=about)

    assert use in notice
    assert ("meeting" in notice) == (about == "workshops.workshop")
    assert "%(" not in notice


def test_whoever_opens_a_sending_says_what_its_addresses_are_used_for():
    silent = [
        str(path.relative_to(floors.ROOT))
        for package in floors.FLOORS
        if package not in {"outbox", "demo"}
        for path in (floors.ROOT / package).rglob("*.py")
        if " open_campaign(" in (text := path.read_text(encoding="utf-8"))
        and "register_purpose(" not in text
    ]
    assert silent == []


def test_edited_letter_keeps_its_words_and_makes_links_of_slots_alone():
    html = rerender(
        subject="<Nytt>",
        text=(
            f"Hej <b>{slot('name')}</b>\n\nhttps://example.org/?a=1&b=2\n{slot('answer')}"
            "\n-- \nRegionen"
        ),
        language="sv",
        region=None,
        links={"answer"},
    )

    assert "Hej &lt;b&gt;" in html
    assert "&lt;Nytt&gt;" in html
    assert 'href="https://example.org/?a=1&amp;b=2"' in html
    assert html.count(f'href="{slot("answer")}"') == 1
    assert f'href="{slot("name")}"' not in html
    assert html.index("Regionen") > html.index(slot("answer"))
    assert html.count("<h1") == 1
