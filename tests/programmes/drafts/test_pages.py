"""The editor in the browser: forms, conflicts, questions before something is gone."""

import pytest
from django.urls import reverse

from programmes.document.rows import header_data, step_data
from programmes.drafts.services import create_draft, edit_version, phase_rows
from programmes.models import Gate, Method, MethodVersion, Step
from programmes.stamps import stamp


@pytest.fixture
def as_manager(client, here):
    client.cookies["django_language"] = "en"
    client.force_login(here.manager)
    return client


def address(name, version, *args):
    return reverse(f"programmes:{name}", args=[version.pk, *args])


def step(version, key="borja"):
    return Step.objects.get(version=version, key=key)


def posted(client, url):
    """What a browser would send back unchanged: the values of all forms on the page."""
    context = client.get(url).context
    data = {}
    for form in [context.get("form"), *(context.get("formset") or [])]:
        if form is not None:
            data |= {form.add_prefix(name): form[name].value() for name in form.fields}
    if context.get("formset") is not None:
        management = context["formset"].management_form
        data |= {
            management.add_prefix(name): management[name].value() for name in management.fields
        }
    if "seen" in context:
        data["seen"] = context["seen"]
    return {
        name: value
        for name, value in data.items()
        if value is not None and value is not False and value != ""
    }


EDITOR = (
    "method_edit",
    "method_phases",
    "step_add",
    "gate_edit",
    "gate_remove",
    "method_publish",
    "method_discard",
)


@pytest.mark.parametrize("name", EDITOR)
def test_editor_of_a_published_version_is_refused(as_manager, published, name):
    response = as_manager.get(address(name, published))
    assert response.status_code == 409
    assert "A published version never changes." in response.content.decode()


@pytest.mark.parametrize("name", EDITOR)
def test_editor_page_of_a_draft_is_shown(as_manager, draft, name):
    assert as_manager.get(address(name, draft)).status_code == 200


@pytest.mark.parametrize("name", ["step_edit", "step_remove"])
def test_page_of_a_step_is_shown(as_manager, draft, name):
    assert as_manager.get(address(name, draft, step(draft).pk)).status_code == 200


@pytest.mark.parametrize("name", ["step_edit", "step_remove", "step_move"])
def test_step_of_another_version_is_not_found(as_manager, draft, here, name):
    other = Step.objects.exclude(version=draft).first()
    assert as_manager.post(address(name, draft, other.pk)).status_code == 404


def test_get_changes_nothing(as_manager, draft):
    before = MethodVersion.objects.values_list().get(pk=draft.pk)
    for name in EDITOR:
        as_manager.get(address(name, draft))
    as_manager.get(address("step_move", draft, step(draft).pk))
    as_manager.get(address("method_draft", draft))
    assert MethodVersion.objects.values_list().get(pk=draft.pk) == before


def test_draft_is_begun_from_the_handbook(as_manager, published):
    response = as_manager.post(address("method_draft", published))
    draft = MethodVersion.objects.get(state="draft")
    assert response.url == address("method_edit", draft)


def test_description_is_saved(as_manager, draft):
    url = address("method_edit", draft)
    data = posted(as_manager, url) | {
        "title": "Nytt",
        "sources": "En källa https://example.org/a b",
    }
    response = as_manager.post(url, data)
    assert "Write a title and then a web address" in response.content.decode()
    response = as_manager.post(url, data | {"sources": "En källa https://example.org/a"})
    assert response.url == url
    draft.refresh_from_db()
    assert (draft.title, draft.sources) == (
        "Nytt",
        [{"title": "En källa", "url": "https://example.org/a"}],
    )


def test_description_changed_meanwhile_shows_both_and_keeps_mine(as_manager, draft, here):
    url = address("method_edit", draft)
    mine = posted(as_manager, url) | {"title": "Min titel"}
    values = header_data(draft) | {"title": "Hennes titel"}
    edit_version(draft, by=here.admin, seen=stamp(header_data(draft)), values=values)
    response = as_manager.post(url, mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Hennes titel" in text
    assert 'value="Min titel"' in text
    draft.refresh_from_db()
    assert draft.title == "Hennes titel"
    again = mine | {"seen": response.context["form"]["seen"].value()}
    assert as_manager.post(url, again).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Min titel"


def test_step_sent_back_unchanged_stays_the_same(as_manager, draft):
    row = step(draft)
    before = step_data(row)
    url = address("step_edit", draft, row.pk)
    assert as_manager.post(url, posted(as_manager, url)).status_code == 302
    assert step_data(Step.objects.get(pk=row.pk)) == before


def test_step_is_saved_with_a_new_line_and_without_an_old_one(as_manager, draft):
    row = step(draft)
    url = address("step_edit", draft, row.pk)
    data = posted(as_manager, url) | {
        "title": "Börja om",
        "items-0-DELETE": "on",
        "items-2-text": "Ring runt",
        "items-2-required": "on",
    }
    assert as_manager.post(url, data).url == address("method_edit", draft)
    row.refresh_from_db()
    assert row.title == "Börja om"
    assert [(i.order, i.text) for i in row.items.all()] == [(1, "Skriv en lista"), (2, "Ring runt")]


def test_step_can_be_saved_to_go_on_with_more_lines(as_manager, draft):
    url = address("step_edit", draft, step(draft).pk)
    assert as_manager.post(url, posted(as_manager, url) | {"again": "1"}).url == url


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "This field is required."),
        ({"month_from": "5", "month_to": "4"}, "The last month must not be before the first."),
        ({"month_to": "999"}, "less than or equal to 120"),
        ({"items-0-text": "x" * 241}, "at most 240 characters"),
        ({"items-0-text": "a\x00b"}, "Null characters are not allowed."),
        ({"guidance": "a\x07b"}, "holds a character that cannot be stored (U+0007)"),
        ({"seen": ""}, "This field is required."),
        ({"items-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
        ({"items-TOTAL_FORMS": "99999"}, "at most 60 forms"),
    ],
)
def test_faulty_step_is_told_and_nothing_is_saved(as_manager, draft, wrong, message):
    row = step(draft)
    before = step_data(row)
    url = address("step_edit", draft, row.pk)
    response = as_manager.post(url, posted(as_manager, url) | wrong)
    assert response.status_code in (422, 409)
    assert message in response.content.decode()
    assert step_data(Step.objects.get(pk=row.pk)) == before


