"""`newsbot names`: the table of names, and the newsroom's own rows of it."""

import json
from pathlib import Path

import click

from newsbot import glossary
from newsbot.chinese import one_line, simplified
from newsbot.cli import OK, TOO_THIN
from newsbot.cli.screen import counted
from newsbot.edges.files import kept_text, replace_text
from newsbot.errors import UsageError
from newsbot.settings import load


@click.group("names")
def command() -> None:
    """Names that mean the same in English and Chinese: list, add and remove them.

    Checks, prompts and writers use those that come with newsbot and, before them, those of your own file
    (setting names_file, by default names.csv in this folder), which may as well be edited by hand.
    """


@command.command("list")
@click.argument("query", required=False, default="")
@click.option("--own", is_flag=True, help="Only the names of your own file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the table.")
def list_(query: str, own: bool, as_json: bool) -> int:
    """Show the names that hold QUERY (all without one): kind, English and Chinese forms, preferred first.

    Your own rows come first and are marked with a star. Exit code 3 when there is none.
    """
    path = load().names_file
    mine = glossary.rows(kept_text(path), str(path))
    table = glossary.packaged().with_own(mine).entries
    asked = simplified(query).casefold()
    found = [
        (entry, number < len(mine))
        for number, entry in enumerate(table)
        if (number < len(mine) or not own) and any(asked in form.casefold() for form in entry.forms)
    ]
    if as_json:
        rows = [
            {"kind": each.kind, "english": each.english, "chinese": each.chinese, "own": is_own}
            for each, is_own in found
        ]
        click.echo(json.dumps({"names": rows}, ensure_ascii=False, indent=2))
    else:
        for each, is_own in found:
            latin = () if each.english == each.chinese else each.english
            click.echo(f"{'*' if is_own else ' '} {each.kind}\t{', '.join(latin)}\t{'、'.join(each.chinese)}")
        click.echo(counted(len(found), "name", "names"), err=True)
    return OK if found else TOO_THIN


@command.command("add")
@click.argument("forms", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(glossary.KINDS), required=True, help="What bears the name.")
@click.option("--unless", multiple=True, help="A longer word that holds the name and is not it; may be repeated.")
def add(forms: tuple[str, ...], kind: str, unless: tuple[str, ...]) -> int:
    """Add a bearer with its FORMS to your own file, English and Chinese ones in any order, the preferred first.

    A form that ends in ? counts only beside a full one (Cole?), one that ends in ! only in exactly these letters
    (Apple!). A row about somebody newsbot knows puts your forms before its own.
    """
    path = load().names_file
    text = kept_text(path)
    mine = glossary.rows(text, str(path))
    latin = [form for form in forms if not glossary.han(form)]
    chinese = [form for form in forms if glossary.han(form)]
    if any("|" in form for form in (*forms, *unless)):
        raise UsageError("a form may not hold |, which parts the forms in the file; write them one by one")
    try:
        made = glossary.entry(kind, "|".join(latin), "|".join(chinese), "|".join(unless))
    except ValueError as error:
        raise UsageError(f"this name cannot be added: {error}") from error
    same = next((each for each in mine if {*each.forms} & {made.english[0], made.preferred}), None)
    if same is not None:
        raise UsageError(
            f"{path} has {same.preferred} already; edit that row, or `newsbot names remove {same.english[0]}`"
        )
    known = [each for each in glossary.packaged().entries if {each.english[0], each.preferred} & {*made.forms}]
    before = text if not text or text.endswith("\n") else f"{text}\n"
    replace_text(path, (before or ",".join(glossary.HEAD) + "\n") + glossary.row(made))
    said = "; its forms come before those that newsbot knows" if known else ""
    click.echo(f"{made.preferred}: added to {path}{said}", err=True)
    return OK


@command.command("remove")
@click.argument("name")
def remove(name: str) -> int:
    """Remove the row that has NAME, in any of its forms, from your own file; its comments stay."""
    path = load().names_file
    text = kept_text(path)
    form = simplified(one_line(name))
    lines = [line for entry, line in glossary.numbered(text, str(path)) if form in entry.forms]
    if not lines:
        raise UsageError(_not_there(form, path))
    kept = [line for number, line in enumerate(text.splitlines(keepends=True), 1) if number not in lines]
    replace_text(path, "".join(kept))
    click.echo(f"{form}: removed from {path}", err=True)
    return OK


def _not_there(form: str, path: Path) -> str:
    full, weak = glossary.packaged().named(form)
    if full or weak:
        return f"{form} comes with newsbot; a row of your own (`newsbot names add`) puts other forms before its own"
    return f"{path} has no row with {form}; `newsbot names list --own` shows what it has"
