"""How many damaged references of footnoted reports are found, and how often whole ones are blamed.

    python bench/reports.py FILE

FILE holds JSON lines with an `article`, a report with `[n]` marks and a numbered list of addresses at its end. Each
report is read as it is, then once for every way of damaging it at every place where that can be done (at most
`PLACES`, evenly spread). A damage counts as found when a fault is reported that the whole report does not have.
Printed are the reports with any fault, and for each kind of damage how many of how many were found.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newsbot import footnotes

PLACES = 12
_ENTRY = re.compile(r"(?m)^\[(\d+)\] (\S+)(.*)$")
_MARK = re.compile(r"\[(\d+)\]")

Damage = Callable[[str, int], str | None]
"""The report damaged at its n-th place of this kind; None where there is no such place."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    reports = [json.loads(line)["article"] for line in parser.parse_args().file.read_text("utf-8").splitlines()]
    blamed = sum(1 for report in reports if footnotes.read(report).faults)
    print(f"whole reports blamed: {blamed} of {len(reports)}")
    for name, damage in DAMAGES.items():
        tried = [found(report, damaged) for report in reports for damaged in damages(report, damage)]
        print(f"{name}: {sum(tried)} of {len(tried)}")


def found(report: str, damaged: str) -> bool:
    """Whether the damaged report has a fault that the whole one has not."""
    before = {(fault.rule, fault.label) for fault in footnotes.read(report).faults}
    return any((fault.rule, fault.label) not in before for fault in footnotes.read(damaged).faults)


def damages(report: str, damage: Damage) -> Iterator[str]:
    """The report damaged at each of some places."""
    all_ = [damaged for place in range(400) if (damaged := damage(report, place)) is not None and damaged != report]
    yield from all_[:: max(1, len(all_) // PLACES)][:PLACES]


def entries(report: str) -> list[re.Match[str]]:
    """The lines of the list at the end."""
    return list(_ENTRY.finditer(report))


def marks(report: str) -> list[re.Match[str]]:
    """The marks of the text above the list."""
    return list(_MARK.finditer(report, 0, entries(report)[0].start()))


def put(report: str, *changes: tuple[re.Match[str], str]) -> str:
    """The report with these pieces replaced."""
    for match, new in sorted(changes, key=lambda change: -change[0].start()):
        report = report[: match.start()] + new + report[match.end() :]
    return report


def at(found: Sequence[re.Match[str]], place: int) -> re.Match[str] | None:
    return found[place] if place < len(found) else None


def drop(report: str, place: int) -> str | None:
    entry = at(entries(report), place)
    return entry and report[: entry.start()] + report[entry.end() + 1 :]


def drop_marks(report: str, place: int) -> str | None:
    """All marks of one reference."""
    entry = at(entries(report), place)
    return entry and put(report, *((mark, "") for mark in marks(report) if mark[1] == entry[1]))


def renumber_up(report: str, place: int) -> str | None:
    entry = at(entries(report), place)
    return entry and put(report, (entry, f"[{int(entry[1]) + 40}] {entry[2]}{entry[3]}"))


def renumber_to_next(report: str, place: int) -> str | None:
    entry = at(entries(report), place)
    return entry and put(report, (entry, f"[{int(entry[1]) + 1}] {entry[2]}{entry[3]}"))


def duplicate_line(report: str, place: int) -> str | None:
    entry = at(entries(report), place)
    return entry and put(report, (entry, f"{entry[0]}\n{entry[0]}"))


def duplicate_under_a_new_number(report: str, place: int) -> str | None:
    entry = at(entries(report), place)
    return entry and f"{report.rstrip()}\n[{len(entries(report)) + 1}] {entry[2]}{entry[3]}\n"


def duplicate_and_cite(report: str, place: int) -> str | None:
    """The same address under a new number that the text uses, in its place."""
    entry, last = at(entries(report), place), marks(report)[-1]
    new = len(entries(report)) + 1
    return entry and f"{put(report, (last, f'{last[0]}[{new}]')).rstrip()}\n[{new}] {entry[2]}{entry[3]}\n"


def duplicate_mark(report: str, place: int) -> str | None:
    mark = at(marks(report), place)
    return mark and put(report, (mark, mark[0] * 2))


def swap_lines(report: str, place: int) -> str | None:
    one, other = at(entries(report), place), at(entries(report), place + 1)
    return one and other and put(report, (one, other[0]), (other, one[0]))


def swap_distant_lines(report: str, place: int) -> str | None:
    one, other = at(entries(report), place), at(entries(report), place + 3)
    return one and other and put(report, (one, other[0]), (other, one[0]))


def swap_marks(report: str, place: int) -> str | None:
    """Two references exchange their marks all over the text."""
    one, other = at(entries(report), place), at(entries(report), place + 1)
    if not one or not other:
        return None
    names = {one[1]: other[1], other[1]: one[1]}
    return put(report, *((mark, f"[{names[mark[1]]}]") for mark in marks(report) if mark[1] in names))


def swap_first_marks(report: str, place: int) -> str | None:
    """The first marks of two neighbouring references exchange their places."""
    firsts = list({mark[1]: mark for mark in reversed(marks(report))}.values())[::-1]
    firsts.sort(key=lambda mark: mark.start())
    one, other = at(firsts, place), at(firsts, place + 1)
    return one and other and put(report, (one, other[0]), (other, one[0]))


def unlisted_next(report: str, place: int) -> str | None:
    mark = at(marks(report), place)
    return mark and put(report, (mark, f"{mark[0]}[{len(entries(report)) + 1}]"))


def unlisted_far(report: str, place: int) -> str | None:
    mark = at(marks(report), place)
    return mark and put(report, (mark, f"{mark[0]}[{len(entries(report)) + 77}]"))


def unlisted_word(report: str, place: int) -> str | None:
    mark = at(marks(report), place)
    return mark and put(report, (mark, f"{mark[0]}[^answer]"))


def swap_addresses(report: str, place: int) -> str | None:
    one, other = at(entries(report), place), at(entries(report), place + 1)
    if not one or not other:
        return None
    return put(report, (one, f"[{one[1]}] {other[2]}{one[3]}"), (other, f"[{other[1]}] {one[2]}{other[3]}"))


def swap_contents(report: str, place: int) -> str | None:
    one, other = at(entries(report), place), at(entries(report), place + 1)
    if not one or not other:
        return None
    return put(report, (one, f"[{one[1]}] {other[2]}{other[3]}"), (other, f"[{other[1]}] {one[2]}{one[3]}"))


DAMAGES: dict[str, Damage] = {
    "drop a reference": drop,
    "drop all marks of a reference": drop_marks,
    "renumber a reference, far": renumber_up,
    "renumber a reference, to the next number": renumber_to_next,
    "duplicate a reference's line": duplicate_line,
    "duplicate a reference under a new number": duplicate_under_a_new_number,
    "duplicate a reference and cite it": duplicate_and_cite,
    "duplicate a mark": duplicate_mark,
    "swap two neighbouring lines": swap_lines,
    "swap two distant lines": swap_distant_lines,
    "swap the marks of two references": swap_marks,
    "swap two first marks": swap_first_marks,
    "add a mark one beyond the list": unlisted_next,
    "add a mark far beyond the list": unlisted_far,
    "add a mark with a word": unlisted_word,
    "swap two addresses, titles stay": swap_addresses,
    "swap two references' contents, numbers stay": swap_contents,
}

if __name__ == "__main__":
    main()
