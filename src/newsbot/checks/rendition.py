"""Whether a translation is its original: every paragraph there, in its order, each sentence rendered by one.

A sentence of the original and its rendering stand beside each other, and each is held against the other: a figure or
name that one of them lacks was changed, left out or added. What words say is for the judge.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from newsbot.checks.claim import Claim
from newsbot.checks.figures import figure_rule
from newsbot.checks.names import lost, name_rule
from newsbot.checks.standards import HOUSE, Standards
from newsbot.checks.turning_words import lost_words
from newsbot.chinese import sentences, simplified, weight
from newsbot.figures import figures, numeral
from newsbot.news import Bullets, Draft, Evidence, Finding, Passage, Sentence, Severity, Source

POINTS = (3, 5)
"""How many points are made about a translated text, after the user's sample."""

# Han characters for a reading unit of the original: our own pairs have 0.45 to 1.1. What is shorter by much lost
# something, what is longer by much had something added.
MOST, LEAST = 1.4, 0.25
SHORT = 10  # reading units more or less that say nothing of a short sentence

_LATIN = frozenset({"en"})  # `chinese.language` calls every language in Latin letters so
_QUOTED = re.compile("“[^“”]{0,2000}”?")
_ENDS = re.compile("[。！？!?]+")
# A dot after which a sentence may have ended although it closes an abbreviation: 9 a.m. The crews …
_UNSURE = re.compile(r"[A-Za-z]\.\s+[“\"'(]?[A-Z]")
_HEADED = ("title", "heading")
_WHOLE = (*_HEADED, "row")
_RUNNING = ("paragraph", "item", "quote")
_DASHES = " \t-‐‑‒–—―−"
# What stands in a cell as it is, though in small letters: gpt-4o, torch.compile, tokens/s.
_CODE = re.compile(r"(?=[^ ]*[0-9_./@+#])[^ ]{1,60}")
_TITLECASE = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,}")


class Fault(NamedTuple):
    """What is wrong with the rendering of one sentence or paragraph, before it stands anywhere."""

    rule: str
    severity: Severity
    found: str
    source_has: str
    advice: str


def pieces(passage: Passage) -> tuple[str, ...]:
    """The sentences of a paragraph of the original; a heading is one, and each cell of a row that says something."""
    if passage.shape is not None and passage.shape.cells:
        return tuple(filter(says_something, passage.shape.cells))
    if passage.shape is not None and passage.shape.form in _WHOLE:
        return (passage.text,)
    return tuple(passage.text[start:end] for start, end in sentences(passage.text)) or (passage.text,)


def says_something(cell: str) -> bool:
    """Whether a cell of the original is to be rendered: an empty one and a dash say that there is nothing."""
    return bool(cell.strip(_DASHES))


def running(evidence: Evidence) -> str:
    """The running text of the original: what has a capital in it names somebody."""
    return "\n".join(p.text for p in evidence.passages if p.shape is None or p.shape.form in _RUNNING)


def unfaithful(
    passage: Passage,
    renderings: Sequence[Sentence],
    sources: tuple[Source, ...] = (),
    standards: Standards = HOUSE,
    beside: str = "",
    prose: str = "",
) -> list[tuple[int, Fault]]:
    """What is wrong with these renderings of a paragraph's sentences, each with which of them it is of.

    `beside` is the rest of the draft: a name that it once puts beside its original is known by either. `prose` is the
    original's `running` text: it tells a name from another word where both have a capital, in a cell or a heading.
    Errors: `omitted`, `added`, `figure` and `name` of either side, `link` for one that the original has not. Warnings:
    `link`, `strong` and `word` for what was lost.
    """
    theirs = pieces(passage)
    found = [(0, fault) for fault in _dress(passage, renderings)]
    if len(renderings) != len(theirs):
        short = len(renderings) < len(theirs)
        advice = (
            f"原文这一段有{len(theirs)}句，译文有{len(renderings)}句：{'漏译了' if short else '多出了'}，请一句对一句。"
        )
        text = "".join(each.text for each in renderings)
        found.append((0, Fault("omitted" if short else "added", "error", text[:80], passage.text[:120], advice)))
        pair = _pair(passage.text, text, passage, sources, standards, beside, "")
        return [*found, *((0, fault) for fault in pair)]
    prose = prose if passage.shape is not None and (passage.shape.cells or passage.shape.form in _HEADED) else ""
    for number, (piece, each) in enumerate(zip(theirs, renderings, strict=True)):
        faults = [
            *_size(piece, each.text, passage),
            *_pair(piece, each.text, passage, sources, standards, beside, prose),
        ]
        found += [(number, fault) for fault in (*faults, *_turned(piece, each.text, passage))]
    return found


