"""What is said when an address cannot be read: one line that names it and says what to do next."""

import re
import zlib

import aiohttp

from newsbot.chinese import one_line
from newsbot.errors import Blocked, FetchError, Unreachable

OUTSIDE = (aiohttp.ClientError, OSError, ValueError, zlib.error)
"""What aiohttp, the system and zlib raise. ValueError: names that cannot be encoded for DNS or TLS."""

_LOOKED_AT = 16_000  # characters; more than twice the longest address that is read
_SHOWN = 200


class PrivateAddress(OSError):
    """Raised where the socket would be made. An OSError, because happy eyeballs passes on only those."""


def shown(text: str) -> str:
    """A stranger's address or words fit for one line of ours: no controls, 200 characters, and no key.

    User name and password are left out. What follows a `?` or `#`, the query of an address, is `?…`.
    """
    line = re.sub(r"//[^/?#]*@", "//", one_line(text[:_LOOKED_AT]))
    line = re.sub(r"[?#].*", "?…", line)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def translated(url: str, error: Exception) -> FetchError:
    """One of `OUTSIDE` as ours."""
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(inner, PrivateAddress):
        message = f"{shown(url)}: leads to a private network ({shown(str(inner))}); fetch.allow_origins can exempt it"
        return Blocked(url, "private-address", message)
    if isinstance(error, aiohttp.InvalidURL):
        return Blocked(url, "url", f"{shown(url)}: not an address; check how it is written")
    if isinstance(error, aiohttp.ClientResponseError):  # also headers that are too long or too many
        return Unreachable(
            url, f"{shown(url)}: the answer is no proper HTTP ({shown(error.message)}); use another address"
        )
    if isinstance(error, zlib.error):
        return Unreachable(url, f"{shown(url)}: the answer's compression is broken; try again later")
    if isinstance(error, aiohttp.ClientPayloadError):
        return Unreachable(url, f"{shown(url)}: the answer was cut off; try again later")
    reason = shown(str(inner)) or type(inner).__name__
    return Unreachable(url, f"{shown(url)}: cannot be reached ({reason}); check the address or try again later")


def status_line(status: int) -> str:
    """What a status that carries no page means for whoever asked."""
    match status:
        case 404 | 410:
            return f"gone ({status}); correct the address or leave it out"
        case 401 | 403 | 451:
            return f"refused ({status}); the site does not serve this program, use another source"
        case 429:
            return "too many requests (429); try again later"
        case _ if status >= 500:
            return f"the server is failing ({status}); try again later"
        case _:
            return f"answered {status}, which carries no page; check the address"
