"""The rule that a sentence is no surer than its passages: what is discussed is not done, what is planned not finished.

An event of the sentence is looked for in all its passages, in either language. Only where every one of them that tells
it at all tells it as possible, planned or denied, the sentence has to say so too.
"""

import functools
import re
from collections.abc import Iterator
from typing import Literal

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.relation.events import Event, events
from newsbot.checks.relation.reading import NEUTRAL, WHEN
from newsbot.chinese import HAN, bigrams, han_count, simplified
from newsbot.news import Finding, Passage, Severity

How = Literal["done", "planned", "possible", "denied"]
"""How a text tells an event, from the surest to the least."""

POSSIBLE = re.compile(
    "讨论|考虑|商讨|探讨|商谈|洽谈|谈判|磋商|接洽|酝酿|研究|评估|权衡|不排除|可能|或将|或许|也许|或(?![者多少])|有意|倾向|传闻|据传|传出|"
    "威胁|扬言|提议|建议|拟议|如果|若|一旦|假如|是否|能否|会否|呼吁|敦促|要求|寻求|希望|争取|意向|疑似|涉嫌|有望|猜测|据称"
)
_PLANNED = re.compile("计划|拟|打算|准备|筹备|筹划|将|预计|预期|即将|目标|力争|承诺|定于|待|方案|草案")
_DENIED = re.compile("否认|拒绝|未|没有|没|不会|不再|不打算|并非|不|无意|放弃|取消|避免|防止|停止|驳回|反对|免于|禁止")
_ANNOUNCED = re.compile("宣布|决定|同意")  # whoever announces a deed may still have it before him
_AFTER = re.compile("^(?:的)?(?:可能|计划|意向|谈判|传闻|方案|事宜|要约|提议|建议|草案|前景|设想|的?想法|威胁)")
_CLAUSE = re.compile("[，。；：！？,;!?\n]")
_BEFORE, _BEYOND = 24, 8  # characters before and behind a Chinese verb

_MAY = re.compile(
    r"\b(?:consider|discuss|weigh|(?-i:may)\b|(?:might|could|whether|if|talks)\b|mull|explor|propos|threaten|possib|potential|"
    r"negotiat|likely|option|suggest|debat|contemplat|rumou?r|reportedly|urg|call(?:ed|s|ing)? (?:for|on)|seek|sought|"
    r"hop(?:e|es|ed|ing) to|ask(?:ed|s|ing)? to|float|interest(?:ed)? in|in favor of|speculat|evaluat|study|studying)",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:plan(?:s|ned|ning)?\b|intend|will\b|would\b|expect|aim|prepar|set to|about to|due to|slated|schedul|"
    r"going to|to be|ready to|"
    r"commit(?:ted|s)? to|pledg|promis|target)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:(?:not|never|no|without)\b|den(?:y|ied|ies)\b|declin(?:e|ed|es|ing) to|refus(?:e|ed|es|ing)|reject|"
    r"avoid|prevent|fail(?:ed|s)? to|rul(?:ed?|es|ing) out|dropp|abandon|cancel|halt)|n[’']t\b",
    re.IGNORECASE,
)
_NOT_RULED_OUT = re.compile(r"\b(?:not|never|n[’']t) (?:yet )?rul(?:ed?|ing) out\b", re.IGNORECASE)
_ENGLISH_CLAUSE = re.compile(r"[.;!?\n]")
_WORDS_BEFORE, _WORDS_BEYOND = 70, 60  # characters before and behind an English verb

_OFFERED = re.compile(r"\s+(?:talks|option|plan|proposal|bid|offer|rumou?r)")
_CLOSE = 40  # characters in which an English negation belongs to the verb

