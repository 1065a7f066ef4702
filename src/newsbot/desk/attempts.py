"""How often somebody may be wrong at the door: so many times for a name and for an address, then they wait.

Counted in this process, also for names that nobody has: the answer does not tell which there are. An attempt counts
when it begins, so that many at once are no more than many one after another.
"""

import hashlib
import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta

WITHIN = timedelta(minutes=15)
FOR_A_NAME = 8
FOR_AN_ADDRESS = 30
"""Guesses in `WITHIN`: 768 a day for one name, with passwords of twelve characters; a newsroom behind one address may
mistype."""
MOST = 10_000  # names and addresses remembered; the longest quiet one goes


class Attempts:
    """What was tried lately, by name and by address."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tried: dict[str, list[datetime]] = {}

    def begin(self, name: str | None, address: str) -> timedelta | None:
        """Count an attempt and let it through (None), or how long to wait. Without a name the address alone counts."""
        now = self._now()
        keys = _keys(name, address)
        waits = []
        for key, most in keys:
            lately = [at for at in self._tried.get(key, ()) if now - at < WITHIN]
            self._tried[key] = lately
            if len(lately) >= most:
                waits.append(lately[-most] + WITHIN - now)
        if waits:
            return max(waits)
        for key, _ in keys:
            self._tried[key].append(now)
        while len(self._tried) > MOST:
            del self._tried[min(self._tried, key=lambda each: self._tried[each][-1:])]
        return None

    def right(self, name: str | None, address: str) -> None:
        """The attempt was right: its name begins anew, and it does not count for its address."""
        for key, most in _keys(name, address):
            tried = self._tried.get(key, [])
            if most == FOR_A_NAME:
                tried.clear()
            elif tried:
                tried.pop()


def _keys(name: str | None, address: str) -> list[tuple[str, int]]:
    keys = [(f"at {_network(address)}", FOR_AN_ADDRESS)]
    if name is not None:  # a digest: what was typed into the field may be a password
        keys.append(("as " + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest(), FOR_A_NAME))
    return keys


def _network(address: str) -> str:
    """The address; of IPv6 the /64, which one person has all of."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
