"""Builds the edges from settings and joins them to the Protocols: mypy proves here that they fit.

    settings ──on_this_machine──▶ store, endpoint ──world──▶ World ──rules──▶ Rules ──site──▶ Publisher ──▶ NEWSROOM

`opening` orders these; every other module is named for what it builds.
"""

from newsbot.wiring.books import calendar, start_of_day
from newsbot.wiring.courier import hire, prepare_queue, queue_revisions, shared, sole
from newsbot.wiring.endpoint import on_this_machine
from newsbot.wiring.folders import folders, kinds_of, own_names
from newsbot.wiring.learned import facts
from newsbot.wiring.newsroom import Newsroom
from newsbot.wiring.opening import opened, utc_now
from newsbot.wiring.probing import PROBE_STORY, probe
from newsbot.wiring.site import cards_of, site_to_preview
from newsbot.wiring.world import channels

__all__ = [
    "PROBE_STORY",
    "Newsroom",
    "calendar",
    "cards_of",
    "channels",
    "facts",
    "folders",
    "hire",
    "kinds_of",
    "on_this_machine",
    "opened",
    "own_names",
    "prepare_queue",
    "probe",
    "queue_revisions",
    "shared",
    "site_to_preview",
    "sole",
    "start_of_day",
    "utc_now",
]
