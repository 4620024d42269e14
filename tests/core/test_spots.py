import pytest

from core import spots


@pytest.fixture(autouse=True)
def _own_spots(monkeypatch):
    monkeypatch.setattr(spots, "_links", spots.defaultdict(list))
    monkeypatch.setattr(spots, "_panels", spots.defaultdict(list))


def test_links_stand_in_order_with_the_addresses_of_the_thing():
    class Thing:
        pk = 7

    spots.register_link("a", "Second", "people:contact_edit", order=20)
    spots.register_link("a", "First", "people:contacts", order=10, arguments=lambda _thing: [])
    spots.register_link("a", "Hidden", "people:contacts", visible=lambda _user, _thing: False)

    links = [(link.label, link.url) for link in spots.links_at("a", None, Thing())]
    assert links == [("First", "/people/contacts/"), ("Second", "/people/contacts/7/")]


def test_unknown_spot_is_empty():
    assert (spots.links_at("nowhere", None), spots.panels_at("nowhere")) == ([], [])


def test_panels_stand_in_order():
    spots.register_panel("a", "two.html", lambda _user, _thing: {}, order=2)
    spots.register_panel("a", "one.html", lambda _user, _thing: {}, order=1)

    assert [panel.template for panel in spots.panels_at("a")] == ["one.html", "two.html"]
