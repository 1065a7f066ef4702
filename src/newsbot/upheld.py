"""Whether a page, read again, still says what an article rests on. A step: texts in, what changed out.

Compared are the sentences of the cited passages, by their letters, figures and signs of measure: layout, punctuation,
white space, brackets, width and case of letters, Traditional or Simplified characters, and what stands between
sentences change nothing. A figure always does, and so does every other word but a few that only spell otherwise.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal

from newsbot import chinese
from newsbot.news import Noun

MAX_TEXT = 400_000
"""Characters of a page that are looked at."""

NEAR = 20_000  # characters of the lines that share something with a sentence
MOST = 5_000  # sentences of a page among which the nearest is looked for
TRIES = 100  # places at which a sentence may stand inside longer figures
LONGEST = 600  # characters of a sentence that are compared
LIKE = 0.35  # share of a sentence's pieces that another has, from which on it is the same sentence told otherwise
SMALL = 6  # letters; what has fewer, and no figure, says nothing an article rests on

_KEPT = frozenset("%‰$€£¥₩₹°℃<>=~")
"""Signs that belong to a figure."""

_BETWEEN = frozenset(".:-/")
"""Signs that are part of a figure when they stand between two digits."""

_SPELT = (
    frozenset("的地得"),
    frozenset("他她它"),
    frozenset("作做"),
    frozenset("帐账"),
    frozenset("像象"),
    frozenset("那哪"),
)
"""Characters that are taken for each other without another meaning."""

_COUNTERS = re.compile(
    r"(?:阅读|浏览|评论|点赞|转发|收藏|热度|分享|views?|comments?|shares?|likes?|min(?:ute)?s? read|reading time"
    r"|(?:分钟|小时|天|周|个月)前|(?:minutes?|hours?|days?|weeks?) ago)",
    re.IGNORECASE,
)
LONGEST_COUNTER = 40  # characters of a line that only counts readers or the time since it appeared

_SAYS_SO = re.compile(
    r"^\W{0,6}(?:(?:编者按|编辑部|本报|本刊|本站|本网)?\W{0,3}(?:更正|勘误|撤稿|撤回|致歉|辟谣)(?:声明|说明|启事|公告)?(?:\W|$)"
    r"|编者按\W{1,3}(?:更正|勘误|撤回)"
    r"|(?:本文|本报道|此文|该文|原文)[^。\n]{0,30}(?:更正|勘误|撤回|撤稿|已删除|有误)"
    r"|corrections?\b|clarification\b|retract(?:ion|ed)\b|editor.?s.? note:?[^\n]{0,80}(?:correct|retract|incorrect)"
    r"|this (?:article|story|post|report|piece|version)[^\n]{0,60}(?:corrected|retracted|withdrawn|amended)"
    r"|an? (?:earlier|previous|prior) version of this)",
    re.IGNORECASE,
)


class Change(Noun):
    """What a cited passage said and what the page says now, `now` empty when it says nothing of it.

    `kind`: another figure stands there, other words, or the sentence is gone.
    """

    passage: str
    kind: Literal["figure", "wording", "gone"]
    was: str
    now: str = ""


class Cited(Noun):
    """A passage that an article cites: its id, and its text as the page had it."""

    id: str
    text: str


def changes(cited: Sequence[Cited], text: str) -> tuple[Change, ...]:
    """What of these passages the page's text no longer says, in their order."""
    page = _Page(chinese.simplified(text[:MAX_TEXT]))
    return tuple(change for passage in cited for change in _changed(passage, page))


def announced(text: str, before: str) -> str:
    """The line in which the page says that it was corrected or taken back, where it did not say so `before`."""
    known = {_letters(line[:LONGEST]) for line in chinese.simplified(before[:MAX_TEXT]).split("\n")}
    for line in chinese.simplified(text[:MAX_TEXT]).split("\n"):
        plain = chinese.one_line(line[:LONGEST])
        if _SAYS_SO.match(plain) and _letters(plain) not in known:
            return plain[:300]
    return ""


def _changed(passage: Cited, page: "_Page") -> Iterator[Change]:
    plain = chinese.simplified(passage.text)
    for start, end in chinese.sentences(plain):
        was = plain[start:end][:LONGEST]
        if _says_nothing(was) or page.says(was):
            continue
        now = page.nearest(was)
        if not now:
            yield Change(passage=passage.id, kind="gone", was=was)
        elif _figures(was) != _figures(now):
            yield Change(passage=passage.id, kind="figure", was=was, now=now)
        elif not _only_spelt(was, now):
            yield Change(passage=passage.id, kind="wording", was=was, now=now)


