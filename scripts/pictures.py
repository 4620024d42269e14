"""Pictures of the demo for the guide and the README: `make pictures`.

The demo is loaded afresh into build/pictures, served, and looked at by Chromium in each language.
What comes out is committed: static/guide/<language>/<name>.webp.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
)
from wsgiref.simple_server import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DATA = ROOT / "build" / "pictures"
TO = ROOT / "static" / "guide"
PORT = 8765
SITE = f"http://localhost:{PORT}"
QUALITY = 70

for name in ("DATABASE_URL", "REDIS_URL", "MAIL_URL", "MEDIA_ROOT", "SECRET_KEY", "ALLOWED_HOSTS"):
    os.environ.pop(name, None)
os.environ |= {
    "MODE": "embedded", "DEMO": "true", "DEBUG": "false", "LOG_LEVEL": "WARNING",
    "SITE_URL": SITE, "VAR_DIR": str(DATA), "DJANGO_SETTINGS_MODULE": "placedev.settings",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """One picture: the persona who looks, the address, and where the view begins.

    `danish` are persona and address in Danish; without them it is the Swedish place.
    """

    name: str
    persona: str
    url: str
    phone: bool = False
    danish: tuple[str, str] = ("", "")
    top: str = ""

    def of(self, language: str) -> tuple[str, str]:
        """Persona and address in a language."""
        return self.danish if language == "da" and self.danish[0] else (self.persona, self.url)


#: {Name} stands for the number of the place's participation.
SHOTS = (
    Shot("portfolio", "vg-coach", "/places/", danish=("blup-coach", "/places/")),
    Shot("overview", "vg-manager", "/places/overview/"),
    Shot("gate", "vg-manager", "/places/{Dals Rostock}/gate/"),
    Shot(
        "accounts", "vg-admin", "/programmes/regions/accounts/",
        danish=("blup-admin", "/programmes/regions/accounts/"),
    ),
    Shot(
        "place", "dals-rostock-contact", "/places/{Dals Rostock}/",
        danish=("kerteminde-contact", "/places/{Birkende}/"),
    ),
    Shot("regions", "operator", "/programmes/regions/"),
    Shot(
        "checklist", "hyppeln-leader", "/places/{Hyppeln}/steps/6/", phone=True,
        danish=("ellum-leader", "/places/{Ellum}/steps/3/"),
    ),
    Shot("start", "hyppeln-leader", "/", phone=True, danish=("ellum-leader", "/")),
    Shot(
        "plan", "glimakra-leader", "/places/{Glimåkra}/plan/actions/", phone=True,
        danish=("ellum-leader", "/places/{Ellum}/plan/actions/"),
    ),
    Shot(
        "meetings", "glimakra-leader", "/places/{Glimåkra}/meetings/", phone=True,
        danish=("ellum-leader", "/places/{Ellum}/meetings/"),
    ),
)  # fmt: skip


def main() -> None:
    """Load the demo, unless `--keep` is given and it is there, and take all pictures."""
    if "--keep" not in sys.argv:
        shutil.rmtree(DATA, ignore_errors=True)
    import django

    django.setup()
    from django.core.management import call_command

    if not (DATA / "placedev.sqlite3").exists():
        call_command("migrate", verbosity=0)
        call_command("load_demo")
    server = make_server("localhost", PORT, _application(), handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        _take_all()
    finally:
        server.shutdown()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing of each request."""


def _application() -> Any:
    from django.contrib.staticfiles.handlers import StaticFilesHandler

    from placedev.wsgi import application

    return StaticFilesHandler(application)


def _take_all() -> None:
    from playwright.sync_api import sync_playwright

    from places.models import Participation
    from scripts import system

    numbers = {one.place.name: one.pk for one in Participation.objects.select_related("place")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for language in ("sv", "da", "en"):
            for shot in SHOTS:
                _take(browser, shot, language, numbers)
        browser.close()
    total = sum(path.stat().st_size for path in TO.rglob("*.webp"))
    print(f"{len(SHOTS) * 3} pictures, {total / 1000:.0f} kB")


def _take(browser: Browser, shot: Shot, language: str, numbers: dict[str, int]) -> None:
    from guide.templatetags.guide import PHONE, WIDE

    persona, url = shot.of(language)
    width, height = PHONE if shot.phone else WIDE
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if shot.phone else 1,
        is_mobile=shot.phone,
        locale=language,
        base_url=SITE,
        reduced_motion="reduce",
    )
    context.add_cookies([*_session(persona), _cookie("django_language", language)])
    page = context.new_page()
    answer = page.goto(url.format_map(numbers), wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot.name}: {url} answers {answer and answer.status}")
    if shot.top:
        page.locator(shot.top).first.evaluate("one => one.scrollIntoView()")
    _write(page.screenshot(), TO / language / f"{shot.name}.webp")
    context.close()


def _session(persona: str) -> list[Any]:
    from django.test import Client

    from demo.story import personas
    from people.models import User

    address = next(one.email for one in personas() if one.key == persona)
    client = Client()
    client.force_login(
        User.objects.get(email=address), backend="django.contrib.auth.backends.ModelBackend"
    )
    return [_cookie(name, morsel.value) for name, morsel in client.cookies.items()]


def _cookie(name: str, value: str) -> Any:
    return {"name": name, "value": value, "url": SITE}


def _write(png: bytes, path: Path) -> None:
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
