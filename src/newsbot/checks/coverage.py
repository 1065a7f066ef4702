"""How far a text's own words stand in its passages: what is covered, what is missing, what was exchanged.

Everything is measured on words of content: function words, verbs of saying, figures and names of the glossary are
left out (the last two have rules of their own). A word is covered where it stands in the passages, in full or as
an abbreviation of what stands there (北大 of 北京大学). Pure; linear in words of the text × characters of the passages.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsbot import terms
from newsbot.checks.happenings import untold
from newsbot.checks.speech import SAYING
from newsbot.checks.synonyms import interchangeable
from newsbot.chinese import HAN, sentences, simplified
from newsbot.figures import figures
from newsbot.figures.figure import folded
from newsbot.glossary import mentions

MAX_PASSAGES = 200_000
"""Characters of all passages together that are looked at."""
MAX_ALIGNED = 300
"""Characters of two sentences that are laid beside each other; the comparing is quadratic in this."""

SHORT = 5
"""Words, figures and names up to which a text is too short for any verb of it to be missing."""
SHORTEST = 3
"""The same for any word of content."""

COVERED = 0.5
"""From here on a word counts as there: an abbreviation does, one character of two does not."""
ABBREVIATED = 0.85
ALIKE = 0.8
SHARED = 0.4
"""What a word is worth of which only a part, or only single characters, stand in the passages."""

_FUNCTION_WORDS = """
的 了 在 是 和 与 及 等 也 都 就 把 向 从 为 以 并 而 但 其 该 这 那 之 于 则 又 还 由 将 被 对 或 着 过 地 得 个 们
到 给 让 使 中 上 下 里 内 外 前 后 时 日 月 年 据 他 她 它 我 你 已 可 能 会 有 来 去 再 更 很 最 不 没 未 无 非
有关 相关 关于 对于 由于 通过 进行 目前 已经 可以 没有 据悉 据了解 当天 当日 记者
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split()) | frozenset(SAYING)
_GRAMMAR = frozenset("u p c y r o e".split())  # noqa: SIM905
_COUNTS = frozenset("m q".split())  # noqa: SIM905
_NAMES = frozenset("ns nr nrt nrfg nt".split())  # noqa: SIM905
_WEIGHTS = {"ns": 1.2, "nr": 1.2, "nt": 1.2, "nz": 1.2, "a": 0.7, "d": 0.4, "t": 0.5, "i": 0.7, "l": 0.7}
_LETTER = re.compile(f"[{HAN}A-Za-z]")
_SINGLE = re.compile(f"[{HAN}]")
_GAP = "\x00"
_MARKS = "，。；：！？、…,;:!?“”‘’\"'（）()【】《》 \n"
_EDGE = _MARKS + _GAP
_PLACES = 20  # of one text in its source that are looked at


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of content. A run of characters that belong to no word of the dictionary is one."""

    text: str
    start: int
    weight: float
    name: bool = False


@dataclass(frozen=True)
class _Ground:
    """What a sentence may rest on: the passages' sentences, the same with a gap for every figure, and all text."""

    sentences: tuple[str, ...]
    gapped: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Coverage:
    """What of a sentence its passages cover.

    `words` are the words of content, `others` the figures and names beside them, `missing` the words that are not
    covered. `lacking` is the weight of what is missing, `share` that of what is there in the weight of all;
    `verbatim` is whether the whole stands there, from mark to mark. `run` is the characters of the longest row of
    missing words. `new_pairs` are the pairs of neighbouring characters that no passage has, `names` the missing
    names. `exchanged` is what stands in the place of other words (mine, theirs) in a sentence that is otherwise the
    passage's, and `likeness` how much of it is, 0 to 1. `span` is the passage's sentence that is most like it.
    `untold` is what the sentence says happened and no passage tells, of the shortest whatever is missing; `near`
    are the clauses whose verbs only resemble one of theirs (`happenings`).
    """

    words: int
    others: int
    missing: tuple[str, ...]
    lacking: float
    share: float
    verbatim: bool
    run: int
    new_pairs: int
    names: int
    exchanged: tuple[str, str]
    likeness: float
    span: str
    untold: tuple[str, ...] = ()
    near: int = 0


@functools.lru_cache(256)
def _ground(texts: tuple[str, ...]) -> _Ground:
    """The passages' texts, made ready."""
    spans: list[str] = []
    room = MAX_PASSAGES
    for text in texts:
        plain = _plain(text[:room])
        room -= len(text)
        spans += (plain[start:end] for start, end in sentences(plain))
        if room <= 0:
            break
    return _Ground(tuple(spans), tuple(map(_without_figures, spans)), "\n".join(spans))


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", simplified(text.encode("utf-8", "replace").decode()))


