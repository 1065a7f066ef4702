"""Writing a translation: one source whole, paragraph by paragraph, then what is thought of it, apart.

Code cuts the source into parts, puts what comes back under its paragraphs and lays out headings, lists and links; the
model renders sentences. A capable one (`whole`) is asked part by part, a small one (`stepwise`) sentence by sentence,
several at a time. What fails its checks is asked for once more, with the faults named.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from newsbot import checks, chinese, prompts
from newsbot import draft as drafts
from newsbot.errors import Malformed, ModelError
from newsbot.news import (
    Block,
    Bullets,
    Draft,
    Evidence,
    Item,
    Kind,
    Paragraph,
    Passage,
    PromptUse,
    Quote,
    Section,
    Sentence,
    Shape,
    Writer,
)
from newsbot.newsroom import Model, Request
from newsbot.writers import marking
from newsbot.writers.asking import UNUSABLE, ask

PART = 900
"""Reading units of the source that one call renders: about 450 English words, an answer of some 1,500 tokens."""
VIEWED = {"whole": 9_000, "stepwise": 1_200}
"""Reading units of the source that a model is shown when it is asked what it thinks of it."""

Rendered = dict[str, tuple[Sentence, ...]]
"""The renderings of each paragraph's sentences, by its passage."""


async def write(
    model: Model,
    folder: prompts.Folder,
    evidence: Evidence,
    secret: str,
    concurrency: int,
    standards: checks.Standards,
    kind: Kind,
    way: Writer,
    wish: str = "",
) -> Draft:
    """The translation of the evidence's one source. `wish` is why an editor sent an earlier one back.

    A paragraph that could not be rendered is missing from the draft, which the gate then holds. Raises `ModelError`
    when nothing at all was rendered, or the endpoint cannot be asked.
    """
    return await _Translator(model, folder, evidence, secret, concurrency, standards, kind, way, wish).draft()


