"""The tables, one schema for SQLite and PostgreSQL, and the two column types they rest on.

A change here needs a new revision under `migrations/versions/`; a test compares the two.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from newsbot.news import Noun

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """An aware instant as it is stored: UTC milliseconds since 1970; what is finer is cut off."""
    return (moment - EPOCH) // _MILLISECOND


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC integer milliseconds; what is finer is cut off. Naive: `ValueError`."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant; give it a zone")
        return milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else EPOCH + value * _MILLISECOND


class Prose(TypeDecorator[str]):
    """Text from anywhere. NUL and lone surrogates, which no database takes, become one character each."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text with NUL as U+FFFD and lone surrogates as `?`: offsets into it stay right."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def document(noun: Noun, exclude: set[str] | None = None) -> str:
    """The noun as JSON. Pydantic's own JSON writer refuses lone surrogates, which feeds may hold."""
    return storable(json.dumps(noun.model_dump(mode="json", exclude=exclude), ensure_ascii=False))


LONGEST_INDEXED = 500  # bytes; three of these fit into one index row of PostgreSQL (2,700)


def indexed(text: str) -> str:
    """The text as it can stand in an index: a digest where it is too long for one."""
    text = storable(text)
    raw = text.encode()
    return text if len(raw) <= LONGEST_INDEXED else f"sha256:{hashlib.sha256(raw).hexdigest()}"


metadata = MetaData()

