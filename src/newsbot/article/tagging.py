"""What an article is found by: its tags, keywords and hashtags."""

from collections.abc import Iterable

from newsbot import news
from newsbot.article.document import line

MOST_TAGS = 6
MOST_KEYWORDS = 10


def tags_of(draft: news.Draft) -> tuple[str, ...]:
    """The draft's tags, each once, at most six."""
    return _distinct(draft.tags)[:MOST_TAGS]


def hashtags_of(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Tags as hashtags, without the sign: no blanks in them, a capital in their place (OpenSource)."""
    return _distinct(
        "".join(each[:1].upper() + each[1:] if n else each for n, each in enumerate(tag.split())) for tag in tags
    )


def keywords_of(draft: news.Draft) -> tuple[str, ...]:
    """The draft's keywords without their marks, each once, at most ten."""
    return _distinct(keyword.text for keyword in draft.keywords)[:MOST_KEYWORDS]


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once. One of signs alone names nothing, and its page would take the place of the list of all tags."""
    return tuple(dict.fromkeys(text for text in map(line, texts) if any(map(str.isalnum, text))))
