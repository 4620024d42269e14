"""Fixtures of the outbox. Django's test run replaces the mailers; here they are the real ones."""

import pytest

from outbox.adding.services import NewLetter, add
from outbox.models import Letter
from tests.outbox.sink import Sink, serve


@pytest.fixture(autouse=True)
def mailers(settings):
    """Mail goes to the outbox, and without a server it stays there."""
    settings.MAILERS = {
        "default": {"BACKEND": "outbox.backends.OutboxBackend"},
        "delivery": {"BACKEND": "outbox.backends.KeepInOutbox"},
    }
    return settings.MAILERS


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Workers keep their journals in a folder of the test's own."""
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def sink(mailers):
    """A mail server of the test's own, which the outbox delivers to."""
    sink = Sink()
    controller = serve(sink)
    mailers["delivery"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": controller.port, "timeout": 5},
    }
    yield sink
    controller.stop()


@pytest.fixture
def write():
    """Return a function that writes a plain letter: `write("anna@example.org", key="a")`."""

    def one(to="anna@example.org", *, kind="notice", region=None, **values):
        usual = {
            "subject": "Beslut vid kontrollstationen",
            "text": "Hej Anna,\n\nni går vidare.",
            "key": to,
            "language": "sv",
        }
        letter = NewLetter(to=to, **usual | values)
        add([letter], by=None, kind=kind, region=region)
        return Letter.objects.get(key=letter.key)

    return one
