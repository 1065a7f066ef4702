"""What may be connected to: the rules for an address as it is written, and for the numbers behind its name.

An address is checked where the socket is made, so no spelling of a host, no redirect and no
name that changes its mind can reach a private network.
"""

import ipaddress
import socket

import aiohttp
from yarl import URL

from newsbot.edges.fetch.faults import PrivateAddress, shown
from newsbot.errors import Blocked

PORTS = (80, 443)
URL_CHARACTERS = 8_000

# Networks that `ipaddress` (3.11) calls global and that are not places of the public net:
# protocol assignments and the relays of 6to4; among the 2000::/3 of IPv6 the protocol
# assignments (Teredo among them), documentation and 6to4, which carries any IPv4 address.
_NOT_PUBLIC_4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))

Origin = tuple[str, str | None, int | None]
"""Scheme, host as it is sent, port."""


def is_public(host: str) -> bool:
    """Whether a numeric address is one of the public internet; anything else than an address is not.

    IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo), shared (CGNAT), link-local, multicast,
    unspecified, reserved and documentation addresses are not public. After the IANA registries
    of special-purpose addresses.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in _PUBLIC_6 and address.is_global and not any(address in net for net in _NOT_PUBLIC_6)
    return address.is_global and not address.is_multicast and not any(address in net for net in _NOT_PUBLIC_4)


def origin(url: URL) -> Origin:
    """What an exemption is for, and what has a robots.txt of its own."""
    return url.scheme, url.raw_host, url.port


def checked(url: str, address: str, exempt: frozenset[Origin], base: URL | None = None) -> URL:
    """The address as a URL if the rules that need no look-up allow it; raises `Blocked` naming `url`.

    `base` is what redirected to it. Origins in `exempt` may have any port.
    """
    if len(address) > URL_CHARACTERS or not address.isprintable():
        raise _blocked(url, address, base, "url", "not an address; check how it is written")
    try:
        hop = URL(address) if base is None else base.join(URL(address))
        port, named = hop.port, hop.user or hop.password
    except ValueError as error:
        raise _blocked(url, address, base, "url", "not an address; check how it is written") from error
    if hop.scheme not in ("http", "https"):
        raise _blocked(url, address, base, "scheme", "only http and https are read")
    if not hop.raw_host:
        raise _blocked(url, address, base, "url", "an address without a host; check how it is written")
    if named is not None:
        raise _blocked(url, address, base, "userinfo", "addresses with a user name are not read; leave it out")
    if port not in PORTS and origin(hop) not in exempt:
        reason = "only ports 80 and 443 are read; fetch.allow_origins can exempt an origin"
        raise _blocked(url, address, base, "port", reason)
    return hop


def _blocked(url: str, address: str, base: URL | None, rule: str, reason: str) -> Blocked:
    place = shown(url) if base is None else f"{shown(url)} (redirected to {shown(address)})"
    return Blocked(url, rule, f"{place}: {reason}")


def public_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    """A socket for a public address; raises `PrivateAddress` for any other."""
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise PrivateAddress(f"{address[0]} is not a public address")
    return socket.socket(family, kind, protocol)