@functools.lru_cache(512)
def coverage(text: str, texts: tuple[str, ...], beside: str = "") -> Coverage:
    """What of a Chinese text these passages cover. `beside` are names that it may also have: those of its sources."""
    on = _ground(texts)
    plain = _without_figures(_plain(text))
    unnamed = _without_names(plain)
    tagged = terms.tagged(unnamed)
    words = _words(tagged)
    covered = [1.0 if word.text in beside else _covered(word.text, on.text) for word in words]
    missing = [word for word, share in zip(words, covered, strict=True) if share < COVERED]
    lacking = sum(word.weight * (1 - share) for word, share in zip(words, covered, strict=True))
    weight = sum(word.weight for word in words)
    pairs = [plain[n : n + 2] for n in range(len(plain) - 1) if _SINGLE.match(plain[n]) and _SINGLE.match(plain[n + 1])]
    nearest = _nearest(plain, on.gapped)
    mine, theirs, likeness = exchanged(plain, on.gapped[nearest] if on.gapped else "", [w.text for w in missing])
    size = len(words) + unnamed.count(_GAP)
    happened = untold(tagged, on.text, functools.partial(_stands, text=on.text), _FUNCTION, short=size <= SHORT)
    return Coverage(
        words=len(words),
        others=size - len(words),
        missing=tuple(word.text for word in missing),
        lacking=lacking,
        share=1 - lacking / weight if weight else 0.0,
        verbatim=verbatim(text, on.text),
        run=_longest(words, covered),
        new_pairs=sum(pair not in on.text for pair in pairs),
        names=sum(word.name for word in missing),
        exchanged=(mine, theirs),
        likeness=likeness,
        span=on.sentences[nearest] if on.sentences else "",
        untold=happened.words or (tuple(word.text for word in missing) if size <= SHORTEST else ()),
        near=happened.near,
    )


def verbatim(text: str, source: str) -> bool:
    """Whether the text stands in the source from one mark of punctuation to another."""
    text = _plain(text).strip(_EDGE)
    at = source.find(text) if text else -1
    for _ in range(_PLACES):
        if at < 0:
            return False
        end = at + len(text)
        if (at == 0 or source[at - 1] in _EDGE) and (end == len(source) or source[end] in _EDGE):
            return True
        at = source.find(text, at + 1)
    return False


def _longest(words: Sequence[_Word], covered: Sequence[float]) -> int:
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


def _words(tagged: Iterable[tuple[str, str]]) -> list[_Word]:
    """The words of content of a tagged text, in order; neighbouring characters of no word are one."""
    found: list[_Word] = []
    position = 0
    run, began = "", 0
    for word, flag in [*tagged, ("", "")]:
        content = word not in _FUNCTION and flag[:1] not in _GRAMMAR
        loose = content and flag[:1] not in _COUNTS and _SINGLE.fullmatch(word)
        if loose:
            began = began if run else position
            run += word
        elif run:
            found.append(_Word(run, began, 0.6 if len(run) == 1 else 1.0))
            run = ""
        if content and not loose and flag != "m" and _LETTER.search(word):
            weight = _WEIGHTS.get(flag) or _WEIGHTS.get(flag[:1]) or 1.0
            size = 0.6 if len(word) == 1 else 1.0 if len(word) < 4 else 1.2
            found.append(_Word(word, position, weight * size, name=flag in _NAMES))
        position += len(word)
    return found


def _stands(word: str, text: str) -> bool:
    return _covered(word, text) >= COVERED


@functools.lru_cache(50_000)
def _covered(word: str, text: str) -> float:
    """How much of a word the text has, 0 to 1."""
    if word in text:
        return 1.0
    if not _SINGLE.search(word):
        return float(word.casefold() in text.casefold())
    size = len(word)
    there = sum(char in text for char in word)
    if there == size > 1 and _abbreviates(word, text):
        return ABBREVIATED
    for part in range(size - 1, 1, -1):
        if any(word[n : n + part] in text for n in range(size - part + 1)):
            return ALIKE * part / size
    return SHARED * there / size


def _abbreviates(word: str, text: str) -> bool:
    """Whether the word's characters stand in order in one run of characters, at most three others between two."""
    return re.search(f"[{HAN}]{{0,3}}".join(map(re.escape, word[:8])), text) is not None


# ---------------------------------------------------------------- exchanged


def _nearest(text: str, others: Sequence[str]) -> int:
    """Which sentence has most of the text's pairs of characters."""
    own = {text[n : n + 2] for n in range(len(text) - 1)}
    return max(range(len(others)), key=lambda n: sum(pair in others[n] for pair in own), default=0)


_LONGEST_EXCHANGED = 8
_UNEVEN = 3


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
        if tag == "delete" and not any(char in _EDGE for char in mine) and any(word in mine for word in missing):
            return mine, "", min(1.0, same / size)
        if tag != "replace" or max(b - a, d - c) > _LONGEST_EXCHANGED or abs(b - a - d + c) > _UNEVEN:
            continue
        if not (_SINGLE.search(mine) and _SINGLE.search(theirs)) or any(char in _EDGE for char in mine + theirs):
            continue
        if interchangeable(mine, theirs, one[max(0, a - 1) : a], one[b : b + 1]):
            continue
        if _goes_on(codes, n - 1, one) and _goes_on(codes, n + 1, one):
            return mine, theirs, min(1.0, same / size)
    return "", "", 0.0


def _goes_on(codes: Sequence[tuple[str, int, int, int, int]], n: int, text: str) -> bool:
    if not 0 <= n < len(codes):
        return True
    tag, a, b, _, _ = codes[n]
    return tag == "equal" and (b - a > 1 or text[a] in _EDGE)
