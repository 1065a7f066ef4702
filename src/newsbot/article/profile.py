"""Front matter for other site generators than Hugo: keys of theirs, told from ours, after ours.

Ours stay, so that a file reads back as the article it is, to be corrected and taken back; of Hexo's the `date` and the
cover are put as Hexo reads them, and what its themes print as it is holds no markup. Hexo's keys are those of
https://hexo.io/docs/front-matter, Astro's those of its blog template's schema (`src/content.config.ts`), which strips
keys that it does not know.
"""

from datetime import datetime
from html import unescape
from typing import Literal
from zoneinfo import ZoneInfo

from newsbot.article.document import Bare, DashList, Document, FlowList, FrontField, Quoted, Value
from newsbot.article.published import cover_of, placed

Profile = Literal["hugo", "hexo", "astro"]

THEIRS = frozenset(
    "updated excerpt photos published disableNunjucks description pubDate updatedDate heroImage".split()  # noqa: SIM905
)


def fitted(document: Document, profile: Profile, zone: ZoneInfo) -> Document:
    """The article with the keys of this generator as the others say now; for Hugo as it is.

    `zone` is the one whose clock Hexo shows.
    """
    if profile == "hugo":
        return document
    ours = document.model_copy(update={"front": _ours(document.front)})
    front = ours.front
    for key, value in (_hexo(ours, zone) if profile == "hexo" else _astro(ours)).items():
        front = placed(front, key, value)
    if profile == "hexo":
        front = tuple(_unmarked(field) for field in front)
    return document.model_copy(update={"front": front})


def _ours(front: tuple[FrontField, ...]) -> tuple[FrontField, ...]:
    """The keys of the form: a `cover` beside a `featured_image` was made from it for Hexo."""
    twice = any(field.key == "featured_image" for field in front)
    told = (field for field in front if field.key not in THEIRS)
    return tuple(field for field in told if not (twice and field.key == "cover" and isinstance(field.value, Quoted)))


def _hexo(document: Document, zone: ZoneInfo) -> dict[str, Value]:
    """Its keys; `updated` is else the file's own date, and tags of Nunjucks would be run wherever a text has braces.

    Themes print `cover` as an address, and Hexo gives the first of `photos` to links that are shared.
    """
    front = {field.key: field.value for field in document.front}
    summary = front.get("summary", Quoted(quoted=""))
    dated = front.get("publishDate") or front["date"]
    found: dict[str, Value] = {
        "date": _by_the_clock(dated, zone),
        "updated": _by_the_clock(front.get("lastmod") or dated, zone),
        "excerpt": summary,
        "description": summary,
        "published": Bare(bare="false" if front["draft"] == Bare(bare="true") else "true"),
        "disableNunjucks": Bare(bare="true"),
    }
    cover = cover_of(document)
    if cover or "cover" in front:
        found["cover"] = Quoted(quoted=_from_the_root(cover.image) if cover else "")
    if cover:
        found["photos"] = FlowList(items=(_from_the_root(cover.image),))
    return found


def _by_the_clock(instant: Value, zone: ZoneInfo) -> Value:
    """The instant as the zone's clock shows it, without a zone: Hexo takes whatever zone a date has for its own."""
    try:
        moment = datetime.fromisoformat(instant.bare if isinstance(instant, Bare) else "")
    except ValueError:
        return instant
    return Bare(bare=f"{moment.astimezone(zone):%Y-%m-%dT%H:%M:%S}") if moment.tzinfo else instant


def _from_the_root(image: str) -> str:
    return f"/{image.lstrip('/')}"


_MARKUP = str.maketrans("<>\\", "＜＞＼")
_PRINTED = frozenset("title author summary excerpt description tags categories main_topics".split())  # noqa: SIM905


def _unmarked(field: FrontField) -> FrontField:
    """Without what is markup of HTML or ends a string of a script: Hexo's themes print these as they are."""
    value = field.value
    if field.key not in _PRINTED:
        return field
    if isinstance(value, Quoted):
        return FrontField(key=field.key, value=Quoted(quoted=_full_width(value.quoted)))
    if isinstance(value, FlowList | DashList):
        items = tuple(map(_full_width, value.items))
        return FrontField(key=field.key, value=value.model_copy(update={"items": items}))
    return field


def _full_width(text: str) -> str:
    return (text if unescape(text) == text else text.replace("&", "＆")).translate(_MARKUP)


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
