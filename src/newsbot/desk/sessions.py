"""Who sits at the desk: a token printed at the start lets one browser in, once, or a password; a cookie keeps it in.

Sessions live in this process and end with it. Tokens are compared in constant time and kept as digests only.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

LASTING = timedelta(hours=12)
"""A working day: after that an editor comes in anew."""
MOST = 100  # sessions at once: the oldest goes


class Session(NamedTuple):
    """An editor at the desk; `since` is when the browser came in, `mark` that of the account then (empty: none)."""

    editor: str
    since: datetime
    mark: str = ""


class Sessions:
    """The browsers that are in. `editor` is the name under which the printed token lets in."""

    def __init__(self, editor: str, now: Callable[[], datetime]) -> None:
        self.editor = editor
        self._now = now
        self._token = ""
        self._printed = False
        self._within: dict[str, Session] = {}

    def token(self) -> str:
        """A new token, the only one that is good: to be printed, never logged."""
        token = secrets.token_urlsafe(24)
        self._token = _digest(token)
        self._printed = True
        return token

    @property
    def printed(self) -> bool:
        """Whether there ever was a token: beyond this machine there is none."""
        return self._printed

    def enter(self, token: str, mark: str = "") -> str | None:
        """The cookie of whoever has the token, which is then spent; None for any other. `mark` is the account's."""
        if not self._token or not hmac.compare_digest(self._token, _digest(token)):
            return None
        self._token = ""
        return self.admit(self.editor, mark)

    def admit(self, editor: str, mark: str = "") -> str:
        """The cookie of an editor who has shown who they are."""
        cookie = secrets.token_urlsafe(32)
        while len(self._within) >= MOST:
            del self._within[min(self._within, key=lambda each: self._within[each].since)]
        self._within[_digest(cookie)] = Session(editor, self._now(), mark)
        return cookie

    def of(self, cookie: str) -> Session | None:
        """The session of a cookie, while it lasts."""
        key = _digest(cookie)
        session = self._within.get(key)
        if session is not None and self._now() - session.since > LASTING:
            del self._within[key]
            return None
        return session

    def marked(self, cookie: str, mark: str) -> Session:
        """The session of a cookie, from now on with the mark of the account."""
        key = _digest(cookie)
        self._within[key] = self._within[key]._replace(mark=mark)
        return self._within[key]

    def leave(self, cookie: str) -> None:
        """End a session."""
        self._within.pop(_digest(cookie), None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
