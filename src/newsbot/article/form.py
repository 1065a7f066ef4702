"""What the newsroom chose for a file, and on whose word its sentences stand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from newsbot.news import NEWS, Kind, Noun


class Owned(Noun):
    """A sentence that stands on an editor's word alone: its text and passages, whose word, and for what reason."""

    text: str
    passages: tuple[str, ...]
    editor: str
    reason: str


class Form(Noun):
    """What the newsroom chose, and when: plain settings and the two instants of this file.

    `generated` and `synced` are aware instants; `zone` decides calendar dates and the footer.
    `score` is 0-100. `draft` is false only in a published file. `owned` are sentences that an editor has kept, `byline`
    the editor who has taken the opinions upon themselves, empty where a machine's name stands over them, `licence` by
    whose leave a translation is published.
    """

    author: str
    categories: tuple[str, ...]
    zone: ZoneInfo
    label_explicit: bool = True
    label_implicit: bool = True
    label_text: str = "本文由人工智能生成，尚未审核。"
    producer: str = "newsbot"
    generated: datetime
    synced: datetime
    score: int = 0
    kind: Kind = NEWS
    draft: bool = True
    owned: tuple[Owned, ...] = ()
    byline: str = ""
    licence: str = ""
