"""The nouns of the newsroom, frozen, in the order of the path.

    Feed → Followed → Entry → Story → Page → Passage → Evidence → Draft → Finding → Verdict → Article

Each state of a story is a type of its own: what has not been gathered cannot be drafted,
what has not been judged cannot become an article. Every instant is an aware `datetime`
in UTC; calendar dates that a source states about itself are `SourceDate`, which may lack
day or month.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator


class Noun(BaseModel):
    """A frozen value that knows its own JSON form; unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ---------------------------------------------------------------- feeds and stories


class SourceDate(Noun):
    """The date a source gives itself, as far as it gives it: 2025, 2025-05 or 2025-05-07."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


class Feed(Noun):
    """A feed the newsroom follows, as its owner wants it read.

    `url` is its identity for ever, also where it has moved since. `language` (`zh`, `en`, …) and
    `timezone` (IANA) fill in what its dates and text leave open; `encoding` overrides what the
    feed says of itself. `topics` are the words one of which an entry must hold to be announced
    (none: every entry). `weight` is how much it counts against a feed of weight 1: it is polled as
    one that posts `weight` times as much. `kind` is what a story that comes by it is written as where no rule of the
    settings says, empty for the house's.
    """

    url: str
    title: str = ""
    language: str = ""
    timezone: str = ""
    encoding: str = ""
    topics: tuple[str, ...] = ()
    weight: float = 1.0
    kind: str = ""


class Hints(Noun):
    """What a feed itself asks of those who poll it. `ttl` and `period` are in seconds, None when not stated.

    `skip_hours` are hours of the day in UTC (0–23), `skip_days` days of the week (0 is Monday).
    """

    ttl: int | None = None
    period: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


class Followed(Noun):
    """A feed with all that is remembered of polling it. Instants in UTC; None: never yet.

    `declared` is whether it stands in the settings. `title` is its own (`feed.title` is the owner's name for
    it, which wins). `address` is where it moved for good, else
    empty. `etag` and `modified` are its validators, opaque; `body` is the sha256 of the last
    accepted answer. `polled` is the last attempt, `answered` the last good answer, `due` the next
    attempt. `failures` counts attempts in a row that failed; `result` says in one line how the last
    one ended. `paused` is why it is not polled, empty when it is. `size` is how many entries the last
    accepted answer had, `shrunk` how many answers in a row had less than half of that. `rate` is
    entries a day as of `rated`, `hours` how its entries spread over the 24 hours of the day (UTC).
    `moving` is the permanent redirect last seen (all its addresses, parted by spaces), on
    `moving_polls` polls in a row since `moving_since`.
    """

    feed: Feed
    declared: bool = False
    added: datetime
    title: str = ""
    site: str = ""
    address: str = ""
    etag: str = ""
    modified: str = ""
    body: str = ""
    polled: datetime | None = None
    answered: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    result: str = ""
    paused: str = ""
    size: int = 0
    shrunk: int = 0
    hints: Hints = Hints()
    rate: float = 0.0
    rated: datetime | None = None
    hours: tuple[float, ...] = ()
    moving: str = ""
    moving_polls: int = 0
    moving_since: datetime | None = None

    @property
    def where(self) -> str:
        """The address to ask."""
        return self.address or self.feed.url

    @property
    def name(self) -> str:
        """What it is called to people."""
        return self.feed.title or self.title or self.feed.url


Confidence = Literal["exact", "zone assumed", "day only", "relative", "unreadable"]
"""How far a date may be trusted. `exact`: stated with its zone. `unreadable`: kept as it stands, and no instant."""


class Dated(Noun):
    """A date as a feed wrote it, and how it was read: the form (`RFC 822`, `ISO 8601`, `Chinese`, …) and the trust."""

    raw: str
    how: str = ""
    confidence: Confidence = "unreadable"


class Entry(Noun):
    """One item of a feed.

    `id` is how the feed itself calls it: its id, else its link, else `sha256:` of its content. `key`
    identifies it inside its feed for ever; it is `id` unless the feed gives one id to several
    entries. `publisher` is its feed's own title. `summary` and `text` are plain text, one paragraph a
    line; `text` is the feed's own full text where it carries more than the summary. `mark` is a hash of
    all the feed says of it but its dates, raw, `digest` one of its title and text as read: only a new
    digest is a change.
    """

    feed: str
    key: str
    id: str = ""
    url: str
    title: str
    summary: str = ""
    text: str = ""
    author: str = ""
    publisher: str = ""
    published: datetime | None = None
    dated: Dated | None = None
    mark: str = ""
    digest: str = ""


class Known(Noun):
    """An entry as it is remembered.

    `digests` are those it has had, the newest last; `updates` is how often it was announced anew. `tell` is what
    it is to be announced as, once it is kept.
    """

    entry: Entry
    digests: tuple[str, ...]
    updates: int = 0
    tell: Literal["", "new", "update"] = ""


class Announced(Noun):
    """An entry that the newsroom has not heard of before, or whose words have changed."""

    kind: Literal["new", "update"]
    entry: Entry


class Wait(Noun):
    """A host is to be left alone: who asked when, and until when. In UTC."""

    asked: datetime
    until: datetime


class Reading(Noun):
    """How a feed's bytes are to be read. `feed` is the identity its entries get; `url` is where the bytes came from.

    `encoding`, `language` and `timezone` are the owner's, empty when not set. `seen` is when the bytes
    came: relative dates count from it. `known` are marks of entries that need not be read again.
    """

    feed: str
    url: str
    content_type: str = ""
    encoding: str = ""
    language: str = ""
    timezone: str = ""
    seen: datetime
    known: tuple[str, ...] = ()


class ParsedFeed(Noun):
    """What a feed's bytes say.

    `title`, `language` and `site` (its home page) are its own words; `format` is `RSS 2.0`, `Atom`, …;
    `encoding` is how it was decoded and `decoded_by` why so. `total` counts its items, those that stand there
    twice as well; `entries` are those whose mark was not known, each once, in document order. `shared` are
    the ids that several of its entries with different links have in common.
    """

    title: str
    language: str = ""
    site: str = ""
    format: str = ""
    encoding: str = ""
    decoded_by: str = ""
    hints: Hints = Hints()
    total: int = 0
    entries: tuple[Entry, ...]
    shared: tuple[str, ...] = ()


class FeedList(Noun):
    """The feeds of an OPML file, in its order, each address once, and what in it could not be used (lines)."""

    title: str = ""
    feeds: tuple[Feed, ...]
    problems: tuple[str, ...] = ()


class FeedLinks(Noun):
    """Addresses of feeds that a page names, likeliest first."""

    urls: tuple[str, ...]


Language = Literal["zh-Hans", "zh-Hant", "en"]
"""What an article stands in, as BCP 47 says it: Simplified Chinese unless it is an edition of another."""


class Story(Noun):
    """One event to be written about. `headline` is a query, never the article's title.

    `urls` are pages that must be read first, `files` local documents an editor handed in;
    `url` is the entry that started the story, empty when a person did. `follows` is the id of the story it goes on
    with, empty when it stands alone. `of` are the ids of the published stories that a digest is of, in its order.
    `edition_of` is the id of the published story whose article is to be told again in `language`.
    """

    id: str
    kind: str
    headline: str
    url: str = ""
    urls: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    created: datetime
    follows: str = ""
    of: tuple[str, ...] = ()
    edition_of: str = Field(default="", exclude_if=lambda value: not value)
    language: Language = Field(default="zh-Hans", exclude_if=lambda value: value == "zh-Hans")


Stage = Literal["new", "gathered", "drafted", "judged", "review", "published", "withdrawn", "refused"]
"""Where a story stands. `new` → `gathered` → `drafted` → `judged` → `review` → `published` → `withdrawn`; `refused`
when too thin."""

WRITTEN: tuple[Stage, ...] = ("review", "published", "withdrawn")
"""The stages of a story whose article is written: it is not written again, another goes on with it."""

# ---------------------------------------------------------------- pages and evidence

Access = Literal["full", "excerpt", "headline", "paywalled"]
"""How much of a source was read: the whole text, an excerpt (仅见摘要), its headline (仅见标题), what stands
before a wall."""

SourceKind = Literal["primary", "wire", "media", "aggregator", "rumour", "machine"]
"""What a source is: whose announcement it is, a news agency, an outlet that reports, one that copies, one that
passes on hearsay, a text that a machine wrote."""

Use = Literal["quote", "facts", "link", "never"]
"""What a source may be used for: quoted, its facts only, linked only, not at all."""


class Standing(Noun):
    """What the newsroom thinks of a source: by its settings, else by what is known or seen of it (`why`).

    `outlet` is its name for people, empty when not known; `weight` counts its word against an outlet of 1.
    """

    kind: SourceKind = "media"
    use: Use = "quote"
    weight: float = 1.0
    outlet: str = ""
    why: str = ""


Rows = tuple[tuple[str, ...], ...]
"""The rows of a page's table, each a tuple of cells; the first row is its head."""


