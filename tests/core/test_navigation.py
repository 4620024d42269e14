"""The main menu: who sees which entry, and which one is the current."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured

from core import navigation
from people.models import User


@pytest.fixture
def menu(monkeypatch):
    """An empty menu, so that the apps' own entries do not matter here."""
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_role_lines", [])
    monkeypatch.setattr(navigation, "_pages_of", {})
    return navigation


def labels(items):
    return [(item["label"], item["current"]) for item in items]


def test_menu_entries_come_in_order_and_by_right(menu):
    menu.register("about", "About", "core:about", order=20)
    menu.register("access", "Accessibility", "core:accessibility", order=10)
    menu.register("staff", "Operators", "admin:index", visible=lambda user: user.is_staff)
    items = menu.items_for(User(email="a@example.org"), "/")
    assert labels(items) == [("Accessibility", False), ("About", False)]


def test_menu_for_anonymous_person_is_empty(menu):
    menu.register("about", "About", "core:about")
    assert menu.items_for(AnonymousUser(), "/about/") == []


def test_menu_marks_the_longest_fitting_address(menu):
    menu.register("all", "Operators", "admin:index", order=1)
    menu.register("users", "Password", "admin:password_change", order=2)
    items = menu.items_for(User(), "/operators/password_change/done/")
    assert labels(items) == [("Operators", False), ("Password", True)]


def test_menu_marks_the_entry_that_a_page_is_said_to_be_of(menu):
    menu.register("all", "Operators", "admin:index", order=1)
    menu.register("about", "About", "core:about", visible=lambda user: user.is_staff, order=2)
    menu.register("access", "Accessibility", "core:accessibility", order=3)
    menu.register_pages("admin:password_change", of=("about", "access"))

    def current(user):
        items = menu.items_for(user, "/operators/password_change/", "admin:password_change")
        return [item["key"] for item in items if item["current"]]

    assert current(User(is_staff=True)) == ["about"]
    assert current(User()) == ["access"]


def test_menu_key_taken_twice_is_refused(menu):
    menu.register("about", "About", "core:about")
    with pytest.raises(ImproperlyConfigured, match="already"):
        menu.register("about", "Elsewhere", "core:about")


def test_role_line_is_the_first_answer(menu):
    menu.register_role_line(lambda _user: "")
    menu.register_role_line(lambda _user: "Coach, Västra Götaland")
    menu.register_role_line(lambda _user: "Never asked")
    assert menu.role_line(User()) == "Coach, Västra Götaland"
    assert menu.role_line(AnonymousUser()) == ""
