"""The name of an article's file: `YYYY-MM-DD-slug-xxxxxxxx.md`."""

import hashlib
import re
import unicodedata
from datetime import date

from newsbot.pinyin import spoken

LONGEST_SLUG = 60
READ = 200  # characters of the title that are looked at


def file_name(title: str, day: date, story: str) -> str:
    """The name: the day it was generated (in the newsroom's zone), the title in pinyin and Latin words, the story.

    The same title, day and story give the same name; two stories never share one, since the
    last part is the first 8 hex digits of the story's id (of its sha256 when it is no hex).
    """
    known = re.fullmatch(r"[0-9a-f]{8,}", story)
    tail = story[:8] if known else hashlib.sha256(story.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{day.isoformat()}-{slug(title)}-{tail}.md"


def slug(title: str) -> str:
    """The title as [a-z0-9-], at most 60 characters, cut between words; `article` when nothing is left."""
    text = unicodedata.normalize("NFKC", title[:READ]).encode("utf-8", "ignore").decode()
    latin = unicodedata.normalize("NFKD", " ".join(spoken(text)).lower())
    latin = "".join(char for char in latin if not unicodedata.combining(char))
    words = re.findall(r"[a-z0-9]+", latin)
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        kept = longer
    if kept == "index":  # Hugo gives files of that name a meaning of their own
        return "index-article"
    return kept or "article"
