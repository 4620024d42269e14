"""The commands of docker-compose.yml work together: sign in by a mailed code, letters delivered.

Web, workers and beat run as they would in containers, with production settings, against real
PostgreSQL and Redis and a mail server of this test.
"""

import re

import pytest

from placedev.env import SETTINGS, read_settings
from scripts.services import free_port
from tests.house.browserless import Visitor
from tests.house.installation import PYTHON, installation
from tests.house.processes import ROOT, compose, interpolate, run, wait_for

pytestmark = pytest.mark.live

ADDRESS = "samordnare@example.org"
DOCKERFILE = ROOT / "Dockerfile"
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


@pytest.fixture
def made(tmp_path):
    """An installation on an empty database; nothing runs yet."""
    with installation(tmp_path) as made:
        yield made


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


def test_deploy_checks_in_production_find_nothing(made):
    said = made.manage("check", "--deploy", "--fail-level", "INFO")

    assert said == "System check identified no issues (0 silenced).\n"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sign_in_and_letters_work_across_the_services(made):
    made.migrate()
    made.manage("shell", "--verbosity=0", "-c", ACCOUNT)
    made.start_all()
    web, _worker, beat, _jobs = made.running
    sink, port = made.sink, made.port
    run([PYTHON, "scripts/healthcheck.py", f"http://127.0.0.1:{port}/health/"], made.env)

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
    no_broker = made.env | {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    run([PYTHON, "manage.py", "shell", "--verbosity=0", "-c", LETTER], no_broker)
    wait_for("beat's round delivers the lost letter", lambda: sink.letters, seconds=60)
    assert [letter["Subject"] for _, letter in sink.letters] == ["Sent later"]
    wait_for("beat makes its round", lambda: beat.said("deliver-ready-letters"), seconds=60)


ACCOUNT = f"""
from people.models import User
User.objects.create_user(email="{ADDRESS}")
"""
LETTER = f"""
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
letter = NewLetter(to="{ADDRESS}", subject="Sent later", text="Read", key="later", language="sv")
add([letter], by=None, kind=LetterKind.NOTICE)
"""
