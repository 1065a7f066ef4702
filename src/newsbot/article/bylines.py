"""Who a translation and its views are by: a machine that says it is one, or for the views the editor who signed."""

import re

from newsbot.article.labels import Labels

_SIGNED = re.compile(r"；([^；]{1,200})评；[^；]{1,400}译（人工智能翻译）$")


def translated_by(author: str, editor: str, labels: Labels) -> str:
    """Who translated and commented, after the original's author; without an `editor` the views are the machine's."""
    return f"{editor}评；{author}译（人工智能翻译）" if editor else f"{author}译评{labels.machine}"


def commented_by(author: str) -> str:
    """The editor whom the author line of a translation names for its views; empty where it names none."""
    found = _SIGNED.search(author)
    return found[1] if found else ""


def views_by(editor: str = "") -> str:
    """The line above what is thought of a translated text."""
    return f"以下看法由{editor}署名，不是原文的内容。" if editor else "以下看法由人工智能撰写，不是原文的内容。"
