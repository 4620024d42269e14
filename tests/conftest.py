"""Fixtures for every test. Services and settings come from the plugin tests/services.py."""

import gc
import os
import uuid

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis

import tests.pace  # noqa: F401 - names the profiles
from core import pdf
from tests import emptying, signing_in
from tests.house.changes import changed_files, commits_made
from tests.house.undrawn import blank_paper
from tests.services import OWN_POSTGRESQL, OWN_REDIS
from tests.turns import out_of_turn

# Here and not in a hook: decorators of tests read it. `--hypothesis-profile` comes later and wins.
hypothesis.load_profile("quick")


def pytest_configure():
    """Speak English, make tables fast, keep a run's cache apart in a Redis from outside.

    Tests read the sentences that stand in the sources; a test of another language names it.
    """
    settings.LANGUAGE_CODE = "en"
    emptying.install()
    signing_in.install()
    # Tables straight from the models: migrating takes ten seconds in every process.
    # tests/house/test_migrations.py shows that migrations make the same ones.
    connection.settings_dict["TEST"]["MIGRATE"] = False
    if OWN_REDIS not in os.environ:
        settings.CACHES["counts"]["KEY_PREFIX"] = f"tests-{uuid.uuid4().hex}"


@pytest.hookimpl(tryfirst=True)  # before `-m "not slow"` chooses
def pytest_collection_modifyitems(items):
    """Call slow what takes turns and does not have its own now."""
    taking = [item for item in items if item.get_closest_marker("turn")]
    taking = [item for item in taking if not item.get_closest_marker("slow")]
    for item in out_of_turn(taking, commits_made(), changed_files()):
        item.add_marker(pytest.mark.slow)


def pytest_collection_finish():
    """Let the collector of garbage look at a test's own objects, not at all that was loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """Leave the databases of a server that ends with the run: a late connection does no harm."""
    return django_db_keepdb or OWN_POSTGRESQL in os.environ


@pytest.fixture(autouse=True)
def _clean_slate():
    """Begin each test with an empty cache and in the run's language."""
    caches["default"].clear()
    if OWN_REDIS in os.environ:
        caches["counts"].clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session", autouse=True)
def _papers():
    """Draw no PDF unless somebody is on the list; a blank sheet is handed out instead."""
    wanted = []
    draw = pdf._Artist.draw

    def drawn_if_wanted(*asked):
        return draw(*asked) if wanted else blank_paper(*asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf._Artist, "draw", drawn_if_wanted)
        yield wanted


@pytest.fixture(autouse=True)
def _paper(request, _papers):
    """Draw PDFs for tests marked `paper`.

    Drawing is dear, and most tests ask who gets a paper and when. Each template on paper is drawn
    by tests/house/test_pdf_rules.py, and by the tests that read what is on it.
    """
    if request.node.get_closest_marker("paper"):
        _papers.append(request.node.nodeid)
    yield
    _papers.clear()
