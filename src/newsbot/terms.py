"""Words for matching: what two texts must share to be about one thing, and how much sharing it says (BM25).

Both sides of every comparison are cut by `terms`, so what matters is that equal things are cut alike, more than
that each cut is right. Pure functions over strings; rjieba (Chinese segmentation) is imported here and nowhere else.
"""

import functools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from newsbot import chinese

LONGEST = 64  # characters of one term; what is longer is no word anybody asks for, and is cut

# Words that stand in any text and tell none from another. Few: a word too many here can never be found.
STOP = frozenset(
    "a about after also an and are as at be been but by can com could for from had has have he her his how http https "  # noqa: SIM905
    "if in into is it its more most not of on or our over she so than that the their them then there these they this "
    "those to us was we were what when where which who will with would www you your "
    "的 了 在 是 和 与 及 或 也 就 都 而 着 被 把 对 为 于 以 之 其 这 那 该 此 个 们 我 你 他 她 它 将 "
    "并 等 从 到 由 向 有 我们 你们 他们 它们 一个 这个 那个 这些 那些 以及 已经 可以 没有 因为 所以 但是 如果 "
    "通过 进行 表示 其中 对于 关于".split()
)

_LETTER = f"(?:(?![{chinese.HAN}])[^\\W_])"  # a letter or digit of any script but Han
_WORD = re.compile(f"(?P<han>[{chinese.HAN}]+)|{_LETTER}+(?:[.'’&+_-]{_LETTER}+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_JOINTS = re.compile(r"['’&+_-]")
_HEAD = re.compile(r"[^\W\d_]{3,}")
_PLAIN = re.compile(r"[a-z0-9]+")
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)}  # ＧＰＴ－４: the one form of compatibility that news uses


def terms(text: str) -> list[str]:
    """The text's words in their order, repeated as they stand there: Simplified, case-folded, stop words left out.

    Chinese is segmented in search mode: before a long word come the shorter ones in it
    (数据, 中心, 数据中心). Characters that belong to no word of the dictionary come in pairs (智谱), one that stands
    alone as itself. Latin names and versions come whole and in parts (`gpt-4.1`, `gpt`, `4.1`), English plurals as
    the singular, numbers without thousands separators. Takes time linear in the text; any text will do.
    """
    whole = text.translate(_FULL_WIDTH).encode("utf-8", "replace").decode()  # no lone surrogates, which OpenCC refuses
    text = chinese.simplified(whole).casefold()
    found: list[str] = []
    for match in _WORD.finditer(_THOUSANDS.sub("", text)):
        found += _han(match[0]) if match["han"] else _latin(match[0])
    return found


@functools.cache
def _segmenter() -> Callable[[str, bool], list[str]]:
    import rjieba

    cut: Callable[[str, bool], list[str]] = rjieba.cut_for_search
    return cut


@functools.cache
def _tagger() -> Callable[[str], list[tuple[str, str]]]:
    import rjieba

    tag: Callable[[str], list[tuple[str, str]]] = rjieba.tag
    return tag


def tagged(text: str) -> list[tuple[str, str]]:
    """Every word of the text, in order and without gaps, with what the segmenter takes it for.

    The tags are jieba's, after the ICTCLAS set: `nr` a person, `ns` a place, `nt` an organisation, `v` a verb, `x` a
    sign. Words its dictionary has not are guessed (HMM), well for names, and differently in different sentences.
    """
    return _tagger()(text)


def one_word(text: str) -> bool:
    """Whether the dictionary has a run of Han characters as one word: 老师, and not 听澜."""
    return len(_segmenter()(text, False)) == 1


def _han(run: str) -> Iterator[str]:
    """The words of a run of Han characters.

    The segmenter's guess at words it does not know (HMM) is off: it guesses one name differently in different
    sentences, and then a query for the name finds only some of them. Pairs of neighbours are the same everywhere.
    """
    for single, words in groupby(_segmenter()(run, False), key=lambda word: len(word) == 1):
        if single:
            yield from _pairs("".join(words))
        else:
            yield from (word[:LONGEST] for word in words if word not in STOP)


def _pairs(characters: str) -> Iterator[str]:
    for stops, group in groupby(characters, key=STOP.__contains__):
        if stops:
            continue
        run = "".join(group)
        yield from (run[n : n + 2] for n in range(len(run) - 1))
        if len(run) == 1:
            yield run


@functools.lru_cache(16_384)
def _latin(word: str) -> tuple[str, ...]:
    """A word with its parts: those between joints, and the letters a part begins with (`qwen` of `qwen2.5`)."""
    word = word.removeprefix("www.").removesuffix("'s").removesuffix("’s")
    parts = [word]
    pieces = _JOINTS.split(word)
    if len(pieces) > 1:
        parts += (piece for piece in pieces if len(piece) > 1 or piece.isdigit())
    for piece in pieces:
        head = _HEAD.match(piece)
        if head and head[0] != piece:
            parts.append(head[0])
    return tuple(_singular(part)[:LONGEST] for part in parts if part not in STOP)


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s" or word[-2:] in ("ss", "us", "is") or word == "news" or not word.isalpha():
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def encoded(term: str) -> str:
    """The term in ASCII letters and digits alone, so that no database's tokenizer splits or changes it.

    Different terms stay different: `p` stands before a plain one, `x` before the hexadecimal UTF-8 of any other.
    """
    return f"p{term}" if _PLAIN.fullmatch(term) else f"x{term.encode('utf-8', 'replace').hex()}"


# The usual constants of BM25: how soon repeating a word stops to count, and how much a long document is held back
# (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009: k1 1.2 to 2, b 0.5 to 0.8).
K1 = 1.2
B = 0.75


def bm25(
    query: Sequence[str],
    documents: Sequence[Sequence[str]],
    frequencies: Mapping[str, int],
    total: int,
    average: float,
) -> list[float]:
    """How much each document says about the query, 0 where they share no term; a term of the query counts once.

    `frequencies` is how many of all `total` documents hold a term (0 where it is not in there), `average` how many
    terms a document has. The same input gives the same floats everywhere: sums are taken in the query's order.
    """
    weights = {term: _rarity(frequencies.get(term, 0), total) for term in query}
    return [_score(weights, document, average) for document in documents]


def _rarity(frequency: int, total: int) -> float:
    return math.log(1 + max(0.0, total - frequency + 0.5) / (frequency + 0.5))


def _score(weights: Mapping[str, float], document: Sequence[str], average: float) -> float:
    counts: dict[str, int] = {}
    for term in [each for each in document if each in weights]:
        counts[term] = counts.get(term, 0) + 1
    held_back = K1 * (1 - B + B * len(document) / average) if average > 0 else K1
    # In a list, and in the query's order: of some hundred documents this is most of the work.
    there = [(weights[term], counts[term]) for term in weights if term in counts]
    return sum([weight * count * (K1 + 1) / (count + held_back) for weight, count in there])
