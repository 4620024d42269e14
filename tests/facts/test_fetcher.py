"""The one way out: which hosts are called, at which pace, and what is told of a bad answer."""

import ipaddress
import socket
import time

import pytest

from facts.sources import addresses, fetcher
from facts.sources.addresses import is_public
from facts.sources.clients import source_for
from facts.sources.faults import SourceFault
from facts.sources.fetcher import Fetcher, Pace
from tests.facts.server import Server

pytestmark = pytest.mark.django_db


def ask(office, path="/api/v2/config", patience=5.0, **options):
    waited = office.waited.append if hasattr(office, "waited") else None
    caller = Fetcher(Pace(1000, 10), patience, waited or time.sleep)
    return caller.get(f"http://{office.net}{path}", **options)


def refused(office, **options):
    with pytest.raises(SourceFault) as told:
        ask(office, **options)
    assert str(told.value).strip(), "a person reads why"
    return told.value


@pytest.mark.parametrize(("fault", "code"), [
    ("html", "source_not_json"),
    ("empty", "source_empty"),
    ("403", "source_forbidden"),
    ("404", "source_no_such_table"),
    ("400", "source_wrong_question"),
    ("500", "source_broken"),
    ("redirect=http://169.254.169.254/latest/meta-data", "source_redirects"),
    ("redirect=/api/v2/tables", "source_redirects"),
])  # fmt: skip
def test_a_wrong_answer_is_told_and_asked_once(office, fault, code):
    office.always = fault
    assert refused(office).code == code
    assert len(office.asked) == 1


def test_an_answer_broken_off_in_the_middle_is_asked_for_again(office):
    office.faults.extend(["half", "half"])
    assert ask(office)["license"] == "CC0"
    office.always = "half"
    assert refused(office, path="/api/v2/tables").code == "source_cut_off"


def test_an_answer_that_is_too_large_is_not_read_to_its_end(office, settings):
    settings.FACTS_MAX_MB = 1
    office.always = f"large={5 * 1024 * 1024}"
    assert refused(office).code == "source_too_large"


def test_a_server_that_drips_is_left_in_time(office, settings):
    settings.FACTS_SECONDS = 1
    office.always = "drip=20"
    begun = time.monotonic()
    assert refused(office).code == "source_slow"
    assert time.monotonic() < begun + 5


def test_a_silent_server_is_left(office, monkeypatch):
    monkeypatch.setattr(fetcher, "SILENT_SECONDS", 0.2)
    office.always = "slow=2"
    assert refused(office).code == "source_slow"


def test_a_server_that_is_gone_is_told(office):
    office.stop()
    assert refused(office).code == "source_away"


def test_too_many_calls_waits_as_long_as_it_is_told(office):
    office.faults.extend(["retry=7", "retry=Wed, 21 Oct 2015 07:28:00 GMT", "retry=soon"])
    assert ask(office, patience=60)["license"] == "CC0"
    assert office.waited == [7.0, 0.5, 4.0]


def test_nobody_waits_longer_than_the_patience(office):
    office.always = "retry=50"
    fault = refused(office, patience=10)
    assert fault.code == "source_too_many_calls"
    assert "50" in str(fault)
    assert office.waited == []


def test_the_same_question_is_asked_once(office):
    ask(office)
    ask(office)
    assert len(office.asked) == 1


def test_a_bad_answer_is_not_kept(office):
    office.faults.append("html")
    refused(office)
    assert ask(office)["license"] == "CC0"


def test_no_window_sees_more_calls_than_the_pace_allows(office, monkeypatch):
    """The server counts real seconds in a sliding window and would answer 429."""
    office.tables.calls, office.tables.window = 4, 1
    monkeypatch.setattr(fetcher, "MARGIN", 0.3)
    caller = Fetcher(Pace(4, 1), 30.0, time.sleep)
    for number in range(10):
        caller.get(f"http://{office.net}/api/v2/tables", {"query": str(number)})
    assert office.refused == 0
    assert len(office.asked) == 10