def _size(piece: str, text: str, passage: Passage) -> Iterator[Fault]:
    """One sentence is rendered by one, about as long."""
    ends = _ENDS.findall(_QUOTED.sub("", text))
    headed = passage.shape is not None and passage.shape.form in _HEADED
    celled = passage.shape is not None and passage.shape.cells
    told = sum(1 for _ in sentences(piece)) if celled else 0  # a cell is one piece, however many sentences it has
    if len(ends) > max(0 if headed else 1, told, len(_ENDS.findall(piece))):
        severity: Severity = "warning" if _UNSURE.search(piece) else "error"
        advice = "原文只有一句，译文有几句：多出的不是原文的内容，请删去。"
        yield Fault("added", severity, text[:80], piece[:120], advice)
    if passage.language not in _LATIN:
        return  # `chinese.weight` does not count the letters of other scripts
    ours, theirs = weight(text), weight(piece)
    if ours > MOST * theirs + SHORT:
        yield Fault("added", "error", text[:80], piece[:120], "译文比原文长得多，写进了原文没有的内容，请照原文译。")
    if ours < LEAST * theirs - SHORT / 2 or not text.strip() or _left(piece, text):
        yield Fault("omitted", "error", text[:80], piece[:120], "译文比原文短得多，有内容漏译，请补译。")


def _left(piece: str, text: str) -> bool:
    """Whether a sentence with words of its language stands in the translation as it stood; gpt-4o is none."""
    if text.strip() != piece.strip() or _CODE.fullmatch(piece.strip()):
        return False
    return re.search(r"(?<![A-Za-z])[a-z]{3,}", piece) is not None


def _pair(
    piece: str,
    text: str,
    passage: Passage,
    sources: tuple[Source, ...],
    standards: Standards,
    beside: str,
    prose: str,
) -> Iterator[Fault]:
    """The figures and names of either that the other has not."""
    said = _claim(text, passage.model_copy(update={"text": piece, "shape": None}), sources, standards)
    rendered = passage.model_copy(update={"text": text, "language": "zh", "shape": None, "original": ""})
    meant = _claim(piece, rendered, sources, standards)
    ours = [each for each in figure_rule(said) if not _in_words(each.found, piece)]
    for each in ours:
        yield Fault(each.rule, each.severity, each.found, each.source_has, each.advice)
    told = {each.found for each in ours}
    for each in figure_rule(meant):
        if each.severity == "error" and each.source_has not in told and not _in_other_words(each.found, text):
            advice = f"原文的“{each.found}”译文里没有，请照原文补上或改正。"
            yield Fault("figure", "error", each.source_has, each.found, advice)
    for name in lost(piece, text, beside, standards.names, prose):
        advice = f"原文的“{name}”译文里没有：照译名表译，表里没有的保留原文。"
        yield Fault("name", "error", "", name, advice)
    if passage.shape is not None and passage.shape.cells:
        for name in _TITLECASE.findall(text):
            if name.casefold() not in f"{piece}\n{beside}".casefold():
                yield Fault("name", "error", name, piece[:120], f"原文这一格里没有“{name}”，请照原文改正。")


def _turned(piece: str, text: str, passage: Passage) -> Iterator[Fault]:
    """The little words of an English sentence that turn what it says, and that its rendering has nothing for."""
    if passage.language == "en":
        for word in lost_words(piece, simplified(text)):
            yield Fault("word", "warning", text[:80], word, f"原文有“{word}”，译文里看不出，请核对有没有漏译。")


# Figures that one language says in a word: a decade is 十年, the 1990s are of the 20世纪, a dozen may be 十几.
_WORDS = (
    (re.compile("^(?:十|10)年"), re.compile(r"\bdecades?\b", re.IGNORECASE)),
    (re.compile("^(?:一|1)?(?:个世纪|百年|00年)"), re.compile(r"\bcentur(?:y|ies)\b", re.IGNORECASE)),
    (re.compile("世纪$"), re.compile(r"\b\d{3}0s\b")),
    (re.compile("^(?:十几|十多|十来|一打|几十|数十)"), re.compile(r"\bdozens?\b", re.IGNORECASE)),
)
_NUMERAL = re.compile("[0-9]{1,12}|[一二两三四五六七八九十百千]{1,8}")


def _in_words(found: str, piece: str) -> bool:
    """Whether the original says a figure of the rendering in a word."""
    return any(ours.search(found) and theirs.search(piece) for ours, theirs in _WORDS)


def _in_other_words(found: str, text: str) -> bool:
    """Whether the rendering says a small whole number of the original in a form that no rule reads: 每四年.

    "One" counts nothing as often as it counts (took one home), and a second time is 再次.
    """
    if found.casefold() == "one" or (found.casefold() == "second" and re.search("[再又二另]|第2", text)):
        return True
    if re.search(r"\bdozens?\b", found, re.IGNORECASE):
        return re.search("十几|十多|十来|一打|几十|数十", text) is not None
    values = [figure.bare for figure in figures(found) if figure.kind == "number"]
    return len(values) == 1 and any(numeral(each) == values[0] for each in _NUMERAL.findall(text))


def kept_names(claim: Claim) -> list[Finding]:
    """What `name_rule` finds but for what looks like a name and is unknown: a name that was translated so is missed
    in the other direction."""
    return [each for each in name_rule(claim) if each.rule != "name-unknown"]