_FINISHED = re.compile(
    f"(?:已经?|完成|正式|成功)(?:正式|成功|全部|全面|完成|决定)?{WHEN}([{HAN}]{{2}})|"
    f"(?:决定|将)(?:会|要)?{WHEN}(?![于在以对向把与和从被有是会要为由成继进再就不])([{HAN}]{{2}})"
)
_RESOLVED = re.compile(
    r"\b(?:(?:decided|agreed|voted|resolved|chosen|chose) to|will|has|have)\s{1,3}(?:also\s|now\s|already\s)?"
    r"(?!be\b|have\b|been\b|not\b|had\b|(?:decided|agreed|voted|resolved|chosen) to\b)(?P<verb>[a-z]{3,20})\b|"
    r"(?<!\bto )(?<!\bits )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bour )(?<!\btheir )(?<!-)"
    r"(?P<past>\b(?!(?:exce|proce|succe|inde|spe|ne|bas|expect|estimat|plann|propos|adjust|relat|limit|unit|hundr)ed\b)"
    r"[a-z]{3,18}ed\b(?! to\b)|\b(?:bought|sold|built|cut|won|left|spun|struck|shut)\b)",
    re.IGNORECASE,
)
_ENDING = re.compile("(?:ies|ied|ing|ed|es|e|s|y)$")
_IRREGULAR = {"bought": "buy", "sold": "sell", "built": "build", "won": "win", "left": "leave", "struck": "strike"}
_DONE = re.compile(r"已|完成|成功|\b(?:has|have)\b|\b[a-z]{2,20}ed\b", re.IGNORECASE)
_NOTHING = re.compile("(?!)")
# In Chinese a plain verb beside a time to come says what English says with will: 四年内至多投资5000亿美元.
_TO_COME = re.compile(
    "明年|明后年|后年|明天|明日|次年|下(?:个?(?:季度|财年|月)|周|一?季度)|未来|今后|届时|年底前|年内|"
    "(?:[0-9]{1,4}|[一二两三四五六七八九十数几]{1,3})(?:年|个月|个?季度|个?财年|周|天)[之以]?内|(?:到|至)20[0-9]{2}年"
)
_PAST = re.compile("[了过]|去年|前年|昨[天日]|此前|过去|上(?:个?(?:月|季度|财年)|周|年)")

_MOST = 20_000  # characters of a passage
_PLACES = 12  # places of one event in one passage
_RANK: dict[How, int] = {"done": 0, "planned": 1, "possible": 2, "denied": 3}


def modality_rule(claim: Claim) -> list[Finding]:
    """Findings `modality` and `negation`: done what its passages only discuss, consider, plan, or deny.

    An error for what is only possible or denied, and for a plan told as finished, if both speak of one thing; a
    warning for a plan whose 计划 or 将 is left out in the text, none in headlines, which leave it out by custom.
    """
    if not claim.passages or claim.keyword:
        return []
    text = simplified(claim.text)
    han = han_count(text) > 0
    found: list[Finding] = []
    for event in (*events(), *_finished(text)) if han else _resolved(text):
        told = _how(text, event, han=han, bare=True)
        if told is None or told[0] in ("possible", "denied"):
            continue
        surest = _surest(claim.passages, event)
        if surest is not None and (han or surest[0] != "denied"):  # of one language polarity sees to denials
            found += _finding(claim, told, surest)
    return list({finding.found: finding for finding in found}.values())


def _finished(text: str) -> list[Event]:
    """What a sentence says is finished or decided, as events of their own: 已交付, 决定扩建; in Chinese only."""
    words = (match[1] or match[2] for match in _FINISHED.finditer(text))
    return [Event(re.compile(re.escape(word)), _NOTHING) for word in dict.fromkeys(words)]


def _resolved(text: str) -> list[Event]:
    """What an English sentence says is decided, done or to come, for English passages only.

    An event of the table where it has the verb, else one of its own. Nouns of the table (sales, approval) are none.
    """
    verbs = dict.fromkeys((match["verb"] or match["past"]).lower() for match in _RESOLVED.finditer(text))
    return [_of_verb(_IRREGULAR.get(verb, verb)) for verb in verbs]


@functools.lru_cache(1024)
def _of_verb(verb: str) -> Event:
    listed = next((event for event in events() if event.english.fullmatch(verb)), None)
    if listed is not None:
        return listed
    stem = _ENDING.sub("", verb) if len(verb) > 4 else verb
    irregular = [form for form, base in _IRREGULAR.items() if base == verb]
    forms = "|".join((rf"{stem}(?:ies|ied|ing|ed|es|e|s|y)?", *irregular))
    return Event(_NOTHING, re.compile(rf"\b(?:{forms})\b", re.IGNORECASE))


