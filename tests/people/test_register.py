import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from core import audit
from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from people.models import Contact, Organisation
from people.register import services as verbs
from tests.factories import OrganisationFactory, world

pytestmark = pytest.mark.django_db

PAGES = ["people:organisations", "people:organisation_add", "people:contacts", "people:contact_add"]


@pytest.fixture
def here():
    return world()


@pytest.fixture
def organisation(here):
    return OrganisationFactory(region=here.region, name="Näsums byalag", sector="association")


def contact_of(region, organisation=None, **values):
    usual = {"name": "Ordföranden i byalaget", "email": "ordf@example.org", "source": "webbplatsen"}
    return Contact.objects.create(region=region, organisation=organisation, **usual | values)


def test_contacts_of_another_region_are_never_listed(client, here, organisation):
    contact_of(here.region, organisation)
    client.force_login(here.other_admin)

    assert b"Ordf\xc3\xb6randen" not in client.get(reverse("people:contacts")).content


def test_organisation_added_is_kept_with_an_audit_line(client, here):
    client.force_login(here.admin)

    answer = client.post(
        reverse("people:organisation_add"),
        {
            "region": here.region.pk,
            "name": "Glimåkra ICA",
            "sector": "business",
            "website": "",
            "note": "",
        },
    )

    added = Organisation.objects.get(name="Glimåkra ICA")
    assert (answer.status_code, added.region, added.sector) == (302, here.region, "business")
    assert [(event.verb, event.actor) for event in audit.history(added)] == [
        ("organisation.added", here.admin)
    ]


def test_organisation_cannot_be_added_to_another_region(client, here):
    client.force_login(here.admin)

    answer = client.post(
        reverse("people:organisation_add"),
        {"region": here.other_region.pk, "name": "Elsewhere", "sector": "other"},
    )

    assert answer.status_code in {302, 422}
    assert list(here.other_region.organisations.filter(name="Elsewhere")) == []
    with pytest.raises(NotAllowed):
        verbs.save_organisation(
            Organisation(region=here.other_region, name="x", sector="other"), by=here.admin
        )


def test_second_organisation_of_a_name_is_refused_in_the_form_and_by_the_verb(
    client, here, organisation
):
    other = OrganisationFactory(region=here.region, name="Other")
    client.force_login(here.admin)

    answer = client.post(
        reverse("people:organisation_edit", args=[other.pk]),
        {"name": "Näsums byalag", "sector": "other"},
    )

    assert answer.status_code == 422
    other.name = "Näsums byalag"
    with pytest.raises(Refusal) as refused:
        verbs.save_organisation(other, by=here.admin)
    assert refused.value.code == "name_taken"


def test_organisation_in_use_is_not_removed_and_the_uses_are_named(client, here, organisation):
    contact_of(here.region, organisation)
    client.force_login(here.admin)

    answer = client.post(reverse("people:organisation_remove", args=[organisation.pk]))

    assert answer.status_code == 409
    assert "Ordföranden i byalaget" in answer.content.decode()
    assert Organisation.objects.filter(pk=organisation.pk).exists()
    assert not AuditEvent.objects.filter(verb="organisation.removed").exists()


def test_many_uses_are_counted_and_not_all_named(here, organisation):
    for number in range(10):
        contact_of(here.region, organisation, name=f"Person {number}")

    with pytest.raises(Refusal) as refused:
        verbs.remove_organisation(organisation, by=here.admin)

    assert len(refused.value.details) == verbs.NAMED_USES + 1


def test_unused_organisation_is_removed(client, here, organisation):
    client.force_login(here.admin)

    client.post(reverse("people:organisation_remove", args=[organisation.pk]))

    assert not Organisation.objects.filter(pk=organisation.pk).exists()
    assert AuditEvent.objects.get(verb="organisation.removed").subject_name == "Näsums byalag"


def test_contact_of_an_organisation_elsewhere_is_refused(client, here):
    elsewhere = OrganisationFactory(region=here.other_region)
    client.force_login(here.admin)

    answer = client.post(
        reverse("people:contact_add"),
        {
            "region": here.region.pk,
            "name": "x",
            "organisation": elsewhere.pk,
            "language": "sv",
            "source": "x",
        },
    )

    assert answer.status_code == 422
    with pytest.raises(Refusal) as refused:
        verbs.save_contact(
            Contact(region=here.region, organisation=elsewhere, name="x"), by=here.admin
        )
    assert refused.value.code == "other_region"


def test_contact_is_changed_and_removed(client, here, organisation):
    contact = contact_of(here.region, organisation)
    client.force_login(here.manager)

    client.post(
        reverse("people:contact_edit", args=[contact.pk]),
        {"name": "Kassören", "organisation": organisation.pk, "language": "da", "source": "möte"},
    )

    contact.refresh_from_db()
    assert (contact.name, contact.language) == ("Kassören", "da")
    client.post(reverse("people:contact_remove", args=[contact.pk]))
    assert not Contact.objects.exists()


def test_field_changes_of_a_contact_are_kept_without_the_numbers(here, organisation):
    contact = contact_of(here.region, organisation)
    contact.phone = "044-12 34 56"
    contact.save()

    entry = LogEntry.objects.get_for_object(contact).first()
    assert list(entry.changes_dict) == ["phone"]
    assert "044-12 34 56" not in str(entry.changes_dict)


@pytest.mark.parametrize("page", ["people:organisations", "people:contacts"])
@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    client, here, page, rows, django_assert_num_queries
):
    for number in range(rows):
        made = OrganisationFactory(region=here.region, name=f"Org {number}")
        contact_of(here.region, made, name=f"Person {number}")
    client.force_login(here.admin)
    client.get(reverse(page))

    # session, user, count, rows, regions for the menu; how many contacts each has
    with django_assert_num_queries(6 if page == "people:organisations" else 5):
        client.get(reverse(page))


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?sector=nonsense", "?page=0", "?q=" + "x" * 200, "?q=byalag&sector=association"],
)
def test_list_with_any_question_answers(client, here, organisation, query):
    client.force_login(here.admin)

    assert client.get(reverse("people:organisations") + query).status_code == 200
