"""One sum that a source gives as it is, and that another calls a ceiling of which less was obligated or paid."""

from collections.abc import Iterator, Sequence

from newsbot.contradictions.names import Names
from newsbot.figures import Figure
from newsbot.figures.ceilings import sums
from newsbot.figures.figure import folded
from newsbot.news import Contradiction, Passage, Source
from newsbot.witnesses import independent


def ceilings(passages: Sequence[Passage], sources: Sequence[Source], names: Names) -> Iterator[Contradiction]:
    """These contradictions, in the order of the passages that call a sum a limit; each pair of sources once.

    Only between independent sources that name one bearer in common, and where the first nowhere calls the sum so.
    """
    known = {source.id: source for source in sources}
    read = [(passage, sums(passage.text)) for passage in passages if passage.source in known]
    limited = {(passage.source, figure.value) for passage, stated in read for figure, limit, _ in stated if limit}
    told: set[tuple[int, int]] = set()
    for passage, stated in read:
        for mine, paid in _ceilings(stated):
            for other, theirs in read:
                pair = (other.source, passage.source)
                plain = next((figure for figure, _, _ in theirs if _same(figure, mine)), None)
                if plain is None or pair in told or (other.source, mine.value) in limited:
                    continue
                named = _in_common(passages, pair, names)
                if named and independent(known[other.source], known[passage.source]):
                    told.add(pair)
                    values = (plain.text, f"上限{mine.text}，其中实际拨付{paid.text}")
                    yield Contradiction(subject=f"{named}的金额", one=other.id, other=passage.id, values=values)


def _ceilings(stated: Sequence[tuple[Figure, bool, bool]]) -> Iterator[tuple[Figure, Figure]]:
    """Each limit of a passage with the smaller sum that changed hands."""
    for mine, limit, _ in stated:
        less = (each for each, other, paid in stated if paid and not other and each.unit == mine.unit)
        paid_out = next((each for each in less if each.value < mine.value), None)
        if limit and paid_out is not None:
            yield mine, paid_out


def _same(one: Figure, other: Figure) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)


def _in_common(passages: Sequence[Passage], pair: tuple[int, int], names: Names) -> str:
    """The name of the one source that the other has too, its forms with more words included; empty where none."""
    one, other = (
        [name for passage in passages if passage.source == id for name in names.of(folded(passage.text[:2_000]))[0]]
        for id in pair
    )
    keys = [name.key for name in other]
    return next((each.text for each in one if any(f"{key} ".startswith(f"{each.key} ") for key in keys)), "")
