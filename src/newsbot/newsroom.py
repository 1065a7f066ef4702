"""What may be asked of the world, as Protocols.

Steps and the pipeline know these and nothing behind them; `edges/` fulfils them and `wiring`
joins the two, where mypy proves that they fit. All methods raise only errors of
`newsbot.errors`.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol

from newsbot.news import (
    Access,
    Act,
    Announced,
    Article,
    Done,
    Editor,
    Entry,
    Feed,
    FeedLinks,
    FeedList,
    Fetched,
    Followed,
    Known,
    Notice,
    Noun,
    Occasion,
    Outcome,
    Page,
    ParsedFeed,
    Published,
    Readable,
    Reading,
    Review,
    Span,
    Stage,
    Story,
    Wait,
)
from newsbot.prompts import Folder, Rendered
from newsbot.ranking import Score
from newsbot.settings import Git, Role
from newsbot.upheld import Change

# ---------------------------------------------------------------- the model


class Request(Noun):
    """One model call, complete: nothing else, and no clock or chance, enters what is sent.

    `purpose` says what the call is for inside its story (`draft`, `sentence:2.7`), `ordinal`
    counts deliberate second tries. `reply_schema` asks for JSON that fits it; None for plain text.
    `max_tokens` bounds the reply. `temperature` is the prompt's own; a setting of the role wins.
    """

    role: Role
    purpose: str
    ordinal: int = 0
    system: str
    user: str
    earlier: tuple[tuple[str, str], ...] = ()  # (role, content) turns before a repair
    schema_name: str = ""
    reply_schema: dict[str, Any] | None = None
    max_tokens: int
    temperature: float | None = None

    @classmethod
    def under(
        cls,
        prompt: Rendered,
        purpose: str,
        ordinal: int = 0,
        *,
        role: Role = "draft",
        form: tuple[str, dict[str, Any]] | None = None,
    ) -> "Request":
        """A call under a prompt. `form` is the name and the schema of JSON that is wanted."""
        name, schema = form or ("", None)
        return cls(
            role=role,
            purpose=purpose,
            ordinal=ordinal,
            system=prompt.system,
            user=prompt.user,
            schema_name=name,
            reply_schema=schema,
            max_tokens=prompt.max_tokens,
            temperature=prompt.temperature,
        )


class Reply(Noun):
    """What came back: the text without thoughts and fences, and what it cost.

    `fault` names an answer that arrived, and is paid for, but cannot be used; `text` then holds the
    reason. `usage_known` is false when the endpoint reported no usage; the tokens are then the upper bound.
    """

    text: str
    model: str
    prompt_tokens: int
    completion_tokens: int
    usage_known: bool = True
    fault: Literal["", "refused", "truncated", "empty"] = ""


ORDINALS_A_TRY = 10
"""A story's next try asks under ordinals that its earlier tries did not use; within one there are at most two."""


class Lost:
    """Attempts of one call that were sent and whose answer never came: each may have been billed."""

    def __init__(self) -> None:
        self.attempts = 0


class Endpoint(Protocol):
    """The language model server itself (`edges/llm`): one call with its retries."""

    def model(self, role: Role) -> str:
        """The model's name for this role; empty when none is set."""
        ...

    async def send(self, request: Request, lost: Lost) -> Reply:
        """The reply, at the best structured-output level the server has.

        An answer that arrived and cannot be used is a `Reply` with a fault; everything else raises `ModelError`.
        Attempts whose answer never came are counted in `lost`, when the call is cancelled too.
        """
        ...


class Model(Protocol):
    """The language model as a story may use it: through the ledger, paid once."""

    def name(self, role: Role) -> str:
        """The model's name for this role; empty when none is set."""
        ...

    async def ask(self, request: Request) -> Reply:
        """The reply, from the ledger when this very request was settled before. Raises `ModelError`."""
        ...


# ---------------------------------------------------------------- the books


class Cap(Noun):
    """What may be spent on some calls. `micros` and `tokens` are None where there is no cap of that kind.

    `of` says on which: all of a `day` or `month`, those of one `story`, or those of one `run` of a process. `since` is
    when the stretch began, `until` when it ends and the cap opens again; None where it has no such instant.
    """

    of: Literal["day", "month", "story", "run"]
    since: datetime | None = None
    until: datetime | None = None
    micros: int | None = None
    tokens: int | None = None


class Caps(Noun):
    """What may be spent, and how many calls may be under way, and tokens asked for in a minute (None: any number)."""

    caps: tuple[Cap, ...]
    concurrency: int
    minute_tokens: int | None = None


class Call(Noun):
    """One line of the ledger before the call: who asks, and the most it can cost."""

    key: str
    story: str
    role: Role | Literal["embed"]
    purpose: str
    ordinal: int
    model: str
    most_tokens: int
    most_micros: int