class Link(Noun):
    """Words that link somewhere, and the address they lead to."""

    text: str
    url: str


class Shape(Noun):
    """What one line of a page's text is to its reader; `title` is the page's own.

    `level` is a heading's, 1 to 6 as its page has it, or an item's: 1 in a list, 2 in a list in it. `ordered` is an
    item's of a numbered list, `begins` that of the first line of a list, a quotation or a table. `cells` are those of a
    row, as many as its table has columns, empty where one is. `strong` are the pieces of the line that are bold,
    `links` those that link somewhere, in the order of the line.
    """

    form: Literal["paragraph", "heading", "item", "quote", "row", "title"] = "paragraph"
    level: int = 0
    ordered: bool = False
    # What a page that was read before has not is left out: its evidence keeps its hash.
    begins: bool = Field(default=False, exclude_if=lambda value: not value)
    cells: tuple[str, ...] = Field(default=(), exclude_if=lambda value: not value)
    strong: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


class Hop(Noun):
    """One redirect: the address that answered, its status, and where it sent us."""

    url: str
    status: int
    to: str


class Fetched(Noun):
    """An answer from the world, headers lower-cased, body already decoded from its content encoding.

    `hops` are the redirects on the way. A status of 304 says that the body is what it was: `body` is then empty.
    """

    url: str
    final_url: str
    status: int
    hops: tuple[Hop, ...] = ()
    headers: dict[str, str]
    body: bytes
    fetched: datetime


