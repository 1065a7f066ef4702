"""One bearer of names, and the table such entries stand in: a CSV file that people edit by hand.

    kind,english,chinese,unless,within
    person,Sam Altman|Altman,萨姆·奥尔特曼|奥尔特曼,,

Forms are parted by `|`, the one our articles use first. A form that ends in `?` counts only where a full form of the
same bearer stands beside it (Huang); one that ends in `!` only in exactly these letters (Apple, not apple). `unless`
lists longer words that hold a form and name somebody else or nobody (小米粥). `within` names what this one belongs to,
by its first English form: who writes of Texas may say that it is in the United States. The last two may be left out.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from newsbot.chinese import HAN, one_line, simplified
from newsbot.errors import SettingsError

Kind = Literal["person", "organisation", "product", "place", "work"]
KINDS: tuple[Kind, ...] = get_args(Kind)
HEAD = ("kind", "english", "chinese", "unless", "within")

MOST_ROWS = 20_000
"""Rows of one file; what is longer is no list of names."""

LONGEST = 80
"""Characters of one form."""

_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True)
class Entry:
    """One bearer of names: its forms in both languages, the preferred first.

    `english` has one form at least: what has no Latin name repeats its Chinese one. `chinese` is empty for a name
    that Chinese news writes in Latin letters. `weak` are forms that count only beside a full one, `exact` those that
    count only as written; `unless` are longer words that are not this name; `within` is what it belongs to, or empty.
    """

    english: tuple[str, ...]
    chinese: tuple[str, ...] = ()
    kind: Kind = "organisation"
    weak: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    unless: tuple[str, ...] = ()
    within: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form once, English first."""
        return tuple(dict.fromkeys((*self.english, *self.chinese)))

    def extended(self, other: "Entry") -> "Entry":
        """This bearer with the forms of another row about it behind its own."""
        new = [form for form in other.forms if form not in self.forms]
        return Entry(
            english=self.english + tuple(form for form in other.english if form in new),
            chinese=self.chinese + tuple(form for form in other.chinese if form in new or form not in self.chinese),
            kind=self.kind,
            weak=self.weak | (other.weak & frozenset(new)),
            exact=self.exact | (other.exact & frozenset(new)),
            unless=tuple(dict.fromkeys((*self.unless, *other.unless))),
            within=self.within or other.within,
        )

    def without(self, forms: frozenset[str]) -> "Entry | None":
        """The entry without these forms; None when it has no other."""
        english = tuple(form for form in self.english if form not in forms)
        chinese = tuple(form for form in self.chinese if form not in forms)
        if not english and not chinese:
            return None
        return replace(self, english=english or chinese, chinese=chinese)

    @property
    def preferred(self) -> str:
        """What our articles write: the first Chinese form, else the Latin name."""
        return self.chinese[0] if self.chinese else self.english[0]


def han(form: str) -> bool:
    """Whether a form has Chinese characters."""
    return _HAN.search(form) is not None


def entry(kind: str, english: str, chinese: str, unless: str = "", within: str = "") -> Entry:
    """The entry of one row's cells. Raises `ValueError` that says what is wrong."""
    known = next((each for each in KINDS if each == kind), None)
    if known is None:
        raise ValueError(f"{one_line(kind)[:40]!r} is no kind; write one of {', '.join(KINDS)}")
    latin, names = _forms(english), [simplified(form) for form in _forms(chinese)]
    if not latin and not names:
        raise ValueError("it has no name; write an English or a Chinese one")
    for form in latin:
        if han(form):
            raise ValueError(f"{form} stands among the English names; put it into the third column")
    marked = [*latin, *names]
    bare = {form: form.rstrip("?!") for form in marked}
    for form, plain in bare.items():
        if len(plain) < 2 or len(plain) > LONGEST:
            raise ValueError(f"{form[:LONGEST]!r} has fewer than 2 or more than {LONGEST} characters")
    if all(form.endswith("?") for form in marked):
        raise ValueError("every form ends in ?; one of them must count by itself")
    return Entry(
        english=tuple(bare[form] for form in latin or names),
        chinese=tuple(bare[form] for form in names),
        kind=known,
        weak=frozenset(bare[form] for form in marked if form.endswith("?")),
        exact=frozenset(bare[form] for form in marked if form.endswith("!")),
        unless=tuple(simplified(form) for form in _forms(unless)),
        within=one_line(within),
    )


def _forms(cell: str) -> list[str]:
    return list(dict.fromkeys(form for each in cell.split("|") if (form := one_line(each))))


def rows(text: str, file: str) -> tuple[Entry, ...]:
    """The entries of a table's text, in its order; empty lines and lines that begin with # are left out.

    Raises `SettingsError` that names `file` and the line.
    """
    return tuple(made for made, _ in numbered(text, file))


def numbered(text: str, file: str) -> list[tuple[Entry, int]]:
    """`rows` with their lines, counted from 1. A row never runs over several lines."""
    found: dict[Entry, int] = {}
    for line, cells in _cells(text, file):
        if len(found) >= MOST_ROWS:
            raise SettingsError(f"{file}, line {line}: more than {MOST_ROWS:,} names; leave out what the news has not")
        try:
            made = entry(*cells)
        except TypeError as error:
            told = f"it has {len(cells)} columns; write {','.join(HEAD)}"
            raise SettingsError(f"{file}, line {line}: {told}") from error
        except ValueError as error:
            raise SettingsError(f"{file}, line {line}: {error}") from error
        if made in found:
            raise SettingsError(f"{file}, line {line}: the same as line {found[made]}; leave one of them out")
        found[made] = line
    return list(found.items())


def _cells(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    last = 0
    try:
        for each in reader:
            if reader.line_num > last + 1:
                raise SettingsError(
                    f"{file}, line {last + 1}: the row runs on in the next line; close its quotation mark"
                )
            last = reader.line_num
            cells = [cell.strip() for cell in each]
            if not any(cells) or cells[0].startswith("#") or tuple(cells) in (HEAD, HEAD[:4], HEAD[:3]):
                continue
            yield reader.line_num, cells
    except csv.Error as error:
        raise SettingsError(f"{file}, line {reader.line_num}: no CSV ({error}); close its quotation marks") from error


def row(made: Entry) -> str:
    """The entry as a line of the table, which `rows` reads back as the same entry."""

    def cell(forms: tuple[str, ...]) -> str:
        marks = {form: "?" if form in made.weak else "!" if form in made.exact else "" for form in forms}
        return "|".join(f"{form}{marks[form]}" for form in forms)

    line = io.StringIO()
    english = () if made.english == made.chinese else made.english
    csv.writer(line, lineterminator="\n").writerow(
        [made.kind, cell(english), cell(made.chinese), "|".join(made.unless), made.within]
    )
    return line.getvalue()
