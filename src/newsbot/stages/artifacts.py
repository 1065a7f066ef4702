"""What a stage leaves, and how the next one reads it."""

from collections.abc import Sequence
from typing import TypeVar

from newsbot.errors import EvidenceError
from newsbot.news import Noun, Stage
from newsbot.newsroom import World

N = TypeVar("N", bound=Noun)


Done = tuple[Stage, Noun, str]
"""The stage reached, the artifact that made it so, and a reason to show (may be empty)."""


class Refusal(Noun):
    """Why a story is not written: what was missing, where was looked, what went wrong on the way."""

    reason: str
    searched: tuple[str, ...]
    problems: tuple[str, ...]
    forbidden: bool = False  # by the settings: no evidence would change it


async def artifact(story: str, stage: Stage, noun: type[N], world: World) -> N:
    """What the story has from this stage. It must have come through it."""
    document = await world.archive.artifact(story, stage)
    assert document is not None, f"story {story} stands after {stage} without its artifact"
    return noun.model_validate_json(document)


def refusal(error: EvidenceError, problems: Sequence[str]) -> Refusal:
    """The refusal of a story whose sources do not carry an article."""
    return Refusal(reason=str(error), searched=error.searched, problems=tuple(problems))