class Readable(Noun):
    """What the extractor made of a page's bytes. Paragraphs of `text` are parted by one newline.

    `canonical` is the address the page itself says it has, empty when it says none. `origin` is whom it names as
    its source (来源：新华社). `tables` stand in `text` too, a row a line. `dropped` says in lines what was removed
    before reading, and how much; `agreement` is how far a second extractor agrees, 0 to 1, None where none
    was asked. `machine` is whether the page calls itself machine-made, `ours` whether it is an article of newsbot's.
    `shapes` are those of the lines of `text`, one a line; empty where nothing is known of them.
    """

    title: str
    text: str
    author: str = ""
    publisher: str = ""
    published: SourceDate | None = None
    language: str = ""
    canonical: str = ""
    origin: str = ""
    access: Access = "full"
    tables: tuple[Rows, ...] = ()
    dropped: tuple[str, ...] = ()
    agreement: float | None = None
    machine: bool = False
    ours: bool = False
    shapes: tuple[Shape, ...] = ()


class Page(Noun):
    """One source as it was read, kept for ever under the sha256 of its text.

    `url` is empty for a document an editor handed in as a file. `fetched` is the instant it
    was really read: the 检索日期 of its reference. `headers` are those that matter later (`content-type`,
    `last-modified`, `etag`, `date`). The rest is as `Readable` has it.
    """

    url: str
    final_url: str
    fetched: datetime
    status: int = 200
    title: str
    text: str
    sha256: str
    author: str = ""
    publisher: str = ""
    published: SourceDate | None = None
    language: str = ""
    access: Access = "full"
    canonical: str = ""
    origin: str = ""
    headers: dict[str, str] = {}
    dropped: tuple[str, ...] = ()
    agreement: float | None = None
    machine: bool = False
    ours: bool = False
    shapes: tuple[Shape, ...] = ()


class Span(Noun):
    """A piece of a page's text: `start` and `end` count code points of `Page.text`."""

    start: int
    end: int
    text: str
    language: str


class Source(Noun):
    """A page as the article will name it, in Simplified Chinese where it is Chinese (the page keeps its own).

    `id` counts from 1 in the order the model is shown. `kind` and `use` are its standing. `origin` is the wire it
    names; `copies` are the outlets that carry the same text, cited as this one.
    """

    id: int
    url: str
    title: str
    author: str = ""
    publisher: str = ""
    published: SourceDate | None = None
    retrieved: datetime
    access: Access = "full"
    language: str = ""
    sha256: str
    kind: SourceKind = "media"
    use: Use = "quote"
    origin: str = ""
    copies: tuple[str, ...] = ()


class Passage(Noun):
    """A few sentences of a source, under the id that drafts cite (`2.7` = source 2, passage 7).

    `text` is Simplified Chinese (or the foreign original); `original` is the stored text of the
    span where conversion changed it, else empty. `shape` is known where a source is rendered whole.
    """

    id: str
    source: int
    start: int
    end: int
    text: str
    original: str = ""
    language: str
    # Left out where there is none: what is asked of a model is known again by the hash of its evidence.
    shape: Shape | None = Field(default=None, exclude_if=lambda shape: shape is None)


class Contradiction(Noun):
    """Two passages of independent sources that give one subject's one measure at one time different values.

    `one` and `other` are passage ids; `values` is what each says, as it stands there.
    """

    subject: str
    one: str
    other: str
    values: tuple[str, str]


class Former(Noun):
    """The article that this one goes on with.

    `name` is its file's name, `said` are its sentences and the passages it rested on, in both languages: what a
    reader of it knows. `new` is what came in since, in the words of the entries that brought it.
    """

    story: str
    title: str
    name: str
    said: tuple[str, ...]
    new: tuple[str, ...] = ()


class Embargo(Noun):
    """What may not be published before an instant, in the words that say so; `until` None: nobody can read when."""

    words: str
    until: datetime | None = None


class Evidence(Noun):
    """All that an article may rest on. Ids are fixed here, after the cut to what the model is shown.

    `former` is the article that this one goes on with, None when it stands alone. `embargo` is the latest that one of
    its sources states on itself. `edition` is the article that this one tells again in another language.
    """

    story: str
    headline: str
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    searched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    former: Former | None = None
    embargo: Embargo | None = None
    edition: "Edition | None" = Field(default=None, exclude_if=lambda value: value is None)

    def passage(self, id: str) -> Passage | None:
        """The passage with this id, or None."""
        return next((passage for passage in self.passages if passage.id == id), None)

    def source(self, id: int) -> Source:
        """The source with this id; `KeyError` when there is none."""
        for source in self.sources:
            if source.id == id:
                return source
        raise KeyError(id)

    def cited(self, ids: tuple[str, ...]) -> tuple[Passage, ...]:
        """The passages of `ids` that exist, in that order."""
        found = (self.passage(id) for id in ids)
        return tuple(passage for passage in found if passage is not None)


# ---------------------------------------------------------------- the draft


class Quote(Noun):
    """Speech that stands in “” in a sentence as a translation: the Chinese words and the words they translate."""

    text: str
    original: str


