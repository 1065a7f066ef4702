"""Passwords and personal tokens: made, kept as hashes only, and compared so that no answer tells which names exist."""

import asyncio
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from newsbot.errors import UsageError
from newsbot.news import Editor

SHORTEST, LONGEST = 12, 200
"""Characters of a password: NIST SP 800-63B wants length and no rules of composition; the bound keeps forms small."""

TOKEN = "newsbot_"  # noqa: S105  # how every personal token begins, so that one found lying about can be told
_AT_ONCE = 2  # hashes at a time: each takes 64 MiB
_HASHER = PasswordHasher()  # argon2id with the parameters of RFC 9106 for little memory: 64 MiB, 3 passes, 4 lanes
_NOBODYS = _HASHER.hash(secrets.token_hex())
"""What is compared with where there is no such name or no password: the same work as for one that there is."""


def refuse_weak(password: str, name: str) -> None:
    """Raise `UsageError` for a password that is too short, too long or the name itself. It is never in the text."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters; several words make a good one")
    if len(set(password)) < 4 or len(password.casefold().replace(name.casefold(), "")) < SHORTEST // 2:
        raise UsageError("this password is guessed at once; several words make a good one")


def hashed(password: str) -> str:
    """The argon2id hash of a password."""
    return _HASHER.hash(_plain(password))


def new_token() -> tuple[str, str]:
    """A personal token of 256 bits, to be shown once, and what is kept of it."""
    token = TOKEN + secrets.token_urlsafe(32)
    return token, _digest(token)


def new_mark() -> str:
    """What tells one state of an account's secrets from another."""
    return secrets.token_hex(16)


def is_token(secret: str) -> bool:
    """Whether this has the form of a personal token."""
    return secret.startswith(TOKEN)


class Lock:
    """Compares what somebody gives with what is kept, a few at a time. `matches`: whether a hash is of a password."""

    def __init__(self, matches: Callable[[str, str], bool] | None = None) -> None:
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._matches = matches or _matches

    async def opens(self, editor: Editor | None, secret: str) -> bool:
        """Whether this is the password or token of the account; the work is the same where there is none."""
        if is_token(secret):
            kept = editor.token if editor else ""
            return hmac.compare_digest(_digest(secret), kept or _digest(_NOBODYS)) and bool(kept)
        kept = editor.password if editor else ""
        async with self._turn:
            return await asyncio.to_thread(self._matches, kept or _NOBODYS, secret) and bool(kept)


def _matches(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, _plain(password[: LONGEST + 1]))
    except (Argon2Error, InvalidHashError):
        return False


def _plain(password: str) -> str:
    """One spelling of the same characters, whatever keyboard they were typed on (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
