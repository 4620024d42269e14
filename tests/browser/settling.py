"""A walk's hand and eye wait while one page is being replaced by the next.

A click ends when the browser has heard of the next page, a key at once. What then reads without
waiting (`count`, `evaluate`, axe) would look at the page that goes, or at half of the one that
comes. Here they wait by themselves; what a script fetches is still awaited with `expect`.
"""

import functools
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page, Response

#: Run in each page before its own scripts: it knows when the page is being left. A form tells by
#: its event, well before the browser asks for the next page.
LEAVING = """(() => {
  let away = false;
  let sent = null;
  const here = (form) => form.method !== "dialog" && ["", "_self"].includes(form.target);
  addEventListener("submit", (event) => { if (here(event.target)) sent = event; }, true);
  navigation.addEventListener("navigate", (event) => { away ||= !event.destination.sameDocument; });
  navigation.addEventListener("navigateerror", () => { away = false; sent = null; });
  Object.defineProperty(window, "isBeingLeft", {
    get: () => away || (sent !== null && !sent.defaultPrevented),
    set: () => { away = false; sent = null; },
  });
})()"""
HERE = "!window.isBeingLeft"
WHOLE = f"document.readyState === 'complete' && {HERE}"
STAYS = "window.isBeingLeft = false"
REPLACED = "Execution context was destroyed"
LONGEST = 30  # s

#: Pages whose request for another was answered with a file, or with nothing: they stay.
_stayed: set[Page] = set()
_evaluate = Page.evaluate

HANDS = {Locator: "click press"}
EYES = {
    Locator: "all all_inner_texts all_text_contents bounding_box count evaluate get_attribute "
    "inner_text input_value is_checked is_hidden is_visible text_content",
    Page: "content evaluate title",
}


def _hear(response: Response) -> None:
    request = response.request
    is_file = response.headers.get("content-disposition", "").startswith("attachment")
    if request.is_navigation_request() and (is_file or response.status == HTTPStatus.NO_CONTENT):
        _stayed.add(request.frame.page)


def tell_when_left(context: BrowserContext) -> None:
    """Let each page of the context know when it is being left."""
    context.add_init_script(LEAVING)
    context.on("response", _hear)


def settle(page: Page, until: str = WHOLE) -> None:
    """Wait until the page is whole and no other is on its way."""
    deadline = time.monotonic() + LONGEST
    while not _is(page, until):
        assert time.monotonic() < deadline, f"{page.url} is still being replaced"
        page.wait_for_timeout(10)
        if page in _stayed:
            _stayed.discard(page)
            _evaluate(page, STAYS)


def _is(page: Page, state: str) -> bool:
    """Say whether the page is so. Without scripts nothing in the page can wait for it."""
    try:
        return _evaluate(page, state)
    except Error as error:
        if REPLACED not in error.message:
            raise
        return False


def _page(one: Page | Locator) -> Page:
    return one if isinstance(one, Page) else one.page


def _eye(read: Callable) -> Callable:
    @functools.wraps(read)
    def look(one: Page | Locator, *args: object, **options: object) -> object:
        settle(_page(one))
        return read(one, *args, **options)

    return look


def _hand(act: Callable) -> Callable:
    @functools.wraps(act)
    def move(one: Page | Locator, *args: object, **options: object) -> None:
        act(one, *args, **options)
        settle(_page(one), HERE)

    return move


@pytest.fixture(scope="session", autouse=True)
def _hands_and_eyes_wait() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for kinds, waiting in ((HANDS, _hand), (EYES, _eye)):
            for kind, names in kinds.items():
                for name in names.split():
                    patch.setattr(kind, name, waiting(getattr(kind, name)))
        yield
