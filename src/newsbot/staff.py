"""Who works here, and what each may do: asked in one place, whoever asks and by whatever face.

    an act under a name ──editors of the database──▶ allowed │ `NotAllowed`

A newsroom without accounts is one person's: every name may do everything. With the first account a name must be a known
one. A writer words the draft; the editor decides what may stand and answers for what is published. (三审制: who writes
does not pass their own copy.)
"""

import unicodedata
from collections.abc import Sequence
from typing import Literal

from newsbot.errors import NotAllowed, UsageError
from newsbot.news import ActKind, Editor, Post
from newsbot.newsroom import Archive

Duty = ActKind | Literal["settle", "choose", "follow", "ignore", "merge"]
"""What is done under a name: an act on a draft, one on what is published, or one on a story."""

WRITERS_MAY: frozenset[Duty] = frozenset(
    {
        "edit",
        "cut",
        "re-cite",
        "rewrite",
        "licence",
        "regenerate",
        "send back",
        "undo",
        "park",
        "complain",
        "choose",
        "follow",
    }
)
"""Everything else is an editor's: what is not named here no writer may do."""

LONGEST_NAME = 60  # characters, as of the setting desk.editor
MACHINE = "newsbot"
"""Under this name the history keeps what nobody in particular did, such as publishing unattended."""
_BETWEEN = frozenset(" .-_·'’")
_POSTS: dict[Post, str] = {"writer": "writer (记者)", "editor": "editor (编辑)"}


def name_of(text: str) -> str:
    """The name that somebody is to have, in NFC. Raises `UsageError` for one that could not be told or shown safely."""
    name = unicodedata.normalize("NFC", text[: LONGEST_NAME * 4]).strip(" ")
    if len(text) > LONGEST_NAME * 4 or not 1 <= len(name) <= LONGEST_NAME:
        raise UsageError(f"a name has 1 to {LONGEST_NAME} characters")
    if not (_is_letter(name[0]) and all(_is_letter(each) or each in _BETWEEN for each in name)) or "  " in name:
        raise UsageError("a name has letters of any script, digits, single spaces and . - _ · ' and begins with one")
    if alike(name, MACHINE):
        raise UsageError(f"a name has to be a person's; what nobody in particular does stands under {MACHINE}")
    return name


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def alike(one: str, other: str) -> bool:
    """Whether two names would be taken for one: they differ in case or width alone."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def named(editors: Sequence[Editor], name: str) -> Editor | None:
    """The account of exactly this name."""
    return next((each for each in editors if each.name == name), None)


def post_of(editors: Sequence[Editor], name: str) -> Post | None:
    """What somebody of this name is: an editor where there are no accounts, None for an unknown name."""
    if not editors:
        return "editor"
    found = named(editors, name)
    return found.post if found else None


def may(post: Post | None, duty: str) -> bool:
    """Whether whoever has this post may do this; None may nothing."""
    return post == "editor" or (post == "writer" and duty in WRITERS_MAY)


async def answerable(archive: Archive, name: str, duty: Duty) -> None:
    """Raise `NotAllowed` (rule `unknown` or `post`) unless somebody of this name may do this."""
    editors = await archive.editors()
    post = post_of(editors, name)
    if post is None:
        who = f"{name} is no editor here" if name else "nobody is named"
        raise NotAllowed(
            "unknown", f"{who}; `newsbot editor list` shows who is, the setting desk.editor names who acts"
        )
    if not may(post, duty):
        raise NotAllowed("post", f"{name} is a {_POSTS[post]}; to {duty} is for an {_POSTS['editor']}")
