"""Writing with a small model: sentence by sentence, each checked at once, headings last.

Code chooses, orders and groups the passages; the model only rewords one sentence of a source at a
time, which is what a small model can do. A sentence that fails its checks is asked for once more with the fault
named, then left out. Headings, TL;DR and title are made *from the checked sentences*; where the
model's do not pass, code takes a clause of a checked sentence instead. At most two calls a sentence
plus three: a report asks for its titles a few at a time with what its sentences left over.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from newsbot import checks, chinese, prompts
from newsbot import draft as drafts
from newsbot.errors import Malformed
from newsbot.news import NEWS, Draft, Evidence, Kind, Paragraph, Parts, Passage, PromptUse, Section, Sentence
from newsbot.newsroom import Model, Request
from newsbot.together import together
from newsbot.writers import attributing, chapters, codes, column, extract, headlines, retold, rewording
from newsbot.writers.asking import UNUSABLE
from newsbot.writers.rewording import Piece

LEAD_SENTENCES = 2
SECTION_SENTENCES = 6
MOST_SECTIONS = 4  # unless the kind of article has more at least
PARAGRAPH_SENTENCES = 3
HEADED = 6
"""Sections of a report whose titles are asked for at once, where calls are left for so many batches: thirty took a
small model more than five minutes."""
# Sentences may be lost to the repetition check later, so a little more is written than is asked for.
SPARE = 1.15
# A headline or summary must have this share of its pieces from the checked sentences.
SAID = 0.7
_SECTION = "sections/0/title"
ABSTRACT = (11, 25)
"""Reading units of a clause in 摘要: more in a row would copy the chapter."""
_AHEAD = re.compile(r"将于|将在|预计|计划|下一步|下个月|明年|\bwill\b|\bplans? to\b|\bexpected to\b", re.IGNORECASE)
_CHATTER = re.compile(
    r"^(?:改写|重写|译文|输出|句子|新闻|标题|小标题|答案|概括)[^：:]{0,8}[：:]|^\d{1,2}[.、．]\s*|^[-*•]\s*"
)
_NOTE = re.compile(r"[（(](?:注|说明|备注)[：:].*$", re.DOTALL)


async def write(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    minimum: int,
    concurrency: int,
    standards: checks.Standards = checks.HOUSE,
    kind: Kind = NEWS,
) -> Draft:
    """A draft of this kind, of at least `minimum` Han characters where the evidence carries it.

    Raises `ModelError`; `Malformed` when too few sentences agree with their passages.
    """
    writer = _Stepwise(model, folder, evidence, secret, standards, kind)
    body = await writer.body(int(minimum * SPARE), concurrency)
    parts = kind.parts
    if len(body) < (LEAD_SENTENCES if parts.introduction else 0) + max(1, parts.sections[0]) + parts.conclusion:
        raise Malformed(
            f"only {len(body)} of the model's sentences agreed with their passages; "
            'use a larger model (NEWSBOT_LLM__DRAFT_MODEL), or set writer = "extract"'
        )
    return await writer.assembled(body)


class _Stepwise:
    """One story's conversation with the model: what it was asked, and under which prompts."""

    def __init__(
        self,
        model: Model,
        folder: prompts.Folder,
        evidence: Evidence,
        secret: str,
        standards: checks.Standards,
        kind: Kind,
    ) -> None:
        self._model = model
        self._folder = folder
        self._evidence = evidence
        self._secret = secret
        self._standards = standards
        self._kind = kind
        self._canary = prompts.canary(secret, evidence.story, evidence)
        self._uses: dict[str, PromptUse] = {}
        self._aside: list[Sentence] = []
        self._spoken = 0  # sentences in people's own words
        self._unused = 0  # second calls that sentences did not need

    async def body(self, target: int, concurrency: int) -> list[Sentence]:
        """Checked sentences in the order of their passages, until `target` Han characters are reached."""
        made: dict[Piece, tuple[Sentence, ...]] = {}
        pieces = [
            piece
            for passage in _fair(self._evidence)
            for piece in rewording.pieces(passage)
            if not extract.NOT_NEWS.search(piece.text)
        ]
        waiting = self._news_first(pieces)
        while _han(made) < target:
            said = [sentence.text for group in made.values() for sentence in group]
            known = [*map(retold.figures_in, said)] if self._kind.layout == "chaptered" else [retold.figures_of(said)]
            waiting = [piece for piece in waiting if not retold.known(piece.text, known)]
            batch, waiting = waiting[:concurrency], waiting[concurrency:]
            if not batch:
                break
            for piece, sentences in zip(batch, await together(*map(self._reworded, batch)), strict=True):
                told = [sentence.text for group in made.values() for sentence in group]
                fresh = tuple(sentence for sentence in sentences if not retold.told_again(sentence.text, told))
                if fresh:
                    made[piece] = fresh
        order = [passage.id for passage in self._evidence.passages]
        placed = sorted(made, key=lambda piece: (order.index(piece.passage.id), piece.number))
        if self._kind.layout == "chaptered":  # what stands before a sentence there is of other sources
            placed = [piece for piece in placed if not rewording.hangs(piece, made[piece][0].text, placed)]
        reworded = [sentence for piece in placed for sentence in made[piece]]
        whose = attributing.attributed(reworded, self._evidence, self._standards)
        return attributing.both_sides(whose, self._evidence)

    def _news_first(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces to try: of a follow-up those that tell what its former article did not, then one paragraph's
        worth of the others."""
        former = self._evidence.former
        if former is None:
            return pieces
        fresh = [piece for piece in pieces if checks.tells_news(piece.text, former)]
        return [*fresh, *[piece for piece in pieces if piece not in fresh][:PARAGRAPH_SENTENCES]]

    async def _reworded(self, piece: Piece) -> tuple[Sentence, ...]:
        """The piece in one or two Chinese sentences; quoted, or left out, when the model fails twice."""
        if self._kind.opinion and self._spoken < column.MOST_SPOKEN:
            spoken = column.spoken(piece, self._evidence, self._standards)
            self._spoken += len(spoken)
            if spoken:
                return spoken
        fault = ""
        for ordinal in (0, 1):
            try:
                sentences = rewording.read(await self._sentence_text(piece, fault, ordinal), piece)
                fault = rewording.fault(sentences, piece, self._evidence, self._standards, first=ordinal == 0)
            except UNUSABLE as error:
                sentences, fault = (), str(error)
            if sentences and not fault:
                self._unused += ordinal == 0
                return sentences
            self._aside += [each for each in sentences if self._obeys(each)]
        return self._quoted(piece)

    def _obeys(self, sentence: Sentence) -> bool:
        found = checks.against("introduction/0/0", sentence, self._evidence, self._standards)
        return bool(checks.obeyed(((sentence, each) for each in found), self._evidence))

    def _quoted(self, piece: Piece) -> tuple[Sentence, ...]:
        """A Chinese piece in its own words, under its outlet's name; nothing of a foreign one."""
        quotables = extract.quotable(self._evidence, self._evidence.source(piece.passage.source))
        same = next((each for each in quotables if each.text == piece.text), None)
        return () if same is None else (extract.Voice().sentence(same),)

    async def _sentence_text(self, piece: Piece, fault: str, ordinal: int) -> str:
        purpose = f"sentence:{piece.passage.id}/{piece.number}"
        names = codes.names_of(piece.text, self._standards) if piece.foreign else []
        stand_in = codes.codes_of(names, piece.text) if ordinal else {}
        text = await self._ask(
            "sentence",
            purpose,
            ordinal,
            passage=codes.coded(checks.glossed(piece.text), stand_in) if piece.foreign else piece.text,
            marker=prompts.marker(self._secret, self._evidence.story, self._evidence, purpose),
            names=[] if stand_in else self._standards.names.names_for(piece.text),
            fault=codes.coded(fault, stand_in),
            foreign=piece.foreign,
        )
        return codes.decoded(text, stand_in, names, piece.text)

    async def assembled(self, body: Sequence[Sentence]) -> Draft:
        """The draft around the checked sentences: parts, then headings, TL;DR and title from them."""
        if self._kind.layout == "chaptered":
            return await self._in_chapters(body)
        former = self._evidence.former
        told = [each for each in body if former is not None and not checks.tells_news(each.text, former)]
        fresh = [each for each in body if each not in told]
        if len(fresh) < LEAD_SENTENCES + 2:  # hardly anything is new: then it is told in the order of its sources
            fresh, told = list(body), []
        lead, groups, last = _parts(fresh, self._kind.parts)
        groups += [told[:PARAGRAPH_SENTENCES]] if told else []
        texts = [sentence.text for sentence in body]
        headings, tldr, titles = await together(
            self._lines("headings", groups=[[sentence.text for sentence in group] for group in groups]),
            self._lines("tldr", sentences=texts[:8]),
            self._lines("title", headline=self._evidence.headline, sentences=texts[:8]),
        )
        taken: list[str] = []
        title = self._headline(titles, [*lead, *body], taken, "title")
        has_heading = self._kind.parts.heading
        heading = self._headline(titles[1:], [*lead[1:], *body], taken, "heading") if has_heading else None
        named = [
            self._headline(headings[number : number + 1], group, taken, "sections/0/title")
            for number, group in enumerate(groups)
        ]
        draft = Draft(
            kind=self._kind.name,
            writer="stepwise",
            title=title,
            heading=heading,
            tldr=self._summary(tldr, body, title.text),
            introduction=(Paragraph(sentences=tuple(lead)),) if lead else (),
            sections=tuple(
                Section(title=name, blocks=tuple(_paragraphs(group))) for name, group in zip(named, groups, strict=True)
            ),
            conclusion=(Paragraph(sentences=tuple(last)),) if last else (),
        )
        if self._kind.opinion:
            thesis, views = await column.argued(self._lines, groups, self._evidence, self._standards)
            draft = column.added(draft, thesis, views)
        return self._owned(draft)

    def _owned(self, draft: Draft) -> Draft:
        """The draft with what was asked for it, and with whose word its parts are."""
        known = {
            "model": self._model.name("draft"),
            "prompts": tuple(self._uses.values()),
            "aside": tuple(self._aside),
        }
        return attributing.owned(draft.model_copy(update=known), self._evidence, self._standards)

    async def _in_chapters(self, body: Sequence[Sentence]) -> Draft:
        """The report around the checked sentences: what looks ahead ends it, the rest stands in sections of like things
        in the order of their sources; 摘要 is a clause of each chapter."""
        ahead = [each for each in body if _AHEAD.search(each.text) and not headlines.leans_back(each.text)]
        last = ahead[:PARAGRAPH_SENTENCES]
        grouped = chapters.grouped([each for each in body if each not in last], self._kind.parts)
        told = [[attributing.oriented(section, self._evidence) for section in chapter] for chapter in grouped]
        groups = [group for chapter in told for group in chapters.titled(chapter)]
        leads = [chapter[0][0] for chapter in told]
        texts = [sentence.text for sentence in leads]
        offers, (tldr, titles) = await together(
            self._offers(groups),
            together(
                self._lines("tldr", sentences=texts),
                self._lines("title", headline=self._evidence.headline, sentences=texts),
            ),
        )
        taken: list[str] = []
        title = self._headline([*titles, self._evidence.headline], [*leads, *body], taken, "title")
        names = iter(
            [
                self._headline(
                    [offer, *chapters.phrases([each.text for each in group]), *chapters.subjects(group)],
                    chapters.central(group),
                    taken,
                    _SECTION,
                )
                for offer, group in zip(offers, groups, strict=True)
            ]
        )
        note = self._summary(tldr, leads, title.text)
        sections = tuple(section for chapter in told for section in chapters.laid_out(chapter, names))
        table = chapters.tabled(self._evidence, self._standards)
        return self._owned(
            Draft(
                kind=self._kind.name,
                writer="stepwise",
                title=title,
                heading=None,
                tldr=note,
                introduction=tuple(_paragraphs(self._abstract(told, [title, *note]))),
                sections=chapters.placed(sections, table) if table is not None else sections,
                conclusion=tuple(_paragraphs(last)),
            )
        )

    async def _offers(self, groups: Sequence[Sequence[Sentence]]) -> list[str]:
        """What the model calls each group, some groups a call; empty where it named more or fewer than it was shown."""
        shown = [[each.text for each in group[:PARAGRAPH_SENTENCES]] for group in groups]
        size = max(HEADED, -(-len(shown) // (1 + self._unused)))
        batches = [shown[at : at + size] for at in range(0, len(shown), size)]
        replies = await together(*(self._lines("headings", groups=batch) for batch in batches))
        named = (
            reply if len(reply) == len(batch) else [""] * len(batch)
            for batch, reply in zip(batches, replies, strict=True)
        )
        return [name for names in named for name in names]

    def _abstract(self, told: Sequence[Sequence[Sequence[Sentence]]], said: Sequence[Sentence]) -> list[Sentence]:
        """A short clause of each chapter where it has one, none that stands in 编者按 or the title."""
        made: list[Sentence] = []
        for chapter in told:
            sentences = chapters.central([each for section in chapter for each in section])
            clauses = ((clause, each) for each in sentences for clause in headlines.clauses(each.text, headlines.TITLE))
            for clause, sentence in clauses:
                others = [each.text for each in (*said, *made)]
                unfit = drafts.ended(clause) == sentence.text or chapters.halved(clause, sentence.text)
                if unfit or not headlines.stands_alone(clause, ABSTRACT) or retold.told_again(clause, others):
                    continue
                resting = self._rests(drafts.ended(clause), [sentence], "introduction/0/0", ())
                if resting is not None:
                    made.append(resting)
                    break
        return made

    def _headline(self, lines: Sequence[str], sentences: Sequence[Sentence], taken: list[str], place: str) -> Sentence:
        """The first line that passes and is not taken, with the passages it can rest on; else a sentence's clause."""
        offered = [drafts.title_text(line) for line in lines]
        length = headlines.SECTION if place.startswith("sections") else headlines.TITLE
        asked = chinese.bigrams(chinese.simplified(self._evidence.headline))
        clauses = [clause for sentence in sentences for clause in headlines.clauses(sentence.text, length)]
        if length == headlines.TITLE:  # what says most of what was asked for
            clauses.sort(key=lambda clause: -len(asked & chinese.bigrams(clause)))
        if length == headlines.TITLE:
            offered, clauses = (attributing.headed(each, self._evidence) for each in (offered, clauses))
        fitting = [text for text in [*offered, *clauses] if text not in taken and headlines.stands_alone(text, length)]
        if (former := self._evidence.former) is not None and place in ("title", "heading"):
            fitting.sort(key=lambda text: -checks.newness(text, former))
        for allowed in ((), ("warning",)):  # one without any finding, such as a dropped 至多, if there is one
            for text in fitting:
                resting = self._rests(text, sentences, place, allowed)
                if resting is not None:
                    taken.append(text)
                    return resting
        fallback = sentences[0]
        return Sentence(text=drafts.title_text(fallback.text), passages=fallback.passages)

    def _summary(self, lines: Sequence[str], body: Sequence[Sentence], title: str) -> tuple[Sentence, ...]:
        """Two to four sentences (as many as the kind has) that pass and copy nothing; short clauses of the body where
        the model's do not."""
        least, most = self._kind.parts.tldr
        reply = drafts.ReplySentence(text="".join(lines)[:2000])
        offered = [sentence.text for sentence in drafts.sentences(reply)]
        made: list[Sentence] = []
        for text in offered[:most]:
            resting = self._rests(text, body, "tldr/0")
            told = retold.told_again(text, [each.text for each in made])
            if resting is not None and not checks.restates(text, title) and not told and not retold.copied(text, body):
                made.append(resting)
        for sentence in body:
            if len(made) >= least:
                break
            for clause in headlines.clauses(sentence.text, headlines.TITLE):
                text = drafts.ended(clause)
                if (
                    headlines.stands_alone(clause, headlines.TITLE)
                    and not checks.restates(text, title)
                    and text not in [each.text for each in made]
                ):
                    resting = self._rests(text, [sentence], "tldr/0")
                    if resting is not None:
                        made.append(resting)
                        break
        return tuple(made)

    def _rests(
        self, text: str, sentences: Sequence[Sentence], place: str, allowed: Sequence[str] = ("warning",)
    ) -> Sentence | None:
        """The text as a sentence on the passages of the checked sentences nearest to it, if it passes its checks."""
        pieces = chinese.bigrams(text)
        near = sorted(sentences, key=lambda sentence: -len(pieces & chinese.bigrams(sentence.text)))
        held: set[str] = set()
        ids: list[str] = []
        for sentence in near[:3]:  # up to three passages, each adding something that the text says
            adds = (pieces & chinese.bigrams(sentence.text)) - held
            if adds and len(held) < 0.9 * len(pieces):
                held |= adds
                ids += [id for id in sentence.passages if id not in ids]
        if not pieces or len(held) < SAID * len(pieces):  # it speaks of something the sentences do not
            return None
        resting = Sentence(text=text, passages=tuple(ids))
        found = checks.against(place, resting, self._evidence, self._standards)
        return resting if all(finding.severity in allowed for finding in found) else None

    async def _lines(self, name: str, **values: object) -> list[str]:
        """The reply's lines without numbering; empty when the model gave nothing usable."""
        try:
            text = await self._ask(name, name, 0, **values)
        except UNUSABLE:
            return []
        return [plain for line in text.splitlines() if (plain := rewording.plain_words(line))]

    async def _ask(self, name: str, purpose: str, ordinal: int, **values: object) -> str:
        prompt = self._folder.prompt_of(self._kind, name).rendered(canary=self._canary, **values)
        self._uses.setdefault(name, prompt.use)
        return (await self._model.ask(Request.under(prompt, purpose, ordinal))).text


def _fair(evidence: Evidence) -> list[Passage]:
    """The passages to try, one from each source in turn, each source's in text order.

    Chinese sources go first: a small model rewords better than it translates. Before all of them go passages that
    contradict each other: both must be told.
    """
    sources = sorted(evidence.sources, key=lambda source: source.language != "zh")
    lists = [[each for each in evidence.passages if each.source == source.id] for source in sources]
    turns = [passage for turn in zip_longest(*lists) for passage in turn if passage is not None]
    return sorted(turns, key=lambda passage: not attributing.disputed(passage, evidence))


def _han(made: dict[Piece, tuple[Sentence, ...]]) -> int:
    return sum(chinese.han_count(sentence.text) for group in made.values() for sentence in group)


def _parts(
    body: Sequence[Sentence], parts: Parts
) -> tuple[Sequence[Sentence], list[Sequence[Sentence]], Sequence[Sentence]]:
    """Lead, sections and last words; lead and last words are empty where the kind has no such part.

    The lead is what a source begins with, where that can stand alone: outlets put who, when and
    what there. The last sentence that looks ahead closes the article.
    """
    rest = list(body)
    openings = [each for each in body if each.passages[0].endswith(".1") and not headlines.leans_back(each.text)]
    first = LEAD_SENTENCES if parts.introduction else 0
    lead = (openings or rest)[:first]
    rest = [each for each in rest if each not in lead]
    while len(lead) < first:
        lead.append(rest.pop(0))
    ahead = next((at for at in reversed(range(len(rest))) if _AHEAD.search(rest[at].text)), len(rest) - 1)
    last = [rest.pop(ahead)] if parts.conclusion else []
    few, many = parts.sections
    count = min(len(rest), max(few, 1, min(many, MOST_SECTIONS, round(len(rest) / SECTION_SENTENCES))))
    size = -(-len(rest) // count)
    if -(-len(rest) // size) < few:  # four sentences for three sections
        size = len(rest) // few or 1
    return lead, [rest[at : at + size] for at in range(0, len(rest), size)], last


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[Paragraph]:
    for at in range(0, len(sentences), PARAGRAPH_SENTENCES):
        yield Paragraph(sentences=tuple(sentences[at : at + PARAGRAPH_SENTENCES]))
