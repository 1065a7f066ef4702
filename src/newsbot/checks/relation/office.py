"""The rule that nobody is raised or lowered in office: 副总裁周苇 is not 总裁周苇, 前部长 not 部长."""

import functools
import re

from newsbot.checks.claim import Claim, chinese
from newsbot.chinese import HAN, simplified
from newsbot.news import Finding

_OFFICE = (
    "总裁|董事长|总经理|经理|首席[^，。；]{2,4}官|主席|主任|总统|总理|首相|部长|局长|厅长|处长|司长|省长|州长|市长|县长|区长|书记|"
    "秘书长|校长|院长|所长|会长|行长|社长|台长|馆长|教授|研究员|检察长|法官|大使|议长|议员|总监|主编|工程师|发言人|队长|教练"
)
_STEP = "常务副|副|前任|前|原|代理|代|助理|候任|名誉|执行|荣誉|准|首席"
_HELD = re.compile(rf"(?P<step>{_STEP})?(?P<office>{_OFFICE})(?P<name>[{HAN}]{{2}})")
_MOST = 20_000


def office_rule(claim: Claim) -> list[Finding]:
    """Finding `office` (error): an office before a name without the 副 or 前 that each passage has, or with one more.

    Within Chinese only, and only where a passage has the same office before the same name.
    """
    if claim.keyword:
        return []
    theirs: dict[tuple[str, str], set[str]] = {}
    for passage in claim.passages:
        for step, office, name in _held(passage.text[:_MOST]) if chinese(passage) else ():
            theirs.setdefault((office, name), set()).add(step)
    for step, office, name in _held(claim.text) if theirs else ():
        known = theirs.get((office, name))
        if known and step not in known:
            there = min(known) + office + name
            advice = f"来源写的职务是“{min(known)}{office}”，这里写成了“{step}{office}”，职务要照来源写。"
            return [claim.finding("office", "error", step + office + name, advice, there)]
    return []


@functools.lru_cache(512)
def _held(text: str) -> tuple[tuple[str, str, str], ...]:
    matches = _HELD.finditer(simplified(text))
    return tuple((match["step"] or "", match["office"], match["name"]) for match in matches)
