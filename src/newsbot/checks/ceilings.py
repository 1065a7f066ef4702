"""The rule that a ceiling is not told as money that somebody received, paid or invested."""

from newsbot.checks.claim import Claim
from newsbot.figures import Figure
from newsbot.figures.ceilings import sums
from newsbot.news import Finding, Passage


def ceiling_rule(claim: Claim) -> list[Finding]:
    """Findings `qualifier` (errors): a sum is said to have changed hands where the sources have it only as a limit.

    Without 至多 that is wrong over any passage that has it only so; where a passage of the evidence calls the sum a
    limit and says what was really obligated or paid, it is wrong with 至多 too. A cited passage that says the sum
    itself was paid settles it.
    """
    if not claim.passages or claim.keyword:
        return []
    said = [(figure, limit) for figure, limit, paid in sums(claim.own) if paid]
    found = (_told_as_paid(claim, figure, limit) for figure, limit in said)
    return [finding for finding in found if finding is not None]


def _told_as_paid(claim: Claim, mine: Figure, hedged: bool) -> Finding | None:
    cited = [each for passage in claim.passages for each in sums(passage.text) if _same(mine, each[0])]
    if any(paid and (hedged or not limit) for _, limit, paid in cited):
        return None
    for passage in (*claim.passages, *claim.context):
        other = _paid_instead(mine, passage)
        if other is not None:
            advice = (
                f"来源说{mine.text}是上限，实际拨付或支付的是{other.text}；"
                f"请写“上限为{mine.text}”，已拨付的数另写，各注各的段落。"
            )
            return claim.finding(
                "qualifier", "error", mine.text, advice, f"[{passage.id}] 上限{mine.text}，实际{other.text}"
            )
    if hedged or not cited or not all(limit for _, limit, _ in cited):
        return None
    advice = f"来源说{cited[0][0].text}只是上限，没有说已经拿到或付出；请写“上限为{mine.text}”或“至多{mine.text}”。"
    return claim.finding("qualifier", "error", mine.text, advice, f"上限{cited[0][0].text}")


def _same(one: Figure, other: Figure) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)


def _paid_instead(mine: Figure, passage: Passage) -> Figure | None:
    """The smaller sum that a passage says was obligated or paid, where it calls this one a limit."""
    stated = sums(passage.text)
    if not any(limit and _same(mine, figure) for figure, limit, _ in stated):
        return None
    paid = (figure for figure, limit, paid in stated if paid and not limit and figure.unit == mine.unit)
    return next((figure for figure in paid if figure.value < mine.value), None)
