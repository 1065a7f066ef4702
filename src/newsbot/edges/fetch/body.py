"""A body as it arrives: its content encodings undone within bounded memory."""

import zlib
from collections.abc import Iterator
from typing import Any

from newsbot.edges.fetch.faults import shown
from newsbot.errors import Blocked, TooLarge, Unreachable

CODINGS = 2  # content encodings on one body: gzip behind a proxy that gzips is seen, more is an attack
MEMBERS = 1_000  # gzip members in one body; each costs a fresh window, however short it is
PIECE = 64 * 2**10


def codings(url: str, values: list[str]) -> list[str]:
    """The content encodings of an answer, in the order they were put on.

    Raises `Blocked` for more than two and for others than gzip and deflate, which is all we ask for.
    """
    names = [name.strip().lower() for value in values for name in value.split(",")]
    found = [name.removeprefix("x-") for name in names if name not in ("", "identity")]
    if len(found) > CODINGS or not set(found) <= {"gzip", "deflate"}:
        given = shown(", ".join(found))
        raise Blocked(url, "encoding", f"{shown(url)}: content encoding {given} is not read; only gzip and deflate are")
    return found


class Body:
    """The decoded bytes so far. Raises `zlib.error` for what cannot be decoded.

    The cap holds for the bytes on the wire, between two encodings and decoded: a body that
    inflates to nothing costs no more than one that inflates to much.
    """

    def __init__(self, url: str, cap: int, found: list[str]) -> None:
        self._url = url
        self._cap = cap
        self._stages = [_Inflater(coding) for coding in reversed(found)]
        self._counts = [0] * (len(found) + 1)
        self._decoded = bytearray()

    def take(self, data: bytes, stage: int = 0) -> None:
        """Decode some more bytes; raises `TooLarge` as soon as the cap is passed."""
        self._counts[stage] += len(data)
        if stage == len(self._stages):
            self._decoded += data
        if self._counts[stage] > self._cap:
            raise self.too_large()
        if stage < len(self._stages):
            for piece in self._stages[stage].feed(data):
                self.take(piece, stage + 1)

    def whole(self) -> bytes:
        """All decoded bytes; raises `Unreachable` when an encoding was cut off in the middle."""
        if not all(stage.complete for stage in self._stages):
            raise Unreachable(self._url, f"{shown(self._url)}: the answer was cut off; try again later")
        return bytes(self._decoded)

    def beginning(self) -> bytes:
        """What there is of a body that passed the cap, up to the cap."""
        return bytes(self._decoded[: self._cap])

    def too_large(self) -> TooLarge:
        return TooLarge(self._url, f"{shown(self._url)}: more than {self._cap // 2**20} MiB; use another address")


class _Inflater:
    """Undoes one gzip or deflate, at most 64 KiB at a time. Bytes after its end are dropped, as browsers do."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding == "gzip"
        self._members = 0
        self._stream: Any = None  # zlib's decompression object has no public type

    @property
    def complete(self) -> bool:
        return self._stream is None or bool(self._stream.eof)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream is None or self._stream.eof:
                if self._members and not (self._gzip and data[0] == 0x1F):
                    return
                self._begin(data[0])
            piece = self._stream.decompress(data, PIECE)
            while piece:
                yield piece
                # A full piece may leave output behind even when all input is used up.
                piece = self._stream.decompress(self._stream.unconsumed_tail, PIECE) if not self._stream.eof else b""
            data = self._stream.unused_data

    def _begin(self, first: int) -> None:
        self._members += 1
        if self._members > MEMBERS:
            raise zlib.error(f"more than {MEMBERS} gzip members")
        # `deflate` means zlib's format (RFC 9110), yet servers send the raw stream too.
        bits = zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS
        self._stream = zlib.decompressobj(zlib.MAX_WBITS + 16 if self._gzip else bits)
