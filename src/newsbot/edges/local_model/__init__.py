"""A small language model on this machine (extra `local`): fetched once, held to its digest, served on loopback.

`pins` says which models are known, `pulling` brings one into the folder of models, `serving` runs it behind the same
OpenAI-compatible address that every other endpoint has.
"""

from newsbot.edges.local_model.pins import DEFAULT, PINS, Pin, file_name, pin_of
from newsbot.edges.local_model.pulling import Progress, Pulled, pull, pulled
from newsbot.edges.local_model.serving import Serving, serving

__all__ = [
    "DEFAULT",
    "PINS",
    "Pin",
    "Progress",
    "Pulled",
    "Serving",
    "file_name",
    "pin_of",
    "pull",
    "pulled",
    "serving",
]
