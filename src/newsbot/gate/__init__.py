"""The gate: what the checks and the judge find is repaired or held; nothing else becomes an article.

    draft ──checks──▶ findings ──re-cite (code)──▶ ──judge──▶ ──re-cite, rewrite (one call)──▶ checks, judge of
    the changed ──cut──▶ checks ──▶ VERDICT   pass / review / hold

The gate holds no rule of its own: rules are checks, and what supports a sentence is decided by
`checks.support` and the judge. It orders the repairs and never lets an unsupported sentence
through on the machine's word.
"""

from newsbot.gate.repairs import Failing, Gate, Judge, Rewrite
from newsbot.gate.verdict import Words, as_it_stands, askable, flags_of, key, words_of

__all__ = ["Failing", "Gate", "Judge", "Rewrite", "Words", "as_it_stands", "askable", "flags_of", "key", "words_of"]
