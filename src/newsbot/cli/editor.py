"""`newsbot editor`: who works here, what each may do, and how they come in."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from newsbot.cli.feeds.ended import Said, json_option, run
from newsbot.cli.screen import stamp
from newsbot.errors import UsageError

if TYPE_CHECKING:
    from newsbot.news import Editor, Post
    from newsbot.wiring import Newsroom

POSTS = click.Choice(["writer", "editor"])
one_name = click.argument("name", metavar="NAME")


@click.group("editor")
def command() -> None:
    """Named accounts. With the first one, acts are kept only under names that are known here.

    A writer edits, cuts, cites anew, has parts worded anew and sends back; an editor also confirms, keeps, signs,
    rejects, publishes, corrects and takes back. Passwords are asked for or read from stdin, never given as an argument.
    """


@command.command("add", short_help="Give somebody an account.")
@one_name
@click.option("--role", "post", type=POSTS, default="editor", show_default=True, help="What NAME may do.")
@click.option("--password", is_flag=True, help="Ask for a password (from stdin where it is no terminal).")
@click.option("--token", is_flag=True, help="Print a personal token, once.")
@json_option
def add(name: str, post: "Post", password: bool, token: bool, as_json: bool) -> int:
    """Give NAME an account. Without --password or --token it is for acts on the command line alone."""
    if password and token:
        raise UsageError("one at a time: --password now, and `newsbot editor token` afterwards")
    secret = _password(name) if password else ""

    async def work(newsroom: "Newsroom") -> Said:
        from newsbot import staff
        from newsbot.edges import passwords
        from newsbot.news import Editor

        archive, known = newsroom.world.archive, staff.name_of(name)
        if (
            same := next((each for each in await archive.editors() if staff.alike(each.name, known)), None)
        ) is not None:
            raise UsageError(f"{same.name} has an account already; `newsbot editor role` and `password` change it")
        shown, kept = passwords.new_token() if token else ("", "")
        hashed = passwords.hashed(secret) if secret else ""
        mark = passwords.new_mark()
        made = Editor(name=known, post=post, added=newsroom.world.now(), password=hashed, token=kept, mark=mark)
        if not await archive.add_editor(made):
            raise UsageError(f"{known} has an account already")
        return Said({**_report(made), **_shown(shown)}, shown or known, await _told(newsroom, made, shown))

    return run(as_json, work)


@command.command("list", short_help="Show who has an account.")
@json_option
def listed(as_json: bool) -> int:
    """Show who has an account, what they may do and how they come in."""

    async def work(newsroom: "Newsroom") -> Said:
        editors = await newsroom.world.archive.editors()
        lines = [f"{each.name}\t{each.post}\t{_ways(each)}" for each in editors]
        told = () if editors else ("nobody has an account: every name may do everything",)
        return Said({"editors": [_report(each) for each in editors]}, "\n".join(lines), told)

    return run(as_json, work)


@command.command("remove", short_help="Take an account away.")
@one_name
@json_option
def remove(name: str, as_json: bool) -> int:
    """Take NAME's account away: whoever is in by it is out. What was done under the name stands."""

    async def work(newsroom: "Newsroom") -> Said:
        archive = newsroom.world.archive
        gone = await _known(newsroom, name)
        await archive.remove_editor(gone.name)
        left = await archive.editors()
        told = [f"{gone.name}: removed"]
        if not left:
            told.append("nobody has an account any more: every name may do everything")
        elif not any(each.post == "editor" for each in left):
            told.append("no editor is left: nobody can sign or publish; `newsbot editor role NAME editor` makes one")
        return Said({"removed": gone.name}, "", told)

    return run(as_json, work)


@command.command("password", short_help="Set a password.")
@one_name
@json_option
def password(name: str, as_json: bool) -> int:
    """Set NAME's password, asked for twice, or the first line of stdin where that is no terminal.

    Whoever is in by NAME is out.
    """
    secret = _password(name)
    return _changed(as_json, name, lambda passwords: ("", {"password": passwords.hashed(secret)}))


@command.command("token", short_help="Make a personal token.")
@one_name
@json_option
def token(name: str, as_json: bool) -> int:
    """Print a personal token for NAME, once; an earlier one is good no longer. Whoever is in by NAME is out."""

    def change(passwords: Any) -> tuple[str, dict[str, str]]:
        shown, kept = passwords.new_token()
        return shown, {"token": kept}

    return _changed(as_json, name, change)


@command.command("role", short_help="Say what somebody may do.")
@one_name
@click.argument("post", type=POSTS, metavar="ROLE")
@json_option
def role(name: str, post: "Post", as_json: bool) -> int:
    """Make NAME a writer or an editor; it holds at once, also for whoever is in."""

    async def work(newsroom: "Newsroom") -> Said:
        made = (await _known(newsroom, name)).model_copy(update={"post": post})
        await newsroom.world.archive.change_editor(made)
        return Said(_report(made), "", [f"{made.name}: {made.post}"])

    return run(as_json, work)


def _changed(as_json: bool, name: str, change: Callable[[Any], tuple[str, dict[str, str]]]) -> int:
    """Give the account another secret, and with it another mark."""

    async def work(newsroom: "Newsroom") -> Said:
        from newsbot.edges import passwords

        shown, update = change(passwords)
        made = (await _known(newsroom, name)).model_copy(update={**update, "mark": passwords.new_mark()})
        await newsroom.world.archive.change_editor(made)
        return Said({**_report(made), **_shown(shown)}, shown, await _told(newsroom, made, shown))

    return run(as_json, work)


async def _known(newsroom: "Newsroom", name: str) -> "Editor":
    from newsbot import staff

    found = staff.named(await newsroom.world.archive.editors(), staff.name_of(name))
    if found is None:
        raise UsageError(f"{staff.name_of(name)} has no account; `newsbot editor list` shows who has")
    return found


def _password(name: str) -> str:
    """The password, from the terminal without echo or from stdin; it is never in an argument or an error."""
    from newsbot import staff
    from newsbot.edges import passwords

    known = staff.name_of(name)
    if sys.stdin.isatty():
        secret: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    passwords.refuse_weak(secret, known)
    return secret


async def _told(newsroom: "Newsroom", made: "Editor", shown: str) -> list[str]:
    from newsbot import staff
    from newsbot.cli.whose import editor

    lines = [f"{made.name}: {made.post}, {_ways(made)}"]
    if shown:
        lines.append("the token is shown this once; keep it like a password")
    acting = editor(newsroom.settings)
    if staff.post_of(await newsroom.world.archive.editors(), acting) is None:
        lines.append(f"acts of this machine are kept under {acting}, who has no account: set desk.editor, or add it")
    return lines


def _ways(editor: "Editor") -> str:
    ways = [name for name, kept in (("password", editor.password), ("token", editor.token)) if kept]
    return ", ".join(ways) or "command line alone"


def _report(editor: "Editor") -> dict[str, Any]:
    return {
        "name": editor.name,
        "role": editor.post,
        "added": stamp(editor.added),
        "password": bool(editor.password),
        "token": bool(editor.token),
    }


def _shown(token: str) -> dict[str, str]:
    return {"shown": token} if token else {}
