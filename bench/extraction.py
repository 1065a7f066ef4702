"""How well the main text of pages is found, beside trafilatura alone.

    python bench/extraction.py FOLDER

FOLDER is laid out as the article extraction benchmark of Zyte is: `ground-truth.json` (page → `articleBody`,
`url`) and `html/PAGE.html.gz`. Its measure: each page's text as runs of four words, counted; precision and
recall of them on each page, their means over all pages, and F1 of these two means. Printed are those for our whole
extraction and for trafilatura with its defaults (comments left out), pages that raised, milliseconds of processor
time a page (in this process, so without the sandbox) and the memory it came to.
"""

import argparse
import gzip
import json
import re
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import trafilatura

from newsbot import readability
from newsbot.decoding import decode
from newsbot.errors import ParseError

WORDS = 4
SEEN = "2026-01-01T00:00:00+00:00"

Reader = Callable[[str, bytes], str]


def ours(url: str, body: bytes) -> str:
    return readability.extract(url, "text/html", SEEN, body).text


def alone(url: str, body: bytes) -> str:
    return trafilatura.extract(decode(body).text, url=url or None, include_comments=False) or ""


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The text's runs of `WORDS` words; a shorter text is one run."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[start : start + WORDS]) for start in range(max(1, len(words) - WORDS + 1)) if words)


def scored(wanted: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page."""
    true, told = runs(wanted), runs(found)
    both = (true & told).total()
    return both / told.total() if told else float(not true), both / true.total() if true else 1.0


def measure(name: str, read: Reader, pages: Mapping[str, bytes], truth: Mapping[str, Mapping[str, str]]) -> None:
    scores, seconds, crashes, refused = [], [], 0, 0
    for page, body in pages.items():
        began, text = time.process_time(), ""
        try:
            text = read(truth[page].get("url", ""), body)
        except ParseError as error:
            refused += 1
            print(f"  {name}: {error}")
        except Exception as error:
            crashes += 1
            print(f"  {name}: {page}: {type(error).__name__}: {error}")
        seconds.append(time.process_time() - began)
        scores.append(scored(truth[page]["articleBody"], text))
    precision, recall = (statistics.fmean(each) for each in zip(*scores, strict=True))
    f1 = 2 * precision * recall / (precision + recall)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: F1 {f1:.4f} (precision {precision:.4f}, recall {recall:.4f}), {crashes} crashes, {refused} refused, "
        f"{1000 * statistics.fmean(seconds):.1f} ms a page (median {1000 * statistics.median(seconds):.1f}, "
        f"most {1000 * max(seconds):.0f}), {most:.0f} MiB at most so far"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    folder = asked.parse_args().folder
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {page: gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes()) for page in truth}
    print(f"{len(pages)} pages, {sum(map(len, pages.values())) / 2**20:.1f} MiB")
    first = next(iter(pages))
    for read in (alone, ours):
        read("", pages[first])  # imports and caches are not a page's cost
    measure("trafilatura alone", alone, pages, truth)
    measure("newsbot", ours, pages, truth)


if __name__ == "__main__":
    main()
