"""The operators' room: tidy lists, search, and history that nobody can change."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.contrib import admin
from django.urls import reverse

from core import audit
from core.models import AuditEvent
from outbox.adding.services import NewLetter, add
from outbox.models import Letter
from people.models import User
from tests.factories import UserFactory, world

pytestmark = pytest.mark.django_db

READ_ONLY = ["core_auditevent", "auditlog_logentry", "outbox_letter"]
OURS = {"core", "people", "outbox", "programmes", "places", "auditlog"}


@pytest.fixture
def operator(client):
    user = UserFactory(is_staff=True, is_superuser=True, email="operator2@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def here():
    return world()


@pytest.mark.parametrize("name", READ_ONLY)
def test_history_is_read_and_never_added_changed_or_deleted(client, operator, here, name):
    audit.record("profile.changed", here.admin, by=here.admin)

    add(
        [
            NewLetter(
                to="a@example.org",
                subject="x",
                text="x",
                key="x",
                language="sv",
            )
        ],
        by=None,
        kind="account",
    )
    model = {"core_auditevent": AuditEvent, "auditlog_logentry": LogEntry}.get(name, Letter)
    row = model._default_manager.first()
    before = model._default_manager.count()

    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403
    assert client.post(reverse(f"admin:{name}_change", args=[row.pk]), {}).status_code == 403
    assert (
        client.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert model._default_manager.count() == before


def test_every_list_of_ours_opens_and_can_be_searched(client, operator, here):
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label not in OURS:
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        query = {"q": "Näsum"} if model_admin.search_fields else {}
        assert client.get(address, query).status_code == 200, address


def test_audit_line_is_found_by_the_name_of_who_and_what(client, operator, here):
    audit.record("profile.changed", here.admin, by=here.manager)

    found = client.get(reverse("admin:core_auditevent_changelist"), {"q": "Manager"})
    other = client.get(reverse("admin:core_auditevent_changelist"), {"q": "Nobody"})

    assert [len(answer.context["cl"].result_list) for answer in (found, other)] == [1, 0]


def test_letters_text_is_not_in_the_operators_room(client, operator):
    add(
        [
            NewLetter(
                to="a@example.org",
                subject="Kod",
                text="QX7K2",
                key="x",
                language="sv",
            )
        ],
        by=None,
        kind="account",
    )
    letter = Letter.objects.get()

    assert (
        b"QX7K2" not in client.get(reverse("admin:outbox_letter_change", args=[letter.pk])).content
    )


def test_account_made_by_an_operator_has_no_password_and_a_checked_address(client, operator):
    client.post(
        reverse("admin:people_user_add"),
        {"email": "Ny@Example.org", "name": "Coach", "language": "sv", "is_active": "on"},
    )

    made = User.objects.get(email="ny@example.org")
    assert (made.has_usable_password(), made.is_staff) == (False, False)
    assert list(
        EmailAddress.objects.filter(user=made).values_list("email", "verified", "primary")
    ) == [("ny@example.org", True, True)]


def test_field_change_of_a_programme_is_kept_with_before_and_after(here):
    here.programme.name = "Sex steg 2027"
    old = type(here.programme).objects.get(pk=here.programme.pk).name

    here.programme.save()

    assert LogEntry.objects.get_for_object(here.programme).first().changes_dict == {
        "name": [old, "Sex steg 2027"]
    }


def test_password_hash_is_masked_in_the_field_history():
    user = UserFactory()
    user.set_password("a-long-password-here")
    user.save()

    entry = LogEntry.objects.get_for_object(user).first()
    assert user.password not in str(entry.changes)


def test_secret_of_a_second_factor_is_not_shown(client, operator):
    factor = Authenticator.objects.create(
        user=operator, type="totp", data={"secret": "QX7K2SECRET"}
    )

    page = client.get(reverse("admin:mfa_authenticator_change", args=[factor.pk]))

    assert (page.status_code, b"QX7K2SECRET" in page.content) == (200, False)
    assert client.get(reverse("admin:mfa_authenticator_add")).status_code == 403
