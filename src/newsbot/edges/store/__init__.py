"""Our tables, which are the truth: stories and their artifacts, entries, pages, the ledger.

    async with await Store.open("sqlite:///newsbot.db", now) as store: ...

SQLAlchemy Core on one writer thread and two reader threads (`engine`), the schema's revisions (`migrations`), and one
module of plain transactions a subject: `stories`, `groups`, `vectors`, `followed`, `seen`, `hosts`, `pages`, `calls`,
`published`, `installation`. Pages and entries are put into `index` as they are kept; `searching` ranks and `results`
shows what is found. `books` adds what the ledger needs beside transactions: waiting for a turn, and keeping a paid
answer through a restart of the database.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Literal, Self

from sqlalchemy import Connection

from newsbot.edges.store import (
    accounts,
    doubts,
    followed,
    groups,
    heard,
    history,
    hosts,
    index,
    installation,
    migrations,
    objections,
    outbox,
    pages,
    published,
    rechecks,
    results,
    seen,
    staff,
    stories,
    tidying,
    vectors,
    wishes,
    workers,
    worth,
)
from newsbot.edges.store.books import Ledger, Pause
from newsbot.edges.store.engine import Database
from newsbot.errors import OutOfBudget
from newsbot.news import (
    Act,
    Announced,
    Article,
    Done,
    Editor,
    Entry,
    Feed,
    Followed,
    Known,
    Notice,
    Page,
    Published,
    Review,
    Span,
    Stage,
    Story,
    Wait,
)
from newsbot.newsroom import (
    Account,
    Brought,
    Call,
    Candidate,
    Caps,
    Cost,
    Due,
    Embedded,
    Found,
    Glimpse,
    Group,
    Kept,
    Leaving,
    Made,
    Member,
    Now,
    Objection,
    OnDesk,
    OnSite,
    Placing,
    Rated,
    Recheck,
    Reply,
    Room,
    Row,
    Ruling,
    Sought,
    Spent,
    Standings,
    Told,
    Unsure,
    Worker,
)

__all__ = ["LEASE", "Store"]

LEASE = timedelta(minutes=10)  # on SQLite, where it ends with its process: twice the default `llm.deadline`
RENEWED_LEASE = timedelta(seconds=14)
"""On PostgreSQL, where the holder renews it every second: one that was paused for 12 s still has it when it goes on,
and what one held that died on another machine is free in less than 15."""


class Store:
    """Fulfils `newsroom.Archive` and `newsroom.Books`. Every method may raise `StoreError`."""

    def __init__(self, database: Database, secret: str, books: Ledger, now: Now) -> None:
        self._database = database
        self._secret = secret
        self._books = books
        self._now = now

    @classmethod
    async def open(
        cls,
        url: str,
        now: Now,
        *,
        lease: timedelta | None = None,
        interval: float = 0.5,
        busy: float = 10.0,
        pause: Pause = asyncio.sleep,
        upgrade: bool = True,
    ) -> Self:
        """Open the database at `url`, made and upgraded where needed; without `upgrade` it has to be up to date.

        `lease` is how long a reservation stands without an answer, on PostgreSQL without being
        renewed, `interval` how many seconds pass between looks for a place other processes
        free, `busy` how many seconds a locked database is waited for, `pause` how waiting for a
        turn is done. Raises `SettingsError` when the URL cannot be used; `StoreError` when the
        database is locked, read-only, damaged, out of reach or newer than this program.
        """
        database = Database(url, busy)
        try:
            await database.make_file()
            prepare = _upgrade if upgrade else migrations.require_newest
            await database.change(lambda connection: prepare(connection, database.name))
            secret = await database.write(installation.secret)  # also shows that the database can be written
        except BaseException:
            await database.close()
            raise
        lasting = (LEASE if database.sqlite else RENEWED_LEASE) if lease is None else lease
        return cls(database, secret, Ledger(database, now, lasting, interval, pause), now)

    @property
    def name(self) -> str:
        """What the database is called to people: never with user, password or parameters."""
        return self._database.name

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Finish what is being written, give back what is held, close every connection."""
        try:
            await self._books.close()
        finally:
            await self._database.close()

    # ------------------------------------------------------------ stories

    async def secret(self) -> str:
        """The installation's random hex string (64 digits), the same for ever."""
        return self._secret

    async def add_story(self, story: Story) -> bool:
        """Keep a new story at stage `new`; False when its id is known already (nothing changes)."""
        return await self._database.write(lambda connection: stories.add(connection, story, self._now()))

    async def row(self, story: str) -> Row | None:
        """The story and where it stands; None when there is none of this id."""
        return await self._database.read(lambda connection: stories.row(connection, story))

    async def artifact(self, story: str, stage: Stage) -> str | None:
        """The JSON of the newest artifact that finished into `stage`."""
        return await self._database.read(lambda connection: stories.artifact(connection, story, stage))

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
        """Write artifact, stage and notices together if the story still stands at `old`; else False, and nothing is.

        With `unparked` a story that somebody parked is not moved either. `lacking` is when evidence, for want of which
        it is refused, was looked for: what joined it since, or joins it later, has it begin anew, three times at most.
        """
        finish = partial(stories.finish, reason=reason, at=self._now(), notices=notices, unparked=unparked)
        return await self._database.write(
            lambda connection: finish(connection, story, old, new, artifact, lacking=lacking)
        )

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
        """Leave the story at `stage` with the reason, until `due`, and the notices; False when it stands elsewhere.

        `anew` counts a try, `capped` says that a cap stopped it. With `due` None a person has to look at it.
        """
        park = partial(stories.park, anew=anew, due=due, failures=failures, outages=outages, capped=capped)
        now = self._now()
        return await self._database.write(
            lambda connection: park(connection, story, stage, reason, at=now, notices=notices)
        )

    async def retry(self, story: str) -> bool:
        """Let a parked story go on at once, and a refused one from its beginning; False when it is neither."""
        return await self._database.write(lambda connection: stories.retry(connection, story, self._now()))

    async def rebegin(self, story: str, reason: str) -> bool:
        """Let a story whose draft waits begin anew; False when it stands elsewhere."""
        return await self._database.write(lambda connection: stories.rebegin(connection, story, reason, self._now()))

    async def choose(self, ids: Sequence[str], room: Room | None = None, kind: str = "") -> tuple[str, ...]:
        """Have these stories written, those at `new` that were not chosen yet, as far as there is room; their ids."""
        return await self._database.write(lambda connection: stories.choose(connection, ids, self._now(), room, kind))

    async def stories_of(self, kind: str, limit: int) -> tuple[Story, ...]:
        """The stories of this kind, the newest first."""
        return await self._database.read(lambda connection: stories.of_kind(connection, kind, limit))

    async def as_kind(self, story: str, kind: str) -> bool:
        """Have a story that stands at `new` become an article of this kind; False when it stands elsewhere."""
        return await self._database.write(lambda connection: stories.as_kind(connection, story, kind))

    async def waiting(self, now: datetime, limit: int) -> tuple[str, ...]:
        """The ids of chosen stories that can go on now, those chosen first first."""
        return await self._database.read(lambda connection: stories.waiting(connection, now, limit))

    async def begun_since(self, since: datetime, *, by_hand: bool = False) -> int:
        """How many stories, those refused left out, were chosen at or after this instant: by the daemon, or by hand."""
        return await self._database.read(lambda connection: stories.begun_since(connection, since, by_hand=by_hand))

    async def refused(self, since: datetime, limit: int) -> tuple[Row, ...]:
        """The stories refused at or after this instant, the last first."""
        return await self._database.read(lambda connection: stories.refused(connection, since, limit))

    async def beat(self, kind: str) -> None:
        """Remember that this process, a `daemon` or `worker`, lives."""
        await self._database.write(lambda connection: workers.beat(connection, kind, self._now()))

    async def leave(self, kind: str) -> None:
        """Forget this process, which ends, and those not heard of for a day."""
        day = self._now() - timedelta(days=1)
        await self._database.write(lambda connection: workers.gone(connection, kind, day))

    # ------------------------------------------------------------ the desk

    async def on_desk(self) -> tuple[OnDesk, ...]:
        """The drafts that wait for an editor, in no order."""
        return await self._database.read(history.on_desk)

    async def review(self, story: str, number: int | None = None) -> tuple[int, Review | None]:
        """What the story's draft came to with an act (by default the last), and the act's number; 0 and None without.

        None as well where the draft was written anew since the last act.
        """
        return await self._database.read(lambda connection: history.review(connection, story, number))

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
        """Write down the story's `number`th act; False when somebody was first, or it is not on the desk."""
        keep = partial(history.keep, at=self._now(), leaving=leaving)
        return await self._database.write(
            lambda connection: keep(connection, story, number, editor, act, review, article)
        )

    async def digests(self, story: str) -> tuple[str, ...]:
        """The sha256 of every state of the story's file that was ever written or was about to be."""
        return await self._database.read(lambda connection: history.digests(connection, story))

    async def acts(self, story: str) -> tuple[Done, ...]:
        """All that was done to the story's draft, the first first."""
        return await self._database.read(lambda connection: history.done(connection, story))

    async def tampered(self, story: str) -> int | None:
        """The number of the first act of the story at which its history was changed; None where it is whole."""
        return await self._database.read(lambda connection: history.broken(connection, story))

    async def editors(self) -> tuple[Editor, ...]:
        """Everybody who has an account, in the order of their names."""
        return await self._database.read(staff.everybody)

    async def add_editor(self, editor: Editor) -> bool:
        """Keep a new account; False when there is one of this name."""
        return await self._database.write(lambda connection: staff.add(connection, editor))

    async def change_editor(self, editor: Editor) -> bool:
        """Keep an account in place of the one of this name; False when there is none."""
        return await self._database.write(lambda connection: staff.change(connection, editor))

    async def remove_editor(self, name: str) -> bool:
        """Remove an account; what was done under its name stays. False when there is none."""
        return await self._database.write(lambda connection: staff.remove(connection, name))

    async def workers(self, since: datetime) -> tuple[Worker, ...]:
        """The daemons and workers heard of since then."""
        return await self._database.read(lambda connection: workers.living(connection, since))

    async def clamp(self, longest: timedelta) -> None:
        """Mend the waits of stories parked while the clock was ahead; one longer than `longest` ends at once."""
        await self._database.write(lambda connection: stories.clamp(connection, self._now(), longest))

    async def uncap(self) -> None:
        """Have what a cap parked tried again now: the caps may have been raised."""
        await self._database.write(lambda connection: stories.uncap(connection, self._now()))

    async def standings(self) -> tuple[Standings, ...]:
        """How many stories stand at each stage, the parked ones apart, in the order of the path."""
        return await self._database.read(stories.standings)

    async def parked(self, limit: int) -> tuple[Row, ...]:
        """Parked stories, those that wait for a person first, then by when they are tried again."""
        return await self._database.read(lambda connection: stories.parked(connection, limit))

    async def prune(self, answers_before: datetime, versions_before: datetime) -> int:
        """Prune what is older and need not be kept; how many rows that were."""
        return await self._database.write(lambda connection: tidying.prune(connection, answers_before, versions_before))

    async def accounts(self, by: accounts.By, since: datetime, zone: tzinfo) -> tuple[Account, ...]:
        """What was spent since then, by day (the newest first), model, story or stage (what cost most first)."""
        return await self._database.read(lambda connection: accounts.accounts(connection, by, since, zone))

    async def costs(self, since: datetime, zone: tzinfo) -> tuple[Cost, ...]:
        """What was spent since then by calendar day and model, the first day first."""
        return await self._database.read(lambda connection: accounts.daily(connection, since, zone))

    async def made(self, since: datetime) -> tuple[Made, ...]:
        """The articles first written or published since then, the first first."""
        return await self._database.read(lambda connection: history.made(connection, since))

    # ------------------------------------------------------------ publishing

    async def pause(self, reason: str) -> None:
        """Let nothing be published from now on."""
        await self._database.write(lambda connection: published.pause(connection, reason))

    async def resume(self) -> bool:
        """Let it go on; False when it was not paused."""
        return await self._database.write(published.resume)

    async def paused(self) -> str | None:
        """Why nothing is published, which may be empty; None when it is."""
        return await self._database.read(published.paused)

    async def take_turn(self, what: str, until: datetime) -> bool:
        """Be the one process that does this until then; False while another does."""
        return await self._database.write(lambda connection: published.take_turn(connection, what, self._now(), until))

    async def end_turn(self, what: str) -> None:
        """Let others do it."""
        await self._database.write(lambda connection: published.end_turn(connection, what))

    async def published_since(self, since: datetime) -> int:
        """How many articles were published unattended at or after this instant."""
        return await self._database.read(lambda connection: published.published_since(connection, since))

    async def published_lately(self, since: datetime) -> tuple[Published, ...]:
        """The articles on the site that were written there at or after this instant, the oldest first."""
        return await self._database.read(lambda connection: published.lately(connection, since))

    async def passed(self, since: datetime, until: datetime, limit: int) -> tuple[str, ...]:
        """The stories in review, not parked, whose article passed and was made between these, the oldest first."""
        now = self._now()
        return await self._database.read(lambda connection: published.passed(connection, now, since, until, limit))

    async def articles(self, url: str, limit: int) -> tuple[str, ...]:
        """The ids of published stories whose article has this address or file name, the newest first."""
        return await self._database.read(lambda connection: published.articles(connection, url, limit))

    async def unplanned(self, limit: int) -> tuple[str, ...]:
        """The ids of published stories whose sources are not planned to be read again, the oldest first."""
        return await self._database.read(lambda connection: rechecks.unplanned(connection, limit))

    async def plan(self, given: Sequence[Due]) -> None:
        """Have these sources read again; what is planned already stays."""
        await self._database.write(lambda connection: rechecks.plan(connection, given))

    async def due_rechecks(self, again: datetime, limit: int) -> tuple[Due, ...]:
        """The sources due now, the longest due first; each is due again then, should nobody say what became of it."""
        return await self._database.write(lambda connection: rechecks.take(connection, self._now(), again, limit))

    async def rechecks_of(self, story: str) -> tuple[Due, ...]:
        """All sources of one story that are read again."""
        return await self._database.read(lambda connection: rechecks.of(connection, story))

    async def rechecked(
        self, due: Due, result: str, found: Recheck | None = None, *, notices: Sequence[Notice] = ()
    ) -> None:
        """Keep how a check ended, when the next is due, what was found, and the notices."""
        await self._database.write(
            lambda connection: rechecks.checked(connection, due, result, self._now(), found, notices)
        )

    async def open_findings(self, story: str, limit: int) -> tuple[Recheck, ...]:
        """What was found and nobody has settled, of one story or (empty) of all, the newest first."""
        return await self._database.read(lambda connection: rechecks.open_findings(connection, story, limit))

    async def last_finding(self, story: str, source: int) -> Recheck | None:
        """What was last found of a source, settled or not."""
        return await self._database.read(lambda connection: rechecks.last_finding(connection, story, source))

    async def settle_open(self, story: str, why: str, only: str = "") -> int:
        """Take what is open at the story's article, or what has this key, off the list; how much there was."""

        def settle(connection: Connection) -> int:
            count = 0 if only.isdecimal() else objections.settle(connection, story, why, only)
            return count + (rechecks.settle(connection, story, why, only) if only.isdecimal() or not only else 0)

        return await self._database.write(settle)

    async def object(self, objection: Objection, *, notices: Sequence[Notice] = ()) -> bool:
        """Keep an objection to an article on the site, and the notices; False when it is known already."""
        return await self._database.write(
            lambda connection: objections.put(connection, objection, notices, self._now())
        )

    async def open_objections(self, story: str, limit: int) -> tuple[Objection, ...]:
        """What stands against articles and nobody has settled, of one story or (empty) of all, the newest first."""
        return await self._database.read(lambda connection: objections.open_(connection, story, limit))

    async def brought(self, since: datetime, limit: int) -> tuple[Brought, ...]:
        """The entries that brought new facts to stories after these were published, put there since then."""
        return await self._database.read(lambda connection: objections.brought(connection, since, limit))

    async def on_site(self, limit: int) -> tuple[OnSite, ...]:
        """The articles on the site, those with something open first, then the newest."""
        return await self._database.read(lambda connection: objections.on_site(connection, limit))

    async def note(self, story: str, editor: str, act: Act) -> None:
        """Write down in the story's history what was done to its published article."""
        await self._database.write(lambda connection: history.note(connection, story, editor, act, self._now()))

    async def forget_rechecks(self, story: str) -> None:
        """Nothing stands against the story's article any more: its publishing was undone."""

        def forget(connection: Connection) -> None:
            rechecks.forget(connection, story)
            objections.forget(connection, story)

        await self._database.write(forget)

    async def page_text(self, sha256: str) -> str:
        """The text of a page in the archive by its digest; empty when it is not there."""
        return await self._database.read(lambda connection: pages.text(connection, sha256))

    # ------------------------------------------------------------ which entries are which story

    async def ungrouped(self, since: datetime, limit: int) -> tuple[Member, ...]:
        """The entries first seen at or after this instant that are in no story, the first seen first."""
        return await self._database.read(lambda connection: groups.ungrouped(connection, since, limit))

    async def members(self, entries: Sequence[Entry]) -> tuple[Member, ...]:
        """Those of these entries that are in stories, in their order."""
        return await self._database.read(lambda connection: groups.of(connection, entries))

    async def glimpses(self, sought: Sequence[Sought]) -> tuple[tuple[Glimpse, ...], ...]:
        """For each of these queries glimpses of the entries about it, best first."""
        return await self._database.read(lambda connection: seen.glimpses(connection, sought))

    async def members_named(self, places: Sequence[tuple[str, str]]) -> tuple[Member, ...]:
        """The entries with these feeds and keys that are in stories, in that order."""
        return await self._database.read(lambda connection: groups.at_places(connection, places))

    async def keep_vectors(self, model: str, embedded: Sequence[Embedded]) -> None:
        """Keep what a model made of these entries; one of the same entry and model stays as it is."""
        await self._database.write(lambda connection: vectors.keep(connection, model, embedded))

    async def vectors(self, model: str, since: datetime, limit: int) -> tuple[Embedded, ...]:
        """What this model made of entries that appeared since then, the newest first."""
        return await self._database.read(lambda connection: vectors.since(connection, model, since, limit))

    async def members_at(self, addresses: Sequence[str], limit: int) -> tuple[Member, ...]:
        """Entries in stories that have one of these canonical addresses, the last put there first."""
        return await self._database.read(lambda connection: groups.at(connection, addresses, limit))

    async def frequencies(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """How many texts the index holds, and how many of them hold each of these terms."""
        return await self._database.read(lambda connection: groups.frequencies(connection, terms))

    async def place(self, placings: Sequence[Placing]) -> tuple[Member, ...]:
        """Put entries into stories, together; those that were put, the others are in a story already."""
        return await self._database.write(lambda connection: groups.place(connection, placings, self._now()))

    async def weigh(self, members: Sequence[Member]) -> None:
        """Keep `news` and `facts` of these entries of stories."""
        await self._database.write(lambda connection: groups.weigh(connection, members))

    async def standing(self, story: str) -> str:
        """The id of the story that takes what is meant for this one: where it was merged into, what goes on with it."""
        return await self._database.read(lambda connection: groups.standing(connection, story))

    async def groups(self, since: datetime) -> tuple[Group, ...]:
        """The stories that heard of something since, and those a person began since, in no order; none ignored."""

        def job(connection: Connection) -> tuple[Group, ...]:
            return groups.all_named(connection, heard.heard(connection, since))

        return await self._database.read(job)

    async def candidates(self, since: datetime) -> tuple[Candidate, ...]:
        """Those of the stories that `groups` would give of which an article may be begun, in no order."""
        return await self._database.read(lambda connection: heard.candidates(connection, since))

    async def ignored(self, limit: int) -> tuple[Group, ...]:
        """The stories that editors ignore, the last ignored first."""
        return await self._database.read(lambda connection: groups.ignored(connection, limit))

    async def wish(self, ids: Sequence[str], kind: Literal["ignore", "follow", ""], editor: str) -> None:
        """Keep what an editor wants of these stories; empty for nothing."""
        await self._database.write(lambda connection: wishes.wish(connection, ids, kind, editor, self._now()))

    async def visit(self, editor: str) -> datetime | None:
        """Note that an editor looks at the stories; when they last did before this visit, None for never."""
        return await self._database.write(lambda connection: wishes.visit(connection, editor, self._now()))

    async def groups_named(self, ids: Sequence[str]) -> tuple[Group, ...]:
        """Those of these stories that there are, with their entries."""
        return await self._database.read(lambda connection: groups.all_named(connection, ids))

    async def rate(self, rated: Sequence[Rated]) -> None:
        """Keep what these stories are worth, in place of what was kept before."""
        await self._database.write(lambda connection: worth.rate(connection, rated))

    async def unsure(self, since: datetime, limit: int) -> tuple[Unsure, ...]:
        """The entries put into stories since then of which it is open whether they belong to another, oldest first."""
        return await self._database.read(lambda connection: doubts.unsure(connection, since, limit))

    async def decided(self, entries: Sequence[Entry]) -> None:
        """Of these entries it is open no longer."""
        await self._database.write(lambda connection: doubts.decided(connection, entries))

    async def group(self, story: str) -> Group | None:
        """The story with its entries, the first seen first; None when there is none of this id."""
        return await self._database.read(lambda connection: groups.group(connection, story))

    async def stories_named(self, prefix: str, limit: int) -> tuple[Story, ...]:
        """The stories whose id begins like this, the newest first."""
        return await self._database.read(lambda connection: groups.named(connection, prefix, limit))

    async def rulings(self, story: str) -> tuple[Ruling, ...]:
        """What was ruled of this story and others, the newest first."""
        return await self._database.read(lambda connection: groups.ruled(connection, story))

    async def kept(self, story: str) -> tuple[Kept, ...]:
        """The artifacts a story has, in the order they were made."""
        return await self._database.read(lambda connection: groups.kept(connection, story))

    async def merge(self, into: str, other: str, *, by_hand: bool = True) -> bool:
        """Make one story of two: the entries of `other` go into `into`. False when they are one already."""
        return await self._database.write(
            lambda connection: groups.merge(connection, into, other, self._now(), by_hand=by_hand)
        )

    async def split(self, story: str, new: Story, entries: Sequence[Entry]) -> None:
        """Take these entries of a story out of it, by hand, into a new one; the two are apart from then on."""
        await self._database.write(lambda connection: groups.split(connection, story, new, entries, self._now()))

    async def go_on(self, story: str, new: Story) -> bool:
        """Begin `new` as what goes on with a story, with what was news of that; False when another does already."""
        return await self._database.write(lambda connection: groups.go_on(connection, story, new, self._now()))

    # ------------------------------------------------------------ feeds

    async def declare(self, feeds: Sequence[Feed]) -> None:
        """Make the declared feeds exactly these; writes nothing when they are. What is known of polling them stays."""
        if not await self._database.read(lambda connection: followed.is_declared(connection, feeds)):
            await self._database.write(lambda connection: followed.declare(connection, feeds, self._now()))

    async def follow(self, feeds: Sequence[Feed]) -> tuple[str, ...]:
        """Follow these feeds; the addresses of those not followed yet, in their order. The others stay as they are."""
        return await self._database.write(lambda connection: followed.follow(connection, feeds, self._now()))

    async def unfollow(self, url: str) -> bool:
        """Follow this feed no longer. Its entries stay remembered. False when it is not followed."""
        return await self._database.write(lambda connection: followed.unfollow(connection, url))

    async def followed(self) -> tuple[Followed, ...]:
        """Every followed feed, paused ones too, in the order of their addresses."""
        return await self._database.read(followed.load)

    async def take_feeds(self, feeds: Sequence[Followed]) -> tuple[Followed, ...]:
        """Those of these feeds that no other process is asking, in their order; from now on this one is."""
        if self._database.sqlite or not feeds:
            return tuple(feeds)
        until = self._now() + followed.ASKED
        return await self._database.write(lambda connection: followed.take(connection, feeds, until))

    async def give_back_feeds(self, feeds: Sequence[Followed]) -> None:
        """Let others ask these, which were taken and not asked."""
        if feeds and not self._database.sqlite:
            await self._database.write(lambda connection: followed.give_back(connection, feeds))

    async def touch_feeds(self, feeds: Sequence[Followed], *, notices: Sequence[Notice] = ()) -> None:
        """Keep `polled`, `answered`, `due`, `failures` and `result` of these, and the notices; the rest is as kept."""
        if feeds:
            await self._database.write(lambda connection: followed.touch(connection, feeds, self._now(), notices))

    async def keep_feed(
        self, feed: Followed, known: Sequence[Known] = (), *, notices: Sequence[Notice] = ()
    ) -> tuple[str, ...]:
        """Keep the feed's state and these entries of it, in one transaction; the keys of those new, or newly worded.

        Of two processes that keep one entry, one gets its key. What the owner has said of the feed since its
        poll began stands; a feed followed no longer keeps nothing.
        """
        return await self._database.write(
            lambda connection: followed.keep(connection, feed, known, self._now(), notices)
        )

    async def waits(self) -> dict[str, Wait]:
        """The hosts that asked to be left alone, each with its newest wait."""
        return await self._database.read(hosts.waits)

    async def wait(self, host: str, wait: Wait) -> None:
        """Keep that a host asked to be left alone."""
        await self._database.write(lambda connection: hosts.wait(connection, host, wait))

    # ------------------------------------------------------------ entries and pages

    async def marks(self, feed: str) -> tuple[str, ...]:
        """The marks of the feed's 5,000 newest entries: more than any answer holds."""
        return await self._database.read(lambda connection: seen.marks(connection, feed))

    async def untold(self, feed: str = "", limit: int | None = None) -> tuple[Announced, ...]:
        """What this process kept and has not announced, and what processes left that are gone; of one feed or all.

        From now on it is this process's to announce. In the order it was first seen, so many at most.
        """
        return await self._database.write(lambda connection: seen.untold(connection, feed, self._now(), limit))

    async def told(self, announced: Sequence[Announced]) -> None:
        """Remember that these have been announced."""
        await self._database.write(lambda connection: seen.told_of(connection, announced))

    async def known(self, feed: str, ids: Sequence[str], urls: Sequence[str] = ()) -> tuple[Known, ...]:
        """The feed's entries that have one of these ids or links, each once; of 500 ids or links at most 5,000."""
        return await self._database.read(lambda connection: seen.known(connection, feed, ids, urls))

    async def entries_since(self, since: datetime) -> tuple[Entry, ...]:
        """The entries first seen at or after this instant, in the order they were seen."""
        return await self._database.read(lambda connection: seen.since(connection, since))

    async def entries_about(self, query: str, limit: int) -> tuple[Entry, ...]:
        """Entries about the query, best first (BM25), then newest. Nothing for a query without words."""
        return await self._database.read(lambda connection: seen.about(connection, query, limit))

    async def keep_page(self, page: Page, spans: Sequence[Span]) -> None:
        """Keep a page and its passages for ever; the same URL and text again is no second row."""
        await self._database.write(lambda connection: pages.keep(connection, page, spans))

    async def pages_about(self, query: str, limit: int) -> tuple[Page, ...]:
        """Archived pages about the query, best first (BM25), then newest; of one URL the newest state."""
        return await self._database.read(lambda connection: pages.about(connection, query, limit))

    async def search(self, query: str, limit: int) -> tuple[Found, ...]:
        """Pages and entries about the query, best first (BM25), then newest; of one URL one."""
        return await self._database.read(lambda connection: results.search(connection, query, limit))

    # ------------------------------------------------------------ the ledger

    async def reserve(self, call: Call, caps: Caps) -> Reply | None:
        """Take the call's place (None), or return its settled reply; waits for a turn. Raises `OutOfBudget`.

        Whoever got a place owes a `settle` or a `release`; what is owed at `close` is released
        and counted at the most it could cost. That a cap was reached is to be told, once a day and cap.
        """
        try:
            return await self._books.reserve(call, caps)
        except OutOfBudget as error:
            day = next((cap.since for cap in caps.caps if cap.of == "day"), None)
            await self.notify([outbox.reached(error, day)])
            raise

    async def settle(self, key: str, reply: Reply, micros: int) -> None:
        """Keep the reply and what it cost, retried for a minute. With usage unknown the maximum counts."""
        await self._books.settle(key, reply, micros)

    async def release(self, key: str, reason: str, micros: int = 0, tokens: int = 0, *, away: bool = False) -> None:
        """Give the place back after a call that brought nothing; what it cost all the same is kept."""
        await self._books.release(key, reason, micros, tokens, away=away)

    async def spent(self, story: str) -> Spent:
        """What the story's settled calls came to."""
        return await self._books.spent(story)

    async def spent_since(self, since: datetime) -> Spent:
        """All that was spent since then, attempts that brought nothing included (their tokens as prompt tokens)."""
        return await self._books.spent_since(since)

    # ------------------------------------------------------------ what people are told

    async def notify(self, notices: Sequence[Notice]) -> None:
        """Keep notices to be told to people, each key once."""
        now = self._now()
        await self._database.write(lambda connection: outbox.keep(connection, notices, now, due=now))

    async def notices(self, now: datetime, again: datetime, limit: int) -> tuple[Told, ...]:
        """The notices due now, the oldest first; each is due again then, should nobody say what became of it."""
        if not await self._database.read(lambda connection: outbox.waits(connection, now)):
            return ()
        return await self._database.write(lambda connection: outbox.take(connection, now, again, limit))

    async def served(self, key: str, channels: Sequence[str], due: datetime | None) -> None:
        """Keep which channels have the notice, and when the others are tried again; None: never."""
        await self._database.write(lambda connection: outbox.served(connection, key, channels, due))

    # ------------------------------------------------------------ endpoints

    async def endpoint(self, base_url: str, model: str) -> str | None:
        """The facts (JSON) last remembered of this endpoint and model."""
        return await self._database.read(lambda connection: installation.endpoint(connection, base_url, model))

    async def remember_endpoint(self, base_url: str, model: str, facts: str) -> None:
        """Keep the facts (JSON) in place of earlier ones."""
        await self._database.write(
            lambda connection: installation.remember_endpoint(connection, base_url, model, facts, self._now())
        )


def _upgrade(connection: Connection, name: str) -> None:
    """Bring the database to this program's schema, and index what was kept before there was an index."""
    migrations.upgrade(connection, name)
    if index.begin(connection):
        for some in pages.findables(connection):
            index.put(connection, "page", some)
        for some in seen.findables(connection):
            index.put(connection, "entry", some)
