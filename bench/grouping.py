"""How well entries are grouped, and what comparing costs.

    python bench/grouping.py FOLDER [--embed-model local | --embed-url http://127.0.0.1:8080/v1 --embed-model NAME]

FOLDER holds `duplicate_pairs.jsonl` (rows with `kind`, `a`, `b`) and `en_zh_events/clustering_eval_dataset_v1.jsonl`
(links with a title, a description and the event they were given). Printed are: of the pairs, how many syndicated
copies are merged and how many templated look-alikes; of the events, precision, recall and F1 over all pairs of links
by language pair, as `likeness` tells them and as `group` joins them (with an embedder where one is named); and the
processor milliseconds one new entry takes against 50 candidates, whole reports and summaries of 200 characters, texts
to be read first and texts kept ready. The events' labels are a model's, and many links of one event have different
ones: that F1 compares versions of the rules, no more.
"""

import argparse
import asyncio
import html
import itertools
import json
import os
import re
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from newsbot.edges.embeddings import Embedder
from newsbot.edges.local_embeddings import LOCAL, LocalEmbedder
from newsbot.grouping import Text, Vectors, group, languages, likeness, place, prepared, rarity, usual

CANDIDATES = 50
NEW = 40


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def pairs(found: Sequence[dict[str, Any]]) -> None:
    texts = [(prepared(f"{n}a", "", row["a"]), prepared(f"{n}b", "", row["b"])) for n, row in enumerate(found)]
    rare = rarity(text for pair in texts for text in pair)
    told = [likeness(one, other, rare).relation for one, other in texts]
    for kind in sorted({row["kind"] for row in found}):
        relations = [relation for row, relation in zip(found, told, strict=True) if row["kind"] == kind]
        merged = relations.count("same text")
        print(f"{kind}: {merged} of {len(relations)} merged ({merged / len(relations):.1%})", end="")
        print(f"; {relations.count('same event')} called the same event")


def events(found: Sequence[dict[str, Any]], embedder: Embedder | LocalEmbedder | None) -> None:
    links = [row["link"] for row in found]
    texts = [
        prepared(
            str(link["id"]),
            link["title"],
            html.unescape(re.sub("<[^>]*>", " ", link["description"] or "")),
            date=datetime.fromisoformat(link["published_at"]) if link["published_at"] else None,
        )
        for link in links
    ]
    event = {str(link["id"]): link["final_event_id"] for link in links}
    measured("words", texts, event, None)
    if embedder is not None:
        leads = asyncio.run(embedded(embedder, [text.lead for text in texts]))
        of = {text.key: vector for text, vector in zip(texts, leads, strict=True)}
        measured(f"words and {embedder.model}", texts, event, Vectors(of, usual(texts, of)))


async def embedded(embedder: Embedder | LocalEmbedder, leads: Sequence[str]) -> Sequence[Sequence[float]]:
    async with embedder:
        return await embedder.embed(leads)


def measured(how: str, texts: Sequence[Text], event: dict[str, int], vectors: Vectors | None) -> None:
    rare = rarity(texts)
    told = {
        (one.key, other.key): likeness(one, other, rare, vectors) for one, other in itertools.combinations(texts, 2)
    }
    of = {key: n for n, keys in enumerate(group(texts, rare, vectors).groups) for key in keys}
    by_key = {text.key: text for text in texts}
    for language in [None, ("zh", "zh"), ("en", "en"), ("en", "zh")]:
        there = [pair for pair in told if language in (None, languages(by_key[pair[0]], by_key[pair[1]]))]
        one_event = [event[one] == event[other] for one, other in there]
        alike = f1(zip(one_event, (told[pair].relation != "different" for pair in there), strict=True))
        grouped = f1(zip(one_event, (of[one] == of[other] for one, other in there), strict=True))
        left = sum(told[pair].unsure for pair in there)
        print(f"{how}, {'all' if language is None else '-'.join(language)}: {sum(one_event)} pairs of one event")
        print(f"  likeness {alike}; {left} left open\n  group    {grouped}")


def f1(told: Iterable[tuple[bool, bool]]) -> str:
    told = list(told)
    right, said, there = (sum(map(each, told)) for each in (all, lambda pair: pair[1], lambda pair: pair[0]))
    shares = (right / (said or 1), right / (there or 1), 2 * right / ((said + there) or 1))
    return "precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*shares)


def cost(bodies: Sequence[str]) -> None:
    """One new entry against the texts that share most words with it, as an archive's index finds them."""
    known = [prepared(str(n), "", body) for n, body in enumerate(bodies)]
    rare = rarity(known)
    likest = []
    for text in known[:: len(known) // NEW][:NEW]:
        shared: Callable[[Text], int] = lambda other, text=text: len(other.words.keys() & text.words.keys())  # type: ignore[misc] # noqa: E731
        likest.append((text, sorted((each for each in known if each is not text), key=shared)[-CANDIDATES:]))
    cold, warm = [], []
    for text, others in likest:
        began = time.process_time()
        new = prepared("new", "", text.body)
        fresh = {other.key: [prepared(other.key, "", other.body)] for other in others}
        place(new, fresh, rare)
        cold.append(time.process_time() - began)
        began = time.process_time()
        place(prepared("new", "", text.body), fresh, rare)
        warm.append(time.process_time() - began)
    characters = statistics.median(map(len, bodies))
    print(f"one new entry against {CANDIDATES} candidates of {characters:.0f} characters, median and longest of {NEW}:")
    for how, seconds in (("texts read first", cold), ("texts kept ready", warm)):
        print(f"  {how}: {statistics.median(seconds) * 1e3:.1f} ms, {max(seconds) * 1e3:.1f} ms")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--embed-url", default="")
    asked.add_argument("--embed-model", default="")
    given = asked.parse_args()
    key = SecretStr(os.environ.get("OPENAI_API_KEY", ""))
    embedder: Embedder | LocalEmbedder | None = None
    if given.embed_model == LOCAL:
        embedder = LocalEmbedder(deadline=300)
    elif given.embed_url:
        embedder = Embedder(key, given.embed_url, given.embed_model, timeout=60, deadline=300)
    duplicates = rows(given.folder / "duplicate_pairs.jsonl")
    pairs(duplicates)
    events(rows(given.folder / "en_zh_events" / "clustering_eval_dataset_v1.jsonl"), embedder)
    bodies = [row[side] for row in duplicates for side in "ab"]
    cost(bodies)
    cost([body[:200] for body in bodies])


if __name__ == "__main__":
    main()
