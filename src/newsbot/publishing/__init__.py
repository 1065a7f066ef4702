"""From an editor's draft to the site, and what becomes of an article there.

    draft file ──read back, proofread──▶ as it now stands ──rules──▶ withheld, with rule and place
                                                          └────────▶ file ──site built on a copy──▶ PUBLISHED
    PUBLISHED ──correct──▶ the same file with its 更正 ──withdraw──▶ a notice in its place

The file is put in its place first, whole or not at all, and then artifact and stage are written in one transaction if
the story still stands where it stood: of many who publish one draft one wins, and there is one file.
"""

from newsbot.publishing.afterwards import NOTHING, correct, undo, withdraw
from newsbot.publishing.asked import Ending, Order, Policy, Publisher
from newsbot.publishing.objecting import complain, dismiss, hear
from newsbot.publishing.publish import publish
from newsbot.publishing.recording import record
from newsbot.publishing.unattended import publish_passed, record_late

__all__ = [
    "NOTHING",
    "Ending",
    "Order",
    "Policy",
    "Publisher",
    "complain",
    "correct",
    "dismiss",
    "hear",
    "publish",
    "publish_passed",
    "record",
    "record_late",
    "undo",
    "withdraw",
]
