"""Front matter for other site generators than Hugo: keys of theirs, told from ours, after ours.

Ours stay (of Hexo's tags and categories < > & full-width), so that a file reads back as the article it is, to be
corrected and taken back. Hexo's keys are those of
https://hexo.io/docs/front-matter, Astro's those of its blog template's schema (`src/content.config.ts`), which strips
keys that it does not know.
"""

from typing import Literal

from newsbot.article.document import Bare, DashList, Document, FlowList, FrontField, Quoted, Value
from newsbot.article.published import cover_of, placed

Profile = Literal["hugo", "hexo", "astro"]

THEIRS = frozenset(
    "updated excerpt published disableNunjucks description pubDate updatedDate heroImage".split()  # noqa: SIM905
)


def fitted(document: Document, profile: Profile) -> Document:
    """The article with the keys of this generator as the others say now; for Hugo as it is."""
    if profile == "hugo":
        return document
    ours = tuple(field for field in document.front if field.key not in THEIRS)
    front = ours
    for key, value in _THEIRS[profile](document.model_copy(update={"front": ours})).items():
        front = placed(front, key, value)
    if profile == "hexo":
        front = tuple(_unmarked(field) for field in front)
    return document.model_copy(update={"front": front})


_MARKUP = str.maketrans("<>&", "＜＞＆")


def _unmarked(field: FrontField) -> FrontField:
    """Tags and categories without what is markup of HTML: Hexo's tag cloud prints names as they are."""
    if field.key not in ("tags", "categories", "main_topics") or not isinstance(field.value, FlowList | DashList):
        return field
    items = tuple(item.translate(_MARKUP) for item in field.value.items)
    return FrontField(key=field.key, value=field.value.model_copy(update={"items": items}))


def _hexo(document: Document) -> dict[str, Value]:
    """`updated` is else the file's own date; tags of Nunjucks would be run wherever a text has braces."""
    front = {field.key: field.value for field in document.front}
    summary = front.get("summary", Quoted(quoted=""))
    return {
        "updated": front.get("lastmod") or front["date"],
        "excerpt": summary,
        "description": summary,
        "published": Bare(bare="false" if front["draft"] == Bare(bare="true") else "true"),
        "disableNunjucks": Bare(bare="true"),
    }


def _astro(document: Document) -> dict[str, Value]:
    """A picture in the article's own folder is named from it, one of `public/` from the site's root."""
    front = {field.key: field.value for field in document.front}
    found: dict[str, Value] = {
        "description": front.get("summary", Quoted(quoted="")),
        "pubDate": front.get("publishDate") or front["date"],
    }
    if "lastmod" in front:
        found["updatedDate"] = front["lastmod"]
    if cover := cover_of(document):
        found["heroImage"] = Quoted(quoted=f"/{cover.image}" if "/" in cover.image else f"./{cover.image}")
    return found


_THEIRS = {"hexo": _hexo, "astro": _astro}
