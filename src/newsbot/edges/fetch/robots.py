"""What each site lets programs read: its robots.txt, after RFC 9309.

A file is read once a day for each origin, and parsed once. A missing one (4xx) allows everything,
one that the server fails to give forbids everything. It does not fetch, and reads for `newsbot`
and `*` only: no other robot's rules are ours.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from protego import Protego
from yarl import URL

from newsbot.edges.fetch.faults import shown
from newsbot.edges.fetch.guard import Origin, origin
from newsbot.edges.fetch.turns import Turns
from newsbot.errors import Blocked, FetchError, HttpStatus
from newsbot.newsroom import Now

PRODUCT = "newsbot"
"""How a robots.txt calls us: the product token that our user agent begins with."""

ROBOTS_BYTES = 500 * 2**10
"""What is read of a file: as much as RFC 9309 asks for. The rest counts as not written."""

HOLDS = timedelta(hours=24)
"""How long an answer holds: not longer than a day (RFC 9309)."""

FAILURE_HOLDS = timedelta(minutes=10)
"""How long a failure holds: the pages of one story share it, the next story asks again."""

KEPT_BYTES = 2**20
"""How much of all files is remembered, each counted as 1 KiB longer than it is. Parsed, a byte takes up to 60."""

WILD_CHARACTERS = 128 * 2**10
"""The most characters in lines with `*`. Each rule is looked for all through an address: so many cost up to 0.2 s."""

_AGENT = re.compile(r"^[^\S\n]*user(?:-|[^\S\n]+)?agent(?:[^\S\n]*:|[^\S\n]|$)(.*)$", re.IGNORECASE | re.MULTILINE)
_PRODUCT = re.compile(r"[A-Za-z_-]+")


class Rules(NamedTuple):
    """What an origin lets us read: what `file` allows, or everything when there is none.

    With a `problem`, a reason to be shown, it is nothing at all.
    """

    file: Protego | None = None
    problem: str = ""

    def allow(self, url: URL) -> bool:
        """Whether the page at this address of the origin may be read."""
        if self.problem:
            return False
        return self.file is None or self.file.can_fetch(f"http://host{url.raw_path_qs}", PRODUCT)


def parse(body: bytes) -> Rules:
    """The rules of a file. What is no rule is passed over; a file that is too costly to obey forbids everything."""
    lines = body.decode("utf-8-sig", "replace").splitlines()
    if sum(len(line) for line in lines if "*" in line) > WILD_CHARACTERS:
        return Rules(problem=f"has more than {WILD_CHARACTERS // 2**10} KiB of rules with wildcards")
    # protego lists the rules of a group for each name of the group: 16,000 names before 20,000 rules would
    # make 320 million. A group without a name it passes over, so the names of all robots but us are taken out.
    return Rules(Protego.parse(_AGENT.sub(lambda line: f"User-agent: {_whom(line[1])}", "\n".join(lines))))


def _whom(value: str) -> str:
    """Whom a `User-agent` line names, as far as it concerns us: us, everybody (`*`) or nobody."""
    name = value.partition("#")[0].strip()
    if name == "*":
        return name
    product = _PRODUCT.match(name)
    return PRODUCT if product and product[0].lower() == PRODUCT else ""


class _Kept(NamedTuple):
    """Rules as they were at an instant. `size` counts against `KEPT_BYTES`."""

    rules: Rules
    at: datetime
    size: int


class Robots:
    """The rules of the origins that were asked lately.

    `read` fetches the file at an address within the timer of the page that wants it. A `FetchError` of it
    is about the file; anything else says that the origin itself cannot be reached, and is let through.
    """

    def __init__(self, now: Now, read: Callable[[URL, asyncio.Timeout], Awaitable[bytes]]) -> None:
        self._now = now
        self._read = read
        self._kept: dict[Origin, _Kept] = {}  # the oldest first
        self._size = 0
        self._turns = Turns()

    async def permit(self, url: str, hop: URL, timer: asyncio.Timeout) -> None:
        """Raises `Blocked`, naming the page `url`, unless `hop`, which it is or leads to, may be read."""
        rules = await self._rules(hop, timer)
        if rules.allow(hop):
            return
        file = shown(str(_file(hop)))
        if rules.problem:
            reason = f"{file} {rules.problem}, and then a site is left alone; try again later or use another source"
        else:
            reason = f"{file} asks programs not to read it; use another source"
        place = shown(url) if hop == URL(url) else f"{shown(url)} (redirected to {shown(str(hop))})"
        raise Blocked(url, "robots", f"{place}: {reason}")

    async def _rules(self, hop: URL, timer: asyncio.Timeout) -> Rules:
        place = origin(hop)
        # Pages that come together wait for one fetch. No fetch of a file waits for another file: no circle.
        async with self._turns.turn(place, timer):
            kept = self._kept.get(place)
            if kept is not None and self._holds(kept):
                return kept.rules
            try:
                rules, size = await self._fetched(hop, timer)
            except asyncio.CancelledError:
                if timer.expired():
                    self._keep(place, Rules(problem="was not sent in time"), 0)
                raise
            self._keep(place, rules, size)
            return rules

    def _holds(self, kept: _Kept) -> bool:
        age = self._now() - kept.at
        return timedelta(0) <= age < (FAILURE_HOLDS if kept.rules.problem else HOLDS)

    async def _fetched(self, hop: URL, timer: asyncio.Timeout) -> tuple[Rules, int]:
        try:
            body = await self._read(_file(hop), timer)
        except HttpStatus as error:
            missing = 400 <= error.status < 500
            return Rules(problem="" if missing else f"answered {error.status}"), 0
        except Blocked as error:
            # More redirects than five count as no file (RFC 9309, 2.3.1.2); where we may not go is a failure.
            return Rules(problem="" if error.rule == "redirects" else f"cannot be read ({error.rule})"), 0
        except FetchError:
            return Rules(problem="cannot be read"), 0
        return parse(body), len(body)

    def _keep(self, place: Origin, rules: Rules, size: int) -> None:
        old = self._kept.pop(place, None)
        self._kept[place] = kept = _Kept(rules, self._now(), size + 1024)
        self._size += kept.size - (old.size if old else 0)
        while self._size > KEPT_BYTES:
            self._size -= self._kept.pop(next(iter(self._kept))).size


def _file(hop: URL) -> URL:
    return hop.origin().with_path("/robots.txt")
