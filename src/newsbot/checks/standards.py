"""What this newsroom asks of its articles beyond what holds everywhere: its settings, as the checks read them."""

import functools
import re
from dataclasses import dataclass

from newsbot.chinese import HAN
from newsbot.glossary import Entry, Glossary, packaged
from newsbot.wording import Term, Wording

_WORD = re.compile(f"[{HAN}]|[A-Za-z]+|[0-9]+")


@dataclass(frozen=True)
class Standards:
    """The standards of one newsroom, the same for all its drafts. The defaults are those of the settings.

    `own_names` are the rows of the newsroom's own file of names. `stale_days` is how much older than the newest
    source a source may be before what it alone says needs its date; `facts_quote` how many characters may be quoted
    from a source that is for facts only. `inherit`: a sentence without a citation has that of the next one in its
    paragraph.
    `copied_run` is how many Han characters in a row an article may have in common
    with a source outside quotations, `copied_share` which share of its body (0 to 1) may be one source's words.
    `instructions` are the system prompts, of which `instruction_run` words in a row (a Han character is one) must not
    stand in a draft. `terms` are the rows of the house's own terms. `spaced`: spaces between Han and Latin letters or
    digits are no fault.
    """

    own_names: tuple[Entry, ...] = ()
    stale_days: int = 30
    facts_quote: int = 20
    inherit: bool = False
    copied_run: int = 40
    copied_share: float = 0.5
    instructions: tuple[str, ...] = ()
    instruction_run: int = 15
    terms: tuple[Term, ...] = ()
    spaced: bool = False

    @functools.cached_property
    def names(self) -> Glossary:
        """Whose names are known, and how they are written: the packaged table with the newsroom's rows before it."""
        return packaged().with_own(self.own_names)

    @functools.cached_property
    def instruction_windows(self) -> frozenset[tuple[str, ...]]:
        """All runs of `instruction_run` words of the instructions."""
        size = self.instruction_run
        texts = [_WORD.findall(text) for text in self.instructions]
        return frozenset(tuple(words[n : n + size]) for words in texts for n in range(len(words) - size + 1))

    @functools.cached_property
    def wording(self) -> Wording:
        """The house's terms, ready to be looked for."""
        return Wording(self.terms)


HOUSE = Standards()
"""The standards of a newsroom that has set nothing."""
