"""Fixtures for every test. Services and settings come from the plugin tests/services.py."""

import os
import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from tests.services import OWN_REDIS


def pytest_configure():
    """Speak English, and keep a run's cache entries apart in a Redis from outside.

    Tests read the sentences that stand in the sources; a test of another language names it.
    """
    settings.LANGUAGE_CODE = "en"
    if OWN_REDIS not in os.environ:
        settings.CACHES["default"]["KEY_PREFIX"] = f"tests-{uuid.uuid4().hex}"


@pytest.fixture(autouse=True)
def _clean_slate():
    """Begin each test with an empty cache and in the run's language."""
    if OWN_REDIS in os.environ:
        cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield
