"""Bringing a model's file into the folder of models: what was fetched is kept, and goes on where it ended."""

import fcntl
import hashlib
import http.client
import os
import shutil
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsbot.edges.local_model.pins import Pin
from newsbot.errors import LocalModelError

CHUNK = 1 << 20
MOST = 100 << 30
"""Bytes of a file whose size is not known."""
SILENCE = 60.0
"""Seconds without a byte, after which an address is given up."""

_BROKEN = (urllib.error.URLError, http.client.HTTPException, ssl.SSLError, TimeoutError, ConnectionError)

Progress = Callable[[int, int], None]
"""Told how many bytes are there, and of how many; 0 where that is not known."""


@dataclass(frozen=True)
class Pulled:
    """A model's file that is here."""

    name: str
    path: Path
    size: int


def pulled(folder: Path) -> tuple[Pulled, ...]:
    """The models in the folder, by name."""
    found = sorted(folder.glob("*.gguf")) if folder.is_dir() else []
    return tuple(Pulled(path.stem, path, path.stat().st_size) for path in found if path.is_file())


def pull(pin: Pin, folder: Path, source: str, progress: Progress) -> Path:
    """Bring the model's file into the folder, from `source` (a path or an address) or the pin's own addresses.

    Blocks until it is there. An interrupted download goes on where it ended. What came with another digest is thrown
    away; a file that was given stays where it is.
    Raises `LocalModelError` that says what to do.
    """
    target, part = folder / pin.file, folder / f"{pin.file}.part"
    if target.is_file():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / f"{pin.file}.lock", pin.name):
            if not target.is_file():
                _fill(pin, part, source, progress)
                _check(pin, part, source)
                part.replace(target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LocalModelError(f"{part} cannot be written ({reason}); what is there is kept, run it again") from error
    return target


@contextmanager
def _alone(path: Path, name: str) -> Iterator[None]:
    """Of two that fetch one file, the second is told so. The lock's file is gone afterwards."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is(lock.fileno(), path):  # the first ended and took it away after we had opened it
                raise BlockingIOError
        except OSError as error:
            raise LocalModelError(f"another `newsbot model pull` fetches {name}; wait until it has ended") from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _is(opened: int, path: Path) -> bool:
    """Whether the open file is the one that has this name now."""
    return path.exists() and os.path.samestat(os.fstat(opened), path.stat())


def _is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _fill(pin: Pin, part: Path, source: str, progress: Progress) -> None:
    _room(pin, part)
    if source and not _is_address(source):
        _copy(pin, Path(source).expanduser(), part, progress)
        return
    problems: list[str] = []
    for address in (source,) if source else pin.addresses:
        try:
            _download(pin, address, part, progress)
        except _Useless as error:
            problems.append(f"{address.partition('?')[0]} {error}")
        else:
            return
    raise LocalModelError(
        f"{pin.name} could not be fetched ({'; '.join(problems)}); what came is kept, run it again, "
        "or give a file or another address with --from"
    )


def _room(pin: Pin, part: Path) -> None:
    there = part.stat().st_size if part.is_file() else 0
    free = shutil.disk_usage(part.parent).free
    if pin.size and free < pin.size - there:
        raise LocalModelError(
            f"{part.parent} has room for {free >> 20} MB, and {(pin.size - there) >> 20} MB are needed; "
            "free some, or name another folder in llm.models"
        )


def _copy(pin: Pin, source: Path, part: Path, progress: Progress) -> None:
    if not source.is_file():
        raise LocalModelError(f"{source} is no file; --from takes a file, or an address that begins with https://")
    done = 0
    with source.open("rb") as given, part.open("wb") as out:
        while chunk := given.read(CHUNK):
            out.write(chunk)
            done += len(chunk)
            progress(done, pin.size or source.stat().st_size)


def _download(pin: Pin, address: str, part: Path, progress: Progress) -> None:
    """Fetch what is missing. From a server that begins anew it is taken from the beginning. Raises `_Useless`."""
    there = part.stat().st_size if part.is_file() else 0
    if pin.size and there == pin.size:
        return
    headers = {"User-Agent": "newsbot", "Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - http and https alone get here
    try:
        with urllib.request.urlopen(request, timeout=SILENCE) as answer:  # noqa: S310
            goes_on = answer.status == 206
            if goes_on and not answer.headers.get("Content-Range", "").startswith(f"bytes {there}-"):
                raise _Useless("answered with another part than was asked for")
            _append(answer, part, there if goes_on else 0, pin, progress)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != 416:  # then what is here is as long as the whole: its digest says whether it is right
            raise _Useless(f"answered {error.code}") from error
    except (*_BROKEN, ValueError) as error:
        raise _Useless(f"did not answer ({type(error).__name__})") from error


def _append(answer: http.client.HTTPResponse, part: Path, there: int, pin: Pin, progress: Progress) -> None:
    stated = (
        there + answer.length if answer.length is not None else 0
    )  # by the server; a size that is pinned goes before
    whole = pin.size or stated
    most = whole or MOST
    with part.open("ab" if there else "wb") as out:
        while chunk := answer.read1(CHUNK):
            there += len(chunk)
            if there > most:
                out.truncate(0)
                raise _Useless(f"sends more than the {most} bytes that the file has")
            out.write(chunk)
            progress(there, whole)
    if there < whole:
        raise _Useless(f"ended after {there} of {whole} bytes")


def _check(pin: Pin, part: Path, source: str) -> None:
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest == pin.sha256:
        return
    part.unlink()
    given = source and not _is_address(source)
    raise LocalModelError(
        f"{source if given else 'the file'} has another digest (sha256 {digest}) than {pin.name} ({pin.sha256}): it is "
        "another file, or was changed on its way. "
        + ("It stays where it is, and was not taken; " if given else "What came is thrown away; fetch it again, or ")
        + "give one from elsewhere with --from"
    )


class _Useless(Exception):
    """One address did not give the file; the text goes on a sentence that begins with the address."""
