"""Which addresses may be called: those that are listed, outside private networks (trust T10, T25).

A name is resolved once, every address that it has is looked at, and the connection goes to one of
these very addresses: a name that answers otherwise a moment later leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from facts.sources.faults import SourceFault

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: IPv4-compatible addresses, which nobody may use any more.
_COMPATIBLE = ipaddress.ip_network("::/96")


def is_public(address: Address) -> bool:
    """Whether the address is on the open internet, and so are those that it wraps."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside: mapped, 6to4, Teredo, NAT64, compatible."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def checked(url: str) -> SplitResult:
    """The address in parts. Raises SourceFault unless its host is listed and it is safe."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or parts.username is not None or _net(parts) not in listed():
        raise SourceFault("source_not_listed", host=host or url[:60])
    if parts.scheme != "https" and not is_test_host(parts):
        raise SourceFault("source_not_safe", host=host)
    return parts


def listed() -> set[str]:
    """Host and port of every source of the installation."""
    return {_net(urlsplit(base)) for _client, base in settings.FACTS_SOURCES}


def is_test_host(parts: SplitResult) -> bool:
    """Whether it is one of the servers on this machine for trying out."""
    return _net(parts) in settings.FACTS_TEST_HOSTS


def _net(parts: SplitResult) -> str:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{(parts.hostname or '').lower()}:{port}"


def resolved(parts: SplitResult) -> list[Address]:
    """The addresses to connect to. Raises SourceFault when one of them is private."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceFault("source_unknown_host", host=host) from error
    addresses = [ipaddress.ip_address(str(one[4][0]).split("%")[0]) for one in found]
    if is_test_host(parts):
        addresses = [one for one in addresses if one.is_loopback]
    elif not all(is_public(one) for one in addresses):
        addresses = []
    if not addresses:
        raise SourceFault("source_private", host=host)
    return list(dict.fromkeys(addresses))
