"""Writing without a model: verbatim Chinese sentences, in quotation marks, attributed, few from each source.

Nothing is translated and nothing reworded, so a quoted sentence needs no judge. At most three
sentences and 200 characters come from one source, TL;DR included: it is an excerpt, not a copy.
Headings are clauses of the quoted sentences. The title begins 摘编｜, and such an article is never
published without an editor.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from newsbot import checks, chinese
from newsbot.errors import TooThin
from newsbot.news import NEWS, Draft, Evidence, Former, Kind, Paragraph, Parts, Passage, Section, Sentence, Source
from newsbot.writers import headlines

MARK = "摘编｜"
MOST_SENTENCES = 3
MOST_CHARACTERS = 200
SHORTEST, LONGEST = 16, 110
ATTRIBUTION = 8  # Han characters of “据某报报道，” and section titles, for each quotation
LEAD = 2
SECTION = 4
BACKGROUND = 2  # sentences of a follow-up that its former article told
# Two sentences of which the shorter shares this much with the other tell the same thing.
SAME = 0.5
# Words to the reader, and lines that begin with a label or an ornament, are no news of the event.
NOT_NEWS = re.compile(
    r"您|订阅|点击|扫码|关注我们|本文|本期|编者按|全文\d|责任编辑|^(?:[A-Za-z;/]{2,8}|导语|摘要)[：:]|^[^\w“《（(]"
)
_AHEAD = re.compile(r"将于|将在|预计|计划于|下一步|下个月|明年|尚未|有待")
_SAYS = ("{name}报道：", "据{name}消息，", "{name}写道：", "据{name}报道，", "{name}的报道说：", "{name}称：")


_PLAIN_NAME = re.compile(r"[\w ·.&,'\-]{2,60}")


class Quotable(NamedTuple):
    """A sentence that may be quoted: where it is from, how early it stands there, and its words."""

    source: Source
    passage: Passage
    early: int
    text: str


def write(evidence: Evidence, standards: checks.Standards = checks.HOUSE, kind: Kind = NEWS) -> Draft:
    """The draft. Raises `TooThin` when the Chinese sources hold too few sentences that can stand alone."""
    least = _least(kind.parts)
    chosen = _chosen(evidence)
    chosen = chosen[: max(least, _that_fit(chosen, kind))]
    if len(chosen) < least:
        raise TooThin(
            f"only {len(chosen)} Chinese sentences in the sources can be quoted (at least {least} are needed); "
            "set a model (NEWSBOT_LLM__DRAFT_MODEL) to write from foreign sources",
            evidence.searched,
        )
    lead, summary, rest, last = _dealt(chosen, kind.parts)
    groups = _groups(rest, kind.parts.sections[1])
    used: list[str] = []
    least, most = headlines.TITLE
    title = _headline(evidence, [*lead, *rest], used, "title", (least, most - chinese.title_length(MARK)), standards)
    has_heading = kind.parts.heading
    heading = _headline(evidence, [*lead, *rest], used, "heading", headlines.TITLE, standards) if has_heading else None
    voice = Voice()
    introduction = (voice.paragraph(lead),) if lead else ()
    sections = tuple(
        Section(
            title=_headline(evidence, group, used, "sections/0/title", headlines.SECTION, standards),
            blocks=tuple(voice.paragraph(part) for part in _split(group)),
        )
        for group in groups
    )
    conclusion = (voice.paragraph([last]),) if last else ()
    draft = Draft(
        kind=kind.name,
        writer="extract",
        title=title.model_copy(update={"text": MARK + title.text}),
        heading=heading,
        tldr=tuple(voice.sentence(each) for each in summary),
        introduction=introduction,
        sections=sections,
        conclusion=conclusion,
    )
    return _dated(draft, evidence, standards)


def _dated(draft: Draft, evidence: Evidence, standards: checks.Standards) -> Draft:
    """The draft with the date of its source before each quotation that is older than the story."""
    changes: dict[str, Sentence | None] = {}
    for place, sentence in draft.placed():
        found = {each.rule for each in checks.against(place, sentence, evidence, standards)} if "/" in place else set()
        source = evidence.source(int(sentence.passages[0].split(".")[0])) if "stale" in found else None
        if source and (day := source.published) and day.month:
            when = f"{day.year}年{day.month}月" + (f"{day.day}日" if day.day else "")
            changes[place] = sentence.model_copy(update={"text": f"{when}，{sentence.text}"})
    return draft.revised(changes) if changes else draft


def _chosen(evidence: Evidence) -> list[Quotable]:
    """What is quoted: sources in turn, within each source's share, nothing told twice."""
    waiting = {
        source.id: sorted(quotable(evidence, source), key=lambda each: (_leans(each.text), each.early))
        for source in evidence.sources
    }
    if evidence.former is not None:
        waiting = {id: _news_first(each, evidence.former) for id, each in waiting.items()}
    chosen: list[Quotable] = []
    for _ in range(MOST_SENTENCES):
        for source in evidence.sources:
            room = MOST_CHARACTERS - sum(len(each.text) for each in chosen if each.source == source)
            fits = (each for each in waiting[source.id] if len(each.text) <= room and not _told(each, chosen))
            if (taken := next(fits, None)) is not None:
                waiting[source.id].remove(taken)
                chosen.append(taken)
    return chosen if evidence.former is None else _news_first(chosen, evidence.former)