class Sentence(Noun):
    """A string the reader sees, with the ids of the passages it rests on.

    `transition` marks the few sentences that state no fact and so carry no ids, `opinion` those of a kind of article
    that has opinions, `label` the words around a table's cells, which say what each is of and rest on what those do.
    `of` is what a cell is of, by its row and column: empty for whatever stands alone.
    `signed` is the sentence of the original that one of an edition in a foreign language tells. `strong` and `links`
    are pieces of the text, in its order, that are bold or lead somewhere.
    """

    text: str
    passages: tuple[str, ...] = ()
    kind: Literal["fact", "transition", "opinion", "label"] = "fact"
    quotes: tuple[Quote, ...] = ()
    of: str = ""
    signed: str = Field(default="", exclude_if=lambda value: not value)
    strong: tuple[str, ...] = Field(default=(), exclude_if=lambda value: not value)
    links: tuple[Link, ...] = Field(default=(), exclude_if=lambda value: not value)

    @property
    def reading(self) -> str:
        """What the reader reads in it: of a cell, with what it is of."""
        if not self.of:
            return self.text
        return f"{self.of_what}: {self.text}" if self.signed else f"{self.of_what}为{self.text}"

    @property
    def of_what(self) -> str:
        """What a cell is of, in the language of its text: 临江港的费用; Linjiang Port, Cost."""
        return self.of.replace("的", ", ") if self.signed else self.of


class Paragraph(Noun):
    block: Literal["paragraph"] = "paragraph"
    sentences: tuple[Sentence, ...]


DEEPEST = 6
"""The lists that one item may stand in."""


class Item(Noun):
    """A list item: a bold lead (may be None) and its sentences.

    `level` is how many lists it stands in; an item of 2 belongs to the last one of 1 before it. `ordered` says of one
    above 1 that its own list has numbers.
    """

    lead: Sentence | None
    sentences: tuple[Sentence, ...]
    level: int = Field(default=1, ge=1, le=DEEPEST, exclude_if=lambda value: value == 1)
    ordered: bool = Field(default=False, exclude_if=lambda value: not value)


class Bullets(Noun):
    """A list; `ordered`: with numbers, as far as its items of level 1 go."""

    block: Literal["bullets"] = "bullets"
    items: tuple[Item, ...]
    ordered: bool = False

    @field_validator("items")
    @classmethod
    def _nested(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """No item stands deeper than one below the item that it belongs to, whatever was cut between."""
        levels = nested(each.level for each in items)
        return tuple(each.model_copy(update={"level": n}) for each, n in zip(items, levels, strict=True))


def nested(levels: Iterable[int]) -> tuple[int, ...]:
    """The levels of a list's items as they can be, from 1 on, without those that no item above them has."""
    made: list[int] = []
    above: list[int] = []
    for level in levels:
        above = [each for each in above if each < level][: DEEPEST - 1]
        above.append(level)
        made.append(len(above))
    return tuple(made)


class Quotation(Noun):
    """What a translated page sets apart as quoted: its paragraphs, as items without a lead."""

    block: Literal["quotation"] = "quotation"
    items: tuple[Item, ...]


NOTHING = "—"
"""What stands in a cell of which nothing is known, or whose words were cut."""


EMPTY_CELL = Sentence(text=NOTHING, kind="label")
BLANK_CELL = Sentence(text="", kind="label")
"""A cell that holds nothing and says so, and one of a translation that is as empty as its original's."""


class Table(Noun):
    """A table: what it is of, the words above its columns, and its rows, the first cell of each naming the row.

    Caption, head and the rows' names are labels: they rest on what the cells rest on that they stand over. A row has
    as many cells as the head; one that is missing holds `NOTHING`.

    One that is `rendered` is of a translation: each row, its head too, renders one of the original, cell by cell. A
    label in it is a cell without words: a figure, a sign.
    """

    block: Literal["table"] = "table"
    rendered: bool = Field(default=False, exclude_if=lambda value: not value)
    caption: Sentence | None
    head: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]

    @field_validator("rows")
    @classmethod
    def _of_row_and_column(
        cls, rows: tuple[tuple[Sentence, ...], ...], known: ValidationInfo
    ) -> tuple[tuple[Sentence, ...], ...]:
        head: tuple[Sentence, ...] = known.data.get("head", ())
        if known.data.get("rendered"):
            return rows
        return tuple(_row(row, head) for row in rows if row)

    def labelled(self) -> "Table":
        """The same, its labels resting on what the cells rest on that they stand over."""
        if self.rendered:
            return self
        rows = tuple((_label(row[0], row[1:]), *row[1:]) for row in self.rows)
        head = tuple(_label(each, [row[c] for row in rows]) for c, each in enumerate(self.head))
        caption = None if self.caption is None else _label(self.caption, head)
        return self.model_copy(update={"caption": caption, "head": head, "rows": rows})


