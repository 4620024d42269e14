"""Fixtures of the people app."""

import pytest


@pytest.fixture(autouse=True)
def mailers(settings):
    """Mail of the accounts goes to the outbox, as it does outside tests."""
    settings.MAILERS = {
        "default": {"BACKEND": "outbox.backends.OutboxBackend"},
        "delivery": {"BACKEND": "outbox.backends.KeepInOutbox"},
    }
    return settings.MAILERS