def _finding(claim: Claim, told: tuple[How, str, str], surest: tuple[How, str, str]) -> Iterator[Finding]:
    """What is wrong with telling an event in one way when the passages tell it in another."""
    how, word, clause = told
    theirs, _, span = surest
    certain = how == "done" or (how == "planned" and theirs == "possible")
    sure: Severity = "error" if certain and _shared(claim, clause.replace(word, " "), span) else "warning"
    if theirs == "denied":
        advice = f"来源说的是没有、否认或拒绝“{word}”，这里写成了有，请照来源改正。"
        yield claim.finding("negation", sure, clause, advice, span)
    elif theirs == "possible":
        advice = f"来源只说讨论、考虑或可能“{word}”，并未发生，请写明“曾讨论”“考虑”或“可能”，不要写成已成之事。"
        yield claim.finding("modality", sure, clause, advice, span)
    elif theirs == "planned" and how == "done" and not _ANNOUNCED.search(clause):
        finished = _DONE.search(clause)
        if finished or (claim.prose and not _to_come(claim)):
            advice = f"来源说的是计划或将要“{word}”，请写明“计划”或“将”，不要写成已经完成。"
            yield claim.finding("modality", sure if finished else "warning", clause, advice, span)


def _to_come(claim: Claim) -> bool:
    """Whether a Chinese sentence gives its deeds a time to come, and none that is past."""
    text = simplified(claim.text)
    return _TO_COME.search(text) is not None and _PAST.search(text) is None


def _shared(claim: Claim, clause: str, span: str) -> bool:
    """Whether both speak of one thing: by a pair of characters, a Latin word or a name in either language."""
    names = claim.standards.names
    return bool(bigrams(clause) & bigrams(simplified(span)) or names.entries_in(clause) & names.entries_in(span))


def _surest(passages: tuple[Passage, ...], event: Event) -> tuple[How, str, str] | None:
    """The surest telling of the event in the passages, None where none tells it."""
    told = [
        each
        for passage in passages
        if (each := _how(passage.text[:_MOST], event, han=chinese(passage), bare=False)) is not None
    ]
    return min(told, key=lambda each: _RANK[each[0]], default=None)


@functools.lru_cache(4096)
def _how(text: str, event: Event, *, han: bool, bare: bool) -> tuple[How, str, str] | None:
    """How the text tells the event, with its word and the clause: the surest telling, None where it tells nothing.

    With `bare` it is a sentence of ours, whose words of caution count wherever they stand in it.
    """
    pattern = event.chinese if han else event.english
    told: list[tuple[How, str, str]] = []
    for match in pattern.finditer(text):
        if han:
            before = text if bare else _CLAUSE.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
            beyond = _CLAUSE.split(text[match.end() : match.end() + _BEYOND])[0]
            near = _CLAUSE.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
            how = _chinese_how(before, near, beyond)
            clause = near + match[0] + beyond
        else:
            before = _ENGLISH_CLAUSE.split(text[max(0, match.start() - _WORDS_BEFORE) : match.start()])[-1]
            beyond = _ENGLISH_CLAUSE.split(text[match.end() : match.end() + _WORDS_BEYOND])[0]
            how = _english_how(before, beyond)
            clause = before + match[0] + beyond
        told.append((how, match[0], clause.strip()))
        if how == "done" or len(told) >= _PLACES:
            break
    return min(told, key=lambda each: _RANK[each[0]], default=None)


def _chinese_how(before: str, near: str, beyond: str) -> How:
    if _DENIED.search(NEUTRAL.sub("", near)):
        return "denied"
    if POSSIBLE.search(before) or _AFTER.match(beyond):
        return "possible"
    return "planned" if _PLANNED.search(before) else "done"


def _english_how(before: str, beyond: str) -> How:
    """The word of caution nearest before the verb decides, and a negation close before it."""
    before = _NOT_RULED_OUT.sub("may", before)
    if _NOT.search(before[-_CLOSE:]):
        return "denied"
    may, will = (max((match.end() for match in each.finditer(before)), default=-1) for each in (_MAY, _WILL))
    if may > will or _OFFERED.match(beyond):
        return "possible"
    return "planned" if will >= 0 else "done"
