"""The rounds of calls in which a report is written."""

import asyncio
from collections.abc import Sequence
from itertools import zip_longest

from newsbot import checks, prompts
from newsbot import draft as drafts
from newsbot.errors import Malformed
from newsbot.news import Draft, Evidence, Finding, Kind, PromptUse, Section, Sentence
from newsbot.newsroom import Model, Request
from newsbot.together import together
from newsbot.writers import whole
from newsbot.writers.asking import UNUSABLE, ask
from newsbot.writers.chapters.grouping import paragraphs
from newsbot.writers.chapters.outline import Planned, planned, shortened
from newsbot.writers.chapters.replies import ReplyChapter, ReplyFrame, ReplyOutline, chapter

Failing = list[tuple[str, Sentence, tuple[Finding, ...]]]
NOT_YET = "报告"  # stands for the title until the frame has one
IN_PARAGRAPH = 3  # strokes in the place of a sentence of a section's paragraph


async def write(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    minimum: int,
    maximum: int,
    tokens: int,
    kind: Kind,
    standards: checks.Standards = checks.HOUSE,
    wish: str = "",
) -> Draft:
    """A report of this kind. `minimum` and `maximum` are Han characters of its body, `tokens` bound what one call is
    shown of the passages (UTF-8 bytes ÷ 2); `wish` is why an editor sent an earlier one back.

    Raises `ModelError`; `Malformed` when too few chapters came of it.
    """
    writer = _Chapters(model, folder, evidence, secret, kind, standards)
    chapters = await writer.outline(minimum, tokens, wish)
    written = await writer.chapters(chapters, minimum, maximum, wish)
    sections = tuple(section for each in written for section in each)
    if sum(section.level == 1 for section in sections) < kind.parts.sections[0]:
        raise Malformed(
            f"only {sum(map(bool, written))} of {len(chapters)} chapters came out right; "
            "use a larger model (NEWSBOT_LLM__DRAFT_MODEL)"
        )
    return await writer.framed(sections, tokens, wish)


class _Chapters:
    """One report's conversation with the model, and under which prompts it was held."""

    def __init__(
        self,
        model: Model,
        folder: prompts.Folder,
        evidence: Evidence,
        secret: str,
        kind: Kind,
        standards: checks.Standards,
    ) -> None:
        self._model = model
        self._folder = folder
        self._evidence = evidence
        self._secret = secret
        self._kind = kind
        self._standards = standards
        self._uses: list[PromptUse] = []

    async def outline(self, minimum: int, tokens: int, wish: str) -> tuple[Planned, ...]:
        few, many = self._kind.parts.sections
        request = self._request(
            "outline",
            "outline",
            "outline",
            drafts.schema(ReplyOutline),
            passages=prompts.listed(shortened(self._evidence, tokens)),
            fewest=few,
            most=many,
            minimum=minimum,
            wish=wish,
        )
        made, _ = await ask(
            self._model,
            request,
            lambda text: planned(drafts.read(text, ReplyOutline), self._evidence, self._kind, tokens),
        )
        return made

    async def chapters(
        self, chapters: Sequence[Planned], minimum: int, maximum: int, wish: str
    ) -> list[tuple[Section, ...]]:
        """Each chapter's sections; nothing of one of which the model made nothing."""
        requests = [self._chapter(n, chapters, minimum, maximum, wish) for n in range(len(chapters))]
        return list(await together(*map(self._written, requests)))

    async def _written(self, request: Request) -> tuple[Section, ...]:
        try:
            made, _ = await ask(self._model, request, lambda text: chapter(drafts.read(text, ReplyChapter)))
        except UNUSABLE:
            return ()
        return made

    def _chapter(self, n: int, chapters: Sequence[Planned], minimum: int, maximum: int, wish: str) -> Request:
        own = chapters[n]
        shown = self._evidence.model_copy(
            update={
                "passages": own.passages,
                "sources": tuple(
                    source
                    for source in self._evidence.sources
                    if any(passage.source == source.id for passage in own.passages)
                ),
            }
        )
        here = {passage.id for passage in own.passages}
        share = len(own.passages) / sum(len(each.passages) for each in chapters)
        return self._request(
            "draft",
            f"chapter:{n + 1}",
            "chapter",
            drafts.schema(ReplyChapter),
            chapter=own.title,
            sections=[(title, [passage.id for passage in told]) for title, told in own.sections],
            others=[each.title for each in chapters if each is not own],
            passages=prompts.listed(shown),
            names=self._standards.names.names_for("\n".join(passage.text for passage in own.passages)),
            minimum=max(200, int(minimum * share)),
            maximum=max(400, int(maximum * share)),
            contradictions=[each for each in self._evidence.contradictions if {each.one, each.other} & here],
            wish=wish,
        )

    async def framed(self, sections: tuple[Section, ...], tokens: int, wish: str) -> Draft:
        """The draft around the chapters; beside the frame's call what rules fault in them is worded anew."""
        bare = Draft(
            kind=self._kind.name,
            writer="chapters",
            model=self._model.name("draft"),
            title=Sentence(text=NOT_YET),
            heading=None,
            tldr=(),
            introduction=(),
            sections=sections,
            conclusion=(),
        )
        reading = _Reading(bare, self._evidence, self._standards)
        frame, (new, uses) = await together(self._frame(reading, tokens, wish), self._mended(reading))
        return _around(bare.revised(dict(new)), frame).model_copy(update={"prompts": (*self._uses, *uses)})

    async def _mended(self, reading: "_Reading") -> tuple[dict[str, Sentence], list[PromptUse]]:
        """New wordings of what rules fault in the chapters, asked for chapter by chapter, and under which prompts."""
        failing = await reading.failing()
        uses: list[list[PromptUse]] = [[] for _ in failing]
        wordings = await together(*map(self._reworded, failing, uses))
        new = {place: each for words in wordings for place, each in words.items()}
        return new, [use for used in uses for use in used]

    async def _reworded(self, failing: Failing, uses: list[PromptUse]) -> dict[str, Sentence]:
        """The new wordings to which no rule objects."""
        wordings = await whole.rewrite(
            self._model, self._folder, self._evidence, self._secret, failing, uses, self._kind
        )
        return {
            place: sentence
            for place, sentence in wordings.items()
            if not any(
                finding.severity == "error"
                for finding in checks.against(place, sentence, self._evidence, self._standards)
            )
        }

    async def _frame(self, reading: "_Reading", tokens: int, wish: str) -> ReplyFrame:
        request = self._request(
            "frame",
            "frame",
            "frame",
            drafts.schema(ReplyFrame),
            chapters=reading.shown(tokens),
            note=self._kind.parts.tldr,
            wish=wish,
        )
        reply, _ = await ask(self._model, request, _whole_frame)
        return reply

    def _request(self, prompt: str, purpose: str, name: str, schema: dict[str, object], **values: object) -> Request:
        rendered = self._folder.prompt_of(self._kind, prompt).rendered(
            canary=prompts.canary(self._secret, self._evidence.story, self._evidence),
            marker=prompts.marker(self._secret, self._evidence.story, self._evidence, purpose),
            headline=self._evidence.headline,
            **values,
        )
        self._uses.append(rendered.use)
        return Request.under(rendered, purpose, form=(name, schema))


