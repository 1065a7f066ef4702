"""What the tests of writers, gate and judge are tried on: evidence of the sample site, a model in memory."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache

from newsbot import chinese, evidence, passages, prompts
from newsbot.demo.sample_site import Outlet, SamplePage, read_sample
from newsbot.evidence import Candidate, Limits
from newsbot.news import Evidence, Page
from newsbot.newsroom import Reply, Request
from newsbot.settings import Role

READ = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
PROMPTS = prompts.Folder("prompt", (prompts.packaged("prompts"),))
AMPLE = Limits(tokens=6000, minimum=200)


def page(text: str, url: str = "https://wire.example/a", title: str = "", **more: object) -> Page:
    """A page that was read at `READ`."""
    values = {
        "final_url": url,
        "fetched": READ,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "publisher": "通讯社",
    }
    return Page.model_validate({"url": url, "title": title, "text": text} | values | more)


def candidate(text: str, url: str = "https://wire.example/a", *, given: bool = False, **more: object) -> Candidate:
    """A page with the passages that the real cutter makes of it."""
    return Candidate(page=page(text, url, **more), spans=passages.cut(text), given=given)  # type: ignore[arg-type]


def sample_candidates(letter: str) -> list[Candidate]:
    """The readable pages of one of the sample site's stories; an empty letter for the unrelated ones."""
    outlets = {outlet.id: outlet for outlet in read_sample().outlets}
    pages = [each for story in read_sample().stories if story.letter == letter for each in story.pages]
    return [_sampled(each, outlets[each.outlet]) for each in pages if not (each.missing or each.subscribers)]


def _sampled(each: SamplePage, outlet: Outlet) -> Candidate:
    text = "\n".join(each.paragraphs(outlet.language))
    return candidate(
        text,
        f"https://{outlet.id}.example{each.path}",
        title=each.headline,
        author=each.author,
        publisher=outlet.name,
        language=chinese.language(text),
    )


@cache
def headline(letter: str) -> str:
    """What a user would type for the story."""
    return next(story.headline for story in read_sample().stories if story.letter == letter)


@cache
def sample_evidence(letter: str) -> Evidence:
    """The evidence that the step chooses for one of the sample site's stories."""
    return evidence.choose(f"story-{letter}", [headline(letter)], sample_candidates(letter), AMPLE, ("示例站",))


class MemoryModel:
    """Fulfils `newsroom.Model` without a wire: answers by a function of the request, keeps what it was asked."""

    def __init__(self, answer: Callable[[Request], str]) -> None:
        self._answer = answer
        self.asked: list[Request] = []

    def name(self, role: Role) -> str:
        return f"memory-{role}"

    async def ask(self, request: Request) -> Reply:
        self.asked.append(request)
        return Reply(text=self._answer(request), model=self.name(request.role), prompt_tokens=1, completion_tokens=1)


def in_turn(*answers: str | Exception) -> Callable[[Request], str]:
    """Answers one after another; an exception is raised in its turn, and one call too many is a fault of the test."""
    left = list(answers)

    def answer(_: Request) -> str:
        assert left, "the model was asked more often than expected"
        given = left.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    return answer


def purposes(asked: Sequence[Request]) -> list[str]:
    """What the model was asked for, in order."""
    return [request.purpose for request in asked]
