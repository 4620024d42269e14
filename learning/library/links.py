"""Whether links of the library still lead somewhere: looked at once a week, under our limits.

What is called is an address that somebody of a region wrote, so it is held to the open internet:
each name is resolved once, none of its addresses may be private, the connection goes to that very
address, redirects are followed a few times with the same care, and no body is read.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import audit
from facts.sources.addresses import Address, is_test_host, resolved
from facts.sources.faults import SourceFault
from facts.sources.fetcher import CONNECT_SECONDS, Pinned
from learning.library.notices import tell_dead
from learning.models import Resource

#: Seconds for an answer, redirects that are followed, days between two looks, links in one go.
ANSWER_SECONDS, REDIRECTS, EVERY_DAYS, BATCH = 10, 4, 7, 40
#: What may pass by itself is a fault when it was so twice.
PATIENCE = 2
_GONE = frozenset({404, 410})
_PORTS = frozenset({None, 80, 443})
#: In words, for those who keep the library.
FAULTS: dict[str, str | Promise] = {
    "gone": _("The page is not there any more."),
    "no_host": _("The name of the site is not known on the network."),
    "not_open": _("The address is not on the open internet."),
    "away": _("The site does not answer."),
    "broken": _("The site answers with an error."),
    "loops": _("The address leads on and on."),
}
#: These hold at once; the others may be a bad day.
_AT_ONCE = frozenset({"gone", "not_open"})


def look(url: str) -> str:
    """What is wrong with a link, as a word of `FAULTS`; empty: it leads somewhere.

    A site that wants a sign-in, or no robots, is there.
    """
    for _hop in range(REDIRECTS):
        parts = urlsplit(url)
        try:
            status, to = _asked(parts, url)
        except SourceFault as fault:
            return {"source_unknown_host": "no_host", "source_private": "not_open"}.get(
                fault.code, "away"
            )
        except (requests.RequestException, OSError, ValueError):
            return "away"
        if status in _GONE:
            return "gone"
        if status >= 500:  # noqa: PLR2004 - the server's own error
            return "broken"
        if not (300 <= status < 400 and to):  # noqa: PLR2004 - leads on
            return ""
        url = urljoin(url, to)
    return "loops"


def _asked(parts: SplitResult, url: str) -> tuple[int, str]:
    """Status and where it leads on. Raises SourceFault."""
    usual = parts.scheme in {"http", "https"} and parts.hostname and parts.port in _PORTS
    if parts.username or not (usual or is_test_host(parts)):
        raise SourceFault("source_private", host=parts.hostname or url[:60])
    return _call_at(resolved(parts)[0], parts)


def _call_at(address: Address, parts: SplitResult) -> tuple[int, str]:
    host = parts.hostname or ""
    place = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004
    netloc = f"{place}:{parts.port}" if parts.port else place
    with requests.Session() as session:
        session.trust_env = False
        session.mount(f"{parts.scheme}://", Pinned(host, safe=parts.scheme == "https"))
        with session.get(
            parts._replace(netloc=netloc, fragment="").geturl(),
            headers={
                "Host": f"{host}:{parts.port}" if parts.port else host,
                "User-Agent": "placedev",
            },
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as answer:
            return answer.status_code, answer.headers.get("Location", "")


def due(now: dt.datetime | None = None) -> list[Resource]:
    """Links that nobody has looked at for a week, those longest ago first."""
    since = (now or timezone.now()) - dt.timedelta(days=EVERY_DAYS)
    rows = Resource.objects.current().exclude(url="")
    never = rows.filter(link_checked_at__isnull=True).order_by("pk")[:BATCH]
    old = rows.filter(link_checked_at__lte=since).order_by("link_checked_at", "pk")[:BATCH]
    return [*never, *old][:BATCH]


def check_due() -> int:
    """Look at the links that are due; how many were looked at."""
    found = due()
    for resource in found:
        keep(resource, look(resource.url))
    return len(found)


@transaction.atomic
def keep(resource: Resource, fault: str) -> None:
    """Write what was found; who added it is told once that its link is dead."""
    row: Resource | None = (
        Resource.objects.select_for_update().filter(pk=resource.pk, url=resource.url).first()
    )
    if row is None:  # taken away or given another address meanwhile
        return
    was = row.link_fault
    row.link_checked_at = timezone.now()
    row.link_failures = min(row.link_failures + 1, 1000) if fault else 0
    if not fault:
        row.link_fault = ""
    elif fault in _AT_ONCE or row.link_failures >= PATIENCE:
        row.link_fault = fault
    row.save(update_fields=["link_checked_at", "link_failures", "link_fault", "updated_at"])
    if row.link_fault and not was:
        audit.record("resource.link_dead", row, by=None, title=row.title)
        tell_dead(row)