class _Translator:
    """One translation: what it is made from, and which prompts it used."""

    def __init__(
        self,
        model: Model,
        folder: prompts.Folder,
        evidence: Evidence,
        secret: str,
        concurrency: int,
        standards: checks.Standards,
        kind: Kind,
        way: Writer,
        wish: str,
    ) -> None:
        self._model = model
        self._folder = folder
        self._evidence = evidence
        self._standards = standards
        self._kind = kind
        self._way = way
        self._wish = wish
        self._room = asyncio.Semaphore(max(1, concurrency))
        self._canary = prompts.canary(secret, evidence.story, evidence)
        self._marker = prompts.marker(secret, evidence.story, evidence, "translate")
        self._uses: dict[str, PromptUse] = {}
        self._failed: list[ModelError] = []

    async def draft(self) -> Draft:
        parts = list(_parts(self._evidence.passages))
        done = await asyncio.gather(*(self._part(part) for part in parts))
        rendered: Rendered = {id: sentences for part in done for id, sentences in part.items()}
        if not rendered:
            raise self._failed[0] if self._failed else Malformed("the model rendered no paragraph of the source")
        views = await self._views()
        laid = laid_out(self._evidence.passages, rendered)
        drafted = Draft(
            kind=self._kind.name,
            writer=self._way,
            model=self._model.name("draft"),
            prompts=tuple(self._uses.values()),
            title=laid[0],
            heading=None,
            tldr=(),
            introduction=laid[1],
            sections=laid[2],
            conclusion=views,
        )
        return _with_originals(drafted, self._evidence, self._standards)

    # ------------------------------------------------------------ the text

    async def _part(self, passages: Sequence[Passage]) -> Rendered:
        """The paragraphs of one part: asked for once, what is faulty once more, the better of the two taken."""
        if self._way == "stepwise":
            return {id: made for id, made in [await self._by_sentence(passage) for passage in passages] if made}
        first = await self._ask(passages, {}, 0)
        faults = {passage.id: self._faults(passage, first.get(passage.id, ())) for passage in passages}
        again = [passage for passage in passages if faults[passage.id]]
        if again:
            second = await self._ask(again, faults, 2)
            for passage in again:
                made = second.get(passage.id, ())
                if made and len(self._faults(passage, made)) < len(faults[passage.id]):
                    first[passage.id] = made
        missing = [passage for passage in passages if passage.id not in first]
        for id, made in [await self._by_sentence(passage) for passage in missing]:
            if made:
                first[id] = made
        return first

    async def _ask(self, passages: Sequence[Passage], faults: Mapping[str, list[str]], ordinal: int) -> Rendered:
        """What the model makes of these paragraphs in one call; nothing where its answer is of no use."""
        prompt = self._prompt(
            "translate",
            names=self._names(passages),
            wish=self._wish,
            paragraphs=[
                {
                    "id": passage.id,
                    "form": _FORMS[(passage.shape or Shape()).form],
                    "sentences": marking.shown(passage, checks.pieces(passage)),
                    "faults": "；".join(faults.get(passage.id, ())),
                }
                for passage in passages
            ],
        )
        request = Request(
            role="draft",
            purpose=f"translate:{passages[0].id}",
            ordinal=ordinal,
            system=prompt.system,
            user=prompt.user,
            schema_name="rendition",
            reply_schema=drafts.schema(drafts.ReplyRendition),
            max_tokens=prompt.max_tokens,
            temperature=prompt.temperature,
        )
        try:
            async with self._room:
                reply, _ = await ask(self._model, request, lambda text: drafts.read(text, drafts.ReplyRendition))
        except UNUSABLE as error:
            self._failed.append(error)
            return {}
        asked = {passage.id: passage for passage in passages}
        made: Rendered = {}
        for one in reply.paragraphs:
            passage = asked.get(one.id.strip("[] "))
            if passage is not None and passage.id not in made and any(text.strip() for text in one.sentences):
                made[passage.id] = sentences(passage, one.sentences)
        return made

    async def _by_sentence(self, passage: Passage) -> tuple[str, tuple[Sentence, ...]]:
        """A paragraph sentence by sentence; empty where one of them could not be rendered."""
        pieces = checks.pieces(passage)
        made = await asyncio.gather(
            *(self._sentence(passage, n, text) for n, text in enumerate(marking.shown(passage, pieces)))
        )
        return passage.id, () if any(each is None for each in made) else tuple(each for each in made if each)

    async def _sentence(self, passage: Passage, number: int, shown: str) -> Sentence | None:
        """One sentence, asked for once more where it is faulty; the one with fewer faults."""
        best: tuple[int, Sentence] | None = None
        fault = ""
        for ordinal in range(2):
            prompt = self._prompt(
                "translate-sentence", names=self._names([passage]), sentence=shown, fault=fault, wish=self._wish
            )
            request = Request(
                role="draft",
                purpose=f"translate:{passage.id}:{number}",
                ordinal=ordinal,
                system=prompt.system,
                user=prompt.user,
                max_tokens=prompt.max_tokens,
                temperature=prompt.temperature,
            )
            try:
                async with self._room:
                    text = _said((await self._model.ask(request)).text)
            except UNUSABLE as error:
                self._failed.append(error)
                continue
            if not text:
                continue
            sentence = _rendering(passage, checks.pieces(passage)[number], text)
            found = self._faults_of(passage, number, sentence)
            if best is None or len(found) < best[0]:
                best = (len(found), sentence)
            if not found:
                break
            fault = "；".join(found)
        return best[1] if best else None

    def _faults(self, passage: Passage, sentences: tuple[Sentence, ...]) -> list[str]:
        """What is wrong with a paragraph's renderings, in words the model is told; empty when they will do."""
        if not sentences:
            return ["这一段没有译出"]
        found = checks.unfaithful(passage, sentences, self._evidence.sources, self._standards)
        told = [fault.advice for _, fault in found]
        for sentence in sentences:
            told += self._of_its_own(sentence)
        return list(dict.fromkeys(told))

    def _faults_of(self, passage: Passage, number: int, sentence: Sentence) -> list[str]:
        """The same of one sentence of a paragraph."""
        piece = checks.pieces(passage)[number]
        form = passage.shape.form if passage.shape else "paragraph"
        # A row is one piece, however many stops it has; a heading has none.
        shape = Shape(form=form if form in ("title", "heading") else "row")
        alone = passage.model_copy(update={"text": piece, "shape": shape})
        bare = sentence.model_copy(update={"links": ()})
        found = checks.unfaithful(alone, [bare], self._evidence.sources, self._standards)
        return [*dict.fromkeys(fault.advice for _, fault in found), *self._of_its_own(sentence)]

    def _of_its_own(self, sentence: Sentence) -> list[str]:
        place = "introduction/0/0"
        rules = checks.RENDERED_RULES
        found = checks.against(place, sentence, self._evidence, self._standards, rules)
        return [finding.advice for finding in found if finding.severity == "error"]

    # ------------------------------------------------------------ the views

    async def _views(self) -> tuple[Block, ...]:
        """The points made about the text; nothing where the model's answer is of no use, and the gate asks for them."""
        prompt = self._prompt(
            "views",
            title=self._evidence.sources[0].title,
            passages="\n".join(f"[{each.id}] {each.text}" for each in self._viewed()),
        )
        request = Request(
            role="draft",
            purpose="views",
            system=prompt.system,
            user=prompt.user,
            schema_name="views",
            reply_schema=drafts.schema(drafts.ReplyViews),
            max_tokens=prompt.max_tokens,
            temperature=prompt.temperature,
        )
        try:
            async with self._room:
                reply, _ = await ask(self._model, request, lambda text: drafts.read(text, drafts.ReplyViews))
        except UNUSABLE:
            return ()
        items = tuple(filter(None, map(point, reply.points[: checks.POINTS[1]])))
        return (Bullets(items=items, ordered=True),) if items else ()

    def _viewed(self) -> Iterator[Passage]:
        left = VIEWED[self._way]
        for passage in self._evidence.passages:
            left -= chinese.weight(passage.text)
            if left < 0:
                return
            yield passage

    # ------------------------------------------------------------ asking

    def _prompt(self, name: str, **values: object) -> prompts.Rendered:
        template = self._folder.prompt_of(self._kind, name)
        prompt = template.rendered(canary=self._canary, marker=self._marker, **values)
        self._uses.setdefault(name, prompt.use)
        return prompt

    def _names(self, passages: Iterable[Passage]) -> list[tuple[str, str]]:
        return self._standards.names.names_for("\n".join(passage.text for passage in passages))


