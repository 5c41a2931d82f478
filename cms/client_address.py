"""Network addresses: whose a request is, and which ones a setting names."""

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def visitor_address(meta: Mapping[str, Any], proxies: int) -> Address | None:
    """Return the address that a request came from, or None where nobody says.

    Of `X-Forwarded-For` only what the `proxies` in front have added counts, from the right: a
    client can put anything to the left of it.
    """
    direct = parse_address(meta.get("REMOTE_ADDR") or "")
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    if proxies < 1 or not forwarded:
        return direct
    # Split no further than needed: the header may be long.
    return parse_address(forwarded.rsplit(",", proxies)[-proxies:][0]) or direct


def parse_address(text: str) -> Address | None:
    """Return an address that may be written with a port, in brackets, with a zone, or mapped."""
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
    """Return what one subscriber has: the address, or the /64 of an IPv6 address."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def networks(values: Iterable[str], variable: str) -> list[Network]:
    """Return the networks that an environment variable lists; an address is one of its own."""
    try:
        return [ipaddress.ip_network(value.strip(), strict=False) for value in values]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{variable} is not understood: {error}. It looks like this: 192.0.2.7,2001:db8::/48"
        ) from error
