"""The language model edge: any OpenAI-compatible endpoint, as `newsroom.Endpoint` asks for it.

    Request ──asking──▶ body ──wire──▶ Answer ──answers──▶ Reply
                 ▲                        │
                 └──────── refusals ◀─────┘   what the endpoint will not take is left out from then on

`endpoint` orders these. `connection` holds the only retry policy, and the wire, which embeddings share: `wire` is the
only module that imports the `openai` SDK, and it is imported at the first call: cold, the SDK costs two seconds.
"""

from newsbot.edges.llm.asking import Level, prompt_bound
from newsbot.edges.llm.endpoint import OpenAIEndpoint

__all__ = ["Level", "OpenAIEndpoint", "prompt_bound"]
