"""Fixtures of the outbox: Django's test run replaces the mailers, here they are the real ones."""

import pytest


@pytest.fixture(autouse=True)
def mailers(settings):
    """Mail goes to the outbox, and without a server it stays there."""
    settings.MAILERS = {
        "default": {"BACKEND": "outbox.backends.OutboxBackend"},
        "delivery": {"BACKEND": "outbox.backends.KeepInOutbox"},
    }
    return settings.MAILERS
