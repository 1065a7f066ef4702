"""How many things a passage numbers itself (一是……；二是……；三是……): then 三项措施 has a figure that nobody wrote."""

import re
from collections.abc import Iterable

from newsbot.news import Passage

COUNTERS = "项条个种点"
"""What the numbered things of a passage are counted by; 三家 or 三座 says more than that there are three of them."""

_DIGITS = "一二三四五六七八九十"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:^|[，。；：、\s])([{_DIGITS}])(?:则)?是",
        rf"(?:^|[，。；：、\s])第([{_DIGITS}])(?=[，、：是])",
        rf"[（(]([{_DIGITS}])[）)]",
    )
)


def itemised(passages: Iterable[Passage]) -> frozenset[int]:
    """How many things each passage numbers, from the first on without a gap, if two at least."""
    counts = (_count(form.findall(passage.text)) for passage in passages for form in _FORMS)
    return frozenset(count for count in counts if count > 1)


def _count(numbers: list[str]) -> int:
    """The length of the list; 0 where the numbers are not one list."""
    return len(numbers) if numbers == list(_DIGITS[: len(numbers)]) else 0
