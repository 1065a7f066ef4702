"""How far the words of an English sentence stand in its English passages; the same measure as for Chinese, coarser.

An English paraphrase shares fewer words with what it tells than a Chinese one, so missing words say little, and what a
wrong one changes is for the rules of names, figures and opposites.
"""

import functools
import re

from newsbot.checks.coverage import Coverage, verbatim
from newsbot.checks.relation.events import english as words
from newsbot.checks.relation.reading import denies
from newsbot.chinese import sentences
from newsbot.terms import STOP

MAX_PASSAGES = 200_000
"""Characters of all passages together that are looked at."""
BEGINNING = 5
"""Letters from which two longer words are taken for forms of one: invade, invasion; approve, approval."""

_WORD = re.compile(r"[A-Za-z][A-Za-z]{0,39}")
_ENDINGS = tuple("ization ations ation ements ment ings ing edly ied ies ers er ed es ly s e y".split())  # noqa: SIM905
_FUNCTION = STOP | frozenset(
    "do does did done being because while during through between around within without under again further once here "  # noqa: SIM905
    "any both few some such nor too very just should now said says say told according however may might must upon "
    "against per via don didn doesn isn wasn aren weren hasn haven hadn won wouldn couldn shouldn not no".split()
)


# What a text may not have unless its source tells it, a line for each: beginnings of words that tell the same, and
# whole ones with a dot at their end. From general knowledge.
_EVENTS = """
bankrupt insolven liquidat
arrest detain detention custody jail imprison
resign step-down stepping-down stepped-down quit.
apologi apology
fabricat falsif forge. forged. forging. forgery
fraud defraud swindl scam
plagiar
layoff lay-off laid-off job-cut redundan
lawsuit sue. sues. sued. suing. litigation
indict convict guilty
leak. leaks. leaked. leaking. leakage
hacked. hacker hacking. cyberattack
scandal
died. dies. dead. death fatal
explosion exploded. explodes. blast
brib corrupt embezzl
"""
_HAPPENED = tuple(words(line.split()) for line in _EVENTS.strip().splitlines())


@functools.lru_cache(20_000)
def stem(word: str) -> str:
    """The word without its ending, lower-cased: four letters are left, three before a plural's s."""
    word = word.casefold()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word[:3] if len(word) == 4 and word[-1] == "s" != word[-2] else word


@functools.lru_cache(256)
def _ground(texts: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The passages' sentences, each with the stems of its words."""
    found: list[tuple[str, frozenset[str]]] = []
    room = MAX_PASSAGES
    for text in texts:
        for start, end in sentences(text[: max(room, 0)]):
            span = text[start:end]
            found.append((span, frozenset(stem(word) for word in _WORD.findall(span))))
        room -= len(text)
    return tuple(found)


@functools.lru_cache(512)
def coverage(text: str, texts: tuple[str, ...]) -> Coverage:
    """What of an English text these passages cover. A name is a word with a capital, but for the text's first."""
    on = _ground(texts)
    stems = frozenset().union(*(stems for _, stems in on))
    known = stems | {each[:BEGINNING] for each in stems if len(each) >= BEGINNING}
    words = [match for match in _WORD.finditer(text) if match[0].casefold() not in _FUNCTION and len(match[0]) > 1]
    missing = [match for match in words if not {stem(match[0]), stem(match[0])[:BEGINNING]} & known]
    own = {stem(match[0]) for match in words}
    span = max(on, key=lambda each: len(own & each[1]), default=("", frozenset()))[0]
    run = longest = 0
    for match in words:
        run = run + 1 if match in missing else 0
        longest = max(longest, run)
    return Coverage(
        words=len(words),
        others=0,
        missing=tuple(match[0] for match in missing),
        lacking=float(len(missing)),
        share=1 - len(missing) / len(words) if words else 0.0,
        verbatim=verbatim(text, "\n".join(each for each, _ in on)),
        run=longest,
        new_pairs=0,
        names=sum(match[0][0].isupper() and match.start() > 0 for match in missing),
        exchanged=("", ""),
        likeness=0.0,
        span=span,
        untold=_untold(text, tuple(each for each, _ in on)),
    )


def _untold(text: str, told: tuple[str, ...]) -> tuple[str, ...]:
    """The events of a text that no sentence of the passages tells."""
    found = ((event, event.search(text)) for event in _HAPPENED)
    return tuple(match[0] for event, match in found if match and not any(event.search(each) for each in told))


def denied_alike(text: str, texts: tuple[str, ...]) -> bool:
    """Whether neither side denies what the other says.

    A text that denies needs a sentence that denies something of what it speaks of (two of its words). One that does not
    may not have all its words in sentences that deny, and in no other.
    """
    own = {stem(word) for word in _WORD.findall(text) if word.casefold() not in _FUNCTION}
    on = _ground(texts)
    if denies(text):
        return any(denies(other) for other, stems in on if len(own & stems) > 1)
    whole = [denies(other) for other, stems in on if own <= stems]
    return not whole or not all(whole)
