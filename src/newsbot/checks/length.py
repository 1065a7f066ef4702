"""The rules on how long an article is."""

from collections.abc import Callable

from newsbot.checks.claim import Claim
from newsbot.chinese import han_count
from newsbot.news import Draft, Evidence, Finding

TOO_SHORT, TOO_LONG = 0.6, 1.3
"""Shares of the minimum and the maximum beyond which the length is an error and no longer a warning."""

TLDR = (2, 4)
"""Sentences of a TL;DR, after the article's form."""


def length(minimum: int, maximum: int) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check that an article has `minimum` to `maximum` Han characters from 引言 to 结论 (`length`)."""

    def check(draft: Draft, _: Evidence) -> list[Finding]:
        count = sum(han_count(sentence.text) for _, sentence in draft.body())
        if minimum <= count <= maximum:
            return []
        error = count < TOO_SHORT * minimum or count > TOO_LONG * maximum
        advice = f"引言到结论应有{minimum}～{maximum}个汉字，现有{count}个。"
        return [
            Claim("article", draft.title, ()).finding("length", "error" if error else "warning", f"{count}字", advice)
        ]

    return check


def tldr_length(draft: Draft, _: Evidence) -> list[Finding]:
    """A `tldr` warning when the TL;DR has fewer than two or more than four sentences; an error when it has none."""
    count = len(draft.tldr)
    if TLDR[0] <= count <= TLDR[1]:
        return []
    advice = f"TL;DR应有{TLDR[0]}到{TLDR[1]}句，现有{count}句。"
    return [Claim("article", draft.title, ()).finding("tldr", "warning" if count else "error", f"{count}句", advice)]
