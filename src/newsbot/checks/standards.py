"""What this newsroom asks of its articles beyond what holds everywhere: its settings, as the checks read them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standards:
    """The standards of one newsroom, the same for all its drafts. The defaults are those of the settings."""


HOUSE = Standards()
"""The standards of a newsroom that has set nothing."""
