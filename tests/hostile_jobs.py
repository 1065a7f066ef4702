"""Parsers for the sandbox's workers that do what hostile bytes make real ones do; `body` says what."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from newsbot.errors import ParseError
from newsbot.news import Noun, Readable, SourceDate

KEPT: list[bytes] = []


def obey(url: str, content_type: str, seen: str, body: bytes) -> Noun:
    """A page that tells of the worker, after doing what the body orders."""
    order, _, rest = body.decode().partition(" ")
    held = b""
    match order:
        case "burn":
            while True:
                pass
        case "work":
            begun = time.process_time()
            while time.process_time() < begun + float(rest):
                pass
        case "hang":
            Path(url).write_text("started")  # a FIFO: the test waits for it
            while True:
                signal.pause()
        case "eat":
            held = bytes(int(rest) * 2**20)
        case "leak":
            KEPT.append(bytes(int(rest) * 2**20))
        case "exit":
            os._exit(int(rest))
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            ctypes.string_at(0)
        case "return":
            return Readable(title="", text="x" * int(rest))
        case "surrogate":
            return Readable.model_construct(title="\udcff", text="")
        case "nonsense":
            return SourceDate(year=1)
        case "raise":
            raise ParseError(f"{url}: {rest}")
        case "recurse":
            return obey(url, content_type, seen, body)
        case "print":
            print("noise", flush=True)
            os.write(1, b"noise")
            sys.stderr.write("noise")
        case "read":
            return Readable(title="", text=sys.stdin.read() + os.read(0, 10).decode())
        case "environment":
            return Readable(title="", text="\n".join(os.environ))
    return Readable(title=str(os.getpid()), text=str(len(body) + len(held)), author=f"{url} {content_type} {seen}")