class Spent(Noun):
    """What a story's settled calls came to. `repairs` counts those that asked a second time."""

    calls: int
    repairs: int
    prompt_tokens: int
    completion_tokens: int
    micros: int


class Account(Noun):
    """What calls came to under one name: a day, a model, a story or a stage. `micros` are millionths of a dollar."""

    name: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    micros: int


class Cost(Noun):
    """What calls of a model came to on a calendar day. `micros` are millionths of a dollar."""

    day: date
    model: str
    micros: int


class Made(Noun):
    """An article that was written, or published for the first time, at `at`.

    Of a written one with its verdict, and how many findings of each rule the machine left in it.
    """

    at: datetime
    is_published: bool
    outcome: Outcome | None = None
    rules: dict[str, int]


class Worker(Noun):
    """A daemon or worker that was heard of at `seen`."""

    kind: str
    host: str
    pid: int
    started: datetime
    seen: datetime


class Books(Protocol):
    """The ledger's rows (`edges/store`): reserve, then settle or release, each one short transaction."""

    async def reserve(self, call: Call, caps: Caps) -> Reply | None:
        """Take the call's place, or return its settled reply.

        Raises `OutOfBudget` when a cap would be passed. When `caps.concurrency` calls are under
        way, or another holds this very key, it waits for its turn.
        """
        ...

    async def settle(self, key: str, reply: Reply, micros: int) -> None:
        """Keep the reply and what it really cost."""
        ...

    async def release(self, key: str, reason: str, micros: int = 0, tokens: int = 0, *, away: bool = False) -> None:
        """Give the place back after a call that brought nothing; what it cost all the same is kept.

        `away` is whether the model was found away: people are told when that lasts, and when it answers again.
        """
        ...

    async def spent(self, story: str) -> Spent:
        """What the story's settled calls came to."""
        ...


# ---------------------------------------------------------------- the archive and the stories


class Row(Noun):
    """A story with the stage it stands at. `reason` says why it was parked or refused, else empty.

    `tries` counts how often answers of the model were no use: the next calls are asked anew. `chosen` is when it was
    chosen to be written without anyone waiting for it, None when it was not. A parked story is tried again at `due`;
    where that is None, a person has to look. `failures` counts those in a row that may be its own fault, `outages` how
    often in a row a model or disk was away.
    """

    story: Story
    stage: Stage
    parked: bool
    reason: str
    tries: int = 0
    chosen: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    outages: int = 0


class Room(NamedTuple):
    """How many stories may be chosen, with those that were since an instant."""

    since: datetime
    most: int


class Standings(Noun):
    """How many stories stand at a stage, parked or not."""

    stage: Stage
    parked: bool
    stories: int


News = Literal["", "duplicate", "update", "development"]
"""What an entry brought to a story already written: nothing new, new facts of the same, what happened after.
Empty where nothing was written yet."""


class Found(Noun):
    """One result of searching the archive. `snippet` is the best passage, `published` the source's own date as far as
    it goes (ISO), `seen` when we read it. `url` is empty for a document an editor handed in."""

    url: str
    title: str
    publisher: str = ""
    published: str = ""
    seen: datetime
    snippet: str
    language: str = ""
    access: Access = "full"
    score: float


class Member(Noun):
    """An entry in a story; `story` is empty while it is in none. `seen` is when the newsroom first saw it.

    `by_hand`: a person put it there, and the machine leaves it there. `is_copy`: its text is that of another entry of
    the story, which is then no second source; `why` says in a few words why the machine put it there. `news` is
    what it brought to a story that was written when it came, and `facts` what of it is new.
    """

    entry: Entry
    story: str = ""
    seen: datetime
    by_hand: bool = False
    is_copy: bool = False
    why: str = ""
    news: News = ""
    facts: tuple[str, ...] = ()

    @property
    def dated(self) -> datetime:
        """When it appeared: a feed may date its entries into the future, or not at all; neither makes them newer."""
        published = self.entry.published
        return self.seen if published is None or published.tzinfo is None else min(published, self.seen)


class Glimpse(NamedTuple):
    """What says whether to look at an entry more closely: its place, its title, and when it appeared."""

    feed: str
    key: str
    title: str
    dated: datetime


class Sought(NamedTuple):
    """What glimpses are looked for by, and how many: at most `limit`, the best of `enough` candidates."""

    query: str
    limit: int
    enough: int


class Embedded(NamedTuple):
    """An entry's vector, as a model gave it, with when the entry appeared and the language it was read in."""

    feed: str
    key: str
    dated: datetime
    language: str
    vector: Sequence[float]


class Placing(Noun):
    """Where an entry belongs: into the story of this id, which `begins` is where there is none yet.

    `address` is its canonical address, by which other entries of the same page are told; empty when it has none.
    `may` is the story that its words leave open whether it belongs to, empty for none.
    """

    member: Member
    address: str = ""
    begins: Story | None = None
    may: str = ""


