"""Whether a sentence says the opposite of its passages, says more for certain, or turns who did what to whom."""

from newsbot.checks.claim import SentenceRule
from newsbot.checks.relation.across import across_rule
from newsbot.checks.relation.cause import cause_rule
from newsbot.checks.relation.hedged import hedged_rule
from newsbot.checks.relation.modality import modality_rule
from newsbot.checks.relation.office import office_rule
from newsbot.checks.relation.polarity import Opposed, against, polarity_rule
from newsbot.checks.relation.swap import swap_rule
from newsbot.checks.relation.trend import trend_rule

RELATION: tuple[SentenceRule, ...] = (
    polarity_rule,
    across_rule,
    modality_rule,
    hedged_rule,
    swap_rule,
    office_rule,
    cause_rule,
    trend_rule,
)
"""What a sentence says of its own things, held against what its passages say of them."""

__all__ = [
    "RELATION",
    "Opposed",
    "across_rule",
    "against",
    "cause_rule",
    "hedged_rule",
    "modality_rule",
    "office_rule",
    "polarity_rule",
    "swap_rule",
    "trend_rule",
]
