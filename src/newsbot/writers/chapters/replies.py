"""What the model fills in for a report: an outline, one chapter, the frame around all chapters. Pure."""

from pydantic import BaseModel, ConfigDict, Field

from newsbot import chinese
from newsbot import draft as drafts
from newsbot.news import NOTHING, Block, Section, Sentence, Table

MOST_ROWS, MOST_COLUMNS = 30, 6
_FORGIVING = ConfigDict(extra="ignore")


class ReplyOutline(BaseModel):
    """The chapters, their sections and the passages that each is to tell."""

    model_config = _FORGIVING

    class Part(BaseModel):
        model_config = _FORGIVING
        title: str = Field(max_length=drafts.LONGEST)
        passages: list[str]

    class Chapter(BaseModel):
        model_config = _FORGIVING
        title: str = Field(max_length=drafts.LONGEST)
        sections: list["ReplyOutline.Part"]

    chapters: list[Chapter]


class ReplyTable(BaseModel):
    """A table. The first cell of a row names it and needs no passages."""

    model_config = _FORGIVING
    caption: str = Field(max_length=drafts.LONGEST)
    head: list[str]
    rows: list[list[drafts.ReplySentence]]


class ReplyPart(BaseModel):
    """One section of a chapter: paragraphs and lists, and the tables that stand after them."""

    model_config = _FORGIVING
    title: drafts.ReplySentence
    blocks: list[drafts.ReplyBlock]
    tables: list[ReplyTable] = []


class ReplyChapter(BaseModel):
    model_config = _FORGIVING
    title: drafts.ReplySentence
    sections: list[ReplyPart] = Field(min_length=1)


class ReplyFrame(BaseModel):
    """What stands around the chapters: 编者按 (`note`), 摘要 (`abstract`), 结论, and the title."""

    model_config = _FORGIVING
    title: drafts.ReplySentence
    note: list[drafts.ReplySentence]
    abstract: list[drafts.ReplySentence] = Field(min_length=1)
    conclusion: list[drafts.ReplySentence]
    keywords: list[str] = []


def chapter(reply: ReplyChapter) -> tuple[Section, ...]:
    """The chapter's sections, its own title first; none where nothing stands under any.

    A chapter of one section is that section's text under the chapter's title. Raises `WrongLanguage` when it is not
    Chinese.
    """
    told = [
        Section(title=drafts.headline(part.title), blocks=blocks, level=2)
        for part in reply.sections
        if (blocks := _blocks(part))
    ]
    if not told:
        return ()
    drafts.require_chinese("".join(each.text for section in told for each in _prose(section)))
    title = drafts.headline(reply.title)
    if len(told) == 1:
        return (told[0].model_copy(update={"title": title, "level": 1}),)
    return (Section(title=title, blocks=()), *told)


def _prose(section: Section) -> list[Sentence]:
    return [each for block in section.blocks for each in getattr(block, "sentences", ())] or [section.title]


def _blocks(part: ReplyPart) -> tuple[Block, ...]:
    tables = (made for each in part.tables if (made := table(each)) is not None)
    return (*drafts.body_blocks(part.blocks), *tables)


def table(reply: ReplyTable) -> Table | None:
    """The table that the reply holds; None for one without two columns or a row with something to say."""
    head = tuple(Sentence(text=_label(each)) for each in reply.head[:MOST_COLUMNS])
    rows = tuple(
        (Sentence(text=_label(row[0].text)), *map(_cell, row[1 : len(head)]))
        for row in reply.rows[:MOST_ROWS]
        if row and _label(row[0].text) != NOTHING
    )
    told = tuple(row for row in rows if any(cell.text != NOTHING for cell in row[1:]))
    if len(head) < 2 or not told or any(each.text == NOTHING for each in head):
        return None
    caption = drafts.title_text(chinese.one_line(reply.caption))
    return Table(caption=Sentence(text=caption) if caption else None, head=head, rows=told).labelled()


def _label(text: str) -> str:
    return drafts.title_text(chinese.one_line(text[: drafts.LONGEST])) or NOTHING


def _cell(reply: drafts.ReplySentence) -> Sentence:
    cell = drafts.headline(reply)
    bare = not cell.text or not any(char.isalnum() for char in cell.text)
    return Sentence(text=NOTHING) if bare else cell
