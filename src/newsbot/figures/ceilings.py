"""Sums that are limits, and sums that changed hands: a contract's ceiling is not money that anybody received.

After what notices of contracts state apart: the ceiling, which may never be spent, and what is obligated or paid.
"""

import functools
import re
from dataclasses import replace

from newsbot.figures.figure import MAX_TEXT, Figure, folded
from newsbot.figures.reading import figures

_REACH = 40
_CLAUSE_ENDS = re.compile(r"[，,；;。！？!?：:（）()\n]|\.(?=\s|$)")

_LIMIT_BEHIND = re.compile(r"^(?:\s(?:[a-z]{1,12}\s)?(?:ceiling|cap|maximum|limit)\b|的?(?:上限|封顶))", re.IGNORECASE)
_LIMIT_BEFORE = re.compile(
    r"(?:上限|总额度|封顶|天花板)[^，。；\d]{0,6}$|"
    r"\b(?i:ceiling|cap|maximum)(?: (?:value|price|amount))?(?: (?:is|was|of|stands at|at|set at))?\s$"
)

# Money that is there: what verbs say it before the sum, what words after it, and what beside both.
_PAID_BEFORE = re.compile(
    r"(?:拨付|拨款|拨给|划拨|下拨|支付|付给|付了|付清|实付|已付|收到|拿到|领到|获拨|实收|到账|到手|"
    r"已(?:经)?(?:投资|投入|注资|出资)|(?:投资|投入|注资|出资)了)[^，。；\d]{0,8}$|"
    r"\b(?i:obligat(?:ed|es|ing)|paid|disbursed|granted|received|has invested|have invested)\b[^,;.\d]{0,24}$"
)
_GOT_BEFORE = re.compile(r"(?:获得|得到|取得|获)(?:了|过)?(?:[^，。；\d]{0,8})$")
_BARE_GOT = re.compile(r"(?:获得|得到)(?:了|过)?[约近逾超共]{0,2}(?:至多|最多|多达|最高)?$")
_MONEY_BEHIND = re.compile("的?(?:政府|联邦|财政|国防部){0,2}(?:拨款|资金|款项|现金|资助|补助|补贴|经费|投资|注资)")
_PAID_BEHIND = re.compile(
    r"(?:的?(?:款项|资金))?(?:已经?|均已|全部|现已){0,2}(?:到账|到位|拨付|付清|到手)|"
    r"[^,;.\d]{0,24}\b(?i:obligated|disbursed|paid out|been paid|was paid|is paid|received)\b"
)
# What is still to come, or denied, is not there.
_NOT_YET = re.compile(
    r"将|拟|计划|预计|可能|可望|有望|可获|未来|打算|承诺|尚未|还没|没有|并未|未[获拨收支付能]|并非|不是|不等于|"
    r"\b(?i:will|would|could|may|might|can|plans?|expects?|not|never)\b"
)


def called_limit(text: str, figure: Figure) -> bool:
    """Whether the folded text calls the figure a ceiling: up to $200 million, 2亿美元的上限."""
    before = text[max(0, figure.start - _REACH) : figure.start]
    if figure.hedge == "at most" and not before.rstrip().endswith("高达"):  # 高达 says that it is much
        return True
    return bool(_LIMIT_BEHIND.match(text[figure.end : figure.end + _REACH]) or _LIMIT_BEFORE.search(before))


def changed_hands(text: str, figure: Figure) -> bool:
    """Whether the folded text says that the sum was received, paid, granted, obligated or invested, in its clause."""
    before = _CLAUSE_ENDS.split(text[max(0, figure.start - _REACH) : figure.start])[-1]
    behind = _CLAUSE_ENDS.split(text[figure.end : figure.end + _REACH], maxsplit=1)[0]
    if _NOT_YET.search(before) or _NOT_YET.match(behind.lstrip()):
        return False
    if _PAID_BEFORE.search(before) or _PAID_BEHIND.match(behind):
        return True
    if not _GOT_BEFORE.search(before):
        return False
    return bool(_MONEY_BEHIND.match(behind) or (not behind.strip() and _BARE_GOT.search(before)))


@functools.lru_cache(4096)
def sums(text: str) -> tuple[tuple[Figure, bool, bool], ...]:
    """The sums of money of a text in reading order, each with whether it is a limit and whether it changed hands.

    A ceiling by its own words (a ceiling of $200 million) has the hedge `at most`.
    """
    plain = folded(text[:MAX_TEXT])
    found = []
    for figure in figures(text):
        if figure.kind == "money":
            limit = called_limit(plain, figure)
            marked = replace(figure, hedge="at most") if limit and not figure.hedge else figure
            found.append((marked, limit, changed_hands(plain, figure)))
    return tuple(found)