_FORMS = {
    "title": "标题",
    "heading": "小标题",
    "paragraph": "段落",
    "item": "列表项",
    "quote": "引文",
    "row": "表格的一行，各格以 | 隔开",
}


def _parts(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The paragraphs in parts of about `PART`, none cut in two."""
    part: list[Passage] = []
    size = 0
    for passage in passages:
        weight = chinese.weight(passage.text)
        if part and size + weight > PART:
            yield part
            part, size = [], 0
        part.append(passage)
        size += weight
    if part:
        yield part


# ---------------------------------------------------------------- from replies to sentences


def sentences(passage: Passage, texts: Sequence[str]) -> tuple[Sentence, ...]:
    """The renderings of a paragraph as they came, as sentences on it, one for each of the original's."""
    pieces = checks.pieces(passage)
    beyond = [""] * max(0, len(texts) - len(pieces))
    return tuple(
        _rendering(passage, piece, text) for piece, text in zip((*pieces, *beyond), texts, strict=False) if text.strip()
    )


_LABEL = re.compile(r"^(?:译文|翻译|中文)\s{0,4}[：:]\s{0,4}|^\d{1,2}[.、．]\s{1,4}(?=\D)")


def _said(text: str) -> str:
    """The first line of a reply without the label that small models put before it; its marks stay."""
    first = next((line for each in text.splitlines() if (line := each.strip().strip("`").strip())), "")
    return _LABEL.sub("", first).strip()


def _rendering(passage: Passage, piece: str, text: str) -> Sentence:
    """A rendering as a sentence on its paragraph; speech in it is a translation of what the paragraph says."""
    read = marking.read(text[: drafts.LONGEST], passage.shape)
    plain = read.text
    if piece.rstrip("\"”’')）] ").endswith((".", "!", "?", "。", "！", "？")):
        plain = drafts.ended(plain)
    elif passage.shape is not None and passage.shape.form in ("title", "heading"):
        plain = plain.rstrip("。")
    spoken = tuple(Quote(text=each, original=piece) for each in checks.spoken(plain)) if piece else ()
    return Sentence(
        text=plain,
        passages=(passage.id,),
        quotes=spoken if any(mark in passage.text for mark in "\"“”'‘«„") else (),
        strong=read.strong,
        links=read.links,
    )


def point(point: drafts.ReplyPoint) -> Item | None:
    """A point: its name in bold, and sentences that are facts with their passages, or opinions without."""
    sentences = tuple(
        each if each.passages else each.model_copy(update={"kind": "opinion"})
        for reply in point.sentences
        for each in drafts.sentences(reply)
    )
    lead = drafts.title_text(point.lead)
    if not sentences:
        return None
    cited = tuple(dict.fromkeys(id for each in sentences for id in each.passages))[:6]
    named = Sentence(text=lead, passages=cited, kind="fact" if cited else "opinion") if lead else None
    return Item(lead=named, sentences=sentences)


# ---------------------------------------------------------------- the layout of the original

Laid = tuple[Sentence, tuple[Block, ...], tuple[Section, ...]]


def laid_out(passages: Sequence[Passage], rendered: Rendered) -> Laid:
    """Title, what stands before the first heading, and the sections, as the original has them."""
    title = passages[0]
    heading = _joined(rendered.get(title.id, ())) or Sentence(text=title.text, passages=(title.id,))
    levels = sorted({each.shape.level for each in passages[1:] if each.shape and each.shape.form == "heading"})
    parts: list[tuple[Passage | None, list[Passage]]] = [(None, [])]
    for passage in passages[1:]:
        if passage.id not in rendered:
            continue
        if passage.shape is not None and passage.shape.form == "heading":
            parts.append((passage, []))
        else:
            parts[-1][1].append(passage)
    sections = tuple(
        Section(
            title=_joined(rendered[head.id]) or Sentence(text=head.text, passages=(head.id,)),
            blocks=_blocks(below, rendered),
            level=_level(levels.index(head.shape.level) if head.shape else 0),
        )
        for head, below in parts[1:]
        if head is not None
    )
    return heading, _blocks(parts[0][1], rendered), sections


def _level(depth: int) -> Literal[1, 2, 3]:
    """The level of a heading of the original, counted from its highest: what is deeper than three is the third."""
    return 1 if depth == 0 else 2 if depth == 1 else 3


def _joined(renderings: tuple[Sentence, ...]) -> Sentence | None:
    """The rendering of a heading, which is one sentence, as whatever came."""
    if len(renderings) < 2:
        return renderings[0] if renderings else None
    return renderings[0].model_copy(update={"text": "".join(each.text for each in renderings)})


def _blocks(passages: Sequence[Passage], rendered: Rendered) -> tuple[Block, ...]:
    """Paragraphs, and lists of the items that stand together."""
    made: list[Block] = []
    for listed, group in groupby(passages, key=_listed):
        if listed is None:
            made += (Paragraph(sentences=rendered[each.id]) for each in group)
        else:
            made.append(Bullets(items=tuple(_item(rendered[each.id]) for each in group), ordered=listed))
    return tuple(made)


def _listed(passage: Passage) -> bool | None:
    """Whether a paragraph is an item of a list, with numbers or without; None where it is none."""
    shape = passage.shape or Shape()
    return shape.ordered if shape.form in ("item", "row") else None


def _item(sentences: tuple[Sentence, ...]) -> Item:
    """A list item; what is bold before a colon at its beginning is its lead."""
    first = sentences[0]
    lead, colon, rest = first.text.partition("：")
    if colon and rest.strip() and first.strong and first.strong[0].rstrip("：") == lead:
        named = Sentence(text=lead, passages=first.passages)
        links = tuple(link for link in first.links if link.text in rest)
        left = first.model_copy(update={"text": rest, "strong": first.strong[1:], "links": links})
        return Item(lead=named, sentences=(left, *sentences[1:]))
    return Item(lead=None, sentences=sentences)


def _with_originals(drafted: Draft, evidence: Evidence, standards: checks.Standards) -> Draft:
    """The draft with the original beside each name where it first stands: 萨姆·奥尔特曼（Sam Altman）."""
    placed = dict(drafted.placed())
    changes: dict[str, Sentence | None] = {}
    for finding in checks.name_forms(drafted, evidence, standards.names):
        if finding.rule == "name-original" and finding.place in placed:
            was = changes.get(finding.place) or placed[finding.place]
            pair = f"{finding.found}（{finding.source_has}）"
            changes[finding.place] = was.model_copy(
                update={
                    "text": was.text.replace(finding.found, pair, 1),
                    "strong": tuple(each.replace(finding.found, pair, 1) for each in was.strong),
                    "links": tuple(
                        each.model_copy(update={"text": each.text.replace(finding.found, pair, 1)})
                        for each in was.links
                    ),
                }
            )
    return drafted.revised(changes)
