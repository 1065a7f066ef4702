"""Running a model behind an OpenAI-compatible address on loopback, as long as it is wanted.

It runs in a process of its own: it is foreign C++ that reads foreign text, and what it breaks there costs only its
calls. The process ends with ours: it waits for the end of its standard input, which a killed parent closes too.
"""

import asyncio
import importlib.util
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from newsbot.edges.listening import listening
from newsbot.errors import LocalModelError

CONTEXT = 16_384
"""Tokens of prompt and reply together: a prompt over one source is a few thousand, and each costs memory."""
START = 180.0
"""Seconds to read the file from a slow disk."""
END = 5.0
MOST_LINE = 10_000
READY = b"newsbot-serving "
MAGIC = b"GGUF"
"""With which a model's file begins (ggml's docs/gguf.md)."""

_SERVER = """
import sys, xllamacpp
path, port, context, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
given = xllamacpp.CommonParams()
given.model.path, given.n_ctx, given.n_parallel = path, context, 1
given.hostnames, given.port, given.cpuparams.n_threads = ["127.0.0.1"], port, threads
server = xllamacpp.Server(given)
print("newsbot-serving", server.listening_address, flush=True)
sys.stdin.read()
"""
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True)
class Serving:
    """A model that answers: its address as a base URL, and what ends when its process does."""

    base_url: str
    ended: "asyncio.Future[int]"


@asynccontextmanager
async def serving(path: Path, *, port: int = 0, server: str = "") -> AsyncIterator[Serving]:
    """Serve the model file until the block ends, on `port` or any that is free; `server` is the program (for tests).

    Raises `LocalModelError`: no extra, no such file, or one that is no model; `UsageError`: a port that is taken.
    """
    if not await asyncio.to_thread(path.is_file):
        raise LocalModelError(f"{path} is not there; `newsbot model pull {path.stem}` fetches it")
    if await asyncio.to_thread(_beginning, path) != MAGIC:
        raise LocalModelError(f"{path} is no model in GGUF form; remove it, then `newsbot model pull {path.stem}`")
    listening(port).socket.close()
    if not server and importlib.util.find_spec("xllamacpp") is None:
        raise LocalModelError("a model on this machine needs the extra: install newsbot[local]")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", server or _SERVER),
        *(str(path), str(port), str(CONTEXT), str(os.cpu_count() or 1)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        limit=MOST_LINE,
    )
    ended = asyncio.ensure_future(process.wait())
    try:
        yield Serving(f"{await _address(process, path)}/v1", ended)
    finally:
        assert process.stdin is not None, "it was asked for"
        process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(ended), END)
        if process.returncode is None:
            process.kill()
        await ended


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(MAGIC))


async def _address(process: asyncio.subprocess.Process, path: Path) -> str:
    assert process.stdout is not None, "it was asked for"
    with suppress(TimeoutError, ValueError):
        async with asyncio.timeout(START):
            while line := await process.stdout.readline():  # the library may have its own to say before
                if line.startswith(READY):
                    return line.removeprefix(READY).decode("ascii", "replace").strip()
    raise LocalModelError(
        f"the model in {path} does not start: there is too little memory, or the file is broken; free some memory, or "
        f"remove the file and fetch it again with `newsbot model pull {path.stem}`"
    )