def _row(row: tuple[Sentence, ...], head: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The row as long as the head, each cell but the first knowing what it is of."""
    whole = (*row, *(EMPTY_CELL for _ in range(len(head) - len(row))))[: len(head)]
    return tuple(
        EMPTY_CELL
        if cell.text == NOTHING
        else cell.model_copy(update={"of": f"{row[0].text}的{head[c].text}" if c else ""})
        for c, cell in enumerate(whole)
    )


def _says_something(cell: Sentence) -> bool:
    return cell.text not in ("", NOTHING)


def _label(label: Sentence, cells: Sequence[Sentence]) -> Sentence:
    ids = tuple(dict.fromkeys(id for cell in cells for id in cell.passages))
    return label.model_copy(update={"kind": "label", "passages": ids})


Block = Annotated[Paragraph | Bullets | Quotation | Table, Field(discriminator="block")]


class Section(Noun):
    """A title and what stands under it. `link` is the address of the whole article that a digest's section is of.

    One of `level` 2 belongs to the section of level 1 before it, its chapter, which may hold nothing of its own; those
    of a translation have the levels of its original.
    """

    title: Sentence
    blocks: tuple[Block, ...]
    link: str = ""
    level: Literal[1, 2, 3] = 1


class PromptUse(Noun):
    """Which prompt was sent: its name and the sha256 of what was rendered from it."""

    name: str
    sha256: str


Writer = Literal["whole", "stepwise", "extract", "compose", "chapters", "edition"]
"""How an article is written; `compose`: of sentences of articles that are published already; `chapters`: after an
outline, chapter by chapter at the same time; `edition`: an article that is published already, in another language."""


# ---------------------------------------------------------------- kinds of article

Layout = Literal["framed", "plain", "chaptered"]
"""How a file is laid out: `framed` as a `news` article, between <article> tags with HEADING, keywords and footer;
`plain` with a blockquote lead, sections and references only; `chaptered` with 编者按, 摘要与提纲, numbered chapters
and 结论."""

FRONT: tuple[str, ...] = (
    "title",
    "date",
    "draft",
    "tags",
    "categories",
    "author",
    "summary",
    "cover",
    "source_url",
    "word_count",
    "reading_time",
    "ai_score",
    "sync_time",
)
"""The front matter of a `news` article, in its order."""


class Parts(Noun):
    """Which parts an article of a kind has. `tldr` (a lead in a `plain` one, 编者按 in a `chaptered`) and `sections`
    (chapters) are the fewest and the most sentences and sections there may be; a most of 0 means none. A writer must
    give one section where there may be any; a fewest of 0 lets the gate cut it. With `numbered` they
    are 01, 02, …, each a step of an argument."""

    heading: bool = True
    tldr: tuple[int, int] = (2, 4)
    introduction: bool = True
    sections: tuple[int, int] = (0, 5)
    conclusion: bool = True
    numbered: bool = False


class Reach(Noun):
    """How much an article of a kind may rest on: `tokens` of passages (UTF-8 bytes ÷ 2) of so many `sources`, and so
    many `passages` of one of them."""

    tokens: int
    sources: int
    passages: int


class Kind(Noun):
    """What sets one kind of article apart; the defaults are those of `news`.

    `title` is its name for readers, `about` what it is in one line, `template` the file that lays it out. `like` is
    the kind whose prompts it uses where it has none of its own. `front` are the keys of its front matter in order,
    before those that every kind has. `length` are Han characters, None for the settings'; `sources` how many
    independent ones it needs; `rounds` how often failing sentences are written again; `writers` by which ways it can
    be written; `reach` how much it may rest on, None for the settings'; `skip` rules of style that do not apply to
    it. With `opinion` sentences that name no passage are opinions, and its byline says that a machine wrote it until an
    editor puts a name of their own there. A `faithful` one renders one source whole, paragraph by paragraph; its
    `conclusion` is what is thought of it.
    """

    name: str
    title: str
    about: str = ""
    template: str = "news.md.j2"
    layout: Layout = "framed"
    like: str = ""
    front: tuple[str, ...] = FRONT
    parts: Parts = Parts()
    length: tuple[int, int] | None = None
    sources: int = 1
    rounds: int = 1
    writers: tuple[Writer, ...] = ("whole", "stepwise", "extract")
    reach: Reach | None = None
    skip: tuple[str, ...] = ()
    opinion: bool = False
    faithful: bool = False

    @property
    def composed(self) -> bool:
        """Whether it is made of articles that are published, and of no story's sources."""
        return set(self.writers) == {"compose"}


NEWS = Kind(name="news", title="消息", about="一件事，多个来源：提要、分节、参考文献")
"""The kind that is written where nobody asked for another."""


class Draft(Noun):
    """An article before it has been judged: sentences only. No URL, footnote number or date of ours.

    Places name sentences: `title`, `heading`, `tldr/0`, `introduction/BLOCK/SENTENCE`,
    `sections/S/title`, `sections/S/BLOCK/SENTENCE`, `…/BLOCK/ITEM/lead`, `…/BLOCK/ITEM/SENTENCE` (an item is a
    paragraph of a quotation too), of a table `…/BLOCK/caption` and `…/BLOCK/ROW/COLUMN/cell` (row 0 is its head),
    `conclusion/BLOCK/SENTENCE`, `keywords/0`. What the kind of article has no part for is empty, its heading None.
    `language` is what its sentences are in: Simplified Chinese too where the file will be in Traditional characters.
    """

    kind: str = NEWS.name
    language: Language = Field(default="zh-Hans", exclude_if=lambda value: value == "zh-Hans")
    writer: Writer
    model: str = ""
    prompts: tuple[PromptUse, ...] = ()
    title: Sentence
    heading: Sentence | None
    tldr: tuple[Sentence, ...]
    introduction: tuple[Block, ...]
    sections: tuple[Section, ...]
    conclusion: tuple[Block, ...]
    keywords: tuple[Sentence, ...] = ()
    tags: tuple[str, ...] = ()
    aside: tuple[Sentence, ...] = ()
    """What its writer put aside because the model seemed to obey a source there: no part of the article."""

    @property
    def chaptered(self) -> bool:
        """Whether its sections stand in chapters; its `introduction` is then the abstract of them."""
        return any(section.level == 2 for section in self.sections)

    def placed(self) -> Iterator[tuple[str, Sentence]]:
        """Every sentence with its place, in reading order."""
        yield "title", self.title
        if self.heading is not None:
            yield "heading", self.heading
        yield from ((f"tldr/{n}", sentence) for n, sentence in enumerate(self.tldr))
        yield from self.body()
        yield from ((f"keywords/{n}", sentence) for n, sentence in enumerate(self.keywords))

    def body(self) -> Iterator[tuple[str, Sentence]]:
        """The sentences from 引言 to 结论, section titles and list leads included."""
        yield from _in_blocks("introduction", self.introduction)
        for n, section in enumerate(self.sections):
            yield f"sections/{n}/title", section.title
            yield from _in_blocks(f"sections/{n}", section.blocks)
        yield from _in_blocks("conclusion", self.conclusion)

    def revised(self, changes: dict[str, Sentence | None]) -> "Draft":
        """The draft with the sentences at the named places replaced, or cut where None.

        What becomes empty goes with its last sentence: items, paragraphs, sections. The title
        and heading cannot be cut (`ValueError`). Places are those of this draft; the new draft
        is numbered anew.
        """
        if any(changes.get(place, self.title) is None for place in ("title", "heading")):
            raise ValueError("title and heading can be replaced, not cut")

        def at(place: str, sentence: Sentence) -> Sentence | None:
            return changes.get(place, sentence)

        introduction = _revised_blocks("introduction", self.introduction, changes)
        sections: list[Section] = []
        holding = [id(each) for each in _holding([*self.sections])]
        bare: set[str] = set()
        for n, section in enumerate(self.sections):
            title = at(f"sections/{n}/title", section.title)
            blocks = _revised_blocks(f"sections/{n}", section.blocks, changes)
            if title is not None:
                bare |= set() if id(section) in holding else {title.text}
                sections.append(section.model_copy(update={"title": title, "blocks": blocks}))
            elif sections:  # a section that lost its title joins what stands before it
                sections[-1] = sections[-1].model_copy(update={"blocks": (*sections[-1].blocks, *blocks)})
            else:
                introduction = (*introduction, *blocks)
        return self.model_copy(
            update={
                "title": at("title", self.title),
                "heading": None if self.heading is None else at("heading", self.heading),
                "tldr": _kept(at(f"tldr/{n}", sentence) for n, sentence in enumerate(self.tldr)),
                "introduction": introduction,
                "sections": _holding(sections, bare),
                "conclusion": _revised_blocks("conclusion", self.conclusion, changes),
                "keywords": _kept(at(f"keywords/{n}", sentence) for n, sentence in enumerate(self.keywords)),
            }
        )


BESIDE_PROSE = ("/title", "/lead", "/caption", "/cell")
"""How the places end of what is no full sentence: titles, leads of list items, and what stands in and over a table."""


def _holding(sections: list[Section], bare: Set[str] = frozenset()) -> tuple[Section, ...]:
    """The sections under which something stands, be it in a section of theirs; `bare` are titles that stood alone
    before, as headings of an original do."""
    kept: list[Section] = []
    for section in reversed(sections):
        if section.blocks or (kept and kept[-1].level > section.level) or section.title.text in bare:
            kept.append(section)
    return tuple(reversed(kept))


def _in_blocks(place: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, Sentence]]:
    for b, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            yield from ((f"{place}/{b}/{n}", sentence) for n, sentence in enumerate(block.sentences))
            continue
        if isinstance(block, Table):
            yield from _in_table(f"{place}/{b}", block)
            continue
        for i, item in enumerate(block.items):
            if item.lead is not None:
                yield f"{place}/{b}/{i}/lead", item.lead
            yield from ((f"{place}/{b}/{i}/{n}", sentence) for n, sentence in enumerate(item.sentences))


