"""What of a feed's entries is new, what has changed, and which of it is wanted. Pure.

An entry is who its id says, and where a feed gives one id to several, its id and its link. It is
remembered for ever, so one that vanishes and comes back is nothing new. It has changed when its words
(`Entry.digest`) are others than they ever were: neither new dates and markup nor going back to an older version
is a change, nor the loss of words, which is a fault of the feed.
"""

import functools
import hashlib
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from newsbot import chinese
from newsbot.news import Entry, Known

UPDATES = 3  # announced of one entry; one whose words change each time it is read would never be quiet
DIGESTS = 8  # remembered of one entry, the newest
MAX_KEY = 512  # characters; a longer key is kept as its sha256, since keys are indexed


class Decision(NamedTuple):
    """The entries as they are to be kept from now on, under their keys, in the order of the document.

    `new` and `updated` are to be announced, `quiet` only to be kept. What is in none of them is as remembered.
    """

    new: tuple[Known, ...]
    updated: tuple[Known, ...]
    quiet: tuple[Known, ...]


def decide(entries: Sequence[Entry], shared: Collection[str], known: Sequence[Known]) -> Decision:
    """Compare one answer's entries with the remembered ones that have their ids.

    `shared` are the ids that several entries of this answer have in common. An entry is the
    remembered one with its id and link; else, if its id is not shared, the only remembered one with its
    id, and its link has changed; or, where nothing has its id, the only one with its link and its words, or
    its link and its id but for `http` and `https`, and its id has changed; else it is new. Of entries that
    come out as the same one the first counts.
    """
    memory = _Memory(known)
    apart = frozenset(shared)
    taken: set[str] = set()
    new: list[Known] = []
    updated: list[Known] = []
    quiet: list[Known] = []
    for entry in entries:
        old = memory.find(entry, alone=entry.id not in apart)
        key = old.entry.key if old else _key(entry, alone=entry.id not in apart and not memory.has(entry.id))
        names = {key, f"{entry.id} {_place(entry.url)}"}
        if names & taken:
            continue
        taken |= names
        if old is None:
            new.append(Known(entry=entry.model_copy(update={"key": key}), digests=(entry.digest,)))
        elif entry.mark != old.entry.mark:
            changed = _changed(old, entry)
            (updated if changed.updates > old.updates else quiet).append(changed)
    return Decision(tuple(new), tuple(updated), tuple(quiet))


# ---------------------------------------------------------------- which one it is


class _Memory:
    """The remembered entries, by id and by id and link."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._ids: dict[str, list[Known]] = {}
        self._at: dict[str, list[Known]] = {}
        self._places: dict[tuple[str, str], Known] = {}
        for each in known:
            self._ids.setdefault(each.entry.id, []).append(each)
            self._at.setdefault(_place(each.entry.url), []).append(each)
            self._places.setdefault((each.entry.id, _place(each.entry.url)), each)
        self._keys = {each.entry.key: each for each in known}

    def has(self, id: str) -> bool:
        return id in self._ids

    def find(self, entry: Entry, *, alone: bool) -> Known | None:
        """The remembered entry that this one is; `alone` is whether no other of its answer has its id."""
        same = self._places.get((entry.id, _place(entry.url)))
        candidates = self._ids.get(entry.id, [])
        if same is None and alone and len(candidates) == 1:
            return candidates[0]
        if same is None and alone and not candidates:
            return self._renamed(entry)
        # By key: one that has had another link since, and is given back its first.
        return same or (self._keys.get(_key(entry, alone=False)) if candidates else None)

    def _renamed(self, entry: Entry) -> Known | None:
        """The remembered entry that this one is under another id: publishing systems change all of theirs at once."""
        place = _place(entry.url)
        same = [
            each
            for each in (self._at.get(place, []) if place else [])
            if (entry.title and entry.digest in each.digests) or _place(each.entry.id) == _place(entry.id) != ""
        ]
        return same[0] if len(same) == 1 else None


def _key(entry: Entry, *, alone: bool) -> str:
    key = entry.id if alone else f"{entry.id} {entry.url or '-'}"
    return key if len(key) <= MAX_KEY else hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _place(url: str) -> str:
    """A link as links are compared: feeds change over to https, and put slashes at ends."""
    return url.partition("://")[2].rstrip("/")


# ---------------------------------------------------------------- what has changed


def _changed(old: Known, entry: Entry) -> Known:
    """The entry as it reads now, under its key; one update more if that is worth telling.

    Its date stays the one that was read first: a feed that dates an entry anew does not make it younger. Where
    words are only lost, the whole title or all below it, the feed is broken, and they stay too.
    """
    before = old.entry
    text, old_text = entry.summary or entry.text, before.summary or before.text
    if (before.title and not entry.title) or (old_text and not text and entry.title == before.title):
        return old.model_copy(update={"entry": before.model_copy(update={"mark": entry.mark})})
    kept: dict[str, object] = {"key": before.key}
    if before.published is not None:
        kept |= {"published": before.published, "dated": before.dated}
    digests = (*(digest for digest in old.digests if digest != entry.digest), entry.digest)[-DIGESTS:]
    # Without digests it was kept by the first release, which made none: what it said then cannot be compared.
    tell = bool(old.digests) and old.updates < UPDATES and entry.digest not in old.digests
    return Known(entry=entry.model_copy(update=kept), digests=digests, updates=old.updates + tell)


# ---------------------------------------------------------------- topics


# A word ends where another script begins: “AI芯片” holds AI, “said” does not.
_LETTER = rf"[^\W_{chinese.HAN}\u3040-\u30ff\uac00-\ud7af]"


def wanted(entry: Entry, topics: Sequence[str]) -> bool:
    """Whether any of the topics occurs in the entry's title, summary or text; without topics always.

    Chinese is found anywhere, in Simplified and Traditional characters alike, words of other scripts
    only as whole words. Capital letters make no difference.
    """
    asked = tuple(topic for topic in topics if topic.strip())
    if not asked:
        return True
    text = chinese.simplified("\n".join((entry.title, entry.summary, entry.text)))
    return _pattern(asked).search(text) is not None


@functools.lru_cache(maxsize=256)
def _pattern(topics: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_topic, topics)), re.IGNORECASE)


def _topic(topic: str) -> str:
    words = chinese.simplified(topic).split()
    before = f"(?<!{_LETTER})" if re.match(_LETTER, words[0]) else ""
    after = f"(?!{_LETTER})" if re.match(_LETTER, words[-1][-1]) else ""
    return before + r"\s+".join(map(re.escape, words)) + after
