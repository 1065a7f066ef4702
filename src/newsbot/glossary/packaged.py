"""The table that comes with newsbot: names of AI news from public knowledge, read when it is first asked for."""

import functools
from pathlib import Path

from newsbot.glossary.entry import rows
from newsbot.glossary.lookup import Glossary

FILE = Path(__file__).with_name("names.csv")


@functools.cache
def packaged() -> Glossary:
    """The packaged table. Raises `SettingsError` when its file was changed and cannot be read."""
    return Glossary(rows(FILE.read_text(encoding="utf-8"), FILE.name))
