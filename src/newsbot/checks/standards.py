"""What this newsroom asks of its articles beyond what holds everywhere: its settings, as the checks read them."""

import functools
from dataclasses import dataclass

from newsbot.glossary import Entry, Glossary, packaged


@dataclass(frozen=True)
class Standards:
    """The standards of one newsroom, the same for all its drafts. The defaults are those of the settings.

    `own_names` are the rows of the newsroom's own file of names. `stale_days` is how much older than the newest
    source a source may be before what it alone says needs its date; `facts_quote` how many characters may be quoted
    from a source that is for facts only. `inherit`: a sentence without a citation has that of the next one in its
    paragraph.
    """

    own_names: tuple[Entry, ...] = ()
    stale_days: int = 30
    facts_quote: int = 20
    inherit: bool = False

    @functools.cached_property
    def names(self) -> Glossary:
        """Whose names are known, and how they are written: the packaged table with the newsroom's rows before it."""
        return packaged().with_own(self.own_names)


HOUSE = Standards()
"""The standards of a newsroom that has set nothing."""
