"""What is reported of a failure, and what never."""

from __future__ import annotations

import json

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from core.tokens import token
from placedev import failures
from placedev.env import ConfigurationError

KEY = token("workshops.answer", 12)


class Kept(Transport):
    """Keeps what would be sent."""

    reports: list[dict]

    def capture_envelope(self, envelope):
        self.reports.append(envelope.get_event())


@pytest.fixture
def reports(monkeypatch):
    """The reports of one failure in a request of somebody signed in."""
    Kept.reports = []
    begin = sentry_sdk.init
    # What it hangs into Django and logging would stay for the tests after this one.
    alone = {"default_integrations": False, "auto_enabling_integrations": False}
    monkeypatch.setattr(sentry_sdk, "init", lambda **told: begin(**told, **alone, transport=Kept))
    failures.report_failures("https://key@errors.example.org/1", production=True)
    yield Kept.reports
    begin()


def fail(note):
    raise ValueError(f"cannot open /answer/{KEY}/")


def test_a_report_tells_where_and_nothing_of_people(reports):
    with sentry_sdk.new_scope() as scope:
        scope.set_user({"id": "7", "email": "anna@example.org", "ip_address": "192.0.2.7"})
        scope.set_extra("note", "secret thoughts")
        try:
            fail("secret thoughts")
        except ValueError:
            sentry_sdk.capture_exception()

    [report] = reports
    written = json.dumps(report, default=str)
    assert "cannot open /answer/[token]/" in written
    assert report["user"] == {"id": "7"}
    for secret in (KEY, "anna@", "192.0.2.7", "secret thoughts"):
        assert secret not in written


def test_of_a_request_only_method_and_path_are_told():
    event = failures.without_persons(
        {
            "request": {
                "method": "POST", "url": f"https://plats.example.org/answer/{KEY}/?q=anna",
                "data": {"food": "no nuts"}, "cookies": "sessionid=1", "query_string": "q=anna",
                "headers": {"Cookie": "sessionid=1"}, "env": {"REMOTE_ADDR": "192.0.2.7"},
            },
            "breadcrumbs": [{"message": "anna"}],
        },
        {},
    )  # fmt: skip

    assert event == {
        "request": {"method": "POST", "url": "https://plats.example.org/answer/[token]/"}
    }


def test_missing_packages_stop_the_start_with_a_sentence(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(failures, "import_module", missing)

    with pytest.raises(ConfigurationError, match=r"install requirements/sentry\.txt"):
        failures.report_failures("https://key@errors.example.org/1", production=True)
