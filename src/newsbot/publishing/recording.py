"""What git is told of an article's file, where the site is kept in it."""

from newsbot import article
from newsbot.article.document import Document, Quoted
from newsbot.chinese import one_line
from newsbot.errors import ParseError, PublishError
from newsbot.news import Published
from newsbot.publishing.asked import Publisher
from newsbot.publishing.files import sha256

PUBLISHED, UNDONE, CORRECTED, WITHDRAWN = "发布", "撤回发布", "更正", "撤稿"
"""What a commit says was done (`{act}` of `publish.message`)."""


async def recorded(
    published: Published, document: Document, publisher: Publisher, act: str = PUBLISHED
) -> tuple[str, ...]:
    """What git made of the file, as lines for people; a failure is told, what was done to the file stays."""
    how = publisher.policy.git
    if not how:
        return ()
    filled = publisher.policy.message.format(
        act=act, title=one_line(title(document))[:200], name=published.name, editor=published.editor or "newsbot"
    )
    try:
        return (f"git {how}: {await publisher.site.recorded(published.name, filled, how, published.picture)}",)
    except PublishError as error:
        return (f"the site's file is as it should be, but git: {error}",)


async def record(published: Published, publisher: Publisher) -> tuple[str, ...]:
    """Give git an article that was published before, as it stands; a file that somebody changed since is theirs."""
    try:
        text = await publisher.site.text(published.name)
        return await recorded(published, article.parse(text), publisher) if sha256(text) == published.sha256 else ()
    except (PublishError, ParseError) as error:
        return (f"{published.name}: {error}",)


def title(document: Document) -> str:
    """The title in the file's front matter; empty where it has none."""
    return next((f.value.quoted for f in document.front if f.key == "title" and isinstance(f.value, Quoted)), "")
