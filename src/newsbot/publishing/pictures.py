"""The picture of an article: a local file that an editor set, with whose it is and under which licence.

Pictures of sources are never taken over: whoever sets one names its author and its licence, and answers for both.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from newsbot.article import Cover, cover_of
from newsbot.article.document import Document
from newsbot.errors import ParseError, UsageError
from newsbot.news import Language
from newsbot.newsroom import World
from newsbot.publishing.asked import Draw, Order

REMOTE = ("http:", "https:", "//", "data:")
CARD: dict[Language, Cover] = {
    "zh-Hans": Cover(image="", credit="标题卡（人工智能生成）", licence="本站制作"),
    "zh-Hant": Cover(image="", credit="標題卡（人工智能生成）", licence="本站製作"),
    "en": Cover(image="", credit="Title card (AI-generated)", licence="made by this site"),
}
_CODED = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"))


class Picture(NamedTuple):
    """A picture to be put on the site: the name of its file there, its bytes, and what is told of it."""

    name: str
    content: bytes
    cover: Cover


async def picture_of(document: Document, draft: str, order: Order, world: World) -> Picture | None:
    """The picture that the order names, else the one of the draft's front matter, from beside the file `draft`.

    Raises `ParseError` for a file that cannot be read or is no picture, `UsageError` for an order without credit.
    """
    if order.cover is not None:
        if not (order.cover.credit.strip() and order.cover.licence.strip()):
            raise UsageError("a cover needs whose picture it is and under which licence: --credit and --licence")
        if order.cover.image.lower().startswith(REMOTE):
            raise UsageError("a cover is a local file; save the picture first, if its licence allows that")
        return named("cover", await world.files.read(order.cover.image), order.cover)
    cover = cover_of(document)
    if cover is None:
        return None
    return named("cover", await world.files.read(str(Path(draft).parent / cover.image)), cover)


async def card_of(title: str, story: str, language: Language, draw: Draw) -> Picture:
    """The title card. Raises `SettingsError` where none can be drawn."""
    return named("card", await asyncio.to_thread(draw, title, story, language), CARD[language])


def named(role: str, content: bytes, cover: Cover) -> Picture:
    """The picture under the name that its content gives it. Raises `ParseError` for what is no PNG, JPEG, WebP or GIF.

    SVG is none: it may hold scripts.
    """
    coded = next((suffix for begins, suffix in _CODED if content.startswith(begins)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        coded = ".webp"
    if not coded:
        raise ParseError(f"{cover.image[:300]} is no picture that sites show; name a PNG, JPEG, WebP or GIF file")
    return Picture(f"{role}-{hashlib.sha256(content).hexdigest()[:12]}{coded}", content, cover)


def faults(document: Document) -> Iterator[str]:
    """What is wrong with the picture that a front matter names."""
    cover = cover_of(document)
    if cover is None:
        return
    path = PurePosixPath(cover.image)
    if cover.image.lower().startswith(REMOTE):
        yield "cover (image): a picture of another site is never shown; put it into the site"
    elif path.is_absolute() or ".." in path.parts or "\\" in cover.image:
        yield "cover (image): name a file that lies in the drafts' folder, without .. and without a slash before it"
    if not (cover.credit.strip() and cover.licence.strip()):
        yield "cover (credit): say whose picture it is and under which licence: image_credit and image_licence"
