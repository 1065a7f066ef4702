"""How far a text's own words stand in its passages: what is covered, what is missing, what was exchanged.

Everything is measured on words of content: function words, verbs of saying, figures and names of the glossary are
left out (the last two have rules of their own). A word is covered where it stands in the passages, in full or as
an abbreviation of what stands there (北大 of 北京大学). Pure; linear in words of the text × characters of the passages.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsbot import terms
from newsbot.checks.speech import SAYING
from newsbot.chinese import HAN, sentences, simplified
from newsbot.figures import figures
from newsbot.figures.figure import folded
from newsbot.glossary import mentions

MAX_PASSAGES = 200_000
"""Characters of all passages together that are looked at."""
MAX_ALIGNED = 300
"""Characters of two sentences that are laid beside each other; the comparing is quadratic in this."""

COVERED = 0.5
"""From here on a word counts as there: an abbreviation does, one character of two does not."""
ABBREVIATED = 0.85
ALIKE = 0.8
SHARED = 0.4
"""What a word is worth of which only a part, or only single characters, stand in the passages."""

_FUNCTION = frozenset(
    "的 了 在 是 和 与 及 等 也 都 就 把 向 从 为 以 并 而 但 其 该 这 那 之 于 则 又 还 由 将 被 对 或 着 过 地 得 个 们 到 给 让 使 "  # noqa: SIM905
    "中 上 下 里 内 外 前 后 时 日 月 年 说 称 据 他 她 它 我 你 已 可 能 会 有 来 去 再 更 很 最 不 没 未 无 非 "
    "他们 她们 它们 我们 这个 这些 那些 一个 一些 这一 该项 有关 相关 关于 对于 由于 通过 进行 以及 并且 而且 但是 因此 同时 "
    "此外 其中 目前 不过 已经 可以 没有 据悉 据了解 当天 当日 记者".split()
) | frozenset(SAYING)
_GRAMMAR = frozenset("u p c y q m".split())  # noqa: SIM905
_NAMES = frozenset("ns nr nrt nrfg nt".split())  # noqa: SIM905
_WEIGHTS = {"ns": 1.2, "nr": 1.2, "nt": 1.2, "nz": 1.2, "a": 0.7, "d": 0.4, "t": 0.5, "i": 0.7, "l": 0.7}
_LETTER = re.compile(f"[{HAN}A-Za-z]")
_SINGLE = re.compile(f"[{HAN}]")
_GAP = "\x00"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of content. `unknown`: a run of characters that belong to no word of the dictionary."""

    text: str
    start: int
    weight: float
    name: bool = False
    unknown: bool = False


@dataclass(frozen=True)
class Ground:
    """What a sentence may rest on: the sentences of its passages, the same with a gap for every figure, and all text."""

    sentences: tuple[str, ...]
    gapped: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Coverage:
    """What of a sentence its passages cover.

    `words` are the words of content, `missing` those that are not covered; `lacking` is the weight of what is
    missing, `run` the characters of the longest row of missing words. `pairs` are the pairs of neighbouring characters,
    `new_pairs` those that no passage has. `names` and `strangers` are missing names and missing words of no
    dictionary. `exchanged` is what stands in the place of other words (mine, theirs) in a sentence that is otherwise
    the passage's, and `likeness` how much of it is, 0 to 1.
    """

    words: int
    missing: tuple[str, ...]
    lacking: float
    run: int
    pairs: int
    new_pairs: int
    names: int
    strangers: int
    exchanged: tuple[str, str]
    likeness: float
    span: str


@functools.lru_cache(256)
def ground(texts: tuple[str, ...]) -> Ground:
    """The passages' texts, made ready."""
    spans: list[str] = []
    room = MAX_PASSAGES
    for text in texts:
        plain = _plain(text[:room])
        room -= len(text)
        spans += (plain[start:end] for start, end in sentences(plain))
        if room <= 0:
            break
    return Ground(tuple(spans), tuple(map(_without_figures, spans)), "\n".join(spans))


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", simplified(text))


def coverage(text: str, on: Ground) -> Coverage:
    """What of a Chinese text these passages cover."""
    plain = _without_figures(_plain(text))
    words = _words(_without_names(plain))
    covered = [_covered(word.text, on.text) for word in words]
    missing = [word for word, share in zip(words, covered, strict=True) if share < COVERED]
    pairs = [plain[n : n + 2] for n in range(len(plain) - 1) if _SINGLE.match(plain[n]) and _SINGLE.match(plain[n + 1])]
    nearest = _nearest(plain, on.gapped)
    mine, theirs, likeness = exchanged(plain, on.gapped[nearest] if on.gapped else "", [w.text for w in missing])
    return Coverage(
        words=len(words),
        missing=tuple(word.text for word in missing),
        lacking=sum(word.weight * (1 - share) for word, share in zip(words, covered, strict=True)),
        run=_longest(words, covered),
        pairs=len(pairs),
        new_pairs=sum(pair not in on.text for pair in pairs),
        names=sum(word.name for word in missing),
        strangers=sum(word.unknown for word in missing),
        exchanged=(mine, theirs),
        likeness=likeness,
        span=on.sentences[nearest] if on.sentences else "",
    )