def _in_table(place: str, table: Table) -> Iterator[tuple[str, Sentence]]:
    """Its caption, then row by row all that says something."""
    if table.caption is not None:
        yield f"{place}/caption", table.caption
    for r, row in enumerate((table.head, *table.rows)):
        yield from ((f"{place}/{r}/{c}/cell", cell) for c, cell in enumerate(row) if _says_something(cell))


def _revised_table(place: str, table: Table, changes: dict[str, Sentence | None]) -> Table | None:
    """The table with changed cells, `NOTHING` where one was cut.

    A column goes with its head, a row with its name or its last cell, the table with all but its names. A `rendered`
    one keeps its form: only a row of which nothing is left goes.
    """

    def at(r: int, c: int, cell: Sentence) -> Sentence:
        return changes.get(f"{place}/{r}/{c}/cell", cell) or EMPTY_CELL

    grid = [[at(r, c, cell) for c, cell in enumerate(row)] for r, row in enumerate((table.head, *table.rows))]
    if table.rendered:
        left = [tuple(row) for row in grid if any(map(_says_something, row))]
        return table.model_copy(update={"head": left[0], "rows": tuple(left[1:])}) if left else None
    columns = [c for c, cell in enumerate(grid[0]) if cell.text != NOTHING or c == 0]
    kept = [tuple(row[c] for c in columns) for row in grid]
    told = [row for row in kept[1:] if row[0].text != NOTHING and any(cell.text != NOTHING for cell in row[1:])]
    if len(columns) < 2 or not told:
        return None
    caption = None if table.caption is None else changes.get(f"{place}/caption", table.caption)
    return Table(caption=caption, head=kept[0], rows=tuple(told)).labelled()


