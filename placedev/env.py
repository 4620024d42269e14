"""The settings table: every environment variable that the platform reads, declared once.

`docs/settings.md` is printed from this table by `make settings`; a test compares the two.
A wrong or missing value stops the start with one sentence (`ConfigurationError`), never with a
traceback deep in a library.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: What Django's own deployment check (security.W009) asks of a key.
SECRET_KEY_LENGTH = 50


class ConfigurationError(ImproperlyConfigured):
    """A setting is missing or wrong. The message is one sentence for an operator."""


def text(value: str) -> str:
    """Any text."""
    return value


def boolean(value: str) -> bool:
    """`1`, `true`, `yes`, `on` or `0`, `false`, `no`, `off`, in any case."""
    lowered = value.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("write true or false")


def integer(value: str) -> int:
    """A whole number."""
    try:
        return int(value)
    except ValueError:
        raise ValueError("write a whole number") from None


def words(value: str) -> list[str]:
    """Words with commas between them."""
    return [word.strip() for word in value.split(",") if word.strip()]


def url_of(*schemes: str) -> Callable[[str], str]:
    """An address with one of the given schemes."""

    def parse(value: str) -> str:
        if value and urlsplit(value).scheme not in schemes:
            raise ValueError(
                "write an address that starts with " + " or ".join(f"{s}:" for s in schemes)
            )
        return value

    parse.__doc__ = "An address: " + ", ".join(f"`{scheme}:`" for scheme in schemes)
    return parse


def pairs(value: str) -> list[tuple[str, str]]:
    """`name=value` with commas between them."""
    found = [word.partition("=") for word in words(value)]
    if not all(name and sign and text for name, sign, text in found):
        raise ValueError("write name=value, with commas between them")
    return [(name.strip(), text.strip()) for name, _sign, text in found]


def paces(value: str) -> dict[str, tuple[int, int]]:
    """`name=calls/seconds` with commas between them."""
    try:
        found = {name: tuple(map(int, text.split("/"))) for name, text in pairs(value)}
    except ValueError:
        found = {"": ()}
    if not all(len(one) == 2 and min(one) > 0 for one in found.values()):  # noqa: PLR2004
        raise ValueError("write name=calls/seconds, with commas between them")
    return {name: (one[0], one[1]) for name, one in found.items()}


def counts(value: str) -> dict[str, int]:
    """`name=number` with commas between them."""
    return {name: integer(text) for name, text in pairs(value)}


_TILE_PARTS = ("{z}", "{x}", "{y}")


def tiles(value: str) -> str:
    """Where map tiles are, `https://host/{z}/{x}/{y}.png`."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme != "https" or any(sign in parts.netloc for sign in "{}@;, '\"*"):
        raise ValueError("write an address that starts with https: and names one server")
    rest = f"{parts.path}?{parts.query}"
    if any(rest.count(part) != 1 for part in _TILE_PARTS):
        raise ValueError("write {z}, {x} and {y} where the tile's numbers stand")
    if "{" in rest.replace("{z}", "").replace("{x}", "").replace("{y}", ""):
        raise ValueError("write no other braces than {z}, {x} and {y}")
    return value


