"""IP addresses: of a request, and lists of networks in settings."""

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def visitor_address(meta: Mapping[str, Any], proxies: int) -> Address | None:
    """Return the client's address, or None if unknown.

    Only the last `proxies` entries of `X-Forwarded-For` are trusted; a client can write anything
    before them.
    """
    direct = parse_address(meta.get("REMOTE_ADDR") or "")
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    if proxies < 1 or not forwarded:
        return direct
    # Split only as often as needed: the header may be long.
    return parse_address(forwarded.rsplit(",", proxies)[-proxies:][0]) or direct


def parse_address(text: str) -> Address | None:
    """Return an address that may have a port, brackets or a zone, or be IPv4-mapped; None if
    invalid.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def subscriber_of(address: Address) -> str:
    """Return the unit for rate limits: the address, or the /64 network of an IPv6 address."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def networks(values: Iterable[str], variable: str) -> list[Network]:
    """Return the networks in an environment variable; a single address is a network.

    Raises ImproperlyConfigured.
    """
    try:
        return [ipaddress.ip_network(value.strip(), strict=False) for value in values]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{variable} is not valid: {error}. Example: 192.0.2.7,2001:db8::/48"
        ) from error
