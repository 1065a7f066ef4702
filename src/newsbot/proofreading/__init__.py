"""An article held against the evidence it was written from, sentence by sentence, as its file now stands.

    article file ──parse──▶ Document ──reread──▶ DRAFT as it now reads ──rules, the judge's kept words──▶ PROOFS

Nothing is asked of a model, and nothing is repaired.
"""

from newsbot.proofreading.proofs import Proof, Proofs, Resting, located, proofs, unproved
from newsbot.proofreading.rereading import Reread, reread, story_of

__all__ = ["Proof", "Proofs", "Reread", "Resting", "located", "proofs", "reread", "story_of", "unproved"]