class Unsure(Noun):
    """An entry of which its words leave open whether it belongs to a story; it was put into another."""

    entry: Entry
    story: str


class Rated(Noun):
    """What a story is worth, as it was worked out from what `basis`, a digest, stands for.

    `model` is how newsworthy a model called it, 0 to 100, None where none was asked or it did not say; `asked` is a
    digest of the titles it was shown, empty where none was asked. `under` is a digest of the settings, `newest` when
    the newest entry that counts appeared, None without one.
    """

    story: str
    score: Score
    basis: str
    model: int | None = None
    asked: str = ""
    under: str = ""
    newest: datetime | None = None


class Candidate(NamedTuple):
    """A story of which an article may be begun, by its id, and what it was held to be worth.

    `under` and `newest` are those of `Rated`, `lasting` the points of its score that age takes nothing from. `under` is
    empty where it was not rated, or its entries have changed since.
    """

    story: str
    followed: bool
    under: str
    lasting: float
    newest: datetime | None


class Wish(Noun):
    """What an editor wants of a story: `ignore` it for good, or `follow` what comes of it."""

    kind: Literal["ignore", "follow"]
    editor: str
    at: datetime


class Group(Noun):
    """A story with its entries, the first seen first; `rated` is what it was last held to be worth, `wish` what an
    editor wants of it."""

    row: Row
    members: tuple[Member, ...]
    rated: Rated | None = None
    wish: Wish | None = None


class Ruling(Noun):
    """What was decided of two stories: `story` was merged into `other`, is not to be one with it, or goes on in it."""

    kind: Literal["merged", "apart", "followed"]
    story: str
    other: str
    at: datetime


class Kept(Noun):
    """An artifact that a story has: the stage it finished, its newest version, and when that was made."""

    stage: Stage
    version: int
    at: datetime


class Told(Noun):
    """A notice that is due to be told: how often that was tried before, since when, and which channels have it."""

    notice: Notice
    made: datetime
    attempts: int = 0
    served: tuple[str, ...] = ()


class Leaving(Noun):
    """Where a story goes from the desk, and why: `refused` for good, or back to `gathered` to be written anew.

    `artifact` is what it leaves there, empty for nothing; `kind` is what it is written as from now on, empty for as it
    was.
    """

    stage: Literal["refused", "gathered"]
    reason: str
    artifact: str = ""
    kind: str = ""


class OnDesk(Noun):
    """A draft that waits for an editor: the newest state of its file, since when the story has stood so, which editors
    did something to it, and why one of them put it aside (`parked`), empty where none did."""

    story: str
    kind: str
    article: Article
    since: datetime
    editors: tuple[str, ...] = ()
    parked: str = ""


class Due(Noun):
    """A source of a published article that is to be read again. `round` counts readings; `due` None: none is left."""

    story: str
    source: int
    url: str
    published: datetime
    due: datetime | None
    round: int = 0


class Recheck(Noun):
    """What was found when a source of a published article was read again.

    `kind`: the page is `gone`, it says that it was `corrected` or taken back (`said` is the line), or cited passages
    `changed` (`changes`, with both versions). `sha256` is that of the text then read, which the archive keeps.
    """

    story: str
    source: int
    url: str
    title: str = ""
    kind: Literal["gone", "corrected", "changed"]
    said: str = ""
    changes: tuple[Change, ...] = ()
    sha256: str = ""
    found: datetime


class Objection(Noun):
    """What stands against an article on the site besides its sources.

    A reader's `complaint`, as `text` has it, which `who` brought (a hostile text like any); or `news`: new `facts` that
    an entry of the same story has, whose title is `text`, by the outlet `who` at the address `url`; or
    `edition`: what became of the article that this one is an edition of.
    """

    id: str
    story: str
    kind: Literal["complaint", "news", "edition"]
    text: str
    who: str = ""
    url: str = ""
    facts: tuple[str, ...] = ()
    at: datetime


class Brought(Noun):
    """An entry that brought new facts to a story."""

    story: str
    entry: Entry
    facts: tuple[str, ...]
    at: datetime


class OnSite(Noun):
    """An article on the site, its title, and how much is open at it."""

    published: Published
    title: str
    open: int


