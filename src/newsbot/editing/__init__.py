"""The editor's work on a draft: what an act makes of it (`acts`), and how it is kept (`desk`).

opened ──Editing: edit│cut│re-cite│rewrite│confirm│keep──▶ Review, Act ──judge: what changed──▶ history, file
opened ──regenerate: an instruction, one call to the model──▶ the same     ──alternatives──▶ headlines to choose from
opened ──reject│send back│another kind──▶ the story leaves the desk     ──park──▶ put aside
"""

from newsbot.editing.acts import Edited, Editing
from newsbot.editing.asking import regenerate
from newsbot.editing.desk import (
    Opened,
    another_kind,
    approve,
    in_order,
    keep,
    opened,
    park,
    put,
    reject,
    send_back,
    undo,
    unpark,
)
from newsbot.editing.headlines import alternatives
from newsbot.editing.sifting import Sieve

__all__ = [
    "Edited",
    "Editing",
    "Opened",
    "Sieve",
    "alternatives",
    "another_kind",
    "approve",
    "in_order",
    "keep",
    "opened",
    "park",
    "put",
    "regenerate",
    "reject",
    "send_back",
    "undo",
    "unpark",
]