FORMS = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255",
    "192.0.0.1", "192.0.2.5", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
    "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:7f00:1::80ff:fffe", "2001:db8::1", "::127.0.0.1", "::a00:1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_private_address_is_public_in_any_form(form):
    assert not is_public(ipaddress.ip_address(form))


@pytest.mark.parametrize("form", ["193.180.12.10", "2a02:80::1", "::ffff:193.180.12.10"])
def test_addresses_of_the_open_internet_are(form):
    assert is_public(ipaddress.ip_address(form))


NAMES = [
    "localhost", "127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0",
    "[::1]", "[::ffff:127.0.0.1]", "[::]", "169.254.169.254", "10.0.0.1", "metadata.internal",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_listed_name_that_leads_to_a_private_address_is_not_connected_to(
    name, settings, monkeypatch
):
    """Even an operator's slip in the list of sources does not open the inner network."""
    settings.FACTS_SOURCES = [("pxweb2", f"https://{name}/api/v2")]
    known = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **kwargs: known(
        "10.1.2.3" if host == "metadata.internal" else host, *args, **kwargs
    ))  # fmt: skip
    monkeypatch.setattr(socket.socket, "connect", lambda *_args: pytest.fail("connected"))
    with pytest.raises(SourceFault) as told:
        Fetcher(Pace(10, 1)).get(f"https://{name}/api/v2/config")
    assert told.value.code in {"source_private", "source_unknown_host"}


@pytest.mark.parametrize("url", [
    "http://169.254.169.254/latest/meta-data",
    "https://example.org/api/v2/config",
    "http://127.0.0.1:1/api/v2/config",
    "https://user:word@statistikdatabasen.scb.se/api/v2/config",
    "https://statistikdatabasen.scb.se.example.org/api/v2",
    "https://statistikdatabasen.scb.se:8443/api/v2",
    "file:///etc/passwd", "gopher://127.0.0.1/", "//127.0.0.1/x", "",
])  # fmt: skip
def test_what_is_not_listed_is_not_called(url, settings):
    settings.FACTS_SOURCES = [("pxweb2", "https://statistikdatabasen.scb.se/api/v2")]
    with pytest.raises(SourceFault) as told:
        Fetcher(Pace(10, 1)).get(url)
    assert told.value.code == "source_not_listed"


def test_without_https_only_a_test_host_is_called(office, settings):
    settings.FACTS_TEST_HOSTS = []
    assert refused(office).code == "source_not_safe"


def test_a_name_that_answers_otherwise_a_moment_later_leads_nowhere_else(
    office, settings, monkeypatch
):
    """Rebinding: the connection goes to the address that was looked at, resolved once."""
    settings.FACTS_SOURCES = [("pxweb2", f"http://office.test:{office.server_address[1]}/api/v2")]
    settings.FACTS_TEST_HOSTS = [f"office.test:{office.server_address[1]}"]
    answers = iter(["127.0.0.1", "10.9.9.9"])
    asked = []

    def answer(host, port, *_args, **_kwargs):
        asked.append(host)
        found = next(answers) if host == "office.test" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", answer)
    config = Fetcher(Pace(10, 1)).get(
        f"http://office.test:{office.server_address[1]}/api/v2/config"
    )
    assert config["license"] == "CC0"
    assert asked.count("office.test") == 1


def test_a_test_host_leads_to_this_machine_alone(settings, monkeypatch):
    settings.FACTS_SOURCES = [("pxweb2", "http://office.test:8901/api/v2")]
    settings.FACTS_TEST_HOSTS = ["office.test:8901"]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda _host, port, **_more: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", port))
    ])  # fmt: skip
    with pytest.raises(SourceFault) as told:
        source_for("pxweb2", "office.test:8901").search("x")
    assert told.value.code == "source_private"


def test_the_proxy_of_the_environment_is_not_used(office, monkeypatch):
    proxy = Server().start()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{proxy.net}")
    ask(office)
    assert proxy.asked == []
    proxy.stop()