class Archive(Protocol):
    """Our tables (`edges/store`): stories, artifacts, entries, pages and their passages."""

    async def secret(self) -> str:
        """A random hex string made once for this installation; it keys the prompts' markers."""
        ...

    async def add_story(self, story: Story) -> bool:
        """Keep a new story at stage `new`; False when its id is known already (nothing changes)."""
        ...

    async def row(self, story: str) -> Row | None: ...

    async def artifact(self, story: str, stage: Stage) -> str | None:
        """The JSON of the newest artifact that finished into `stage`."""
        ...

    async def finish(
        self,
        story: str,
        old: Stage,
        new: Stage,
        artifact: str,
        reason: str = "",
        *,
        notices: Sequence[Notice] = (),
        unparked: bool = False,
        lacking: datetime | None = None,
    ) -> bool:
        """Write artifact, stage and notices in one transaction if the story still stands at `old`; else False.

        With `unparked` a story that somebody parked is not moved either. `lacking` is when evidence, for want of which
        it is refused, was looked for: what joined it since, or joins it later, has it begin anew, three times at most.
        """
        ...

    async def park(
        self,
        story: str,
        stage: Stage,
        reason: str,
        *,
        anew: bool = False,
        due: datetime | None = None,
        failures: int = 0,
        outages: int = 0,
        notices: Sequence[Notice] = (),
        capped: bool = False,
    ) -> bool:
        """Leave the story at `stage` with the reason why it does not go on, until `due`; `finish` clears it.

        `anew` counts a try: what the model answered was no use, and going on means asking again. With `due` None a
        person has to look at it. `capped` says that a cap stopped it, see `uncap`. The notices are kept in the
        same transaction.
        """
        ...

    async def retry(self, story: str) -> bool:
        """Let a parked story go on at once, and a refused one from its beginning; False when it is neither."""
        ...

    async def rebegin(self, story: str, reason: str) -> bool:
        """Let a story whose draft waits begin anew; False when it stands elsewhere."""
        ...

    async def choose(self, ids: Sequence[str], room: Room | None = None, kind: str = "") -> tuple[str, ...]:
        """Have these stories written, those that stand at `new` and were not chosen yet, as far as there is room.

        The ids of those. Several who choose at once keep to one room together. With `kind` they become articles of it.
        """
        ...

    async def stories_of(self, kind: str, limit: int) -> tuple[Story, ...]:
        """The stories of this kind, the newest first."""
        ...

    async def as_kind(self, story: str, kind: str) -> bool:
        """Have a story that stands at `new` become an article of this kind; False when it stands elsewhere."""
        ...

    async def waiting(self, now: datetime, limit: int) -> tuple[str, ...]:
        """The ids of chosen stories that can go on now, those chosen first first."""
        ...

    async def pause(self, reason: str) -> None:
        """Let nothing be published from now on."""
        ...

    async def resume(self) -> bool:
        """Let it go on; False when it was not paused."""
        ...

    async def paused(self) -> str | None:
        """Why nothing is published, which may be empty; None when it is."""
        ...

    async def take_turn(self, what: str, until: datetime) -> bool:
        """Be the one process that does this until then; False while another does."""
        ...

    async def end_turn(self, what: str) -> None:
        """Let others do it."""
        ...

    async def published_since(self, since: datetime) -> int:
        """How many articles were published unattended at or after this instant."""
        ...

    async def published_lately(self, since: datetime) -> tuple[Published, ...]:
        """The articles on the site that were written there at or after this instant, the oldest first."""
        ...

    async def passed(self, since: datetime, until: datetime, limit: int) -> tuple[str, ...]:
        """The stories in review, not parked, whose article passed and was made between these, the oldest first."""
        ...

    async def articles(self, url: str, limit: int) -> tuple[str, ...]:
        """The ids of published stories whose article has this address or file name, the newest first."""
        ...

    async def unplanned(self, limit: int) -> tuple[str, ...]:
        """The ids of published stories whose sources are not planned to be read again, the oldest first."""
        ...

    async def plan(self, given: Sequence[Due]) -> None:
        """Have these sources read again; what is planned already stays."""
        ...

    async def due_rechecks(self, again: datetime, limit: int) -> tuple[Due, ...]:
        """The sources due now, the longest due first; each is due again then, should nobody say what became of it."""
        ...

    async def rechecks_of(self, story: str) -> tuple[Due, ...]:
        """All sources of one story that are read again."""
        ...

    async def rechecked(
        self, due: Due, result: str, found: Recheck | None = None, *, notices: Sequence[Notice] = ()
    ) -> None:
        """Keep how a check ended, when the next is due, what was found, and the notices."""
        ...

    async def open_findings(self, story: str, limit: int) -> tuple[Recheck, ...]:
        """What was found and nobody has settled, of one story or (empty) of all, the newest first."""
        ...

    async def last_finding(self, story: str, source: int) -> Recheck | None:
        """What was last found of a source, settled or not."""
        ...

    async def settle_open(self, story: str, why: str, only: str = "") -> int:
        """Take what is open at the story's article off the list; how much there was. It stays kept.

        `only` is the key of one thing: the number of a source of which something was found, the id of an objection.
        """
        ...

    async def object(self, objection: Objection, *, notices: Sequence[Notice] = ()) -> bool:
        """Keep an objection to an article on the site, and the notices; False when it is known already."""
        ...

    async def open_objections(self, story: str, limit: int) -> tuple[Objection, ...]:
        """What stands against articles and nobody has settled, of one story or (empty) of all, the newest first."""
        ...

    async def brought(self, since: datetime, limit: int) -> tuple[Brought, ...]:
        """The entries that brought new facts to stories after these were published, put there since then."""
        ...

    async def on_site(self, limit: int) -> tuple[OnSite, ...]:
        """The articles on the site, those with something open first, then the newest."""
        ...

    async def note(self, story: str, editor: str, act: Act) -> None:
        """Write down in the story's history what was done to its published article; its draft stays as it was."""
        ...

    async def forget_rechecks(self, story: str) -> None:
        """Nothing stands against the story's article any more: its publishing was undone."""
        ...

    async def page_text(self, sha256: str) -> str:
        """The text of a page in the archive by its digest; empty when it is not there."""
        ...

    async def begun_since(self, since: datetime, *, by_hand: bool = False) -> int:
        """How many stories, those refused left out, were chosen at or after this instant: by the daemon, or by hand."""
        ...

    async def beat(self, kind: str) -> None:
        """Remember that this process, a `daemon` or `worker`, lives."""
        ...

    async def leave(self, kind: str) -> None:
        """Forget this process, which ends."""
        ...

    async def on_desk(self) -> tuple[OnDesk, ...]:
        """The drafts that wait for an editor, in no order."""
        ...

    async def review(self, story: str, number: int | None = None) -> tuple[int, Review | None]:
        """What the story's draft came to with an act (by default the last), and the act's number; 0 and None without.

        None as well where the draft was written anew since the last act.
        """
        ...

    async def act(
        self,
        story: str,
        number: int,
        editor: str,
        act: Act,
        review: Review,
        article: Article | None,
        leaving: Leaving | None = None,
    ) -> bool:
        """Write down the story's `number`th act, the review it led to, its file and where it goes from the desk.

        False when somebody was first. None: the file stays as it is; the story stays on the desk.
        """
        ...

    async def digests(self, story: str) -> tuple[str, ...]:
        """The sha256 of every state of the story's file that was ever written or was about to be."""
        ...

    async def acts(self, story: str) -> tuple[Done, ...]:
        """All that was done to the story's draft, the first first."""
        ...

    async def tampered(self, story: str) -> int | None:
        """The number of the first act of the story at which its history was changed; None where it is whole."""
        ...

    async def editors(self) -> tuple[Editor, ...]:
        """Everybody who has an account, in the order of their names."""
        ...

    async def add_editor(self, editor: Editor) -> bool:
        """Keep a new account; False when there is one of this name."""
        ...

    async def change_editor(self, editor: Editor) -> bool:
        """Keep an account in place of the one of this name; False when there is none."""
        ...

    async def remove_editor(self, name: str) -> bool:
        """Remove an account; what was done under its name stays. False when there is none."""
        ...

    async def clamp(self, longest: timedelta) -> None:
        """Mend the waits of stories parked while the clock was ahead, that is later than now: each has its length from
        now. One longer than `longest` ends at once."""
        ...

    async def uncap(self) -> None:
        """Have what a cap parked tried again now: the caps may have been raised."""
        ...

    async def standings(self) -> tuple[Standings, ...]:
        """How many stories stand at each stage, the parked ones apart, in the order of the path."""
        ...

    async def parked(self, limit: int) -> tuple[Row, ...]:
        """Parked stories, those that wait for a person first, then by when they are tried again."""
        ...

    async def declare(self, feeds: Sequence[Feed]) -> None:
        """Make the declared feeds (those of the settings) exactly these. What is known of polling them stays."""
        ...

    async def follow(self, feeds: Sequence[Feed]) -> tuple[str, ...]:
        """Follow these feeds; the addresses of those that were not followed yet, in their order."""
        ...

    async def unfollow(self, url: str) -> bool:
        """Follow this feed no longer. Its entries stay remembered. False when it is not followed."""
        ...

    async def followed(self) -> tuple[Followed, ...]:
        """Every followed feed, paused ones too, in the order of their addresses."""
        ...

    async def take_feeds(self, feeds: Sequence[Followed]) -> tuple[Followed, ...]:
        """Those of these feeds, in their order, that no other process is asking: they are this one's to ask for a
        while. On SQLite, where one process asks, all."""
        ...

    async def give_back_feeds(self, feeds: Sequence[Followed]) -> None:
        """Let others ask these, which were taken and not asked: they are due as they were."""
        ...

    async def touch_feeds(self, feeds: Sequence[Followed], *, notices: Sequence[Notice] = ()) -> None:
        """Keep `polled`, `answered`, `due`, `failures`, `result` of these, and the notices, in one transaction; the
        rest is as kept."""
        ...

    async def keep_feed(
        self, feed: Followed, known: Sequence[Known] = (), *, notices: Sequence[Notice] = ()
    ) -> tuple[str, ...]:
        """Keep all of the feed's state and these entries of it, in one transaction, and what is to be told of them.

        The keys of those that were not remembered before, or not with these words, in their order: of two who
        keep one entry, one gets its key. A feed that is followed no longer keeps nothing.
        """
        ...

    async def marks(self, feed: str) -> tuple[str, ...]:
        """The marks of the feed's 5,000 newest remembered entries: more than any answer holds."""
        ...

    async def known(self, feed: str, ids: Sequence[str], urls: Sequence[str] = ()) -> tuple[Known, ...]:
        """The feed's remembered entries that have one of these ids, or one of these links."""
        ...

    async def untold(self, feed: str = "", limit: int | None = None) -> tuple[Announced, ...]:
        """What was kept to be told and is not announced yet: what this process kept, and what processes left that are
        gone; of one feed or of all. From now on it is this process's to announce. The first seen first, so many at
        most."""
        ...

    async def told(self, announced: Sequence[Announced]) -> None:
        """Remember that these have been announced."""
        ...

    async def entries_since(self, since: datetime) -> tuple[Entry, ...]:
        """The entries first seen at or after this instant, in the order they were seen."""
        ...

    async def waits(self) -> dict[str, Wait]:
        """The hosts that asked to be left alone, each with its newest wait."""
        ...

    async def wait(self, host: str, wait: Wait) -> None:
        """Keep that a host asked to be left alone."""
        ...

    async def entries_about(self, query: str, limit: int) -> tuple[Entry, ...]:
        """Remembered feed entries about the query, best first (BM25), then newest."""
        ...

    async def keep_page(self, page: Page, spans: Sequence[Span]) -> None:
        """Keep a page and its passages for ever; the same URL and text again is no second row."""
        ...

    async def pages_about(self, query: str, limit: int) -> tuple[Page, ...]:
        """Archived pages about the query, best first (BM25), then newest; of one address the newest state."""
        ...

    async def search(self, query: str, limit: int) -> tuple[Found, ...]:
        """What the archive holds about the query, passages of pages and feed entries alike, best first."""
        ...

    async def ungrouped(self, since: datetime, limit: int) -> tuple[Member, ...]:
        """The entries first seen at or after this instant that are in no story, the first seen first."""
        ...

    async def members(self, entries: Sequence[Entry]) -> tuple[Member, ...]:
        """Those of these entries that are in stories, in their order."""
        ...

    async def glimpses(self, sought: Sequence[Sought]) -> tuple[tuple[Glimpse, ...], ...]:
        """For each of these queries what the archive holds of entries about it, best first."""
        ...

    async def members_named(self, places: Sequence[tuple[str, str]]) -> tuple[Member, ...]:
        """The entries with these feeds and keys that are in stories, in that order."""
        ...

    async def keep_vectors(self, model: str, vectors: Sequence[Embedded]) -> None:
        """Keep what a model made of these entries; one of the same entry and model stays as it is."""
        ...

    async def vectors(self, model: str, since: datetime, limit: int) -> tuple[Embedded, ...]:
        """What this model made of entries that appeared since then, the newest first."""
        ...

    async def members_at(self, addresses: Sequence[str], limit: int) -> tuple[Member, ...]:
        """Entries in stories that have one of these canonical addresses, the last put there first."""
        ...

    async def frequencies(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """How many texts the archive's index holds, and how many of them hold each of these terms."""
        ...

    async def place(self, placings: Sequence[Placing]) -> tuple[Member, ...]:
        """Put entries into stories, together; those that were put, the others are in a story already.

        An entry for a story that was merged into another, or goes on in another, is put into that one.
        """
        ...

    async def standing(self, story: str) -> str:
        """The id of the story that takes what is meant for this one: where it was merged into, what goes on with it."""
        ...

    async def groups(self, since: datetime) -> tuple[Group, ...]:
        """The stories that heard of something at or after this instant, or were begun by a person since, in no order.

        Duplicates of what was written are nothing to hear of, and neither is what an editor ignores. The entries' texts
        are cut to their beginnings.
        """
        ...

    async def candidates(self, since: datetime) -> tuple[Candidate, ...]:
        """Those of the stories that `groups` would give of which an article may be begun, in no order.

        They stand at `new` and were not chosen, or are written and heard news since.
        """
        ...

    async def ignored(self, limit: int) -> tuple[Group, ...]:
        """The stories that editors ignore, the last ignored first."""
        ...

    async def wish(self, stories: Sequence[str], kind: Literal["ignore", "follow", ""], editor: str) -> None:
        """Keep what an editor wants of these stories, in place of what was wanted before; empty for nothing.

        A story that is ignored and was chosen, but not begun, is chosen no longer.
        """
        ...

    async def visit(self, editor: str) -> datetime | None:
        """Note that an editor looks at the stories; when they last did before this visit, None for never.

        What they do within half an hour of their last look is one visit.
        """
        ...

    async def groups_named(self, stories: Sequence[str]) -> tuple[Group, ...]:
        """Those of these stories that there are, with their entries."""
        ...

    async def rate(self, rated: Sequence[Rated]) -> None:
        """Keep what these stories are worth, in place of what was kept before."""
        ...

    async def unsure(self, since: datetime, limit: int) -> tuple[Unsure, ...]:
        """The entries put into stories since then of which it is open whether they belong to another, oldest first."""
        ...

    async def decided(self, entries: Sequence[Entry]) -> None:
        """Of these entries it is open no longer."""
        ...

    async def group(self, story: str) -> Group | None:
        """The story with its entries, their texts cut to their beginnings; None when there is none of this id."""
        ...

    async def stories_named(self, prefix: str, limit: int) -> tuple[Story, ...]:
        """The stories whose id begins like this, the newest first."""
        ...

    async def rulings(self, story: str) -> tuple[Ruling, ...]:
        """What was decided of this story and others, the newest first."""
        ...

    async def kept(self, story: str) -> tuple[Kept, ...]:
        """The artifacts a story has, in the order they were made."""
        ...

    async def merge(self, into: str, other: str, *, by_hand: bool = True) -> bool:
        """Make one story of two: the entries of `other` go into `into`, and it is remembered.

        It goes before what was ruled earlier. False when they are one already.
        """
        ...

    async def split(self, story: str, new: Story, entries: Sequence[Entry]) -> None:
        """Take these entries of a story out of it, by hand, into a new one, and remember that the two are apart."""
        ...

    async def go_on(self, story: str, new: Story) -> bool:
        """Begin `new` as what goes on with a story: what came in as news of that goes over into it, and later entries.

        False, and nothing changes, when another goes on with it already.
        """
        ...

    async def weigh(self, members: Sequence[Member]) -> None:
        """Keep `news` and `facts` of these entries of stories."""
        ...

    async def spent(self, story: str) -> Spent: ...

    async def notify(self, notices: Sequence[Notice]) -> None:
        """Keep notices to be told to people, each key once. Where a transaction tells of it, it keeps them itself."""
        ...

    async def notices(self, now: datetime, again: datetime, limit: int) -> tuple[Told, ...]:
        """The notices due now, the oldest first, as tried once more: whoever dies with them leaves them due `again`."""
        ...

    async def served(self, key: str, channels: Sequence[str], due: datetime | None) -> None:
        """Keep which channels have the notice, and when the others are tried again; None: never, it is done with."""
        ...


# ---------------------------------------------------------------- the rest of the world


class Hit(Noun):
    """A search result: where a page may be found, and what the result itself says of it."""

    url: str
    title: str
    snippet: str = ""
    publisher: str = ""
    published: datetime | None = None


class Searcher(Protocol):
    """One place to search. `label` names it to people."""

    @property
    def label(self) -> str: ...

    async def search(self, query: str) -> tuple[Hit, ...]:
        """Hits, best first. Raises `FetchError` or `ParseError`: a failure is never an empty answer."""
        ...


class Embedder(Protocol):
    """What turns texts into vectors (`edges/embeddings`, or the local extra)."""

    @property
    def model(self) -> str:
        """The model's name, under which its vectors are kept: those of two models cannot be compared."""
        ...

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A vector for each text, in their order, all of one length. Raises `ModelError`."""
        ...


class Fetcher(Protocol):
    async def feed(self, url: str, etag: str = "", modified: str = "") -> Fetched:
        """The bytes of a feed (cap 5 MiB), or status 304 when the validators still hold. Raises `FetchError`."""
        ...

    async def page(self, url: str) -> Fetched:
        """The bytes of a page (cap 10 MiB), if its site's robots.txt lets us. Raises `FetchError`."""
        ...


class Parser(Protocol):
    """The parsing steps, run where hostile bytes can do no harm (`edges/sandbox`). All raise `ParseError`."""

    async def feed(self, reading: Reading, body: bytes) -> ParsedFeed: ...

    async def feed_links(self, url: str, content_type: str, body: bytes) -> FeedLinks:
        """The feeds that a page names (`<link rel=alternate>`)."""
        ...

    async def feed_list(self, name: str, body: bytes) -> FeedList:
        """The feeds of an OPML file called `name`."""
        ...

    async def page(self, url: str, content_type: str, seen: datetime, body: bytes) -> Readable:
        """A page's text and what it says of itself; relative dates count from `seen`."""
        ...

    async def document(self, name: str, body: bytes) -> Readable:
        """A document an editor handed in as a file: HTML, Markdown or plain text."""
        ...


class Desk(Protocol):
    """Where article files lie (`edges/site`)."""

    async def write(
        self, name: str, markdown: str, story: str, *, replacing: Collection[str] = (), lying: str = ""
    ) -> str:
        """Write a draft atomically under this name and return its path; one that lay at `lying` is written there.

        A file that lies there is replaced only when its sha256 is among `replacing`, those this story has had; one
        that is the same but for its `sync_time` stays as it is. One that belongs to another story, or was edited by
        hand, is a `Conflict`. Raises `PublishError`.
        """
        ...

    async def digest(self, path: str) -> str:
        """The sha256 of the file as it lies there. Raises `PublishError`."""
        ...


class Channels(Protocol):
    """Where people are told things (`edges/notify`): the channels of the settings, in their order.

    A channel's name is its number and kind (`2 tgram`); its address is a secret and stands nowhere.
    """

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What they want to hear of."""
        ...

    async def send(self, name: str, title: str, text: str) -> None:
        """Have the channel take it, in bounded time. Raises `NoticeError`."""
        ...


class Site(Protocol):
    """Where published articles lie (`edges/content`). `name` is an article's file name. All raise `PublishError`."""

    @property
    def tries(self) -> bool:
        """Whether the site can be built before an article lands in it."""
        ...

    async def tried(self, name: str, markdown: str) -> str:
        """Build the site on a copy with this article; its page's address, empty where nothing builds the site."""
        ...

    async def put(self, name: str, markdown: str, *, replacing: str = "") -> str:
        """Write it whole or not at all; its path. A file that lies there is replaced when its sha256 is `replacing`.

        The same text but for `sync_time` stays as it lies there.
        """
        ...

    async def text(self, name: str) -> str:
        """The article as it lies there."""
        ...

    async def remove(self, name: str, *, lying: str) -> str:
        """Take its file away when its sha256 is `lying`; its path. One that is gone is no error."""
        ...

    def image(self, name: str, picture: str) -> str:
        """How the front matter of the article names its picture of this file name."""
        ...

    async def put_picture(self, name: str, picture: str, content: bytes) -> None:
        """Put a picture of the article where `image` says. The same bytes that lie there already stay."""
        ...

    async def drop_picture(self, name: str, picture: str) -> None:
        """Take a picture of the article away, if it is as it was put. One that is gone is no error."""
        ...

    async def recorded(self, name: str, message: str, how: Git, picture: str = "") -> str:
        """Commit its file, and its picture, in git as `how` says; what was made of it."""
        ...


class Files(Protocol):
    """Documents an editor hands in by name."""

    async def read(self, path: str) -> bytes:
        """The file's bytes (cap 10 MiB). Raises `ParseError` when missing, unreadable, empty or a folder."""
        ...


class Courier(Protocol):
    """Brings stories to those who carry them on (`edges/courier`): in this process, or in any that has the database.

    What it holds are hints. Which stories can go on stands in our rows, and what a courier loses is offered again.
    """

    async def begin(self) -> None:
        """Begin to carry. Raises `StoreError`."""
        ...

    async def offer(self, stories: Sequence[str]) -> None:
        """Have these carried, in their order, as places are free; what waits or is under way stays so."""
        ...

    async def idle(self) -> None:
        """Wait until none is under way in this process."""
        ...

    async def close(self, grace: float) -> None:
        """Take on no more, let what is under way go on for so many seconds, and cut off the rest."""
        ...


Carry = Callable[[str], Awaitable[None]]
"""Takes a story, by its id, as far as it can go now. What it raises is a bug."""

Hire = Callable[[Carry, Callable[[BaseException], None], int], Courier]
"""A courier that carries so many stories at once like this, and tells of a bug."""

Value = str | int | float | bool
"""What a span may say."""


class Note(Protocol):
    """Says something more of a span that is under way."""

    def __call__(self, **about: Value) -> None: ...


class Spans(Protocol):
    """What is done, from its beginning to its end, for whoever looks into how long things take (`edges/telemetry`)."""

    def __call__(self, name: str, **about: Value) -> AbstractContextManager[Note]: ...


@contextmanager
def unseen(name: str, **about: Value) -> Iterator[Note]:  # noqa: ARG001
    """A span that nobody looks at. Fulfils `Spans`."""
    yield _unsaid


def _unsaid(**about: Value) -> None:  # noqa: ARG001
    return


Now = Callable[[], datetime]
"""The clock, passed in: an aware instant in UTC."""

Progress = Callable[[str, str], None]
"""Told (stage, what is being done) as work goes on, for people to read."""


@dataclass(frozen=True)
class World:
    """Everything the path may ask, built once by `wiring`. `model` gives a story, at
    its count of tries, the ledgered model, or None where articles are written without one; `embedder` is None where
    stories are told by their words alone, `channels` where nobody is told anything;
    `spans` are looked at by whoever measures."""

    archive: Archive
    fetcher: Fetcher
    parser: Parser
    files: Files
    searchers: tuple[Searcher, ...]
    desk: Desk
    model: Callable[[str, int], Model | None]
    prompts: Folder
    templates: Folder
    now: Now
    progress: Progress
    embedder: Embedder | None = None
    channels: Channels | None = None
    spans: Spans = unseen
