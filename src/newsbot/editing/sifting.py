"""Which of the drafts that wait somebody wants to see."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from newsbot.newsroom import OnDesk

MOST_WORDS = 8


class Sieve(NamedTuple):
    """What is asked for; what is empty asks for nothing.

    `whose`: `mine` are drafts that `editor` did something to or reads now, `free` those that nobody has begun with.
    `words` all have to stand in title, file name or the reason why it is held, in whatever case; eight at most.
    """

    editor: str
    kind: str = ""
    whose: Literal["mine", "free", ""] = ""
    words: str = ""

    def holds(self, draft: OnDesk, readers: Sequence[str] = ()) -> bool:
        """Whether the draft, which `readers` read now, is one of those."""
        if self.kind and draft.kind != self.kind:
            return False
        begun = (*draft.editors, *readers)
        if (self.whose == "mine" and self.editor not in begun) or (self.whose == "free" and begun):
            return False
        text = f"{draft.article.title}\n{draft.article.name}\n{draft.article.held}".casefold()
        return all(word in text for word in self.words.casefold().split()[:MOST_WORDS])
