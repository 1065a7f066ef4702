"""What may not be said in our own name: judgements, superlatives, and what a company says of itself.

The house's own rules ("事实与评论分开"): they are given by name to whoever says so, or left out; a title is not
stronger than the body.
"""

import functools
import re

from newsbot.checks.attribution import SAYING, attributed, own_words, told, unquoted
from newsbot.checks.claim import Claim
from newsbot.checks.sourcing import cited_sources
from newsbot.chinese import simplified
from newsbot.news import Finding, Passage, Severity

# Who wins and what an age begins with is a view, whoever's; what an event means may be said in passing.
_VERDICT = re.compile(
    "(?:获益|受益|得益|获利|收益)最[大多]|最大(?:的)?(?:赢家|受益者|输家|获益者)|里程碑|分水岭|"
    "(?:开启|开创|迎来|翻开)[^，。；]{0,8}(?:新时代|新纪元|新篇章|新阶段)|改写[^，。；]{0,8}(?:格局|历史)(?!新|最)|史无前例|前所未有"
)
_MEANING = re.compile("意味着|凸显|彰显|标志着|折射出?|预示着?|无疑|显然|毫无疑问")
_SUPERLATIVE = re.compile(
    "首(?:个|款|家|创)|(?:第一|唯一)(?:个|款|家|种)?(?![0-9季阶步轮批期章次财])|唯一|独家|"
    "最(?:大|强|快|先进|高端|智能|便宜|领先|安全|薄|小|佳|好)(?![限化程程度值为是可能0-9])"
)
_NO_SUPERLATIVE = re.compile(
    "最大(?:限度|程度|化|值|可能|努力|的?问题)|第一(?:时间|季度|阶段|步|轮|批|次|财季|夫人|节|天|人称)|最好(?:是|能|不)"
)
_PERFORMANCE = re.compile(
    "超[越过](?!约?[0-9])|优于|领先(?!优势)|击败|胜过|赶超|媲美|比肩|碾压|登顶|夺冠|排名第|位居第|位列第|市场?份额|市占率|占有率|"
    "基准测试|评测|跑分|准确率|胜率|得分|成绩|性能|能效|[快高低省强]了?(?:约|近|逾)?[0-9.]{1,8}(?:倍|%|个百分点)|提[升高][^，。；]{0,8}"
    "(?:倍|%|个百分点)"
)
_COMPARED = re.compile(
    "超[越过](?!约?[0-9])|优于|领先(?!优势)|击败|胜过|赶超|媲美|比肩|碾压|登顶|第一|份额|市占率|占有率|倍|%|百分点"
)
_PERFORMANCE_THERE = re.compile(
    _PERFORMANCE.pattern + r"|\b(?:beat|outperform|surpass|exceed|lead|outscor|rank|top|match|fast|cheap|benchmark|"
    r"scor|accura|share)[a-z]{0,8}\b|\bpercent|%",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|our|us)\b|我们|我司|本公司", re.IGNORECASE)
_MOST = 12_000


def _own(claim: Claim) -> str:
    return _NO_SUPERLATIVE.sub("", unquoted(claim))


def view_rule(claim: Claim) -> list[Finding]:
    """Finding `view`: a judgement in our own name. Who gains most, milestones and new ages are errors; 意味着 and its
    like errors in a title, else warnings."""
    if claim.keyword or not claim.passages:
        return []
    own = unquoted(claim)
    verdict, meaning = _VERDICT.search(own), _MEANING.search(own)
    found = verdict or meaning
    if found is None or attributed(claim):
        return []
    headline = claim.place in ("title", "heading")
    severity: Severity = "error" if verdict or headline else "warning"
    advice = f"“{found.group()}”是看法，要写明是谁的（正文“XX认为”，标题“XX：……”），否则删去。"
    return [claim.finding("view", severity, found.group(), advice)]


def superlative_rule(claim: Claim) -> list[Finding]:
    """Finding `superlative`: 首个, 最大 or 唯一 that is given to nobody: a warning, since a wire may say so in its own
    name; an error in a title whose passages give it to somebody or come from the company itself."""
    if claim.keyword or not claim.passages:
        return []
    found = _SUPERLATIVE.search(_own(claim))
    if found is None or _VERDICT.search(unquoted(claim)) or attributed(claim):
        return []
    headline = claim.place in ("title", "heading")
    partial = _speaks_for_itself(claim) or all(_given(claim, passage) for passage in claim.passages)
    advice = f"“{found.group()}”要归到说话人（“该公司称”“XX表示”），否则删去。"
    severity: Severity = "error" if headline and partial else "warning"
    return [claim.finding("superlative", severity, found.group(), advice)]


def vendor_rule(claim: Claim) -> list[Finding]:
    """Finding `vendor-claim` (error): what a company says of its own performance or share, told as a fact."""
    if claim.keyword or not claim.passages or not (claim.prose or claim.place in ("title", "heading")):
        return []
    own = _own(claim)
    found = _PERFORMANCE.search(own)
    if found is None or not _COMPARED.search(own) or attributed(claim) or not _its_own_claim(claim):
        return []
    advice = "这是公司自己说的性能或份额，要写“该公司称”（标题写“XX称”），评测写明谁测的、哪个版本。"
    return [claim.finding("vendor-claim", "error", found.group(), advice)]


def _given(claim: Claim, passage: Passage) -> bool:
    """Whether the passage gives to somebody what the claim tells again."""
    return any(SAYING.search(simplified(span)) or _SAID.search(span) for span in told(claim, passage))


_SAID = re.compile(r"\b(?:said|says|claims?|claimed|according to|calls?|called|announced|told)\b", re.IGNORECASE)


def _speaks_for_itself(claim: Claim) -> bool:
    """Whether every passage is the company's own: its site, or a text that says we."""
    return all(_own_words(claim, passage) for passage in claim.passages)


def _its_own_claim(claim: Claim) -> bool:
    """Whether only passages of the company itself speak of performance or share."""
    speaking = [each for each in claim.passages if _PERFORMANCE_THERE.search(each.text[:_MOST])]
    return bool(speaking) and all(_own_words(claim, passage) for passage in speaking)


def _own_words(claim: Claim, passage: Passage) -> bool:
    kinds = {source.id: source.kind for source in cited_sources(claim)}
    return kinds.get(passage.source) == "primary" or _says_we(passage.text[:_MOST])


@functools.lru_cache(512)
def _says_we(text: str) -> bool:
    return bool(_OURS.search(own_words(text)))


ASSERTIONS = (view_rule, superlative_rule, vendor_rule)
"""The rules of this module, the heaviest first."""
