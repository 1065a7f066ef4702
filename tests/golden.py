"""Golden files: `tests/golden/NAME` holds what a test must produce, byte for byte.

`REFRESH_GOLDEN=1 pytest tests/test_article_build.py` writes them anew; read the difference before keeping it.
"""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "golden"


def expect_golden(name: str, text: str) -> None:
    """The text equals the golden file of that name."""
    path = FOLDER / name
    if os.environ.get("REFRESH_GOLDEN") == "1":
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"differs from tests/golden/{name}"
