"""Reports of failures to a Sentry server, when an installation has one.

What is reported is where it failed, and of whom only the account's number: no form, no cookie, no
value of a variable, no token. Wants the packages of requirements/sentry.txt.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from core.log_scrub import scrubbed
from placedev.env import ConfigurationError

#: What of a request is reported; the rest holds what people wrote, or who they are.
REQUEST_PARTS = ("method", "url")


def report_failures(dsn: str, production: bool) -> None:  # noqa: FBT001 - called from the settings
    """Report from now on. Raises ConfigurationError when the packages are missing."""
    try:
        sdk = import_module("sentry_sdk")
    except ImportError:
        raise ConfigurationError(
            "SENTRY_DSN is set, but its packages are missing: install requirements/sentry.txt."
        ) from None
    sdk.init(
        dsn=dsn,
        environment="production" if production else "trial",
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="placedev",
        before_send=without_persons,
    )


def without_persons(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any]:
    """The report without what it needs not tell."""
    event.pop("breadcrumbs", None)
    event.pop("extra", None)
    request = event.pop("request", {})
    if request:
        kept = {name: request[name] for name in REQUEST_PARTS if name in request}
        event["request"] = kept | {"url": str(kept.get("url", "")).partition("?")[0]}
    user = event.pop("user", None) or {}
    if user.get("id"):
        event["user"] = {"id": user["id"]}
    found: dict[str, Any] = _scrubbed(event)
    return found


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {name: _scrubbed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_scrubbed(one) for one in value]
    return value
