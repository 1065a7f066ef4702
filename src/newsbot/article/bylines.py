"""Who a translation and its views are by: a machine that says it is one, or for the views the editor who signed."""

import re

from newsbot.article.labels import SIMPLIFIED, Labels

_SIGNED = re.compile(r"；([^；]{1,200})[评評]；[^；]{1,400}[译譯]（人工智能翻[译譯]）$")


def translated_by(author: str, editor: str, labels: Labels) -> str:
    """Who translated and commented, after the original's author; without an `editor` the views are the machine's."""
    if editor:
        return labels.translator.format(editor=editor, author=author)
    return labels.commentator.format(author=author) + labels.machine


def commented_by(author: str) -> str:
    """The editor whom the author line of a translation names for its views; empty where it names none."""
    found = _SIGNED.search(author)
    return found[1] if found else ""


def views_by(editor: str = "", labels: Labels = SIMPLIFIED) -> str:
    """The line above what is thought of a translated text."""
    return labels.signed_views.format(editor=editor) if editor else labels.machine_views
