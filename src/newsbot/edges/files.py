"""Documents an editor hands in by name, read from the local disk."""

import asyncio
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from newsbot import chinese
from newsbot.errors import ParseError, SettingsError, SiteBroken

MAX_FILE = 10 * 1024 * 1024  # bytes; the same as for a fetched page


class LocalFiles:
    """Reads regular files whole. Fulfils `newsroom.Files`."""

    async def read(self, path: str) -> bytes:
        """The file's bytes, at most `MAX_FILE`.

        Raises `ParseError` when it is missing, no regular file, unreadable, empty or too large.
        """
        return await asyncio.to_thread(_read, path)


def _read(path: str) -> bytes:
    name = chinese.one_line(path)[:300]
    try:
        file = Path(path)
        if file.is_dir():
            raise ParseError(f"{name} is a folder; name a file in it")
        # A pipe or a device would block or never end.
        if file.exists() and not file.is_file():
            raise ParseError(f"{name} is no regular file; name a text or HTML file")
        with file.open("rb") as stream:
            body = stream.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise ParseError(f"{name} does not exist; check the path") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL or a lone surrogate in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no usable path"
        raise ParseError(f"{name} cannot be read ({reason}); check the path and its permissions") from error
    if not body:
        raise ParseError(f"{name} is empty; name a file with text in it")
    if len(body) > MAX_FILE:
        raise ParseError(f"{name} is larger than {MAX_FILE // 1024 // 1024} MiB; cut it down to the part that matters")
    return body


def write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write these files by name into the folder, made where missing, over those of the same names.

    Raises `SiteBroken`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SiteBroken(f"{folder} cannot be written ({error.strerror}); name another folder") from error


def write_new(path: str, text: str, *, secret: bool) -> None:
    """Write a file that is not there yet; `secret` keeps it from other users. Raises `SettingsError`."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror}); check the folder and try again") from error


def kept_text(path: Path) -> str:
    """The text of a file that a person keeps; empty when it is not there. Raises `SettingsError`."""
    try:
        with path.open("rb") as stream:
            body = stream.read(MAX_FILE + 1)
        if len(body) > MAX_FILE:
            raise SettingsError(f"{path} is larger than {MAX_FILE // 1024 // 1024} MiB; name another file")
        return body.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not written in UTF-8; save it as CSV in UTF-8") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); check the path and its permissions") from error


def replace_text(path: Path, text: str) -> None:
    """Put this text in the file's place, whole or not at all. Raises `SettingsError`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror}); check the folder and try again") from error
    finally:
        temporary.unlink(missing_ok=True)


def writable(folder: Path) -> None:
    """Make the folder and prove that a file can be written there. Raises `SiteBroken`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SiteBroken(f"{folder} cannot be written ({error.strerror}); mend its rights or set another") from error