def _longest(words: Sequence[Word], covered: Sequence[float]) -> int:
    run = longest = 0
    for word, share in zip(words, covered, strict=True):
        run = run + len(word.text) if share < COVERED else 0
        longest = max(longest, run)
    return longest


# ---------------------------------------------------------------- words


def _without_figures(text: str) -> str:
    """The text with a gap for every figure."""
    return _gapped(folded(text), ((each.start, each.end) for each in figures(text)))


def _without_names(text: str) -> str:
    """The text with a gap for every name of the glossary."""
    return _gapped(text, ((each.start, each.end) for each in mentions(text)))


def _gapped(text: str, spans: Iterable[tuple[int, int]]) -> str:
    left, position = [], 0
    for start, end in sorted(spans):
        if start >= position:
            left += [text[position:start], _GAP]
        position = max(position, end)
    return "".join([*left, text[position:]])


def _words(text: str) -> list[Word]:
    """The words of content, in order; neighbouring characters of no word are one."""
    found: list[Word] = []
    position = 0
    run, began = "", 0
    for word, flag in [*terms.tagged(text), ("", "")]:
        loose = _SINGLE.fullmatch(word) and word not in _FUNCTION and flag[:1] not in _GRAMMAR
        if loose:
            began = began if run else position
            run += word
        elif run:
            found.append(Word(run, began, 0.6 if len(run) == 1 else 1.0, unknown=len(run) > 1))
            run = ""
        if not loose and word not in _FUNCTION and _LETTER.search(word):
            weight = _WEIGHTS.get(flag) or _WEIGHTS.get(flag[:1]) or 1.0
            size = 0.6 if len(word) == 1 else 1.0 if len(word) < 4 else 1.2
            found.append(Word(word, position, weight * size, name=flag in _NAMES))
        position += len(word)
    return found


@functools.lru_cache(50_000)
def _covered(word: str, text: str) -> float:
    """How much of a word the text has, 0 to 1."""
    if word in text:
        return 1.0
    if not _SINGLE.search(word):
        return float(word.casefold() in text.casefold())
    size = len(word)
    if size > 1 and _abbreviates(word, text):
        return ABBREVIATED
    for part in range(size - 1, 1, -1):
        if any(word[n : n + part] in text for n in range(size - part + 1)):
            return ALIKE * part / size
    return SHARED * sum(char in text for char in word) / size


def _abbreviates(word: str, text: str) -> bool:
    """Whether the word's characters stand in order in one run of characters, at most three others between two."""
    return re.search(f"[{HAN}]{{0,3}}".join(map(re.escape, word[:8])), text) is not None


# ---------------------------------------------------------------- exchanged


def _nearest(text: str, others: Sequence[str]) -> int:
    """Which sentence has most of the text's pairs of characters."""
    own = {text[n : n + 2] for n in range(len(text) - 1)}
    return max(range(len(others)), key=lambda n: sum(pair in others[n] for pair in own), default=0)


_LONGEST_EXCHANGED = 8
_EDGE = "，。；：！？,;:!? \n\x00"


def exchanged(text: str, other: str, missing: Sequence[str] = ()) -> tuple[str, str, float]:
    """Words of the text that stand where the other sentence has other ones; and the share of the text that is the same.

    Both sides must go on alike for two characters or end there. Empty where nothing was exchanged.
    """
    one, two = text[:MAX_ALIGNED], other[:MAX_ALIGNED]
    codes = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    same = sum(b - a for tag, a, b, _, _ in codes if tag == "equal" and b - a > 1)
    size = sum(1 for char in one if _LETTER.match(char))
    for n, (tag, a, b, c, d) in enumerate(codes):
        mine, theirs = one[a:b], two[c:d]
        if tag == "delete" and any(word in mine for word in missing):
            return mine, "", min(1.0, same / size)
        if tag != "replace" or not (0 < b - a <= _LONGEST_EXCHANGED and 0 < d - c <= _LONGEST_EXCHANGED):
            continue
        if not (_SINGLE.search(mine) and _SINGLE.search(theirs)) or _GAP in mine:
            continue
        if _goes_on(codes, n - 1, one) and _goes_on(codes, n + 1, one):
            return mine, theirs, min(1.0, same / size)
    return "", "", 0.0


def _goes_on(codes: Sequence[tuple[str, int, int, int, int]], n: int, text: str) -> bool:
    if not 0 <= n < len(codes):
        return True
    tag, a, b, _, _ = codes[n]
    return tag == "equal" and (b - a > 1 or text[a] in _EDGE)
