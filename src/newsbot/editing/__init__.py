"""The editor's work on a draft: what an act makes of it (`acts`), and how it is kept (`desk`).

opened ──Editing: edit│cut│re-cite│rewrite│confirm│keep──▶ Review, Act ──kept──▶ history, file
"""

from newsbot.editing.acts import Edited, Editing
from newsbot.editing.desk import Opened, approve, keep, opened, undo

__all__ = ["Edited", "Editing", "Opened", "approve", "keep", "opened", "undo"]