def _news_first(quotables: Sequence[Quotable], former: Former) -> list[Quotable]:
    """What the former article did not tell, then as much of the rest as one paragraph holds."""
    fresh = [each for each in quotables if checks.tells_news(each.text, former)]
    return [*fresh, *[each for each in quotables if each not in fresh][:BACKGROUND]]


def quotable(evidence: Evidence, source: Source) -> Iterator[Quotable]:
    """A Chinese source's sentences that can stand in quotation marks, in text order; none of one for facts only."""
    if source.use != "quote":
        return
    passages = [each for each in evidence.passages if each.source == source.id and each.language == "zh"]
    for early, passage in enumerate(passages):
        for start, end in chinese.sentences(passage.text):
            text = passage.text[start:end]
            whole = text.endswith(("。", "！", "？", "。”")) and text.count("“") == text.count("”")
            if whole and not NOT_NEWS.search(text) and SHORTEST <= chinese.han_count(text) <= LONGEST:
                yield Quotable(source, passage, early, text)


def _leans(text: str) -> bool:
    """Whether a sentence leans on one before it: quoted alone it would point to nothing."""
    return headlines.leans_back(text) or re.search("这个|这一|这种|上述|前述|愿意的人", text) is not None


def _told(candidate: Quotable, chosen: Sequence[Quotable]) -> bool:
    pieces = chinese.bigrams(candidate.text)
    return any(
        len(pieces & other) >= SAME * max(1, min(len(pieces), len(other)))
        for other in (chinese.bigrams(each.text) for each in chosen)
    )


def _that_fit(chosen: Sequence[Quotable], kind: Kind) -> int:
    """How many of the quotations an article of this kind can hold; all where the settings say how long it is."""
    if kind.length is None:
        return len(chosen)
    summary = kind.parts.tldr[0]  # stands outside the body
    lengths = [chinese.han_count(each.text) + ATTRIBUTION for each in chosen[summary:]]
    return summary + sum(1 for total in accumulate(lengths) if total <= kind.length[1])


def _least(parts: Parts) -> int:
    """The fewest quotations of which these parts can be made: a section may be left out where it is not all there is.

    Of `news` five: two for the lead, two for the TL;DR and one for the conclusion.
    """
    sections = 0 if parts.introduction else parts.sections[0]
    return (LEAD if parts.introduction else 0) + parts.tldr[0] + sections + parts.conclusion


def _dealt(
    chosen: list[Quotable], parts: Parts
) -> tuple[list[Quotable], list[Quotable], list[Quotable], Quotable | None]:
    """Lead, TL;DR, sections and last words. The lead is what stands first in two sources."""
    rest = list(chosen)
    lead = [rest.pop(0) for _ in range(LEAD if parts.introduction else 0)]
    ahead = None
    if parts.conclusion:
        ahead = next((each for each in reversed(rest) if _AHEAD.search(each.text)), rest[-1])
        rest.remove(ahead)
    # The TL;DR is read alone: sentences that name their subject, early in their source.
    alone = sorted(rest, key=lambda each: (_leans(each.text), each.early, rest.index(each)))
    summary = alone[: parts.tldr[0]]
    return lead, summary, [each for each in rest if each not in summary], ahead


