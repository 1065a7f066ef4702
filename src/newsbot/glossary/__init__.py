"""Names of AI news in English and Chinese that mean the same: what may stand for what, and what prompts are told.

The first form on each side is the one our articles use. From public knowledge, and extended by a newsroom's own
file; a name that is in neither stays as its source writes it.
"""

from newsbot.glossary.entry import HEAD, KINDS, Entry, Kind, entry, han, numbered, row, rows
from newsbot.glossary.lookup import MAX_TEXT, Glossary, Mention
from newsbot.glossary.packaged import packaged


def mentions(text: str) -> tuple[Mention, ...]:
    """Every name of the packaged table in the text, in reading order, the longest form at each place."""
    return packaged().mentions(text)


def entries_in(text: str) -> frozenset[Entry]:
    """Whose names of the packaged table the text has, in either language."""
    return packaged().entries_in(text)


def glossary_for(text: str) -> list[tuple[str, str]]:
    """`Glossary.names_for` of the packaged table."""
    return packaged().names_for(text)


__all__ = [
    "HEAD",
    "KINDS",
    "MAX_TEXT",
    "Entry",
    "Glossary",
    "Kind",
    "Mention",
    "entries_in",
    "entry",
    "glossary_for",
    "han",
    "mentions",
    "numbered",
    "packaged",
    "row",
    "rows",
]
