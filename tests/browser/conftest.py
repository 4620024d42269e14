"""A real Chromium for the walks in tests/browser, with small tools for what pages must hold.

One browser a process; every test gets a context of its own, so nothing is left over: no
cookie, no stored page, no half-filled form. Its clock is the run's.
"""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts import system
from tests.browser.settling import _hands_and_eyes_wait, settle, tell_when_left  # noqa: F401

# Playwright's sync API keeps an event loop in this thread, and Django would refuse database
# queries there. The tests use no async code, so nothing can be shared wrongly.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10: no sideways scrolling down to here
#: What the browser says though nothing is wrong: a 404 or 409 that a test provokes, and that the
#: script that sets the clock does not run in a letter's frame, as no script does.
EXPECTED = ("Failed to load resource", "document's frame is sandboxed")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    """Mark every walk: a real browser needs a live server, hence a database it can share.

    On a busy machine a browser now and then answers too late; the run's last lines count what
    was tried twice.
    """
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if item.get_closest_marker("slow"):  # a whole year reads its papers
                item.add_marker(pytest.mark.paper)
            if item.get_closest_marker("live") is None:  # those wait long enough by themselves
                item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def _styles_are_fetched_once():
    """Let a profile keep style sheets and scripts, as browsers do with those of the real site."""
    serve = StaticFilesHandler.serve

    def kept(handler, request):
        response = serve(handler, request)
        response["Cache-Control"] = "max-age=999999999"  # the run's clock may be years behind
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", kept)
        yield


@pytest.fixture(scope="session")
def answering() -> Iterator[list[tuple[str, int]]]:
    """Whom the live server is answering: what is left over would ask another test's database."""
    under_way: list[tuple[str, int]] = []
    answer = ThreadedWSGIServer.process_request_thread

    def counted(server, request, client_address):
        under_way.append(client_address)
        try:
            answer(server, request, client_address)
        finally:
            under_way.remove(client_address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ThreadedWSGIServer, "process_request_thread", counted)
        yield under_way


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Debian's Chromium, started once."""
    path = system.chromium()
    if path is None:
        pytest.fail(f"Chromium is missing. Run: {system.install_line(['chromium'])}", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def site_url(live_server) -> str:
    """Where the walk takes place: the test's own server."""
    return live_server.url


@pytest.fixture
def new_context(
    browser: Browser, answering: list[tuple[str, int]], site_url: str
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a clean profile: `new_context(locale="da-DK", **options)`."""
    contexts = []

    def open_context(**options) -> BrowserContext:
        options = {
            "locale": "en-GB",
            "viewport": DESKTOP,
            "timezone_id": "Europe/Stockholm",
        } | options
        context = browser.new_context(base_url=site_url, **options)
        context.clock.set_system_time(timezone.now())
        tell_when_left(context)
        context.set_default_timeout(30_000)  # the first PDF of a process, on a busy machine
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    deadline = time.monotonic() + 20
    while answering:
        assert time.monotonic() < deadline, f"still answering {answering}"
        time.sleep(0.005)


@pytest.fixture
def watch() -> Callable[[BrowserContext], tuple[Page, list[str]]]:
    """Return a function that opens a page and lists what the browser complains about.

    That is script errors, and what the Content Security Policy refused.
    """

    def open_page(context: BrowserContext) -> tuple[Page, list[str]]:
        page = context.new_page()
        complaints: list[str] = []

        def note(message) -> None:
            if message.type == "error" and not any(one in message.text for one in EXPECTED):
                complaints.append(f"console: {message.text}")

        page.on("pageerror", lambda error: complaints.append(f"script: {error.message}"))
        page.on("console", note)
        return page, complaints

    return open_page


@pytest.fixture
def page(new_context, watch) -> Page:
    """A desktop page in English. The test fails when the browser complains."""
    page, complaints = watch(new_context())
    yield page
    assert complaints == []


@pytest.fixture
def phone(new_context, watch) -> Page:
    """The same on a phone, with touch."""
    page, complaints = watch(new_context(viewport=PHONE, has_touch=True, is_mobile=True))
    yield page
    assert complaints == []


@pytest.fixture
def sign_in(client, live_server) -> Callable[..., None]:
    """Return a function that signs a user in without the log-in page: `sign_in(page, user)`."""

    def put_session(page: Page, user) -> None:
        client.cookies.clear()  # signing in a second person must not end the first one's session
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
        page.context.add_cookies(cookies)

    return put_session


@pytest.fixture
def enter(sign_in, live_server) -> Callable[..., None]:
    """Return a function that opens a page as a person, in English: `enter(page, user, url)`."""

    def open_page(page: Page, user, url: str) -> None:
        page.context.clear_cookies()  # nothing of the person who sat here before
        sign_in(page, user)
        english = {"name": "django_language", "value": "en", "url": live_server.url}
        page.context.add_cookies([english])
        page.goto(url)

    return open_page


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """Return a function that fails with a readable list of what axe finds on the page."""
    # Both in one go, so that it is the same page for sure; only what is wrong comes back.
    run = f"async (options) => {{ {AXE_SCRIPT}; return (await axe.run(options)).violations }}"

    def check(page: Page) -> None:
        # Else it fetches all style sheets again, for a rule that none of these tags has.
        options = {
            "runOnly": AXE_TAGS,
            "resultTypes": ["violations"],
            "preload": {"assets": ["media"]},
        }
        violations = page.evaluate(run, options)
        found = [
            f"{violation['id']} ({violation['impact']}): {node['target'][0]}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert found == [], f"axe on {page.url}"

    return check


@pytest.fixture
def check_width() -> Callable[[Page], None]:
    """Return a function that fails when the page scrolls sideways on the narrowest screen."""

    def check(page: Page) -> None:
        before = page.viewport_size
        page.set_viewport_size(NARROWEST)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(before)
        assert wide <= NARROWEST["width"], f"{page.url} is {wide} px wide"

    return check


@pytest.fixture
def check_page(check_axe, check_width) -> Callable[[Page], None]:
    """Return a function that checks both: what axe finds, and the narrowest screen."""

    def check(page: Page) -> None:
        check_axe(page)
        check_width(page)

    return check