class _Reading:
    """The chapters as the rules read them, each sentence once; the frame is asked for before all have been read."""

    def __init__(self, bare: Draft, evidence: Evidence, standards: checks.Standards) -> None:
        self._bare = bare
        self._evidence = evidence
        self._standards = standards
        self._read: dict[str, tuple[Finding, ...]] = {}

    def _errors(self, place: str, sentence: Sentence) -> tuple[Finding, ...]:
        if place not in self._read:
            found = checks.against(place, sentence, self._evidence, self._standards)
            self._read[place] = tuple(finding for finding in found if finding.severity == "error")
        return self._read[place]

    def shown(self, tokens: int) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each section's title with sentences of its paragraphs that no rule faults, and their passages: the first of
        every section, then the second, as far as the bound goes."""
        told: list[list[tuple[str, Sentence]]] = [[] for _ in self._bare.sections]
        for place, sentence in self._bare.body():
            if place.count("/") == IN_PARAGRAPH and sentence.passages:
                told[int(place.split("/")[1])].append((place, sentence))
        kept: list[list[tuple[str, str]]] = [[] for _ in told]
        for row in zip_longest(*told):
            for at, one in enumerate(row):
                if one is None or self._errors(*one):
                    continue
                tokens -= (len(one[1].text.encode()) + 1) // 2
                if tokens < 0:
                    return self._titled(kept)
                kept[at].append(("、".join(one[1].passages), one[1].text))
        return self._titled(kept)

    def _titled(self, kept: list[list[tuple[str, str]]]) -> list[tuple[str, list[tuple[str, str]]]]:
        return [(section.title.text, told) for section, told in zip(self._bare.sections, kept, strict=True)]

    async def failing(self) -> list[Failing]:
        """What rules fault, chapter by chapter. Others go on meanwhile: reading a report takes about a second."""
        groups: dict[int, Failing] = {}
        number = 0
        numbers = [number := number + (section.level == 1) for section in self._bare.sections]
        for place, sentence in self._bare.body():
            await asyncio.sleep(0)
            if sentence.kind != "label" and (errors := self._errors(place, sentence)):
                groups.setdefault(numbers[int(place.split("/")[1])], []).append((place, sentence, errors))
        return list(groups.values())


def _whole_frame(text: str) -> ReplyFrame:
    """The frame in a reply. Raises `Malformed` where a part of it is empty, `WrongLanguage` when it is not Chinese."""
    reply = drafts.read(text, ReplyFrame)
    drafts.require_chinese("".join(each.text for each in (reply.title, *reply.note, *reply.abstract)))
    empty = [name for name in ("title", "note", "abstract") if not _said(getattr(reply, name))]
    if empty:
        raise Malformed(f"the reply has an empty {', '.join(empty)}")
    return reply


def _said(part: drafts.ReplySentence | list[drafts.ReplySentence]) -> bool:
    return bool(part.text.strip()) if isinstance(part, drafts.ReplySentence) else any(map(drafts.sentences, part))


def _around(bare: Draft, frame: ReplyFrame) -> Draft:
    """The draft with its frame."""
    note, abstract, conclusion = (
        tuple(each for reply in part for each in drafts.sentences(reply))
        for part in (frame.note, frame.abstract, frame.conclusion)
    )
    keywords = (Sentence(text=word) for each in frame.keywords if (word := drafts.title_text(each[: drafts.LONGEST])))
    return bare.model_copy(
        update={
            "title": drafts.headline(frame.title),
            "tldr": note,
            "introduction": paragraphs(abstract),
            "conclusion": paragraphs(conclusion),
            "keywords": tuple(keywords),
        }
    )