def _claim(text: str, passage: Passage, sources: tuple[Source, ...], standards: Standards) -> Claim:
    return Claim("introduction/0/0", Sentence(text=text, passages=(passage.id,)), (passage,), sources, standards)


def _dress(passage: Passage, renderings: Sequence[Sentence]) -> Iterator[Fault]:
    """What leads somewhere and what is bold."""
    if passage.shape is None:
        return
    theirs = [link.url for link in passage.shape.links]
    ours = [link.url for each in renderings for link in each.links]
    for url in ours:
        if url not in theirs:
            yield Fault("link", "error", url, "", "这个链接不是原文的，请删去。")
    if missing := [url for url in theirs if url not in ours]:
        advice = f"原文这一段有{len(theirs)}个链接，译文少了{len(missing)}个，请补上。"
        yield Fault("link", "warning", "", missing[0], advice)
    if len(passage.shape.strong) > sum(len(each.strong) for each in renderings):
        yield Fault("strong", "warning", "", passage.shape.strong[0], "原文加粗的字译文里没有加粗，请补上。")


# ---------------------------------------------------------------- the whole


class _Rendered(NamedTuple):
    """The renderings of one paragraph with their places."""

    places: tuple[str, ...]
    sentences: tuple[Sentence, ...]


def rendered(place: str) -> bool:
    """Whether a sentence at this place renders one of the original; the others are what is thought of it."""
    return not place.startswith(("conclusion/", "keywords/", "tldr/", "heading"))


def rendition(standards: Standards) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check that a draft is its one source whole.

    Errors `omitted` for a paragraph that is missing, `added` for a sentence that renders none, `order` for one out of
    its place, `views` for fewer or more than `POINTS`; and what `unfaithful` finds of each paragraph.
    """
    remembered = functools.lru_cache(2_000)(
        lambda passage, sentences, sources, beside, prose: tuple(
            unfaithful(passage, sentences, sources, standards, beside, prose)
        )
    )

    def check(draft: Draft, evidence: Evidence) -> list[Finding]:
        found, told = _groups(draft)
        beside, prose = _beside(draft), running(evidence)
        whole = Claim("article", draft.title, ())
        order = {passage.id: number for number, passage in enumerate(evidence.passages)}
        last = -1
        for id, group in told.items():
            claim = Claim(group.places[0], group.sentences[0], ())
            if order.get(id, -1) < last:
                found.append(claim.finding("order", "error", id, "这一段不在原文的位置上，请照原文的顺序排。"))
            last = max(last, order.get(id, -1))
        for passage in evidence.passages:
            if (known := told.get(passage.id)) is None:
                advice = f"原文第{passage.id}段没有译出，请补译：“{passage.text[:60]}”"
                found.append(whole.finding("omitted", "error", passage.id, advice, passage.text))
                continue
            for number, fault in remembered(passage, known.sentences, evidence.sources, beside, prose):
                at = min(number, len(known.places) - 1)
                claim = Claim(known.places[at], known.sentences[at], ())
                found.append(claim.finding(fault.rule, fault.severity, fault.found, fault.advice, fault.source_has))
        points = sum(len(block.items) for block in draft.conclusion if isinstance(block, Bullets))
        if not POINTS[0] <= points <= POINTS[1]:
            advice = f"看法应有{POINTS[0]}到{POINTS[1]}点，现有{points}点，请编辑补写或删减。"
            found.append(whole.finding("views", "error", f"{points}点", advice))
        return found

    return check


def _groups(draft: Draft) -> tuple[list[Finding], dict[str, _Rendered]]:
    """The renderings by paragraph in the draft's order, a lead as its item's beginning; and what renders none."""
    found: list[Finding] = []
    told: dict[str, list[tuple[str, Sentence]]] = {}
    lead: Sentence | None = None
    for place, sentence in draft.placed():
        if not rendered(place):
            continue
        if len(sentence.passages) != 1 or sentence.kind not in ("fact", "label" if place.endswith("/cell") else "fact"):
            advice = "这一句没有对应的原文段落：译文里只能有原文的内容，看法写到后面去。"
            found.append(Claim(place, sentence, ()).finding("added", "error", sentence.text[:80], advice))
            continue
        if place.endswith("/lead"):
            lead = sentence
            continue
        if lead is not None:
            bold = (lead.text, *lead.strong, *sentence.strong)
            update = {"text": f"{lead.text}：{sentence.text}", "strong": bold, "links": (*lead.links, *sentence.links)}
            told.setdefault(sentence.passages[0], []).append((place, sentence.model_copy(update=update)))
            lead = None
            continue
        told.setdefault(sentence.passages[0], []).append((place, sentence))
    groups = {
        id: _Rendered(tuple(place for place, _ in group), tuple(each for _, each in group))
        for id, group in told.items()
    }
    return found, groups


def _beside(draft: Draft) -> str:
    """The sentences of the draft that put something in brackets, where names stand beside their originals."""
    return "\n".join(each.text for _, each in draft.placed() if "（" in each.text)
