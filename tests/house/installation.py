"""A whole installation as docs/deploy.md sets it up: production settings and its own processes.

Web, worker and beat are started by the commands of docker-compose.yml, on a database of their
own that is empty at first; a mail server of the test's takes the letters.
"""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import psycopg
from aiosmtpd.controller import Controller
from django.conf import settings
from psycopg import sql

from scripts.services import free_port
from tests.house.processes import BIN, Process, command, compose, environment, run, wait_for

VALUES = {
    "SECRET_KEY": "for-this-test-only-" + "0123456789" * 5,
    "POSTGRES_PASSWORD": "unused",
    "MAIL_URL": "smtp://unused",
    "MAIL_FROM": "placedev <no-reply@localhost>",
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost",
}
PYTHON = str(BIN / "python")


class Sink:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        """Keep one letter."""
        letter = message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"

    def texts(self, address: str) -> list[str]:
        """What somebody has got so far, oldest first: subject and text."""
        return [
            f"{letter['Subject']}\n\n{letter.get_body(('plain',)).get_content()}".replace("\r", "")
            for recipients, letter in list(self.letters)
            if address in recipients
        ]


@dataclass
class Installation:
    """The parts, and how a service of it is started."""

    env: dict[str, str]
    sink: Sink
    folder: Path
    port: int
    running: list[Process] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where people find it, without TLS."""
        return f"http://localhost:{self.port}"

    def manage(self, *words: str) -> str:
        """Run a command of `manage.py`; return what it printed."""
        return run([PYTHON, "manage.py", *words], self.env)

    def migrate(self) -> None:
        """Bring the database up, and collect what pages are drawn with."""
        run(words_of("migrate"), self.env)
        self.manage("collectstatic", "--noinput", "--verbosity=0")

    def start(self, name: str) -> Process:
        """Start a service; it is stopped with the installation."""
        schedule = "/tmp/celerybeat-schedule"
        replaced = {
            "web": {"0.0.0.0": "127.0.0.1", "8000": str(self.port)},
            "beat": {schedule: str(self.folder / "schedule")},
        }
        words = command(name, replaced.get(name, {}))
        process = Process(name, words, self.env, self.folder / f"{name}.log")
        self.running.append(process)
        return process

    def start_all(self) -> None:
        """Start web, worker, beat and jobs, and wait until they are ready."""
        web, worker, _beat = self.start("web"), self.start("worker"), self.start("beat")
        jobs = self.start("jobs")
        wait_for("web answers", lambda: web.said("Started worker-2"), 90)
        wait_for("worker is ready", lambda: worker.said(" ready."), 90)
        wait_for("jobs are ready", lambda: jobs.said(" ready."), 90)

    def stop(self) -> dict[str, int]:
        """Ask all that run to end; return their exit codes, which are 0."""
        return {process.name: process.stop() for process in self.running}


def words_of(service: str) -> list[str]:
    """Return a service's command with our own Python."""
    words = compose()["services"][service]["command"].split()
    return [PYTHON, *words[1:]] if words[0] == "python" else [str(BIN / words[0]), *words[1:]]


@contextmanager
def installation(folder: Path, **values: str) -> Iterator[Installation]:
    """Make one with an empty database; nothing runs yet. `values` replace settings."""
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with _empty_database() as database_url:
            env = environment(
                VALUES,
                **{
                    "DATABASE_URL": database_url,
                    "REDIS_URL": settings.CONF["REDIS_URL"].rpartition("/")[0] + "/63",
                    "MAIL_URL": f"smtp://127.0.0.1:{controller.port}",
                    "VAR_DIR": str(folder / "var"),
                    "STATIC_ROOT": str(folder / "static"),
                    "SITE_URL": f"http://localhost:{port}",
                }
                | values,
            )
            made = Installation(env, sink, folder, port)
            try:
                yield made
            finally:
                codes = made.stop()
        assert codes == dict.fromkeys(codes, 0)
    finally:
        controller.stop()


@contextmanager
def _empty_database() -> Iterator[str]:
    """A PostgreSQL database of its own, dropped at the end."""
    given = settings.DATABASES["default"]
    assert "postgresql" in given["ENGINE"], "this test needs PostgreSQL"
    server = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"] or None,
        "dbname": "postgres",
    }
    name = f"placedev_compose_{uuid4().hex}"
    with psycopg.connect(**server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        login = given["USER"] + (f":{given['PASSWORD']}" if given["PASSWORD"] else "")
        yield f"postgres://{login}@{given['HOST']}:{given['PORT']}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
