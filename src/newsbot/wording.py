"""The house's own terms: a CSV file that people edit by hand, and where its terms stand in a text. Pure.

    term,action,replacement,scope,reason
    人工智慧,replace,人工智能,,大陆写法

`action` is `block` (nothing with it is published unless an editor says why), `replace` (code writes the replacement) or
`warn`. `scope` is any of `title`, `body` and `source`, parted by `|`; empty means all three. A term is found in
Traditional characters, in full-width letters and with white space inside it too; a Latin one only as whole words.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from newsbot.chinese import one_line, seen, simplified
from newsbot.errors import SettingsError

Action = Literal["block", "replace", "warn"]
Scope = Literal["title", "body", "source"]
ACTIONS: tuple[Action, ...] = get_args(Action)
SCOPES: tuple[Scope, ...] = get_args(Scope)
HEAD = ("term", "action", "replacement", "scope", "reason")

MOST_ROWS = 20_000
"""Rows of one file."""

LONGEST = 80
"""Characters of a term, a replacement; a reason may have three times as many."""


@dataclass(frozen=True)
class Term:
    """One row: `words` as written there, `folded` as they are looked for, `rule` is the file and line for people."""

    words: str
    folded: str
    action: Action
    replacement: str
    scopes: frozenset[Scope]
    reason: str
    rule: str


class Hit(NamedTuple):
    """A term where it stands: places in the text, the end excluded."""

    term: Term
    start: int
    end: int


def rows(text: str, file: str) -> tuple[Term, ...]:
    """The terms of a file's text, in its order; empty lines and lines that begin with # are left out.

    Raises `SettingsError` that names `file` and the line.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    found: dict[tuple[str, Scope], int] = {}
    terms: list[Term] = []
    try:
        for each in reader:
            cells = [one_line(cell) for cell in each]
            if not any(cells) or cells[0].startswith("#") or tuple(cells) == HEAD:
                continue
            made = _term(cells, f"{file}, line {reader.line_num}")
            if len(terms) >= MOST_ROWS:
                raise SettingsError(f"{made.rule}: more than {MOST_ROWS:,} terms; leave out what is not needed")
            for scope in sorted(made.scopes):
                if (first := found.setdefault((made.folded, scope), reader.line_num)) != reader.line_num:
                    raise SettingsError(f"{made.rule}: {made.words} stands in line {first} too; leave one of them out")
            terms.append(made)
    except csv.Error as error:
        raise SettingsError(f"{file}, line {reader.line_num}: no CSV ({error}); close its quotation marks") from error
    return tuple(terms)


def term(words: str) -> Term:
    """A word that is only looked for, anywhere."""
    folded = "".join(char for char, _ in _fold(words))
    return Term(words, folded or words, "block", "", frozenset(SCOPES), "", "")


def _term(cells: list[str], rule: str) -> Term:
    if not 2 <= len(cells) <= len(HEAD):
        raise SettingsError(f"{rule}: it has {len(cells)} columns; write {','.join(HEAD)}")
    words, named, replacement, scope, reason = (*cells, "", "", "")[: len(HEAD)]
    action = next((each for each in ACTIONS if each == named.lower()), None)
    folded = "".join(char for char, _ in _fold(words))
    if action is None:
        raise SettingsError(f"{rule}: {named[:LONGEST]!r} is no action; write one of {', '.join(ACTIONS)}")
    if not any(char.isalnum() for char in folded):
        raise SettingsError(f"{rule}: it has no term; write one in the first column")
    if max(len(words), len(replacement), len(reason) // 3) > LONGEST:
        raise SettingsError(f"{rule}: a term or replacement may have {LONGEST} characters, a reason {3 * LONGEST}")
    if (action == "replace") != bool(replacement):
        raise SettingsError(f"{rule}: {'replace needs a replacement' if not replacement else 'only replace has one'}")
    if folded in "".join(char for char, _ in _fold(replacement)):
        raise SettingsError(f"{rule}: the replacement holds the term itself; it would be replaced again and again")
    given = [each.strip().lower() for each in scope.split("|") if each.strip()]
    if strange := [each for each in given if each not in SCOPES]:
        raise SettingsError(f"{rule}: {strange[0][:LONGEST]!r} is no scope; write any of {'|'.join(SCOPES)}")
    scopes = frozenset(each for each in SCOPES if each in given or not given)
    return Term(words, folded, action, replacement, scopes, reason, rule)


def _fold(text: str) -> Iterator[tuple[str, int]]:
    """The text's characters as terms are compared, each with its place; white space and unseen ones left out."""
    plain = simplified(text)
    if len(plain) != len(text):  # conversion is one for one but for rare characters
        plain = text
    for at, char in enumerate(plain):
        for folded in unicodedata.normalize("NFKC", char).casefold():
            if not folded.isspace() and seen(folded):
                yield folded, at


class Wording:
    """Terms ready to be looked for. Of those that begin at one place the longest counts."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms = terms
        self._begin: dict[str, list[Term]] = {}
        for term in sorted(terms, key=lambda each: -len(each.folded)):
            self._begin.setdefault(term.folded[0], []).append(term)

    def hits(self, text: str, scope: Scope) -> Iterator[Hit]:
        """Where terms of this scope stand in the text, in order and without overlap."""
        if not self.terms or not text:
            return
        folded = list(_fold(text))
        joined = "".join(char for char, _ in folded)
        position = 0
        while position < len(joined):
            term = next(
                (
                    each
                    for each in self._begin.get(joined[position], ())
                    if scope in each.scopes and self._stands(each, joined, position, folded, text)
                ),
                None,
            )
            if term is None:
                position += 1
                continue
            last = position + len(term.folded) - 1
            yield Hit(term, folded[position][1], folded[last][1] + 1)
            position = last + 1

    @staticmethod
    def _stands(term: Term, joined: str, position: int, folded: list[tuple[str, int]], text: str) -> bool:
        """Whether the term begins here; one that begins or ends with a Latin letter or digit only as whole words."""
        if not joined.startswith(term.folded, position):
            return False
        start, end = folded[position][1], folded[position + len(term.folded) - 1][1] + 1
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        return not (_latin(term.folded[0]) and _latin(before)) and not (_latin(term.folded[-1]) and _latin(after))


def _latin(char: str) -> bool:
    plain = unicodedata.normalize("NFKC", char)
    return bool(plain) and plain[0].isascii() and plain[0].isalnum()