def _revised_blocks(place: str, blocks: tuple[Block, ...], changes: dict[str, Sentence | None]) -> tuple[Block, ...]:
    revised: list[Block] = []
    for b, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            kept = _kept(changes.get(f"{place}/{b}/{n}", old) for n, old in enumerate(block.sentences))
            if kept:
                revised.append(Paragraph(sentences=kept))
            continue
        if isinstance(block, Table):
            table = _revised_table(f"{place}/{b}", block, changes)
            if table is not None:
                revised.append(table)
            continue
        items = []
        for i, item in enumerate(block.items):
            lead = None if item.lead is None else changes.get(f"{place}/{b}/{i}/lead", item.lead)
            kept = _kept(changes.get(f"{place}/{b}/{i}/{n}", old) for n, old in enumerate(item.sentences))
            if kept:
                items.append(item.model_copy(update={"lead": lead, "sentences": kept}))
        if items:
            revised.append(type(block).model_validate({**dict(block), "items": tuple(items)}))
    return tuple(revised)


def _kept(sentences: Iterator[Sentence | None]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in sentences if sentence is not None)


class Signed(Noun):
    """A published article: its draft as it was signed, its evidence, and its address on the site (may be empty)."""

    draft: Draft
    evidence: Evidence
    link: str


# ---------------------------------------------------------------- judgement

Severity = Literal["error", "warning"]
Support = Literal["quoted", "supported", "partly", "contradicted", "unsupported", "not judged", "not a claim"]


class Finding(Noun):
    """What a check has against a sentence. An `error` holds the article unless it is repaired.

    `found` is what the sentence says, `source_has` what its passages say instead (may be
    empty), `advice` what to do, in Chinese: editors and models read it.
    """

    rule: str
    severity: Severity
    place: str
    sentence: str
    found: str = ""
    source_has: str = ""
    advice: str


class Judged(Noun):
    """How one sentence stands, and on what positive evidence (`by`): nothing is supported for want of findings.

    `score` is how well its passages support it, 0 to 1, as far as rules can tell.
    """

    place: str
    support: Support
    by: Literal["quote", "coverage", "judge", ""] = ""
    spans: tuple[str, ...] = ()
    score: float = 0.0


class Repair(Noun):
    """What the gate did to one sentence, and why. `place` is where it stood in the draft that was handed in."""

    place: str
    action: Literal["re-cited", "rewritten", "cut", "replaced"]
    before: Sentence
    after: Sentence | None
    because: tuple[Finding, ...]


Outcome = Literal["pass", "review", "hold"]


class Verdict(Noun):
    """The draft as repaired, and how it stands.

    `pass`: everything supported, judged by a probed judge. `review`: nothing wrong found, but
    something not judged or only warned about. `hold`: an error is left.
    """

    outcome: Outcome
    draft: Draft
    sentences: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...] = ()
    reasons: tuple[str, ...] = ()


# ---------------------------------------------------------------- the editor's word


class Decision(Noun):
    """What an editor decided of a sentence as it reads and on the passages it names; it holds for exactly those.

    `confirm`: the words `span` of `passage` say it. `keep`: none do, and the editor answers for it, for `reason`; it
    is then visibly the editor's own. With `rule` a finding on the whole draft is meant, and `text` is what it found.
    `editor` is the name under which that is done, `at` when.
    """

    choice: Literal["confirm", "keep"]
    text: str
    passages: tuple[str, ...] = ()
    rule: str = ""
    passage: str = ""
    span: str = ""
    reason: str = ""
    editor: str
    at: datetime


class Approval(Noun):
    """An editor answers for the draft as it stands; with `byline` its opinions are theirs, under their name."""

    editor: str
    at: datetime
    byline: bool = False


class Byline(Noun):
    """Who put their name over the opinions of an article, by an act of their own, and which ones, word for word."""

    editor: str
    opinions: frozenset[str]


class Review(Noun):
    """A draft on the desk: how it stands by rules and judge as it now reads, and what editors decided of it.

    `judged` is the version of the machine's verdict that it began from, `licence` by whose leave a translation is
    published.
    """

    judged: int
    verdict: Verdict
    decisions: tuple[Decision, ...] = ()
    approval: Approval | None = None
    licence: str = ""


