"""A statistical office on this machine, and the register of areas."""

import pytest

from facts.sources import fetcher
from tests.facts.server import Server


@pytest.fixture
def office(settings, monkeypatch):
    """A server that speaks all protocols, listed as every source. Waiting takes no time."""
    server = Server().start()
    settings.FACTS_SOURCES = server.sources
    settings.FACTS_TEST_HOSTS = [server.net]
    settings.FACTS_CALLS = {kind: (1000, 10) for kind, _base in server.sources}
    server.tables.calls = 1000
    server.waited = []
    monkeypatch.setattr(fetcher, "sleep", server.waited.append)
    yield server
    server.stop()
