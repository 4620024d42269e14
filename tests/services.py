"""Pytest plugin: settings of a test run, and private PostgreSQL and Redis when none is named.

It is loaded with `-p tests.services` (see pyproject.toml) and not from conftest.py, because
pytest-django reads the settings before any conftest.py. The process started on the command
line starts the servers once; xdist workers inherit their addresses.
"""

import atexit
import contextlib
import os
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from placedev.env import SETTINGS
from scripts.services import ServiceError, private_services

ASKS_ONLY = {"-h", "--help", "--version", "-V", "--markers"}
OWN_REDIS = "TESTS_OWN_REDIS"  # set when the Redis was started here
OWN_POSTGRESQL = "TESTS_OWN_POSTGRESQL"  # the same of PostgreSQL

_stack = contextlib.ExitStack()
atexit.register(_stack.close)  # also when pytest gives up before it is configured


def _worker_number() -> int | None:
    """Return the number of this xdist worker, or None in the process that the user started."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(worker.removeprefix("gw")) if worker.startswith("gw") else None


def _set_environment() -> None:
    """Give every run the same settings, whatever the shell holds."""
    for setting in SETTINGS:
        if setting.name not in {"DATABASE_URL", "REDIS_URL"}:
            os.environ.pop(setting.name, None)
    folder = _stack.enter_context(tempfile.TemporaryDirectory(prefix="placedev-tests-"))
    static = Path(folder, "static")
    static.mkdir()  # empty: tests serve static files by the finders, but WhiteNoise looks here
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "placedev.settings",
        "MODE": "test",
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": folder,
        "STATIC_ROOT": str(static),
    }
    own = {
        OWN_POSTGRESQL: "DATABASE_URL" not in os.environ,
        OWN_REDIS: "REDIS_URL" not in os.environ,
    }
    os.environ |= _stack.enter_context(
        private_services(postgresql=own[OWN_POSTGRESQL], redis=own[OWN_REDIS], in_memory=True)
    )
    os.environ |= {name: "1" for name, is_own in own.items() if is_own}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(args: list[str]) -> Generator[None]:
    """Prepare the environment before Django's settings are read."""
    worker = _worker_number()
    if worker is not None and OWN_REDIS in os.environ:
        # One Redis database a worker: no test sees another worker's cache or queue.
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{worker + 1}"
    if worker is not None:
        # A folder a worker: what one clears away is another's no more than its rows are.
        folder = Path(os.environ["VAR_DIR"], f"worker-{worker}")
        folder.mkdir()
        os.environ["VAR_DIR"] = str(folder)
    if worker is None and not ASKS_ONLY & set(args):
        # Sent by a supervisor: leave as Ctrl-C does, so that the servers are stopped.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            _set_environment()
        except ServiceError as error:
            _stack.close()
            raise pytest.UsageError(str(error)) from None
    return (yield)


def pytest_unconfigure() -> None:
    """Stop what was started here; an xdist worker has started nothing."""
    _stack.close()


def pytest_report_header() -> str:
    """Name the servers, so that a run's log says what it was tested on."""
    return f"database {os.environ.get('DATABASE_URL')}, redis {os.environ.get('REDIS_URL')}"
