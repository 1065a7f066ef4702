"""Stories as they are followed: entries put into them as they come, and what a later one adds to what was written.

    entry ──about, address──▶ candidates ──likeness──▶ its story, or a new one      `track`
    entry of a written story ──figures, names, words──▶ duplicate │ update │ development      `news_in`
    written story with news ──▶ the story that goes on with it      `follow_up`
    what words leave open ──rank model──▶ joined, or not      `confirm`
    new and changed stories ──rank model──▶ what they are worth, kept      `rate`
    stories ──score──▶ an editor's list      `ranked`
    stories ──score, stage──▶ the best that may be begun      `worth_writing`

What a person rules (`merge`, `split`, what is ignored) stands against whatever the machine finds later.
"""

from newsbot.tracking.choosing import worth_writing
from newsbot.tracking.confirming import confirm
from newsbot.tracking.memory import Weighed, news_in
from newsbot.tracking.overview import Overview, overview, ranked, told
from newsbot.tracking.placing import HORIZON, Tracked, track
from newsbot.tracking.rating import rate
from newsbot.tracking.ruling import choose, follow_up, merge, split

__all__ = [
    "HORIZON",
    "Overview",
    "Tracked",
    "Weighed",
    "choose",
    "confirm",
    "follow_up",
    "merge",
    "news_in",
    "overview",
    "ranked",
    "rate",
    "split",
    "told",
    "track",
    "worth_writing",
]
