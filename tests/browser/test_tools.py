"""The tools of the walks find what they are for. A tool that cannot fail proves nothing."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

FINE = "<html lang=sv><title>Plats</title><main><h1>Plats</h1>{}</main>"


def test_axe_on_fine_page_finds_nothing(page, check_axe):
    page.set_content(FINE.format("<p>En rad</p>"))

    check_axe(page)


def test_axe_on_field_without_label_fails(page, check_axe):
    page.set_content(FINE.format("<input type=text>"))

    with pytest.raises(AssertionError, match=r"label \(critical\): input"):
        check_axe(page)


def test_width_of_too_wide_page_fails(page, check_width):
    page.set_content(FINE.format("<pre>" + "x" * 500 + "</pre>"))

    with pytest.raises(AssertionError, match="px wide"):
        check_width(page)


def test_script_error_is_a_complaint(new_context, watch):
    page, complaints = watch(new_context())
    page.set_content(FINE.format("<script>throw new Error('broken')</script>"))

    assert complaints == ["script: broken"]


def test_health_is_served_to_the_browser(page):
    answer = page.goto("/health/")

    assert (answer.status, answer.json()["database"]) == (200, "ok")


FAULTY = FINE.format("""<input type=text><pre>{}</pre>
<a href=/next>Link</a> <form action=/next method=post><button>Form</button></form>
<button onclick="fetch('/').then(() => location = '/next')">Fetched</button>
<form onsubmit="event.preventDefault()"><button>Kept</button></form>
<a href=/file>File</a> <a href=/nothing>Nothing</a> <a href=#here>Here</a>
<dialog open><form method=dialog><button>Close</button></form></dialog>""").format("x" * 500)


class SlowPages(BaseHTTPRequestHandler):
    """A page with every fault at /, and a fine one that takes its time and comes in halves."""

    def do_GET(self):
        self.send_response({"/nothing": 204}.get(self.path, 200))
        self.send_header("Content-Type", "text/html")
        if self.path == "/file":
            self.send_header("Content-Disposition", "attachment; filename=file.html")
        self.end_headers()
        if self.path != "/next":
            self.wfile.write(FAULTY.encode())
            return
        time.sleep(0.3)
        for half in (FINE.format("{}" + " " * 2000)).split("{}"):
            self.wfile.write(half.encode())
            time.sleep(0.3)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def slow_pages():
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowPages) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


WAYS = {
    "link": lambda page: page.get_by_text("Link").click(),
    "form": lambda page: page.get_by_text("Form").click(),
    "key": lambda page: (page.get_by_text("Form").focus(), page.keyboard.press("Enter")),
    "script": lambda page: page.evaluate("setTimeout(() => document.querySelector('a').click())"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_reads_at_once_looks_at_the_page_that_comes(
    page, slow_pages, check_axe, check_width, way
):
    page.goto(slow_pages)
    WAYS[way](page)
    if way == "script":
        page.wait_for_timeout(50)

    assert page.locator("input").count() == 0
    check_axe(page)
    check_width(page)
    assert page.evaluate("location.pathname") == "/next"


@pytest.mark.parametrize("way", ["Kept", "File", "Nothing", "Here", "Close"])
def test_what_leads_nowhere_is_not_waited_for(page, slow_pages, check_axe, way):
    page.goto(slow_pages)
    page.set_default_timeout(5_000)
    page.get_by_text(way, exact=True).click()

    assert page.locator("input").count() == 1
    with pytest.raises(AssertionError, match=r"label \(critical\): input"):
        check_axe(page)


def test_walk_without_scripts_reads_too(new_context, slow_pages):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(slow_pages)
    page.get_by_text("Link").click()

    assert page.locator("input").count() == 0
