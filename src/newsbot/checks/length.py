"""The rules on how long an article is."""

from collections.abc import Callable

from newsbot.checks.claim import Claim
from newsbot.chinese import han_count
from newsbot.news import NEWS, Draft, Evidence, Finding, Kind, Severity

TOO_SHORT, TOO_LONG = 0.6, 1.3
"""Shares of the minimum and the maximum beyond which the length is an error and no longer a warning."""


_LEADS = {"plain": "导语", "chaptered": "编者按"}


def length(minimum: int, maximum: int) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check that an article has `minimum` to `maximum` Han characters from 引言 to 结论 (`length`)."""

    def check(draft: Draft, _: Evidence) -> list[Finding]:
        count = sum(han_count(sentence.text) for _, sentence in draft.body())
        if minimum <= count <= maximum:
            return []
        error = count < TOO_SHORT * minimum or count > TOO_LONG * maximum
        advice = f"正文应有{minimum}～{maximum}个汉字，现有{count}个。"
        return [
            Claim("article", draft.title, ()).finding("length", "error" if error else "warning", f"{count}字", advice)
        ]

    return check


def parts(kind: Kind = NEWS) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check that an article has the parts of its kind.

    A `tldr` warning when the TL;DR (or lead) has fewer or more sentences than the kind's, an error when it has none;
    a `sections` error when sections are missing, a warning when there are too many.
    """
    (least, most), (few, many) = kind.parts.tldr, kind.parts.sections
    name = _LEADS.get(kind.layout, "TL;DR")
    each = "章" if kind.layout == "chaptered" else "节"

    def check(draft: Draft, _: Evidence) -> list[Finding]:
        claim = Claim("article", draft.title, ())
        count, sections = len(draft.tldr), sum(section.level == 1 for section in draft.sections)
        found = []
        if not least <= count <= most:
            advice = f"{name}应有{least}到{most}句，现有{count}句。"
            found.append(claim.finding("tldr", "warning" if count or not least else "error", f"{count}句", advice))
        if not few <= sections <= many:
            advice = f"{kind.title}应有{few}到{many}{each}，现有{sections}{each}。"
            severity: Severity = "error" if sections < few else "warning"
            found.append(claim.finding("sections", severity, f"{sections}{each}", advice))
        return found

    return check