class Edition(Noun):
    """The published article that an edition tells again, as it stood on the site: its story, its file's name and
    sha256, its text as a draft, and what editors had decided of it. `words` are the house's exceptions from how
    Traditional characters are made, Simplified to Traditional. `signer` is the editor whose opinions those of `signed`
    are, word for word, by an act of their own; `licence` by whose leave a translation is published."""

    story: str
    name: str
    sha256: str
    language: Language
    signed: Draft
    decisions: tuple[Decision, ...] = ()
    words: dict[str, str] = {}
    signer: str = Field(default="", exclude_if=lambda value: not value)
    licence: str = Field(default="", exclude_if=lambda value: not value)


Post = Literal["writer", "editor"]


class Editor(Noun):
    """A named account. `post` is what it may do (`staff`).

    `password` is an argon2 hash and `token` a sha256, each empty where there is none: without both nobody comes in by
    this name. `mark` changes with them, and whoever came in under an earlier one is out.
    """

    name: str
    post: Post
    added: datetime
    password: str = Field(default="", repr=False)
    token: str = Field(default="", repr=False)
    mark: str = Field(repr=False)


ActKind = Literal[
    "edit",
    "cut",
    "re-cite",
    "confirm",
    "keep",
    "rewrite",
    "licence",
    "undo",
    "approve",
    "send back",
    "reject",
    "regenerate",
    "publish",
    "correct",
    "unpublish",
    "complain",
    "dismiss",
    "park",
    "unpark",
]


class Act(Noun):
    """What an editor did to a draft, or to the published article (from `publish` on; `place` is the key of what was
    open): at which place, what stood there and what stands there now, and why.

    `before` and `after` are texts; of `re-cite` the passages. `model`, `prompts` and `micros` (millionths of a US
    dollar) are of what a model did at the editor's word.
    """

    kind: ActKind
    place: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    model: str = ""
    prompts: tuple[PromptUse, ...] = ()
    micros: int = 0


class Done(Noun):
    """An act in the history of a story: the `number`th, by whom and when, and its place in the chain.

    `hash` covers all of it, what the draft came to, and `previous`, the hash of the act before (empty for the first):
    nothing in the history can be changed, left out or put in without breaking the chain.
    """

    story: str
    number: int
    editor: str
    at: datetime
    act: Act
    previous: str
    hash: str


class Article(Noun):
    """The file as it was written. `notes` maps source ids to footnote numbers, for later corrections; `why` says factor
    by factor how its `score` (`ai_score`) came about.

    For the list of drafts: its `title`, how many of its sentences and findings are `open`, how many `minutes` it takes
    to read beside its sources, why it is `held` in one line of Chinese (empty where it is not), and who `approved` it.
    `rules` is how many findings of each rule there are against it, whatever an editor decided of them.
    """

    story: str
    name: str
    path: str
    sha256: str
    generated: datetime
    outcome: Outcome
    notes: dict[int, int]
    why: str = ""
    score: int = 0
    title: str = ""
    open: int = 0
    minutes: int = 0
    held: str = ""
    approved: str = ""
    rules: dict[str, int] = {}


# ---------------------------------------------------------------- what people are told

Occasion = Literal["draft", "held", "published", "correction", "corrected", "budget", "feed", "parked", "away", "back"]
"""A draft is ready, or held; an article was published, may need a correction, or was corrected; a cap was reached; a
feed is dead; a story was parked for a person; a model has not answered for long, or does again."""


class Notice(Noun):
    """What the newsroom's people are to be told, wherever they are. What does not belong to the occasion stays empty.

    A notice is told once: `key` says of what it is, and a second one with the same key is none. `title` is the
    article's, the story's headline or the feed's name, as a model or a feed wrote it: whoever shows it makes it
    harmless. `findings` are those left open, `usd` is what the story has cost, `place` is the file or the address where
    it can be looked at, `reason` says in one line why.
    """

    occasion: Occasion
    key: str
    story: str = ""
    title: str = ""
    outcome: Outcome | Literal[""] = ""
    findings: int = 0
    usd: float | None = None
    place: str = ""
    reason: str = ""


# ---------------------------------------------------------------- what was published


class Published(Noun):
    """An article that stands on the site: the file as it was last written there.

    `draft` is the sha256 of the draft it was made from, `at` when it was first published. `editor` is who answers for
    it, empty when nobody was asked (unattended), `reason` theirs. `shown` is from when on the site shows it, None for
    at once; `despite` why an embargo was passed over. `url` is its address where the site's builder named it. `notes`
    are the article's, `corrections` how often it was corrected. `writing` is the sha256 of the file that is being put
    in its place; `picture` the name of the picture that newsbot put there with it.
    """

    story: str
    name: str
    path: str
    sha256: str
    draft: str
    at: datetime
    editor: str = ""
    reason: str = ""
    outcome: Outcome
    shown: datetime | None = None
    despite: str = ""
    url: str = ""
    notes: dict[int, int] = {}
    corrections: int = 0
    writing: str = ""
    picture: str = ""


class Withdrawn(Noun):
    """An article that was taken back: `removed` is whether its file is gone, else a notice stands in its place."""

    story: str
    path: str
    sha256: str = ""
    at: datetime
    editor: str
    reason: str
    removed: bool = False
