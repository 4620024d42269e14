"""Redis is away for ten minutes: people sign in and work, letters leave, limits hold.

With production settings and a web process of its own. Ten seconds in `make test-all`.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from outbox.models import Letter
from scripts.services import free_port
from tests.factories import world
from tests.faults.platform import Platform, platform, wait_until
from tests.faults.test_faults import FULL, database_url, note
from tests.house.browserless import Visitor
from tests.house.processes import BIN, Process, environment, run

AWAY_SECONDS = 600 if FULL else 10
PASSWORD = "en-lång-mening-om-byar"
VALUES = {
    "SECRET_KEY": "for-this-test-only-" + "0123456789" * 5,
    "POSTGRES_PASSWORD": "unused",
    "MAIL_URL": "smtp://127.0.0.1:1",
    "MAIL_FROM": "placedev <no-reply@example.org>",
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "SECURE_COOKIES": "false",
}
PAGES = ("/places/", "/people/profile/", "/about/", "/health/")

pytestmark = [
    pytest.mark.live,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.timeout(1800 if FULL else 400),
]


@pytest.fixture
def installation(transactional_db: Any, tmp_path: Path) -> Iterator[tuple[Platform, int]]:
    """Web as in production with a worker, and the port it listens on."""
    tmp_path.chmod(0o755)
    with platform(database_url(), tmp_path) as made:
        port = free_port()
        env = environment(
            VALUES, DATABASE_URL=made.database_url, REDIS_URL=made.redis.url,
            MAIL_URL=f"smtp://127.0.0.1:{made.record.port}", VAR_DIR=str(tmp_path / "var"),
            STATIC_ROOT=str(tmp_path / "static"),
        )  # fmt: skip
        python = str(BIN / "python")
        run([python, "manage.py", "createcachetable"], env)
        run([python, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], env)
        words = ["granian", "--interface", "wsgi", "--port", str(port), "placedev.wsgi:application"]
        web = Process("web", [str(BIN / words[0]), *words[1:]], env, tmp_path / "web.log")
        try:
            wait_until("web answers", lambda: web.said("Started worker-1"), 60)
            made.start_worker()
            yield made, port
        finally:
            web.stop()


@pytest.fixture
def anna(settings: Any) -> str:
    """An administrator's address, with a password as production keeps it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    here = world()
    here.region.second_factor = False  # the password alone is what is tried here
    here.region.save()
    user = here.admin
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return str(user.email)


def sign_in(port: int, address: str, password: str = PASSWORD) -> Visitor:
    """A visitor who has tried to sign in by password."""
    visitor = Visitor(port)
    status, _page, _to = visitor.post("/accounts/login/", login=address, password=password)
    assert status < 500
    return visitor


def is_in(visitor: Visitor) -> bool:
    """Whether the account's own page opens."""
    return visitor.get("/people/profile/")[0] == 200


def by_code(port: int, address: str) -> Visitor:
    """A visitor who has signed in by the newest letter's code."""
    visitor = Visitor(port)
    assert visitor.post("/accounts/login/code/", email=address)[0] == 302
    text = Letter.objects.filter(to_address=address).latest("pk").text
    code = re.search(r"^([A-Z0-9-]{6,})$", text, re.MULTILINE)
    assert code
    assert visitor.post("/accounts/login/code/confirm/", code=code[1])[0] == 302
    return visitor


def took(act: Callable[[], Any]) -> float:
    """Seconds of an act."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def _round(port: int, visitor: Visitor) -> float:
    """The slowest page of a round; every one must open."""

    def open_page(path: str) -> None:
        assert visitor.get(path)[0] == 200, path

    return max(took(lambda path=path: open_page(path)) for path in PAGES)


def test_redis_away_for_ten_minutes_shuts_nobody_out(
    installation: tuple[Platform, int], anna: str
) -> None:
    made, port = installation
    before = sign_in(port, anna)
    assert is_in(before)
    made.redis.stop()
    began = time.monotonic()
    slowest = [_round(port, before)]
    # Each way in, while it is away.
    assert is_in(sign_in(port, anna))
    assert is_in(by_code(port, anna))
    stranger = Visitor(port)
    assert stranger.post("/accounts/password/reset/", email=anna)[0] == 302
    # Limits hold: the sixth wrong password is not even looked at, nor is the right one after it.
    for _attempt in range(5):
        assert not is_in(sign_in(port, anna, "fel"))
    assert not is_in(sign_in(port, anna))
    while time.monotonic() - began < AWAY_SECONDS:
        slowest.append(_round(port, before))
        time.sleep(0.2)
    wait_until("the letters have left", lambda: made.waiting() == 0, 90)
    made.redis.start()
    judged = made.judge()
    note(
        "redis_away", seconds=round(time.monotonic() - began), rounds=len(slowest),
        slowest_median=round(statistics.median(slowest), 2), letters=judged.letters,
        lost=judged.lost, twice=judged.twice,
    )  # fmt: skip
    assert judged.is_right
    assert judged.letters >= 2
    assert statistics.median(slowest) < 2