def tile_host(template: str) -> str:
    """The one server of a tile address, as a Content Security Policy names it."""
    return f"https://{urlsplit(template).netloc}"


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, how it is read, its default and what it is for.

    `default=None` means required; `production_default=None` means required when `MODE`
    is `production`, whatever the embedded default is.
    """

    name: str
    read: Callable[[str], Any]
    default: str | None
    help: str
    required_in_production: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "MODE",
        text,
        "",
        "`production`; `embedded` (SQLite, in-process worker) as `make demo` says it; or `test`. "
        "Without it nothing starts.",
    ),
    Setting(
        "SECRET_KEY",
        text,
        "embedded-default-not-for-production-use-0123456789abcdefghij",
        "At least 50 random characters. Signs sessions and links.",
        required_in_production=True,
    ),
    Setting(
        "SECRET_KEY_OLD",
        words,
        "",
        "Earlier keys, with commas between them: sessions, links and secrets made with one still "
        "work. See docs/deploy.md.",
    ),
    Setting("DEBUG", boolean, "false", "Django's debug pages. Refused in production."),
    Setting("DEMO", boolean, "false", "Demo mode: one-click personas. Refused in production."),
    Setting(
        "DATABASE_URL",
        url_of("sqlite", "postgres", "postgresql", "psql"),
        "",
        "PostgreSQL or SQLite. Empty: `var/placedev.sqlite3`.",
        required_in_production=True,
    ),
    Setting("DATABASE_POOL", integer, "0", "Connections kept per process; 0 opens one a thread."),
    Setting(
        "DATABASE_KEEP_PLANS",
        boolean,
        "true",
        "Let PostgreSQL keep plans. Off behind a pooler that knows no prepared statements.",
    ),
    Setting(
        "REDIS_URL",
        url_of("redis", "rediss", "unix"),
        "",
        "Broker and cache. Empty: in-process worker and memory cache.",
        required_in_production=True,
    ),
    Setting(
        "ALLOWED_HOSTS",
        words,
        "localhost,127.0.0.1,[::1]",
        "Host names that the site answers to.",
        required_in_production=True,
    ),
    Setting(
        "SITE_URL",
        url_of("http", "https"),
        "http://localhost:8000",
        "The address people use; links in letters start with it.",
        required_in_production=True,
    ),
    Setting(
        "MAIL_URL",
        url_of("smtp", "smtps", "smtp+tls"),
        "",
        "Mail server, `smtp+tls://user:password@host:587`. Empty: letters stay in the outbox.",
        required_in_production=True,
    ),
    Setting(
        "MAIL_FROM",
        text,
        "placedev <no-reply@localhost>",
        "Sender of letters.",
        required_in_production=True,
    ),
    Setting(
        "MAIL_RETURN",
        text,
        "",
        "Address to which mail servers report letters that cannot be delivered, "
        "`bounces@example.org`; each letter gets its own with a signature after a plus. "
        "Empty: the sender's.",
    ),
    Setting(
        "MAIL_BOUNCES",
        url_of("imap", "imaps", "imap+tls"),
        "",
        "Mailbox that `MAIL_RETURN` leads to, `imaps://user:password@host/INBOX`; read every five "
        "minutes. Empty: no mailbox is read.",
    ),
    Setting(
        "MAIL_REPLIES",
        text,
        "",
        "Address to which messages of a place are answered by mail, `reply@example.org`; each "
        "reader gets an own one with a signature after a plus. The mail server hands what comes to "
        "`manage.py file_mail`. Empty: no answers by mail.",
    ),
    Setting(
        "BOUNCE_SECRET",
        text,
        "",
        "Shared secret of the mail service that posts reports to `/outbox/bounces/` (header "
        "`X-Bounce-Secret`). Empty: the address does not exist.",
    ),
    Setting(
        "OUTBOX_PER_DAY",
        integer,
        "5000",
        "Letters of sendings that a region may send a day, unless it has a limit of its own.",
    ),
    Setting("OUTBOX_PER_MINUTE", integer, "600", "The same a minute."),
    Setting(
        "OUTBOX_APPROVE_FROM",
        integer,
        "100",
        "From how many recipients a second person approves a sending. 0: never.",
    ),
    Setting(
        "MEDIA_ROOT",
        text,
        "",
        "Folder for uploaded files, outside the web root. Empty: `var/media`.",
    ),
    Setting("STATIC_ROOT", text, "", "Folder for collected static files. Empty: `staticfiles`."),
    Setting("VAR_DIR", text, "", "Folder for the embedded database and files. Empty: `var`."),
    Setting("TIME_ZONE", text, "Europe/Stockholm", "Time zone of dates and letters."),
    Setting(
        "BEHIND_PROXY",
        boolean,
        "true",
        "In production: trust `X-Forwarded-Proto` of the proxy in front.",
    ),
    Setting(
        "SECURE_COOKIES",
        boolean,
        "true",
        "In production: cookies over HTTPS only. Turn off only to try "
        "the production commands on one machine without TLS.",
    ),
    Setting(
        "HSTS_SUBDOMAINS",
        boolean,
        "true",
        "In production: browsers ask for HTTPS under `SITE_URL`'s host name and all names below "
        "it. Turn off when one below it has no TLS.",
    ),
    Setting(
        "HSTS_PRELOAD",
        boolean,
        "true",
        "In production: let browsers' makers put the host name on their lists of HTTPS only.",
    ),
    Setting(
        "SESSION_IDLE_MINUTES",
        integer,
        "120",
        "After how long without a page somebody signs in anew; 0: after twelve hours alone.",
    ),
    Setting(
        "METRICS_TOKEN",
        text,
        "",
        "Who sends it as bearer token reads figures at `/metrics` (Prometheus). Empty: the address "
        "does not exist.",
    ),
    Setting(
        "SENTRY_DSN",
        url_of("http", "https"),
        "",
        "Where failures are reported, without personal data; wants `requirements/sentry.txt`. "
        "Empty: nowhere.",
    ),
    Setting(
        "BACKUP_RECIPIENT",
        text,
        "",
        "Public key of age (`age1…`) for which `manage.py backup` encrypts; its secret key lies "
        "elsewhere. Empty: backups are not encrypted.",
    ),
    Setting(
        "CONTACT_ADDRESS",
        text,
        "",
        "Where those may write who would like to know more; stands on the front page. Empty: "
        "nowhere.",
    ),
    Setting(
        "MAP_TILES",
        tiles,
        "",
        "Background tiles of maps, `https://host/{z}/{x}/{y}.png`; browsers fetch them from there, "
        "so that server learns who looks where. Empty: maps are drawn from the outlines that come "
        "with the platform, and nothing is fetched from elsewhere.",
    ),
    Setting(
        "MAP_ATTRIBUTION", text, "", "Who made these tiles, as their licence wants it on the map."
    ),
    Setting("LOG_LEVEL", text, "INFO", "Python log level."),
    Setting("UPLOAD_MAX_MB", integer, "20", "Largest evidence file, in megabytes."),
    Setting(
        "FACTS_SOURCES",
        pairs,
        "pxweb2=https://statistikdatabasen.scb.se/api/v2,"
        "pxweb1=https://api.scb.se/OV0104/v1/doris/{lang}/ssd,"
        "dst=https://api.statbank.dk/v1,kolada=https://api.kolada.se/v3",
        "Statistical offices that may be called, as `kind=address`; kinds are `pxweb2`, `pxweb1` "
        "(with `{lang}` where the language stands), `dst` and `kolada`. No other host is called.",
    ),
    Setting(
        "FACTS_TEST_HOSTS",
        words,
        "",
        "Servers on this machine, as `127.0.0.1:8901`, that may stand for a source without HTTPS, "
        "to try things out. Refused in production.",
    ),
    Setting(
        "FACTS_CALLS",
        paces,
        "pxweb2=30/10,pxweb1=10/10,dst=20/10,kolada=20/10",
        "How many calls a source takes in how many seconds, counted for all workers together.",
    ),
    Setting(
        "FACTS_CELLS",
        counts,
        "pxweb2=100000,pxweb1=100000,dst=100000,kolada=5000",
        "How many figures a source gives at a time, where it does not say so itself.",
    ),
    Setting("FACTS_SECONDS", integer, "60", "How long a source's answer may take, in seconds."),
    Setting(
        "LIBRARY_LINK_CHECK",
        boolean,
        "true",
        "Look once a week whether the links of the library still lead somewhere: calls the "
        "addresses that people wrote there, on the open internet alone.",
    ),
    Setting("FACTS_MAX_MB", integer, "50", "How large a source's answer may be, in megabytes."),
)


DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def read_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read the whole table from the environment.

    Raises ConfigurationError with all faults in one message, one sentence each.
    """
    source = os.environ if environ is None else environ
    mode = source.get("MODE", "")
    production = mode == "production"
    values: dict[str, Any] = {}
    faults: list[str] = []
    if not mode:
        faults.append("MODE is missing: write production, or embedded to try things out.")
    elif mode not in {"embedded", "production", "test"}:
        faults.append(f"MODE is {mode!r}: write embedded, production or test.")
    for setting in SETTINGS:
        raw = source.get(setting.name)
        if raw is None or (raw == "" and setting.required_in_production and production):
            if production and setting.required_in_production:
                faults.append(f"{setting.name} is missing: {setting.help}")
                continue
            raw = setting.default or ""
        try:
            values[setting.name] = setting.read(raw)
        except ValueError as error:
            faults.append(f"{setting.name} is {raw!r}: {error}.")
    if production:
        faults += _production_faults(values)
    faults += _map_faults(values)
    if mode == "embedded":
        faults += _embedded_faults(values)
    if faults:
        raise ConfigurationError("The settings are not right. " + " ".join(faults))
    return values


