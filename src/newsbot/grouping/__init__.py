"""Which texts are the same text, which tell of the same event, and which only look alike. Pure.

    text ──prepared──▶ Text ──likeness──▶ same text / same event / different ──group, place──▶ groups

`texts` reads a text once, `comparison` compares two (`nearness` their vectors, `translated` what English and Chinese
words mean the same), `template` tells copies from texts that were made from one
template about different things, `groups` joins what belongs together. A model is never asked here: what the words
leave open comes back as `unsure`, so that it can be put to one in a single call.
"""

from newsbot.grouping.comparison import Likeness, Rarity, Relation, likeness, rarity
from newsbot.grouping.groups import Copies, Grouping, Pair, Placement, group, independent, place
from newsbot.grouping.nearness import Usual, Vectors, languages, usual
from newsbot.grouping.texts import MOST_CHARACTERS, Text, prepared

__all__ = [
    "MOST_CHARACTERS",
    "Copies",
    "Grouping",
    "Likeness",
    "Pair",
    "Placement",
    "Rarity",
    "Relation",
    "Text",
    "Usual",
    "Vectors",
    "group",
    "independent",
    "languages",
    "likeness",
    "place",
    "prepared",
    "rarity",
    "usual",
]
