"""Reading the model's reply as a draft: its schema, and what is forgiven on the way in.

The model fills sentences that name passages; it never writes a URL, a footnote number or a date of
ours. What is certain is set right here (punctuation, spaces, ids written into the text, two
sentences in one string); what is doubtful is left for the checks. Pure.
"""

import functools
import json
import re
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsbot import chinese
from newsbot.errors import Malformed, WrongLanguage
from newsbot.news import NEWS, Block, Bullets, Draft, Item, Kind, Paragraph, PromptUse, Quote, Section, Sentence, Writer

# A draft in which fewer than this share of the reading units are Han is not a Chinese article.
CHINESE_SHARE = 0.4
_IDS_IN_TEXT = re.compile(
    r"\s*[\[［(（【]\s*(?:P|p)?\d{1,3}\.\d{1,3}(?:\s*[,，、;；]\s*(?:P|p)?\d{1,3}\.\d{1,3})*\s*[\]］)）】]"
)
_ID = re.compile(r"(\d{1,3}\.\d{1,3})")
LONGEST = 2000  # characters of one string; no sentence comes near it
_FORGIVING = ConfigDict(extra="ignore")

T = TypeVar("T", bound=BaseModel)


class ReplyQuote(BaseModel):
    """Speech that the sentence gives in translation."""

    model_config = _FORGIVING
    text: str = Field(max_length=LONGEST)
    original: str = Field(max_length=LONGEST)


class ReplySentence(BaseModel):
    """A sentence and the passages it rests on."""

    model_config = _FORGIVING
    text: str = Field(max_length=LONGEST)
    passages: list[str] = []
    quotes: list[ReplyQuote] = []


class ReplyItem(BaseModel):
    model_config = _FORGIVING
    lead: ReplySentence
    sentences: list[ReplySentence]


class ReplyBlock(BaseModel):
    model_config = _FORGIVING
    type: Literal["paragraph", "list"]
    sentences: list[ReplySentence] = []
    items: list[ReplyItem] = []


class ReplySection(BaseModel):
    model_config = _FORGIVING
    title: ReplySentence
    blocks: list[ReplyBlock] = Field(min_length=1)


class ReplyDraft(BaseModel):
    """The whole article, as one structured reply. What its kind has no part for is not asked for and stays empty."""

    model_config = _FORGIVING
    title: ReplySentence
    heading: ReplySentence = Field(default_factory=lambda: ReplySentence(text=""))
    tldr: list[ReplySentence] = []
    introduction: list[ReplyBlock] = []
    sections: list[ReplySection] = []
    conclusion: list[ReplySentence] = []
    keywords: list[str] = []


class ReplyParagraph(BaseModel):
    """A paragraph of a translation: its sentences, one for each of the original."""

    model_config = _FORGIVING
    id: str = Field(max_length=LONGEST)
    sentences: list[str]


class ReplyRendition(BaseModel):
    """Paragraphs of a translation under the ids of the original's."""

    model_config = _FORGIVING
    paragraphs: list[ReplyParagraph]


class ReplyPoint(BaseModel):
    """A point that is made about a translated text: what it is called, facts and opinions."""

    model_config = _FORGIVING
    lead: str = Field(default="", max_length=LONGEST)
    sentences: list[ReplySentence]


class ReplyViews(BaseModel):
    """What is thought of a translated text."""

    model_config = _FORGIVING
    points: list[ReplyPoint]


class ReplyRewrites(BaseModel):
    """New wordings for the sentences that failed, under the places they were asked for."""

    model_config = _FORGIVING

    class One(BaseModel):
        model_config = _FORGIVING
        place: str
        text: str = Field(max_length=LONGEST)
        passages: list[str] = []
        quotes: list[ReplyQuote] = []

    sentences: list[One]


class ReplyJudgements(BaseModel):
    """One verdict a sentence, with the words of the passage that decide."""

    model_config = _FORGIVING

    class One(BaseModel):
        model_config = _FORGIVING
        number: int
        verdict: Literal["supported", "partly", "contradicted", "unsupported"]
        span: str = ""
        reason: str = ""

    sentences: list[One]