#: Names under which nobody but this machine reaches it.
_LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}


def _map_faults(values: Mapping[str, Any]) -> list[str]:
    if values.get("MAP_TILES") and not values.get("MAP_ATTRIBUTION"):
        return ["MAP_ATTRIBUTION is missing: write who made the tiles of MAP_TILES."]
    return []


def _embedded_faults(values: Mapping[str, Any]) -> list[str]:
    known_key = values.get("SECRET_KEY") == DEFAULTS["SECRET_KEY"]
    others = sorted(set(values.get("ALLOWED_HOSTS", [])) - _LOCAL)
    if known_key and others:
        said = "but SECRET_KEY is the one that everybody knows"
        return [f"ALLOWED_HOSTS names {', '.join(others)}, {said}; write MODE=production."]
    return []


def _production_faults(values: Mapping[str, Any]) -> list[str]:
    faults = []
    if values.get("DEBUG"):
        faults.append("DEBUG is on: turn it off in production.")
    if values.get("DEMO"):
        faults.append("DEMO is on: turn it off in production.")
    if len(values.get("SECRET_KEY", "x" * SECRET_KEY_LENGTH)) < SECRET_KEY_LENGTH:
        faults.append(
            f"SECRET_KEY is too short: write at least {SECRET_KEY_LENGTH} random characters."
        )
    if values.get("FACTS_TEST_HOSTS"):
        faults.append("FACTS_TEST_HOSTS names servers for trying out: leave it empty.")
    if any(len(key) < SECRET_KEY_LENGTH for key in values.get("SECRET_KEY_OLD", [])):
        faults.append("SECRET_KEY_OLD holds a key that is too short to have been one.")
    if values.get("DATABASE_URL", "postgres:").startswith("sqlite"):
        faults.append("DATABASE_URL is SQLite: production runs on PostgreSQL.")
    return faults


def markdown() -> str:
    """The table as the page docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Every environment variable that the platform reads. Printed by `make settings` from",
        "`placedev/env.py`; a wrong or missing value stops the start with one sentence.",
        "",
        "| Name | What it is for | Default | In production |",
        "|---|---|---|---|",
    ]
    for one in SETTINGS:
        secret = one.name == "SECRET_KEY"
        default = (
            "a known one, for trying out"
            if secret
            else f"`{one.default}`"
            if one.default
            else "empty"
        )
        needed = "required" if one.required_in_production else "optional"
        lines.append(f"| `{one.name}` | {one.help} | {default} | {needed} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(markdown(), end="")
