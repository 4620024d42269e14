"""Methods as tests need them."""

import pytest

from programmes.drafts.services import publish
from programmes.loading.services import load_method
from tests.factories import world
from tests.programmes.samples import SOUND


@pytest.fixture
def here(db):
    """The usual world: `admin` administers `region`, `manager` manages a programme in it."""
    return world(steps=1, items=1, gate_after=None)


@pytest.fixture
def draft(here):
    """A small sound draft in the region."""
    return load_method(SOUND, file_name="method.yaml", region=here.region, by=here.admin)


@pytest.fixture
def published(draft, here):
    """The same, published."""
    return publish(draft, by=here.admin)
