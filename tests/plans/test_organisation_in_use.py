"""An organisation that a plan leans on cannot be removed, and the answer says where it is used."""

from __future__ import annotations

import pytest

from core.refusals import Refusal
from people.models import Organisation
from people.register.services import remove_organisation
from plans.models import Action, ActionPartner
from tests.factories import OrganisationFactory, world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("use", ["responsible", "partner"])
def test_organisation_of_an_action_stays_and_is_found(use):
    w = world()
    organisation = OrganisationFactory(region=w.region, name="Byalaget")
    action = Action.objects.create(participation=w.participation, title="Skyltar")
    if use == "responsible":
        Action.objects.filter(pk=action.pk).update(organisation=organisation)
        line = f"action: Skyltar ({w.participation})"
    else:
        ActionPartner.objects.create(action=action, organisation=organisation)
        line = f"partner in an action: Skyltar ({w.participation})"
    with pytest.raises(Refusal) as refused:
        remove_organisation(organisation, by=w.admin)
    assert (refused.value.code, refused.value.details) == ("in_use", [line])
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_organisation_is_removed_once_nothing_uses_it():
    w = world()
    organisation = OrganisationFactory(region=w.region)
    action = Action.objects.create(
        participation=w.participation, title="Skyltar", organisation=organisation
    )
    action.delete()
    remove_organisation(organisation, by=w.admin)
    assert not Organisation.objects.filter(pk=organisation.pk).exists()
