"""Writing a long report with a capable model, in rounds of calls that are made at the same time.

    1  outline   headlines and the beginnings of passages ──▶ chapters, their sections, the passages of each
    2  chapters  each in a call of its own, from its own passages whole
    3  frame     编者按, 摘要, 结论, title and keywords from sentences that no rule faults; beside it, chapter by
                 chapter, what a rule faults is worded anew

Every passage belongs to one chapter, so that no two tell the same. What is wrong across chapters (a repetition, two
that disagree) the gate finds as it finds everything else.
"""

from newsbot.writers.chapters.grouping import grouped, laid_out, titled
from newsbot.writers.chapters.outline import Planned, planned
from newsbot.writers.chapters.shared import central, halved, phrases, subjects
from newsbot.writers.chapters.tabled import placed, tabled
from newsbot.writers.chapters.writing import write

__all__ = [
    "Planned",
    "central",
    "grouped",
    "halved",
    "laid_out",
    "phrases",
    "placed",
    "planned",
    "subjects",
    "tabled",
    "titled",
    "write",
]
