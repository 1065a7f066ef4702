"""Documents of articles with hostile texts, for property tests: the parts that every layout has."""

import re

from hypothesis import strategies as st
from pydantic import ValidationError

from newsbot.article.document import (
    BlockList,
    BlockMap,
    Bullets,
    FlowList,
    FrontField,
    Item,
    Mark,
    Paragraph,
    Quoted,
    Reference,
    Strong,
    Text,
)
from newsbot.news import SourceDate

CHARACTERS = "\\`*_{}[]()<>#+-.!|~:;&@^\"'$=%/?,，。：“”（） \n\t\r"
UNSEEN = ["\x00\x1b\x7f\x85", "\ufffe\ud800\ue000", "\u202e\u2028", "e\u0301"]
MARKUP = re.findall(
    r"\S+",
    """
    {{< {{% >}} <script> ![a](http://x) [^1] [^1]: --- ``` ~~~ ::: &amp; &#60; http:// www. a@b.c ** ](
    1. 2) </article> **Keywords**: (2025年). （仅见标题） 检索日期 2025年1月2日。 中文 abc 12
    """,
)
SPACED = ["# ", "> ", "- ", "*   ", "### ", ". ", '". "', ", ", " on 1/2/2025, 1:02:03 AM", " 检索日期 2025年1月2日。"]
PIECES = st.sampled_from([*CHARACTERS, *UNSEEN, *MARKUP, *SPACED])
HOSTILE = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20)
LABELS = st.from_regex(r"[A-Za-z0-9_-]{1,4}", fullmatch=True)
INLINES = st.lists(
    HOSTILE.map(lambda text: Text(text=text))
    | HOSTILE.map(lambda text: Strong(strong=text))
    | LABELS.map(lambda label: Mark(mark=label)),
    max_size=5,
).map(tuple)
DATES = st.builds(
    SourceDate,
    year=st.integers(1, 9999),
    month=st.none() | st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
)


def buildable(kind, **fields):
    """Values of `kind`, without those that its type refuses (an empty paragraph)."""

    def made(values):
        try:
            return kind(**values)
        except ValidationError:
            return None

    return st.fixed_dictionaries(fields).map(made).filter(lambda value: value is not None)


ITEMS = buildable(Item, lead=st.none() | HOSTILE, inlines=INLINES)
BLOCKS = buildable(Paragraph, inlines=INLINES) | buildable(
    Bullets, intro=INLINES, items=st.lists(ITEMS, min_size=1, max_size=3).map(tuple)
)
ADDRESSES = HOSTILE.map(lambda text: f"https://a.example/{text}")


def references(names, **other):
    """A few references whose author and site are `names`; `other` are their fields that a layout writes its own way."""
    usual = {
        "label": LABELS,
        "by": st.none() | names,
        "date": st.none() | DATES,
        "title": st.none() | names,
        "url": st.none() | ADDRESSES,
        "site": st.none() | names,
        "retrieved": st.none() | st.builds(SourceDate, year=st.integers(1, 9999), month=st.just(5), day=st.just(6)),
        "note": st.sampled_from([None, "仅见标题", "仅见摘要"]),
    }
    return st.lists(buildable(Reference, **(usual | other)), max_size=2).map(tuple)


def fronts(values):
    """Front matter of a few fields with such values."""
    return st.lists(values, max_size=3).map(
        lambda each: tuple(FrontField(key=f"f{n}", value=value) for n, value in enumerate(each))
    )


MAPS = st.lists(HOSTILE, min_size=1, max_size=3).map(
    lambda texts: BlockMap(fields=tuple(FrontField(key=f"k{n}", value=Quoted(quoted=t)) for n, t in enumerate(texts)))
)
VALUES = (
    HOSTILE.map(lambda text: Quoted(quoted=text))
    | st.lists(HOSTILE, max_size=3).map(lambda texts: FlowList(items=tuple(texts)))
    | MAPS
    | st.lists(MAPS, min_size=1, max_size=2).map(lambda maps: BlockList(items=tuple(maps)))
)
