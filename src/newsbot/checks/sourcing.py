"""Source criticism for single sentences: what kind of source a sentence rests on decides how it must be written.

The rules are the house's own ("写什么" of its style): hearsay and anonymous words are given to whoever reports
them, old news carries its date, an excerpt vouches for its own words only, one witness is not several. How
strict: what a reader sees first (title, heading, TL;DR, 引言) is an error where the rest may be a warning.
"""

import re
from datetime import date

from newsbot.checks.attribution import HEARSAY, attributed, hearsay_told, names_outlet, told, unquoted
from newsbot.checks.claim import Claim
from newsbot.checks.quotes import spans_of
from newsbot.checks.support import support
from newsbot.figures import figures
from newsbot.news import Finding, Severity, Source, SourceDate
from newsbot.witnesses import witnesses

_SEVERAL = re.compile(
    "(?:多家|多个|数家|各家|各大|不少|众多|多方)(?:中外|国内|外国|权威|主流|独立)?(?:媒体|外媒|通讯社|来源|信源|消息源|消息来源|渠道)"
    "|(?:媒体|外媒)(?:纷纷|普遍|广泛)|多方(?:消息|报道|证实|信息)"
)
_SEVERAL_THERE = re.compile(
    r"多家|多个|数家|各大|纷纷|多方|\b(?:several|multiple|various|many|other|two|three)\b[^.]{0,20}\b(?:outlets|media|sources|"
    r"newspapers|reports|publications|agencies)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile("此前|曾|当时|去年|前年|上年|早前|先前|早先|上(?:个)?月|年初|年前|月前|过去|以来|历史上")
_HEDGED = re.compile("讨论|考虑|商讨|探讨|洽谈|酝酿|拟|或将|有意|可能|传")
_FIRST_SEEN = ("title", "heading", "tldr", "introduction")


def first_seen(claim: Claim) -> bool:
    """Whether a reader sees the sentence before anything else."""
    return claim.place.split("/", maxsplit=1)[0] in _FIRST_SEEN


def cited_sources(claim: Claim) -> tuple[Source, ...]:
    """The sources whose passages the sentence names, in the order of the evidence."""
    cited = {passage.source for passage in claim.passages}
    return tuple(source for source in claim.sources if source.id in cited)


def _full(claim: Claim) -> bool:
    """Whether the sentence says something in full: prose, title or heading, resting on something."""
    return bool(claim.passages) and (claim.prose or claim.place in ("title", "heading"))


# ---------------------------------------------------------------- hearsay


def hearsay_rule(claim: Claim) -> list[Finding]:
    """Finding `hearsay`: what only a rumour or somebody without a name says is not given to whoever reports it.

    An error; a warning for a title that gives no name but says how uncertain it is (讨论, 考虑).
    """
    if not _full(claim) or hearsay_told(claim):
        return []
    sources = {source.id: source for source in claim.sources}
    marks = []
    for passage in claim.passages:
        source = sources.get(passage.source)
        rumour = "传闻" if source is not None and source.kind == "rumour" else ""
        mark = rumour or _anonymous(told(claim, passage))
        if not mark:
            return []  # another source says it in its own name
        marks.append(mark)
    severity: Severity = "warning" if not claim.prose and _HEDGED.search(claim.text) else "error"
    advice = "来源只是传闻或匿名人士的话，句中要写明是谁报道的，如“据XX援引知情人士的话报道”；标题写“据XX”或“XX：”。"
    return [claim.finding("hearsay", severity, claim.text[:40], advice, marks[0])]


def _anonymous(spans: tuple[str, ...]) -> str:
    """The mark of hearsay in the sentences that the claim tells again, when all of them have one."""
    found = [HEARSAY.search(span) for span in spans]
    return found[0].group() if found and found[0] and all(found) else ""


# ---------------------------------------------------------------- old news


def stale_rule(claim: Claim) -> list[Finding]:
    """Finding `stale`: what stands only in sources older than the story by the set days is told as if it were new.

    The story's time is the newest date of its sources: a step has no clock. An error in what is seen first, else a
    warning.
    """
    if not _full(claim):
        return []
    newest = max((day for source in claim.sources if (day := _day(source.published))), default=None)
    cited = [_day(source.published) for source in cited_sources(claim)]
    if newest is None or not cited:
        return []
    dated = [day for day in cited if day is not None]
    if len(dated) < len(cited) or any((newest - day).days <= claim.standards.stale_days for day in dated):
        return []
    if _EARLIER.search(claim.text) or any(each.kind == "date" for each in figures(claim.text)):
        return []
    latest = max(dated)
    shown = f"{latest.year}年{latest.month}月{latest.day}日"
    advice = f"所依据的来源是{shown}的，比这件事旧；请写明日期，或写“此前”“曾”。"
    return [claim.finding("stale", "error" if first_seen(claim) else "warning", claim.text[:40], advice, shown)]


def _day(published: SourceDate | None) -> date | None:
    """The day of a source's date, the first of the month or year where it states no more."""
    if published is None:
        return None
    try:
        return date(published.year, published.month or 1, published.day or 1)
    except ValueError:
        return None


# ---------------------------------------------------------------- how many witnesses


def independence_rule(claim: Claim) -> list[Finding]:
    """Finding `independence` (error): 多家媒体报道 on fewer than two independent sources."""
    several = _SEVERAL.search(unquoted(claim))
    if not several or not claim.passages or not claim.sources:
        return []
    if len(witnesses(cited_sources(claim))) > 1 or any(_SEVERAL_THERE.search(each.text) for each in claim.passages):
        return []
    advice = "所引来源只算一个（同一通讯社的转载、同一文本算一个来源），请写明是哪一家，不写“多家”。"
    return [claim.finding("independence", "error", several.group(), advice)]


# ---------------------------------------------------------------- what a source may be used for


def use_rule(claim: Claim) -> list[Finding]:
    """Finding `use` (error): a source that may only be linked is evidence, or one for facts only is quoted."""
    for source in cited_sources(claim):
        if source.use in ("link", "never"):
            advice = f"来源{source.id}（{source.publisher or source.url}）按规定不能作依据，请改引别的来源或删去。"
            return [claim.finding("use", "error", source.use, advice)]
    facts = {source.id for source in cited_sources(claim) if source.use == "facts"}
    for text, ids in spans_of(claim) if facts else ():
        if ids and ids <= facts and len(text) > claim.standards.facts_quote:
            advice = f"这一来源只供采用事实，引用它的原文不能超过{claim.standards.facts_quote}字，请改为转述。"
            return [claim.finding("use", "error", text, advice)]
    return []


def access_rule(claim: Claim) -> list[Finding]:
    """Finding `access` (error): more than the words of a headline or excerpt, which is all that was read.

    What is not literally there may be said under the outlet's name, for a judge to see.
    """
    sources = cited_sources(claim)
    if not _full(claim) or not sources or any(source.access == "full" for source in sources):
        return []
    if support(claim.sentence, claim.passages, claim.sources).support in ("quoted", "supported"):
        return []
    if attributed(claim) or names_outlet(claim):
        return []
    what = "标题" if all(source.access == "headline" for source in sources) else "摘要"
    advice = f"来源只看到{what}，只能照它的字面写，或写明“据XX报道”；请改写。"
    return [claim.finding("access", "error", what, advice, claim.passages[0].text)]


SOURCING = (hearsay_rule, stale_rule, independence_rule, use_rule, access_rule)
"""The rules of this module, in the order of their weight."""
