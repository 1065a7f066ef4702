"""The text of an article's file, and by what it is known again."""

import hashlib

from newsbot import article
from newsbot.article.document import Document
from newsbot.kinds import named
from newsbot.news import Story
from newsbot.publishing.asked import Publisher


def file(document: Document, story: Story, publisher: Publisher) -> str:
    """The text of the document's file, its words counted anew. Raises `SettingsError` for a template of no use."""
    template = named(publisher.policy.kinds, story.kind).template
    document = article.fitted(document, publisher.policy.profile, publisher.policy.zone)
    return article.finish(document, publisher.world.templates.text(template), template)


def sha256(text: str) -> str:
    """The digest by which a file is known again."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
