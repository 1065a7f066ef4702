"""The work of each stage of a story, and how this newsroom does it. `pipeline` holds their order.

    `poll`     the feeds that are due are read
    `gather`   new to gathered: sources, cut and chosen
    `write`    gathered to drafted
    `judge`    drafted to judged
    `render`   judged to review; `rendered` also after each act of an editor

Each takes the story's row, the world and the newsroom's rules, and gives the stage that was reached with its artifact;
none of them writes it down.
"""

from newsbot.stages.artifacts import Done, Refusal, artifact
from newsbot.stages.feeds import poll
from newsbot.stages.house import House, Rules
from newsbot.stages.to_drafted import write
from newsbot.stages.to_gathered import gather
from newsbot.stages.to_judged import judge, may_judge
from newsbot.stages.to_review import render, rendered

__all__ = [
    "Done",
    "House",
    "Refusal",
    "Rules",
    "artifact",
    "gather",
    "judge",
    "may_judge",
    "poll",
    "render",
    "rendered",
    "write",
]