installation = Table(
    "installation",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("headline", Prose, nullable=False),
    Column("document", Prose, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("parked", Boolean, nullable=False),
    Column("reason", Prose, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("chosen", Instant),
    Column("due", Instant),
    Column("failures", Integer, nullable=False),
    Column("outages", Integer, nullable=False),
    Column("by_hand", Boolean, nullable=False),  # chosen by a person
    Column("waits_for", String(16), nullable=False),  # `budget` where a cap parked it, `evidence` where refused for it
    Index("stories_chosen", "stage", "chosen"),
)

# What each finished stage left behind. A stage that runs again adds a version; old ones are kept.
artifacts = Table(
    "artifacts",
    metadata,
    Column("story_id", String(128), ForeignKey("stories.id"), primary_key=True),
    Column("stage", String(16), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("document", Prose, nullable=False),
    Column("created", Instant, nullable=False),
)

# `feed`, `key`, `id` and the `url` of a feed are `indexed`; as they are they stand in the documents. What a round over
# unchanged feeds writes has columns of its own; `options` is the Feed, `state` the rest of the Followed.
feeds = Table(
    "feeds",
    metadata,
    Column("url", Prose, primary_key=True),
    Column("declared", Boolean, nullable=False),
    Column("paused", Prose, nullable=False),
    Column("polled", Instant),
    Column("answered", Instant),
    Column("due", Instant),
    Column("failures", Integer, nullable=False),
    Column("result", Prose, nullable=False),
    Column("options", Prose, nullable=False),
    Column("state", Prose, nullable=False),
)

# Kept for ever, also when the feed is followed no longer. `digests` are parted by spaces; `place` is a digest of the
# link; `tell` is what it is still to be announced as, by the process `teller`. Rows of the first revision have
# neither `mark`, `digests` nor `place`, and their document has no id.
entries = Table(
    "entries",
    metadata,
    Column("feed", Prose, primary_key=True),
    Column("key", Prose, primary_key=True),
    Column("id", Prose, nullable=False),
    Column("mark", Prose, nullable=False),
    Column("digests", Prose, nullable=False),
    Column("updates", Integer, nullable=False),
    Column("place", String(64), nullable=False),
    Column("tell", String(8), nullable=False),
    Column("teller", String(64), nullable=False),
    Column("url", Prose, nullable=False),
    Column("title", Prose, nullable=False),
    Column("document", Prose, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Index("entries_id", "feed", "id"),
    Index("entries_mark", "feed", "first_seen", "mark"),  # holds all that `marks` reads
    Index("entries_first_seen", "first_seen"),
    Index("entries_place", "feed", "place"),
    Index("entries_tell", "tell", "teller"),
)

# Hosts that asked to be left alone. A host that answered has a name of at most 253 characters (RFC 1035) and a port.
hosts = Table(
    "hosts",
    metadata,
    Column("host", Prose, primary_key=True),
    Column("asked", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)

# `id` is the digest of URL and text hash, and so keeps the two unique at any length of the URL.
pages = Table(
    "pages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("url", Prose, nullable=False),
    Column("final_url", Prose, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("title", Prose, nullable=False),
    Column("document", Prose, nullable=False),  # the Page without its text
    Column("text", Prose, nullable=False),
    Column("fetched", Instant, nullable=False),
    Index("pages_fetched", "fetched", "id"),
    Index("pages_sha256", "sha256"),
)

# A passage is a span of its page's text, in code points; the text itself stands in `pages` only.
passages = Table(
    "passages",
    metadata,
    Column("page_id", String(64), ForeignKey("pages.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("language", Prose, nullable=False),
)

# What search finds: pages in their newest state, and entries. `number` counts on for ever, so that the greatest is what
# was kept last; `name` is whose place a newer state takes. The index itself is in `index`; all of it can be made anew.
findable = Table(
    "findable",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),  # page, entry
    Column("name", Prose, nullable=False),  # `indexed`
    Column("page_id", String(64)),
    Column("feed", Prose),  # with `key` the entry's, as in `entries`
    Column("key", Prose),
    Column("dated", Instant, nullable=False),
    Index("findable_name", "kind", "name", unique=True),
)

# The pieces of their texts (of a page its passages) with the terms that are matched and ranked, parted by spaces.
# `id` is `number` × 65,536 and the piece's own number; `start` and `end` are code points of the text.
pieces = Table(
    "pieces",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("dated", Instant, nullable=False),
    Column("terms", Prose, nullable=False),
)

# How many pieces hold a term.
frequencies = Table(
    "frequencies",
    metadata,
    Column("term", Prose, primary_key=True),
    Column("pieces", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# One row: the last number given away, how many pieces there are, and how many terms in all of them.
totals = Table(
    "totals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("pieces", BigInteger, nullable=False),
    Column("terms", BigInteger, nullable=False),
)

# Which entries are which story: an entry is in one at most. `feed` and `key` are those of `entries`, `address` is the
# canonical one, `indexed`, empty when it has none. `facts` are parted by newlines.
members = Table(
    "members",
    metadata,
    Column("feed", Prose, primary_key=True),
    Column("key", Prose, primary_key=True),
    Column("story_id", String(128), ForeignKey("stories.id"), nullable=False),
    Column("address", Prose, nullable=False),
    Column("seen", Instant, nullable=False),  # as in `entries`, where it stands behind a long document
    Column("added", Instant, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("is_copy", Boolean, nullable=False),
    Column("why", Prose, nullable=False),
    Column("news", String(16), nullable=False),
    Column("facts", Prose, nullable=False),
    Index("members_story", "story_id"),
    Index("members_seen", "seen"),
    Index("members_address", "address", "added"),
)

# Entries that no run has put into a story yet: a run looks at these few, and not at all of its days.
waiting = Table(
    "waiting",
    metadata,
    Column("feed", Prose, primary_key=True),
    Column("key", Prose, primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Index("waiting_first_seen", "first_seen"),
)

# What an embedding model made of entries: `vector` is 32-bit floats, little-endian; `model` is `indexed`.
vectors = Table(
    "vectors",
    metadata,
    Column("model", Prose, primary_key=True),
    Column("feed", Prose, primary_key=True),
    Column("key", Prose, primary_key=True),
    Column("dated", Instant, nullable=False),
    Column("language", String(8), nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("vectors_dated", "model", "dated"),
)

# Entries of which words leave open whether they belong to a story, until a model has been asked.
unsure = Table(
    "unsure",
    metadata,
    Column("feed", Prose, primary_key=True),
    Column("key", Prose, primary_key=True),
    Column("story_id", String(128), ForeignKey("stories.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

# What a story is worth, as it was last worked out: a `Rated`. `under` is NULL since its entries have changed.
scores = Table(
    "scores",
    metadata,
    Column("story_id", String(128), ForeignKey("stories.id"), primary_key=True),
    Column("document", Prose, nullable=False),
    Column("under", String(64)),
    Column("lasting", Float),
    Column("newest", Instant),
)

# What editors want of stories: to `ignore` one for good, or to `follow` what comes of it.
wishes = Table(
    "wishes",
    metadata,
    Column("story_id", String(128), ForeignKey("stories.id"), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("editor", Prose, nullable=False),
    Column("at", Instant, nullable=False),
)

# When editors looked at the stories: `seen` is the last time, `before` the last time of the visit before; NULL for
# none. `editor` is `indexed`.
visits = Table(
    "visits",
    metadata,
    Column("editor", Prose, primary_key=True),
    Column("seen", Instant, nullable=False),
    Column("before", Instant),
)

# What was decided of two stories: `merged` (`story_id` is now in `other_id`), `followed` (`other_id` goes on with it)
# or `apart` (the two are not one; kept in both directions).
rulings = Table(
    "rulings",
    metadata,
    Column("story_id", String(128), ForeignKey("stories.id"), primary_key=True),
    Column("other_id", String(128), ForeignKey("stories.id"), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("at", Instant, nullable=False),
)

# What editors did to drafts: `act` is the Act, `review` the Review it led to. `hash` covers the row and `previous`, the
# hash of the story's act before.
acts = Table(
    "acts",
    metadata,
    Column("story_id", String(128), ForeignKey("stories.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("editor", Prose, nullable=False),
    Column("at", Instant, nullable=False),
    Column("act", Prose, nullable=False),
    Column("review", Prose, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# The ledger. `state` is reserved, settled or released. `earlier_*` is what attempts under this key
# cost that brought no answer. A settled row without a reply is a tombstone: paid, answer pruned.
calls = Table(
    "calls",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("story", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("purpose", Prose, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("model", Prose, nullable=False),
    Column("state", String(16), nullable=False),
    Column("most_tokens", BigInteger, nullable=False),
    Column("most_micros", BigInteger, nullable=False),
    Column("prompt_tokens", BigInteger, nullable=False),
    Column("completion_tokens", BigInteger, nullable=False),
    Column("usage_known", Boolean, nullable=False),
    Column("micros", BigInteger, nullable=False),
    Column("earlier_tokens", BigInteger, nullable=False),
    Column("earlier_micros", BigInteger, nullable=False),
    Column("reply", Prose),
    Column("reason", Prose, nullable=False),
    Column("owner", String(64), nullable=False),
    Column("ticket", String(32), nullable=False),
    Column("reserved_at", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("settled_at", Instant),
    Index("calls_state", "state", "settled_at"),
    Index("calls_story", "story"),
    Index("calls_owner", "owner"),
    # Holds all that a cap's sums read: of a long history a reserve looks at its own stretch, and not into the rows.
    Index(
        "calls_spent",
        *("settled_at", "micros", "earlier_micros", "prompt_tokens", "completion_tokens", "earlier_tokens"),
    ),
)

# The sources of published articles: when each is read again, and what was last found. `finding` is a Recheck; `settled`
# says by what it was, NULL while nobody did.
rechecks = Table(
    "rechecks",
    metadata,
    Column("story_id", String(128), ForeignKey("stories.id"), primary_key=True),
    Column("source", Integer, primary_key=True),
    Column("url", Prose, nullable=False),
    Column("published", Instant, nullable=False),
    Column("due", Instant),
    Column("round", Integer, nullable=False),
    Column("checked", Instant),
    Column("result", Prose, nullable=False),
    Column("finding", Prose),
    Column("found", Instant),
    Column("settled", Prose),
    Index("rechecks_due", "due"),
)

# Named accounts. `password` is an argon2 hash, `token` a sha256, both empty where there is none; nothing else is kept.
editors = Table(
    "editors",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("post", String(16), nullable=False),  # writer, editor
    Column("added", Instant, nullable=False),
    Column("password", Text, nullable=False),
    Column("token", String(64), nullable=False),
    Column("mark", String(32), nullable=False),
)

# What stands against published articles besides their sources: an Objection each; `settled` as in `rechecks`.
objections = Table(
    "objections",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("story_id", String(128), ForeignKey("stories.id"), nullable=False),
    Column("document", Prose, nullable=False),
    Column("at", Instant, nullable=False),
    Column("settled", Prose),
    Index("objections_story", "story_id"),
)

# Daemons and workers, each with when it was last heard of.
workers = Table(
    "workers",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("kind", String(16), nullable=False),  # daemon, worker
    Column("host", Prose, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
)

# What people are to be told: written in the transaction of what it tells of. `due` is empty once it is done with;
# `served` names the channels that have it, parted by newlines. `key` is `indexed`.
notices = Table(
    "notices",
    metadata,
    Column("key", Prose, primary_key=True),
    Column("occasion", String(16), nullable=False),
    Column("document", Prose, nullable=False),
    Column("made", Instant, nullable=False),
    Column("due", Instant),
    Column("attempts", Integer, nullable=False),
    Column("served", Prose, nullable=False),
    Index("notices_due", "due"),
)

# What `doctor` learned of an endpoint, as the JSON it was handed.
endpoints = Table(
    "endpoints",
    metadata,
    Column("base_url", String(512), primary_key=True),
    Column("model", String(256), primary_key=True),
    Column("probe", Prose, nullable=False),
    Column("checked", Instant, nullable=False),
)


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of the connection's database."""
    return insert_in(connection.dialect.name, table)


def insert_in(dialect: str, table: Table) -> Any:
    """The same, in the words of the database of this name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