def _groups(rest: Sequence[Quotable], most_groups: int) -> list[list[Quotable]]:
    """Sections of about four quotations that speak of like things: each joins the seed it shares most with."""
    if not rest:
        return []
    count = max(1, min(4, most_groups, round(len(rest) / SECTION)))
    seeds = _seeds(rest, count)
    groups: list[list[Quotable]] = [[] for _ in seeds]
    most = -(-len(rest) // count) + 1
    for each in rest:
        pieces = chinese.bigrams(each.text)
        nearest = sorted(
            range(len(seeds)), key=lambda n: (each is not seeds[n], -len(pieces & chinese.bigrams(seeds[n].text)), n)
        )
        next(groups[n] for n in nearest if len(groups[n]) < most or each is seeds[n]).append(each)
    return [group for group in groups if group]


def _seeds(rest: Sequence[Quotable], count: int) -> list[Quotable]:
    """The first quotation, then whichever is least like those picked: what the sections will be about."""
    seeds = [rest[0]]
    while len(seeds) < min(count, len(rest)):
        others = [each for each in rest if each not in seeds]
        seeds.append(
            min(others, key=lambda each: max(len(chinese.bigrams(each.text) & chinese.bigrams(s.text)) for s in seeds))
        )
    return seeds


def _split(group: Sequence[Quotable]) -> Iterator[Sequence[Quotable]]:
    for at in range(0, len(group), 2):
        yield group[at : at + 2]


_NO_QUOTES = str.maketrans("", "", "“”‘’「」『』")
_SINGLE = str.maketrans("“”「」『』", "‘’‘’‘’")


class Voice:
    """Attributions in turn, so that an article of quotations does not repeat one formula."""

    def __init__(self) -> None:
        self._turn = 0

    def sentence(self, quotable: Quotable) -> Sentence:
        """The quotation under its outlet's name. Quotation marks inside become single ones."""
        says = _SAYS[self._turn % len(_SAYS)].format(name=outlet(quotable.source))
        self._turn += 1
        # Punctuation is set our way; the words stay as they are, and the check folds both alike.
        inner = chinese.tidy(quotable.text).translate(_SINGLE)
        return Sentence(text=f"{says}“{inner}”", passages=(quotable.passage.id,))

    def paragraph(self, quotables: Sequence[Quotable]) -> Paragraph:
        return Paragraph(sentences=tuple(self.sentence(each) for each in quotables))


def outlet(source: Source) -> str:
    """How a source is named in a sentence: its publisher, else its author, its host, or its title in 《》."""
    host = source.url.partition("://")[2].partition("/")[0].partition(":")[0]
    author = source.author if _PLAIN_NAME.fullmatch(source.author) else ""  # pages may claim any author
    name = chinese.tidy(source.publisher or author or host)
    return name or f"《{headlines.short(chinese.tidy(source.title))}》"


def _headline(
    evidence: Evidence,
    sentences: Sequence[Quotable],
    used: list[str],
    place: str,
    length: tuple[int, int],
    standards: checks.Standards,
) -> Sentence:
    """A headline of fitting length that passes its checks: the first source's own, a clause of the lead, another's."""
    titles = list(_source_titles(evidence)) if place in ("title", "heading") else []
    own = [offer for offer in titles if place == "title" and offer[1][0].startswith(f"{sentences[0].source.id}.")]
    lead = [clause for each in sentences[:LEAD] for clause in _clauses(each, length)]
    later = [clause for each in sentences[LEAD:] for clause in _clauses(each, length)]
    offers = [*own, *lead, *titles, *later]
    if place == "title" and (former := evidence.former) is not None:
        offers = [offer for offer in offers if checks.tells_news(offer[0], former)]
        offers.sort(key=lambda offer: -checks.newness(offer[0], former))
    for text, passages in offers:
        if text in used or not headlines.stands_alone(text, length):
            continue
        sentence = Sentence(text=text, passages=passages)
        if not any(
            finding.severity == "error" for finding in checks.against(place, sentence, evidence, standards)
        ) and checks.grounded(sentence, evidence):
            used.append(text)
            return sentence
    first = sentences[0]
    text = first.text.rstrip("。！？”").split("，")[0][: length[1] * 2]
    return Sentence(text=text, passages=(first.passage.id,))


def _source_titles(evidence: Evidence) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sources' own Chinese headlines, on the passages of that source that say the same."""
    for source in evidence.sources:
        text = chinese.simplified(chinese.tidy(source.title)).rstrip("。")
        pieces = chinese.bigrams(text)
        own = [each for each in evidence.passages if each.source == source.id and each.language == "zh"]
        near = sorted(own, key=lambda each: -len(pieces & chinese.bigrams(each.text)))[:3]
        if chinese.language(text) == "zh" and near:
            yield text, tuple(each.id for each in near)


def _clauses(quotable: Quotable, length: tuple[int, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for text in headlines.clauses(quotable.text.translate(_NO_QUOTES), length):
        yield text, (quotable.passage.id,)