def test_step_is_added_moved_and_removed(as_manager, draft):
    url = address("step_add", draft)
    data = posted(as_manager, url) | {"title": "Mäta", "month_from": "3", "month_to": "4"}
    assert as_manager.post(url, data).status_code == 302
    made = step(draft, "mata")
    as_manager.post(address("step_move", draft, made.pk), {"direction": "up"})
    assert [s.key for s in Step.objects.filter(version=draft)] == ["borja", "lara", "mata", "gora"]
    as_manager.post(address("step_remove", draft, made.pk))
    assert [s.key for s in Step.objects.filter(version=draft)] == ["borja", "lara", "gora"]


def test_gate_is_saved_and_removed(as_manager, draft):
    url = address("gate_edit", draft)
    data = posted(as_manager, url) | {"title": "Halvtid", "criteria-1-title": "Pengarna räcker"}
    assert as_manager.post(url, data).status_code == 302
    gate = Gate.objects.get(version=draft)
    assert (gate.title, [c.title for c in gate.criteria.all()]) == (
        "Halvtid",
        ["Mötet är hållet", "Pengarna räcker"],
    )
    assert gate.criteria.first().parts == [
        "item_done:mote",
        "step_done:lara",
        "working_group_three_sectors",
    ]
    as_manager.post(address("gate_remove", draft))
    assert not Gate.objects.filter(version=draft).exists()
    assert as_manager.get(address("gate_remove", draft)).status_code == 404


def test_gate_with_an_unknown_part_is_refused(as_manager, draft):
    url = address("gate_edit", draft)
    response = as_manager.post(url, posted(as_manager, url) | {"criteria-0-parts": "nix"})
    assert response.status_code == 422
    assert Gate.objects.get(version=draft).criteria.first().parts[0] == "item_done:mote"


def test_phases_are_saved(as_manager, draft):
    url = address("method_phases", draft)
    assert (
        as_manager.post(
            url, posted(as_manager, url) | {"phases-0-title": "Allra först"}
        ).status_code
        == 302
    )
    assert [title for _pk, title in phase_rows(draft)] == ["Allra först", "Sedan"]


@pytest.mark.parametrize(
    ("seen", "status"), [("", 422), ("x", 422), ("-1", 422), ("9" * 30, 422), ("1", 409)]
)
def test_phases_with_a_stale_stamp_are_refused(as_manager, draft, seen, status):
    url = address("method_phases", draft)
    data = posted(as_manager, url) | {"phases-0-title": "Allra först", "seen": seen}
    assert as_manager.post(url, data).status_code == status
    assert [title for _pk, title in phase_rows(draft)] == ["Först", "Sedan"]


def test_publish_page_says_what_will_happen_and_does_it(as_manager, published, here):
    draft = create_draft(published, by=here.admin)
    url = address("method_publish", draft)
    text = as_manager.get(url).content.decode()
    assert "Places that work by version 1 go on as before." in text
    assert as_manager.post(url).url == address("method", draft)
    draft.refresh_from_db()
    assert not draft.is_draft
    assert as_manager.post(url).status_code == 409


def test_unsound_draft_shows_what_is_missing_and_is_not_published(as_manager, draft):
    Step.objects.filter(version=draft, key="gora").update(month_to=9)
    url = address("method_publish", draft)
    text = as_manager.get(url).content.decode()
    assert "This is after the end of the method, which takes 6 months." in text
    assert '<button class="btn btn-primary" type="submit">Publish' not in text
    assert as_manager.post(url).status_code == 409
    draft.refresh_from_db()
    assert draft.is_draft


def test_draft_is_discarded_after_a_question(as_manager, draft):
    url = address("method_discard", draft)
    assert "is thrown away" in as_manager.get(url).content.decode()
    as_manager.post(url)
    assert not Method.objects.filter(pk=draft.method_id).exists()
