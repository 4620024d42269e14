"""A region takes over a method that comes with the platform."""

import pytest
from django.urls import reverse

from core.refusals import NotAllowed, Refusal
from people.models import RegionRole
from programmes.loading.services import bundled_offers, take_over
from programmes.models import MethodVersion
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def admin(region):
    user = UserFactory()
    RegionRole.objects.create(user=user, region=region, starts_on="2020-01-01")
    return user


@pytest.mark.parametrize("offer", bundled_offers(), ids=lambda offer: offer.key)
def test_every_bundled_method_can_be_taken_over_by_an_empty_region(region, admin, offer):
    version = take_over(offer, region=region, by=admin)
    assert (version.method.region, version.is_draft) == (region, False)
    assert version.steps.count() == offer.steps


def test_the_page_lists_what_the_region_lacks_and_a_press_takes_it_over(client, region, admin):
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("programmes:method_take_over", args=["hallbara-platser"])
    assert url in client.get(reverse("programmes:methods")).content.decode()
    assert client.post(url, {"region": region.pk}).status_code == 302
    assert MethodVersion.objects.published().filter(method__region=region).count() == 1
    assert url not in client.get(reverse("programmes:methods")).content.decode()


def test_it_is_taken_over_once(region, admin):
    take_over(bundled_offers()[0], region=region, by=admin)
    with pytest.raises(Refusal, match="already"):
        take_over(bundled_offers()[0], region=region, by=admin)


def test_nobody_takes_over_for_a_region_that_he_does_not_run(admin):
    with pytest.raises(NotAllowed):
        take_over(bundled_offers()[0], region=RegionFactory(), by=admin)