class ReplyPairs(BaseModel):
    """Whether each pair of reports tells of one event."""

    model_config = _FORGIVING

    class One(BaseModel):
        model_config = _FORGIVING
        number: int
        same: bool

    pairs: list[One]


class ReplyWorth(BaseModel):
    """How newsworthy each of some stories is, 0 to 100."""

    model_config = _FORGIVING

    class One(BaseModel):
        model_config = _FORGIVING
        number: int
        score: int = Field(ge=0, le=100)

    stories: list[One]


@functools.cache
def schema(of: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a reply in the strict form that servers enforce: every field required, none added.

    Made once for each form of reply, and not to be changed by who is given it.
    """
    strict: dict[str, Any] = _strict(of.model_json_schema())
    return strict


def article_schema(kind: Kind = NEWS) -> dict[str, Any]:
    """The schema of a whole article of this kind: the parts that it has."""
    whole = schema(ReplyDraft)
    asked = {name: whole["properties"][name] for name in whole["properties"] if _has(kind, name)}
    return {**whole, "properties": asked, "required": list(asked)}


def _has(kind: Kind, part: str) -> bool:
    """Whether an article of this kind has the part."""
    parts = kind.parts
    absent = {
        "heading": not parts.heading,
        "tldr": parts.tldr[1] == 0,
        "introduction": not parts.introduction,
        "sections": parts.sections[1] == 0,
        "conclusion": not parts.conclusion,
    }
    return not absent.get(part, False)


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    strict = {
        key: _strict(value)
        for key, value in node.items()
        if key not in ("default", "maxLength", "minItems", "title") or isinstance(value, dict)
    }
    if strict.get("type") == "object" and "properties" in strict:
        strict["required"] = list(strict["properties"])
        strict["additionalProperties"] = False
    return strict


def read(text: str, reply: type[T]) -> T:
    """The reply's JSON as its type. Raises `Malformed` with what a model needs to mend it."""
    try:
        return reply.model_validate(json.loads(_object(text), strict=False))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[:5]
        faults = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in first)
        raise Malformed(f"the reply does not fit the schema: {faults}") from None
    except (ValueError, RecursionError) as error:  # ValueError: also a number of more digits than Python reads
        raise Malformed(f"the reply is not valid JSON: {str(error)[:200]}") from error


