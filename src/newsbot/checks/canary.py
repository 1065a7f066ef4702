"""The rule that the word which was hidden in our prompts never comes out: whoever repeats it repeats its instructions.

The word is made by `prompts.canary`, another one for each story, so that no source can know it.
"""

import unicodedata
from collections.abc import Callable, Iterator

from newsbot.checks.claim import Claim
from newsbot.checks.injection import LEAKED, REDACTED
from newsbot.news import Draft, Evidence, Finding, Sentence


def hidden_word(canary: str) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check that `canary` stands nowhere in a draft: a `leak` error at each place that has it.

    It is found in capitals, in full-width characters and with anything but letters and digits inside it too.
    """

    def check(draft: Draft, _: Evidence) -> list[Finding]:
        return [Claim(place, each, ()).finding("leak", "error", canary, LEAKED) for place, each in _told(draft, canary)]

    return check


def redacted(draft: Draft, canary: str) -> Draft:
    """The draft with what tells the canary struck out, for the places that cannot be cut: no file may hold it.

    What stands there instead is an error of the `leak` rule until an editor writes something else.
    """
    return draft.revised(
        {place: Sentence(text=REDACTED, passages=each.passages) for place, each in _told(draft, canary)}
    )


def _told(draft: Draft, canary: str) -> Iterator[tuple[str, Sentence]]:
    for place, sentence in draft.placed():
        texts = (sentence.text, *(quote.original for quote in sentence.quotes))
        if any(canary in _folded(text) for text in texts):
            yield place, sentence


def _folded(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
