"""Channels by which people are told things: all that apprise knows (Feishu, DingTalk, WeCom, Telegram, e-mail …).

apprise makes its own requests, to the addresses that the owner wrote into the settings; nothing a feed or a page says
gets it to ask anything else. An address is a secret as a key is: it stands in no text that leaves this module.
"""

import asyncio
import contextlib
import logging
import re
import threading
import warnings
from collections.abc import Sequence
from urllib.parse import unquote

import apprise
from pydantic import SecretStr

from newsbot.chinese import one_line
from newsbot.errors import NoticeError, SettingsError
from newsbot.news import Occasion

# What they log of a request holds its address, and with it the key: at DEBUG all of it, at WARNING some.
# So nothing of theirs goes on to our logs; what apprise warns of is read from its results.
for _name in ("apprise", "urllib3", "requests_oauthlib", "oauthlib"):
    _log = logging.getLogger(_name)
    _log.addHandler(logging.NullHandler())
    _log.setLevel(logging.WARNING if _name == "apprise" else logging.CRITICAL)
    _log.propagate = False

WHY = 200  # characters of what apprise says of a failure
SHORTEST_SECRET = 4  # characters: shorter pieces of an address are parts of words
_SCHEME = re.compile(r"([a-z][a-z0-9+-]{0,20})://", re.IGNORECASE)
_PIECES = re.compile(r"[/:@?&=#,]")


class AppriseChannels:
    """Fulfils `newsroom.Channels`. `timeout` is the seconds that one notice to one channel may take.

    Raises `SettingsError` for an address that apprise cannot use, by its number: the address itself is not repeated.
    """

    def __init__(self, urls: Sequence[SecretStr], occasions: Sequence[Occasion], timeout: float) -> None:
        self._timeout = timeout
        self._occasions = frozenset(occasions)
        self._channels: dict[str, tuple[apprise.Apprise, str]] = {}
        self._under_way: set[str] = set()
        for number, secret in enumerate(urls, 1):
            url = secret.get_secret_value().strip()
            scheme = _SCHEME.match(url)
            # No redirects: a channel's server has no business to send us elsewhere. No templates: a title may hold one.
            # No limit of apprise's own: it would need threads of its own, for which the end of the process waits.
            asset = apprise.AppriseAsset(
                app_id="newsbot",
                app_desc="newsbot",
                async_mode=False,
                allow_templates=False,
                http_redirects=False,
                service_timeout=0,
            )
            one = apprise.Apprise(asset=asset)
            with warnings.catch_warnings():  # the first address loads its plugins, which use what is deprecated
                warnings.simplefilter("ignore")
                known = scheme is not None and one.add(url) and len(one) == 1
            if scheme is None or not known:
                raise SettingsError(
                    f"notify.urls, number {number}, is no address that apprise knows; how each service is written "
                    "stands in its documentation, and docs/notices.md has examples"
                )
            self._channels[f"{number} {scheme[1].lower()}"] = one, url

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._channels)

    @property
    def occasions(self) -> frozenset[Occasion]:
        return self._occasions

    async def send(self, name: str, title: str, text: str) -> None:
        """Have the channel take it. Raises `NoticeError`: with apprise's own words, or that it took too long.

        The work is done in a thread of its own, since apprise blocks; one that hangs is left to itself, keeps no
        process from ending, and its channel is not asked again until it is back.
        """
        if name in self._under_way:
            raise NoticeError("an earlier notice to it is still under way")
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[str] = loop.create_future()

        def end(fault: str) -> None:
            if not ended.done():
                ended.set_result(fault)

        def work() -> None:
            fault = self._sent(name, title, text)
            self._under_way.discard(name)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(end, fault)

        self._under_way.add(name)
        threading.Thread(target=work, name=f"notify-{name}", daemon=True).start()
        try:
            async with asyncio.timeout(self._timeout):
                fault = await ended
        except TimeoutError:
            fault = f"it did not answer within {self._timeout:g} s"
        if fault:
            raise NoticeError(fault)

    def _sent(self, name: str, title: str, text: str) -> str:
        """Send, in a thread; why it failed, empty when it did not."""
        channel, url = self._channels[name]
        try:
            result = channel.notify(body=text, title=title, body_format=apprise.NotifyFormat.TEXT)
        except Exception as error:  # a hundred plugins of others: one that breaks costs its channel only
            return without(url, f"apprise failed ({type(error).__name__}: {error})")
        if result:
            return ""
        said = "; ".join(dict.fromkeys(str(entry.message) for entry in result.logs()))
        return without(url, said or "apprise does not say why")


def without(url: str, text: str) -> str:
    """The text on one line without the address and its pieces, however they are encoded; as an error may show it."""
    text = text.replace(url, "…")
    rest = url.partition("://")[2]
    pieces = {form for piece in _PIECES.split(rest) for form in (piece, unquote(piece)) if len(form) >= SHORTEST_SECRET}
    for piece in sorted(pieces, key=len, reverse=True):
        text = re.sub(re.escape(piece), "…", text, flags=re.IGNORECASE)
    return one_line(text)[:WHY]
