"""The commands of docker-compose.yml work together: sign in by a mailed code, letters delivered.

Web, workers and beat run as they would in containers, with production settings, against real
PostgreSQL and Redis and a mail server of this test.
"""

import email.policy
import re
from email import message_from_bytes
from uuid import uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from psycopg import sql

from placedev.env import SETTINGS, read_settings
from scripts.services import free_port
from tests.house.browserless import Visitor
from tests.house.processes import (
    BIN,
    ROOT,
    Process,
    command,
    compose,
    environment,
    interpolate,
    run,
    wait_for,
)

pytestmark = pytest.mark.live

VALUES = {
    "SECRET_KEY": "for-this-test-only-" + "0123456789" * 5,
    "POSTGRES_PASSWORD": "unused",
    "MAIL_URL": "smtp://unused",
    "MAIL_FROM": "placedev <no-reply@localhost>",
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost",
}
ADDRESS = "samordnare@example.org"
PYTHON = str(BIN / "python")
DOCKERFILE = ROOT / "Dockerfile"
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


class Sink:
    """A mail server that keeps what it is given."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        """Keep one letter."""
        letter = message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"


@pytest.fixture
def sink():
    """A mail server on a free port."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.url = f"smtp://127.0.0.1:{controller.port}"
    yield sink
    controller.stop()


@pytest.fixture
def database_url():
    """An empty PostgreSQL database of its own, dropped at the end."""
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


@pytest.fixture
def production(tmp_path, database_url, sink):
    """The services' environment with this machine's addresses in it."""
    return environment(
        VALUES,
        DATABASE_URL=database_url,
        REDIS_URL=settings.CONF["REDIS_URL"].rpartition("/")[0] + "/63",
        MAIL_URL=sink.url,
        VAR_DIR=str(tmp_path / "var"),
        STATIC_ROOT=str(tmp_path / "static"),
    )


@pytest.fixture
def start(production, tmp_path):
    """Return a function that starts a service; all are stopped at the end, and must obey."""
    running = []

    def start_service(name, **replaced):
        process = Process(name, command(name, replaced), production, tmp_path / f"{name}.log")
        running.append(process)
        return process

    yield start_service
    assert {process.name: process.stop() for process in running} == {
        process.name: 0 for process in running
    }


def test_services_share_one_image_and_settings():
    services = compose()["services"]
    ours = [services[name] for name in ("migrate", "web", "worker", "jobs", "beat")]

    assert {service["image"] for service in ours} == {"placedev"}
    assert all(service["environment"] == ours[0]["environment"] for service in ours)
    assert {name for name, service in services.items() if "healthcheck" not in service} == {
        "migrate"
    }


def test_every_line_of_env_reaches_each_service():
    services = compose()["services"]
    ours = [services[name] for name in ("migrate", "web", "worker", "jobs", "beat")]

    assert [service["env_file"] for service in ours] == [[{"path": ".env", "required": False}]] * 5


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "MAIL_URL", "MAIL_FROM", "SITE_URL", "ALLOWED_HOSTS"]
)
def test_compose_without_what_it_needs_is_refused(name):
    with pytest.raises(KeyError, match=f"write {name} into"):
        interpolate(compose()["services"]["web"]["environment"][name], {})


def test_the_catcher_of_letters_is_for_trying_out_alone():
    services = compose()["services"]

    assert [name for name, one in services.items() if "profiles" in one] == ["mail"]
    assert services["mail"]["profiles"] == ["demo"]


def test_compose_sets_only_what_the_settings_table_declares():
    declared = {setting.name for setting in SETTINGS}

    assert set(compose()["services"]["web"]["environment"]) - declared == set()


def test_image_is_built_with_complete_settings():
    build = re.search(r"MODE=production .*?collectstatic", DOCKERFILE.read_text(), re.DOTALL)
    given = dict(re.findall(r"([A-Z_]+)=(\S+)", build[0]))

    assert read_settings(given)["MODE"] == "production"


def test_deploy_checks_in_production_find_nothing(production):
    words = [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "INFO"]

    assert run(words, production) == "System check identified no issues (0 silenced).\n"


@pytest.mark.slow
def test_sign_in_and_letters_work_across_the_services(production, start, sink, tmp_path):
    port = free_port()
    run(compose_words("migrate"), production)
    run([PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], production)
    run([PYTHON, "manage.py", "shell", "--verbosity=0", "-c", ACCOUNT], production)
    web = start("web", **{"0.0.0.0": "127.0.0.1", "8000": str(port)})
    worker = start("worker")
    schedule = "/tmp/celerybeat-schedule"
    beat = start("beat", **{schedule: str(tmp_path / "schedule")})
    health = [PYTHON, "scripts/healthcheck.py", f"http://127.0.0.1:{port}/health/"]
    wait_for("web answers", lambda: web.said("Started worker-2"))
    wait_for("worker is ready", lambda: worker.said(" ready."))
    run(health, production)

    visitor = Visitor(port)
    assert visitor.post("/accounts/login/code/", email=ADDRESS)[0] == 302, web.text()
    wait_for("the letter with the code is delivered", lambda: sink.letters)
    [(recipients, letter)] = sink.letters
    text = letter.get_body(("plain",)).get_content()
    [code] = CODE.findall(text)
    status, _, target = visitor.post("/accounts/login/code/confirm/", code=code)

    assert recipients == [ADDRESS]
    assert (status, target) == (302, "/"), web.text()
    assert {"__Host-sessionid", "__Host-csrftoken"} <= set(visitor.cookies)
    assert Visitor(port).get("/accounts/email/")[0] == 302  # a stranger is asked to sign in
    status, text, _ = visitor.get("/accounts/email/")
    assert (status, ADDRESS in text) == (200, True)

    # Written while the broker is away, so no worker is woken: beat's next round finds it.
    sink.letters.clear()
    no_broker = production | {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    run([PYTHON, "manage.py", "shell", "--verbosity=0", "-c", LETTER], no_broker)
    wait_for("beat's round delivers the lost letter", lambda: sink.letters, seconds=60)
    assert [letter["Subject"] for _, letter in sink.letters] == ["Sent later"]
    assert beat.said("deliver-ready-letters")


def compose_words(service):
    """Return a service's command with our own Python."""
    words = compose()["services"][service]["command"].split()
    return [PYTHON, *words[1:]] if words[0] == "python" else [str(BIN / words[0]), *words[1:]]


ACCOUNT = f"""
from allauth.account.models import EmailAddress
from people.models import User
user = User.objects.create_user(email="{ADDRESS}")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""
LETTER = f"""
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
letter = NewLetter(to="{ADDRESS}", subject="Sent later", text="Read", key="later", language="sv")
add([letter], by=None, kind=LetterKind.NOTICE)
"""