def _says_nothing(sentence: str) -> bool:
    letters = _letters(sentence)
    if len(sentence) <= LONGEST_COUNTER and _COUNTERS.search(sentence) and not re.search("[。！？]$", sentence):
        return True
    return len(letters) < SMALL and not any(char.isdigit() for char in letters)


class _Page:
    """A page's text in Simplified characters, ready to be asked whether it says something."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._whole = _letters(text)
        self._lines = [(line, _pieces(line)) for line in text.split("\n") if line.strip()]
        self._pieces: list[tuple[str, frozenset[str]]] | None = None

    def says(self, sentence: str) -> bool:
        """Whether the sentence stands in the page, whatever stands around it, and as whole figures."""
        letters = _letters(sentence)
        if _stands(letters, self._whole):
            return True
        bare = _letters(_unbracketed(sentence))
        ours = _pieces(sentence)
        # What an advertisement parted is one sentence again without the lines that share nothing with it.
        near = "\n".join(line for line, theirs in self._lines if ours & theirs)[:NEAR]
        return _stands(letters, _letters(near)) or (len(bare) >= SMALL and _stands(bare, _letters(_unbracketed(near))))

    def nearest(self, sentence: str) -> str:
        """The page's sentence that tells the same otherwise; empty where none does."""
        if self._pieces is None:
            cut = (self._text[start:end][:LONGEST] for start, end in chinese.sentences(self._text))
            self._pieces = [(each, _pieces(each)) for each in islice(cut, MOST)]
        ours = _pieces(sentence)
        shared = ((len(ours & theirs) / max(1, len(ours)), each) for each, theirs in self._pieces)
        share, best = max(shared, key=lambda pair: pair[0], default=(0.0, ""))
        return best if share >= LIKE else ""


# ---------------------------------------------------------------- texts as they are compared


def _letters(text: str) -> str:
    """The text's letters, digits and signs of measure, in one form; `|` parts digits that something parts."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept: list[str] = []
    parted = ""
    for at, char in enumerate(plain):
        if char.isalnum() or char in _KEPT:
            if parted and kept and _joined(kept[-1], char):
                kept.append(_parting(parted, kept[-1], plain[at : at + 4]))
            kept.append(char)
            parted = ""
        else:
            parted += char
    return "".join(kept)


def _parting(parted: str, before: str, after: str) -> str:
    """What stands for the characters between two of a figure: nothing between thousands or before a sign of measure."""
    if not (before.isdigit() and after[0].isdigit()):
        return "" if not parted.strip(" \u200b") else "|"
    if parted == "," and after[:3].isdigit() and not after[3:4].isdigit():
        return ""
    return parted if parted in _BETWEEN else "|"


def _stands(letters: str, text: str) -> bool:
    """Whether the letters stand in the text, not inside a longer figure or Latin word."""
    at = text.find(letters)
    for _ in range(TRIES):
        if at < 0:
            break
        end = at + len(letters)
        if not _joined(text[at - 1 : at] if at else "", letters[:1]) and not _joined(letters[-1:], text[end : end + 1]):
            return True
        at = text.find(letters, at + 1)
    return not letters


def _joined(one: str, other: str) -> bool:
    """Whether two neighbouring characters are one figure: digits, a sign between them, or a sign of measure."""
    figure = frozenset("0123456789.:-/") | _KEPT
    return one in figure and other in figure and bool(one) and bool(other)


_FIGURE = re.compile(
    rf"[{re.escape(''.join(sorted(_KEPT)))}]*\d[\d.:/-]*[%‰°℃]*|[零〇一二两三四五六七八九十百千万亿兆半]+"
)


def _figures(text: str) -> list[str]:
    return sorted(_FIGURE.findall(_letters(text)))


_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】\d\n]{0,60}[)）\]】]|\[\d{1,3}\]")


def _unbracketed(text: str) -> str:
    """The text without what stands in brackets and holds no figure; marks of notes go too."""
    return _BRACKETS.sub("", text)


def _pieces(text: str) -> frozenset[str]:
    """What the text is about: pairs of Han characters, and words that are no mere function words, by their length."""
    found = chinese.bigrams(text[:LONGEST])
    return frozenset(each for each in found if not each.isascii() or len(each) > 3 or any(map(str.isdigit, each)))


def _only_spelt(was: str, now: str) -> bool:
    """Whether the two differ in nothing but characters that are taken for each other."""
    one, other = _letters(was), _letters(now)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for what, start, end, begin, stop in matcher.get_opcodes():
        if what == "equal":
            continue
        pairs = list(zip(one[start:end], other[begin:stop], strict=False))
        same_length = end - start == stop - begin
        if not same_length or not all(any({a, b} <= group for group in _SPELT) for a, b in pairs):
            return False
    return True
