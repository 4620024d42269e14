"""Experiments on phones: begun without a network, ended, shared, asked about, compared."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from learning.log import services
from learning.models import Experiment
from tests.learning.laboratory import lab, member

pytestmark = pytest.mark.slow


def photo() -> dict[str, object]:
    """A photo as a phone takes it."""
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return {"name": "bench.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def ask(page, bo, made, enter, check_axe):
    """The other team compares, and asks."""
    enter(page, bo, reverse("learning:laboratory", args=[made.w.programme.pk]))
    check_axe(page)
    page.get_by_role("link", name="Compare them side by side").click()
    check_axe(page)
    page.get_by_role("link", name="A bench at the quay").click()
    page.get_by_role("textbox", name="To the team").fill("Did you ask the fishermen?")
    page.get_by_label("It is a question to the team").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Did you ask the fishermen?")).to_be_visible()
    check_axe(page)


def answer(phone, anna, made, enter):
    """The question waits on the team's first page."""
    enter(phone, anna, reverse("learning:team", args=[made.teams[0].pk]))
    phone.get_by_role("link", name="Answer a question: A bench at the quay").click()
    phone.get_by_label("Answer", exact=True).fill("Not yet. We do so on Friday.")
    phone.get_by_role("button", name="Answer", exact=True).click()
    expect(phone.get_by_text("Not yet. We do so on Friday.")).to_be_visible()


def write_parts(phone, made, check_axe):
    """The parts save themselves; what somebody else writes meanwhile stands beside or is asked."""
    saved = phone.get_by_text(re.compile(r"^\s*Saved \d"))
    phone.get_by_label("What we saw").fill("Nobody sat: it is windy there.")
    expect(saved).to_be_visible()
    phone.get_by_label("Did not work").check()
    expect(phone.get_by_text("Write what you learnt")).to_be_visible()
    phone.get_by_label("What we learnt").fill("Shelter before benches.")
    expect(phone.get_by_text("Write what you learnt")).to_be_hidden()
    expect(saved).to_be_visible()
    check_axe(phone)
    phone.context.set_offline(True)
    phone.get_by_label("What comes next").fill("A bench behind the net shed")
    expect(phone.get_by_text("Not saved yet")).to_be_visible()
    row = Experiment.objects.get()
    write(row, made.by, trial="One bench, two weeks")
    phone.context.set_offline(False)
    expect(saved).to_be_visible()
    expect(phone.get_by_label("We try")).to_have_value("One bench, two weeks")
    row.refresh_from_db()
    assert (row.trial, row.next_step) == ("One bench, two weeks", "A bench behind the net shed")
    phone.context.set_offline(True)
    phone.get_by_label("What comes next").fill("A bench with a roof")
    write(row, made.by, next_step="No bench at all")
    phone.context.set_offline(False)
    conflict = phone.get_by_role("alert")
    expect(conflict).to_contain_text("No bench at all")
    check_axe(phone)
    phone.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_be_hidden()
    expect(saved).to_be_visible()
    phone.get_by_role("button", name="Done").click()
    expect(phone.get_by_role("link", name="Write on")).to_be_visible()
    row.refresh_from_db()
    assert (row.next_step, row.state) == ("A bench with a roof", "did_not_work")


def write(row: Experiment, by, **parts: str) -> None:
    """Somebody else writes, with the version that stands."""
    row.refresh_from_db()
    values = {name: getattr(row, name) for name in services.TEXTS}
    values |= {"state": row.state, "version": row.version, "challenges": row.challenges}
    services.write(experiment=row, by=by, **values | parts)


def test_an_experiment_begun_without_a_network_stands_once(
    phone, page, enter, settings, tmp_path, check_axe, check_width
):
    settings.LANGUAGE_CODE, settings.MEDIA_ROOT = "en", tmp_path
    made = lab()
    anna, bo = member(made.joined("Anna")), member(made.joined("Bo", at=1))

    enter(phone, anna, reverse("learning:team", args=[made.teams[0].pk]))
    phone.get_by_role("link", name="Experiments", exact=True).click()
    phone.get_by_role("link", name="New experiment").click()
    check_axe(phone)
    check_width(phone)
    phone.get_by_label("What do you try?").fill("A bench at the quay")
    phone.get_by_label("We believe").fill("If it stands there, people sit down and talk.")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("There is no network.")).to_be_visible()
    assert not Experiment.objects.exists()
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", level=1)).to_have_text("A bench at the quay")
    assert phone.evaluate("localStorage.length") == 0
    assert Experiment.objects.count() == 1
    check_axe(phone)
    check_width(phone)

    phone.get_by_label("Photo or voice note").set_input_files(photo())
    phone.get_by_label("What it shows or says").fill("The bench, empty")
    phone.get_by_role("button", name="Add", exact=True).click()
    expect(phone.get_by_alt_text("The bench, empty")).to_be_visible()
    phone.get_by_role("link", name="Write on").click()
    write_parts(phone, made, check_axe)
    phone.get_by_role("button", name="Make it an action of the plan").click()
    expect(phone.get_by_role("link", name="It is an action of the plan")).to_be_visible()
    expect(phone.get_by_text("Whoever leads the laboratory may show it")).to_be_visible()
    phone.get_by_label("All teams of the laboratory").check()
    phone.locator("#readers, [aria-labelledby=readers]").first.scroll_into_view_if_needed()
    phone.locator("form[action$='/readers/'] button").click()
    expect(phone.get_by_text("It may now be read by: All teams of the laboratory.")).to_be_visible()
    check_axe(phone)
    ask(page, bo, made, enter, check_axe)
    answer(phone, anna, made, enter)
