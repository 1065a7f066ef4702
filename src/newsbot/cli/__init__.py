"""The command line: parse, call, print. Each command is a module of its own, imported when it is run.

Exit codes: 0 done, 1 error, 2 usage, 3 nothing found or too little evidence, 6 held or withheld.
"""

import errno
import importlib
import io
import os
import sys

import click

from newsbot import __version__

OK, ERROR, USAGE, TOO_THIN, HELD = 0, 1, 2, 3, 6

# Name → (module, short help). The help stands here so that `newsbot --help` imports no command.
COMMANDS = {
    "card": ("newsbot.cli.card", "Draw a draft's title card: a picture for covers and shared links."),
    "correct": ("newsbot.cli.correct", "Correct a published article: its 更正 stands where readers see it."),
    "costs": ("newsbot.cli.costs", "Show what was spent on models, by day, model, story or stage."),
    "db": ("newsbot.cli.db", "Bring the database up to date, look at it, copy it."),
    "demo": ("newsbot.cli.demo", "Run the whole path over a sample site on this machine; no key, no network."),
    "desk": ("newsbot.cli.desk", "Open the page on which editors judge drafts beside their sources."),
    "digest": ("newsbot.cli.digest", "Make one article of what was published, a paragraph each."),
    "doctor": ("newsbot.cli.doctor", "Check settings, folders, database, prompts and the model; say what to do."),
    "drafts": ("newsbot.cli.drafts", "Judge drafts in the terminal: everything the desk can do."),
    "edition": ("newsbot.cli.edition", "Make a published article's edition in Traditional characters or English."),
    "editor": ("newsbot.cli.editor", "Say who works here: accounts of editors and writers, passwords and tokens."),
    "eval": ("newsbot.cli.eval", "Measure what the rules decide, on rows of your own."),
    "export": ("newsbot.cli.export", "Write every stage of one story as files."),
    "feeds": ("newsbot.cli.feeds", "Follow feeds: add, list, pause, remove, import, export and check them."),
    "fetch": ("newsbot.cli.fetch", "Read a page or file and print what the extractor sees of it."),
    "init": ("newsbot.cli.init", "Write newsbot.toml and .env where they are missing."),
    "kinds": ("newsbot.cli.kinds", "List the kinds of article that can be written, yours too."),
    "model": ("newsbot.cli.model", "Fetch and serve a small language model on this machine."),
    "names": ("newsbot.cli.names", "Show the table of names; add and remove your own."),
    "notify": ("newsbot.cli.notify", "Try the channels by which people are told what happens."),
    "park": ("newsbot.cli.park", "Stop a story where it stands."),
    "poll": ("newsbot.cli.poll", "Poll the feeds that are due, once, and announce what is new."),
    "preview": ("newsbot.cli.preview", "Open a draft in your site's own theme, on this machine only."),
    "publish": (
        "newsbot.cli.publish",
        "Put an article on the site; pause, resume and stop what is published by itself.",
    ),
    "recheck": ("newsbot.cli.recheck", "Read the sources of published articles again; show what changed in them."),
    "retry": ("newsbot.cli.retry", "Let stories go on that are parked or were refused."),
    "run": ("newsbot.cli.run", "Run the newsroom: poll, choose, write and check by itself, up to review."),
    "search": ("newsbot.cli.search", "Search everything ever read, best first."),
    "site": ("newsbot.cli.site", "Make a Hugo site of newsbot's own layout for the articles."),
    "status": ("newsbot.cli.status", "Show where everything stands: stages, parked stories, feeds, costs, workers."),
    "stories": ("newsbot.cli.stories", "Show what is told of, by score; merge and split by hand."),
    "unpublish": ("newsbot.cli.unpublish", "Take a published article back: undo it, or leave a notice in its place."),
    "verify": ("newsbot.cli.verify", "Say of every sentence of a draft how it stands and what it rests on."),
    "worker": ("newsbot.cli.worker", "Carry stories beside the daemon, on this or another machine (PostgreSQL)."),
    "write": ("newsbot.cli.write", "Write one article about a headline."),
}


class _Lazy(click.Group):
    """A group whose commands are imported only when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsbot")
def newsbot() -> None:
    """AI news in Chinese, every sentence traced to the passage it rests on.

    Begin with `newsbot demo`, then `newsbot init`.
    """


def main() -> None:
    """The `newsbot` command. Expected errors are one line on stderr; bugs are tracebacks, without keys."""
    from newsbot.cli import bugs
    from newsbot.errors import NewsbotError, UsageError

    bugs.watch()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show Chinese shows its code points
            stream.reconfigure(errors="backslashreplace")
    try:
        code = newsbot.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        click.echo("interrupted; what was finished is kept, run the same command again to go on", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except NewsbotError as error:
        click.echo(f"newsbot: {error}", err=True)
        sys.exit(USAGE if isinstance(error, UsageError) else ERROR)
    except BrokenPipeError:  # whoever read our output has gone
        os._exit(ERROR)  # leaving the usual way would flush into the closed pipe once more
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            raise
        click.echo(f"newsbot: the output cannot be written ({error.strerror}); what was made is kept", err=True)
        os._exit(ERROR)
    sys.exit(code if isinstance(code, int) else OK)