def _object(text: str) -> str:
    """The outermost JSON object of a text, for models that talk around it."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def draft(reply: ReplyDraft, *, writer: Writer, model: str, prompts: tuple[PromptUse, ...], kind: Kind = NEWS) -> Draft:
    """The draft that the reply holds, with the parts of its kind.

    Raises `Malformed` for a part that is empty or too small, `WrongLanguage` when it is not Chinese.
    """
    conclusion = _sentences(reply.conclusion) if kind.parts.conclusion else ()
    drafted = Draft(
        kind=kind.name,
        writer=writer,
        model=model,
        prompts=prompts,
        title=headline(reply.title),
        heading=headline(reply.heading) if kind.parts.heading else None,
        tldr=_sentences(reply.tldr) if _has(kind, "tldr") else (),
        introduction=body_blocks(reply.introduction) if kind.parts.introduction else (),
        sections=tuple(
            Section(title=headline(section.title), blocks=blocks)
            for section in (reply.sections if _has(kind, "sections") else ())
            if (blocks := body_blocks(section.blocks))
        ),
        conclusion=(Paragraph(sentences=conclusion),) if conclusion else (),
        keywords=tuple(Sentence(text=word) for each in reply.keywords if (word := title_text(each[:LONGEST]))),
    )
    if kind.opinion:
        drafted = drafted.revised(_opinions(drafted))
    for part, there in (
        ("title", drafted.title.text),
        ("heading", drafted.heading and drafted.heading.text),
        ("tldr", drafted.tldr),
        ("introduction", drafted.introduction),
        ("sections", drafted.sections),
    ):
        if not there and _has(kind, part):
            raise Malformed(f"the reply has an empty {part}")
    least = kind.parts.sections[0]
    if len(drafted.sections) < least:
        raise Malformed(f"the reply has {len(drafted.sections)} sections, at least {least} are needed")
    require_chinese("".join(sentence.text for _, sentence in drafted.placed()))
    return drafted


def _opinions(drafted: Draft) -> dict[str, Sentence | None]:
    """The sentences that name no passage, as opinions."""
    return {
        place: each.model_copy(update={"kind": "opinion"})
        for place, each in drafted.placed()
        if not each.passages and not place.startswith("keywords/")
    }


def require_chinese(text: str) -> None:
    """Raises `WrongLanguage` unless the text is mostly Chinese."""
    if chinese.han_count(text) < CHINESE_SHARE * chinese.weight(text):
        raise WrongLanguage("the reply is not Chinese; write Simplified Chinese")


def body_blocks(blocks: list[ReplyBlock]) -> tuple[Block, ...]:
    """The paragraphs and lists of a reply, without those that hold nothing."""
    made: list[Block] = []
    for block in blocks:
        if sentences := _sentences(block.sentences):
            made.append(Paragraph(sentences=sentences))
        items = tuple(
            Item(lead=headline(item.lead) if item.lead.text.strip() else None, sentences=kept)
            for item in block.items
            if (kept := _sentences(item.sentences))
        )
        if items:
            made.append(Bullets(items=items))
    return tuple(made)


def headline(reply: ReplySentence) -> Sentence:
    """A reply's string as a title is written, with its ids."""
    return Sentence(text=title_text(_IDS_IN_TEXT.sub("", reply.text)), passages=named_ids(reply), quotes=_quotes(reply))


def title_text(text: str) -> str:
    """A headline, section title or keyword: tidy, without Markdown marks and without a final stop."""
    return chinese.house_numbers(chinese.tidy(text)).strip("#*＊ 　").rstrip("。．，、；：")


def _sentences(replies: list[ReplySentence]) -> tuple[Sentence, ...]:
    return tuple(sentence for reply in replies for sentence in sentences(reply))


def sentences(reply: ReplySentence | ReplyRewrites.One) -> tuple[Sentence, ...]:
    """A reply's string as sentences, each with its ids; two sentences in one string become two."""
    text = chinese.house_numbers(chinese.tidy(_IDS_IN_TEXT.sub("", reply.text))).lstrip("#*- ")
    ids, quotes = named_ids(reply), _quotes(reply)
    made = []
    for start, end in chinese.sentences(text):
        piece = ended(text[start:end])
        if not piece:
            continue
        mine = tuple(quote for quote in quotes if quote.text in piece)
        made.append(Sentence(text=piece, passages=ids, kind="fact" if ids else "transition", quotes=mine))
    return tuple(made)


def ended(text: str) -> str:
    """The sentence with a full stop where it ended in nothing or in a comma; a quoted name at its end ends nothing."""
    text = text.rstrip("，、；,;：: ")
    return text if not text or text.rstrip("”’）》")[-1:] in tuple("。！？…") else text + "。"


def named_ids(reply: ReplySentence | ReplyRewrites.One) -> tuple[str, ...]:
    """The ids a model named, in the field or (against the rules) in the text, each once, in order."""
    named = [match for each in reply.passages for match in _ID.findall(each)]
    named += [match for group in _IDS_IN_TEXT.findall(reply.text) for match in _ID.findall(group)]
    return tuple(dict.fromkeys(named))[:6]


def _quotes(reply: ReplySentence | ReplyRewrites.One) -> tuple[Quote, ...]:
    return tuple(
        Quote(text=chinese.tidy(quote.text).strip("“”"), original=chinese.one_line(quote.original).strip('“”"'))
        for quote in reply.quotes
        if quote.text.strip() and quote.original.strip()
    )
