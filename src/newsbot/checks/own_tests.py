"""Figures of performance that a source says are the maker's own measurement, told without saying so.

The house's own rule ("评测成绩写明谁测的"). `assertions` looks at what a company writes itself; here an outlet reports
a test and says in the same breath that nobody but the maker has made it.
"""

import re

from newsbot.checks.attribution import says_who, told, unquoted
from newsbot.checks.claim import Claim
from newsbot.checks.sourcing import cited_sources
from newsbot.chinese import simplified
from newsbot.figures import figures
from newsbot.news import Evidence, Finding, Passage, Sentence

OWN_TEST = re.compile(
    "自行(?:组织|开展|进行)?(?:的)?(?:测试|评测|测评|检测|试验|测算|测定|评估)|自测|自评(?!价|论)|"
    "自(?:建|家|有|己)的?[^，。；“”]{0,12}(?:测试|评测|测试集|测试机)|"
    "内部(?:测试|评测|评估|试验)(?:的)?(?:数据|结果|成绩)|(?:该|这家|本)?(?:公司|厂商|厂家|企业|开发方|开发商|研发方)"
    "(?:自身|自己)?(?:标称|宣称|给出|公布|提供)的?[^，。；“”]{0,10}(?:数据|成绩|结果|指标|[率度量耗时])|"
    r"\b(?:its|their|our|company's|maker's|developer's|vendor's|startup's|lab's) own (?:[a-z-]{1,20} ){0,2}"
    r"(?:tests?|testing|benchmarks?|evaluations?|trials?|measurements?)\b|"
    r"\b(?:in-house|internal|self-(?:reported|run|administered)|company-run) (?:[a-z-]{1,20} ){0,2}"
    r"(?:tests?|testing|benchmarks?|evaluations?|trials?|figures|results?|scores?)\b",
    re.IGNORECASE,
)
"""How a passage says that a measurement is the maker's own. 内部测试 alone is a trial with people."""

_MEASURED = re.compile(
    "率(?![领先])|得分|成绩|评分|分数|精度|误差|速度|每秒|毫秒|延迟|时延|续航|公里|耗时|功耗|能耗|吞吐|性能|能效|倍|%|百分点"
)
_GIVEN = re.compile("给出|公布|披露|标称|自称|宣称")
_NAMED = re.compile(
    "^(?:根?据|按照?)?(?P<who>[^，。；：“”的在是由从]{2,20}?)(?:[0-9]{1,2}月[0-9]{1,2}日)?(?:的)?"
    "(?:自行|自测|自评|自建|自家|自有|内部)"
)
_MOST = 12_000


def own_test_rule(claim: Claim) -> list[Finding]:
    """Finding `vendor-claim` (error): a figure that its passage gives as the maker's own measurement, and the sentence
    as a fact. The name of the outlet that reports it is not enough: it says who tells, not who measured."""
    stated = claim.prose or claim.place in ("title", "heading") or claim.place.endswith("/title")
    own = unquoted(claim)
    if claim.keyword or not stated or not _MEASURED.search(own) or says_whose(claim):
        return []
    for passage in claim.passages:
        if span := _measured(claim, passage):
            advice = "这是研制方自己测的成绩，要写明，如“据XX自行测试，……”“XX称……”；只写哪家媒体报道不够。"
            return [claim.finding("vendor-claim", "error", own[:40], advice, span)]
    return []


def says_whose(claim: Claim) -> bool:
    """Whether the sentence says whose measurement it is, by more than the name of the outlet that reports it."""
    own = unquoted(claim)
    if OWN_TEST.search(own) or _GIVEN.search(own):
        return True
    for source in cited_sources(claim):
        for name in (source.publisher, source.origin) if source.kind != "primary" else ():
            own = _without_outlet(own, simplified(name)) if name else own
    return says_who(own)


def _without_outlet(text: str, name: str) -> str:
    """The text without 据X（月日）报道 of this outlet."""
    day = "(?:[0-9]{1,2}月[0-9]{1,2}日)?"
    return re.sub(rf"(?:根?据)?《?{re.escape(name)}》?{day}的?(?:报道|消息|称)[，：:]?", "", text)


def _measured(claim: Claim, passage: Passage) -> str:
    """The words of the passage that give a figure of the sentence as the maker's own measurement; empty for none."""
    mine = _figures(claim.text)
    for span in told(claim, passage):
        plain = simplified(span[:_MOST])
        if OWN_TEST.search(plain) and mine & _figures(plain):
            return span
    return ""


def measured_by_maker(sentence: Sentence, evidence: Evidence) -> str:
    """The words of a passage it names that give a figure of the sentence as the maker's own; empty for none."""
    claim = Claim("sections/0/0/0", sentence, evidence.cited(sentence.passages), evidence.sources)
    return next((span for each in claim.passages if (span := _measured(claim, each))), "")


def maker(span: str) -> str:
    """Who measured, as the passage says it before 自行测试 and its like; empty where it does not."""
    found = _NAMED.match(simplified(span))
    return found["who"] if found else ""


def _figures(text: str) -> set[tuple[object, ...]]:
    return {(each.kind, each.value, each.unit) for each in figures(text) if not each.weak and each.kind != "date"}
