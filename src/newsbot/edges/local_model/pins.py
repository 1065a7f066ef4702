"""Which model files are known by their digest, and where they lie."""

import re
from dataclasses import dataclass

from newsbot.errors import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Pin:
    """One model file: its name here, its size in bytes (0 where not known), its SHA-256, and addresses that have it."""

    name: str
    size: int
    sha256: str
    licence: str
    memory: str
    addresses: tuple[str, ...]

    @property
    def file(self) -> str:
        """What the file is called in the folder of models."""
        return file_name(self.name)


def file_name(name: str) -> str:
    """What the model of this name is called in the folder of models. Raises `UsageError` for what is no name."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name[:80]!r} is no name for a model: lower-case letters, digits, `.` and `-`, 64 at most")
    return f"{name}.gguf"


DEFAULT = "qwen2.5-coder-1.5b"
_AT = "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"
_FILE = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"

PINS = (
    # The official file; its digest is the one its publisher shows. What it can do is in docs/small-models.md.
    Pin(
        name=DEFAULT,
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        licence="Apache-2.0",
        memory="2 GB",
        addresses=(
            f"https://huggingface.co/{_AT}/resolve/main/{_FILE}",
            f"https://hf-mirror.com/{_AT}/resolve/main/{_FILE}",
            f"https://modelscope.cn/models/{_AT}/resolve/master/{_FILE}",
        ),
    ),
)


def pin_of(name: str, sha256: str = "") -> Pin:
    """The pin of this name; with `sha256` one of a model that is not in the list. Raises `UsageError`."""
    known = next((pin for pin in PINS if pin.name == name), None)
    if known is not None and sha256 in ("", known.sha256):
        return known
    if known is not None:
        raise UsageError(f"{name} is pinned to another digest ({known.sha256}); give your file a name of its own")
    file_name(name)
    if not _DIGEST.fullmatch(sha256):
        names = ", ".join(pin.name for pin in PINS)
        raise UsageError(
            f"model {name} is not in the list ({names}); give its file or address with --from and its digest with "
            "--sha256 (64 hexadecimal digits)"
        )
    return Pin(name=name, size=0, sha256=sha256, licence="", memory="", addresses=())
