"""The guarded fetcher: every feed and page that a stranger named is read through it.

    address ──guard──▶ URL ──robots (pages)──turns──▶ request ──body──▶ Fetched
                        ▲                                │
                        └────────── redirect ◀───────────┘   each hop is checked like the first

`fetcher` holds this order. `guard` decides what may be connected to, both before a request and
where its socket is made, and `names` so for every address of a name; `body` undoes content encodings
under the cap; `robots` knows what each site lets programs read; `turns` lets one request a host be
under way, `busy` remembers which hosts asked to be left alone; `faults` words what fails.
"""

from newsbot.edges.fetch.faults import shown
from newsbot.edges.fetch.fetcher import FEED_BYTES, PAGE_BYTES, GuardedFetcher
from newsbot.edges.fetch.guard import is_public

__all__ = ["FEED_BYTES", "PAGE_BYTES", "GuardedFetcher", "is_public", "shown"]
