"""What a process makes of its settings when it begins, where that is more than reading them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from databases import ready
from newsbot import stages, wiring
from newsbot.demo.scripted_model import ScriptedModel, Step
from newsbot.errors import RateLimited
from newsbot.settings import Settings
from scripted_writer import ScriptedWriter

LATER = Step.error(429, "come back in an hour", headers={"Retry-After": "3600"})


@pytest.fixture
async def server() -> AsyncIterator[ScriptedModel]:
    async with ScriptedModel(ScriptedWriter()) as model:
        yield model


def settings(server: ScriptedModel, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "database_url": ready(folder / "newsbot.db"),
            "writer": "whole",
            "llm": {"base_url": server.base_url, "draft_model": "scripted", "judge_model": "scripted"},
        }
    )


async def test_a_judge_that_could_not_be_asked_at_the_start_is_probed_before_it_judges(
    server: ScriptedModel, tmp_path: Path
) -> None:
    told: list[str] = []
    server.enqueue(LATER, LATER)
    async with wiring.opened(settings(server, tmp_path), lambda _, what: told.append(what)) as newsroom:
        assert not newsroom.rules.judge
        assert "is probed before the next draft" in "".join(told)
        with pytest.raises(RateLimited):  # still away: an outage, which parks a story and says nothing of the judge
            await stages.may_judge(newsroom.rules)
        assert await stages.may_judge(newsroom.rules)
        paid = len(server.bill)
        assert await stages.may_judge(newsroom.rules)
        assert len(server.bill) == paid
    async with wiring.opened(settings(server, tmp_path), lambda *_: None) as newsroom:
        assert newsroom.rules.judge
        assert len(server.bill) == paid


async def test_a_judge_that_the_endpoint_does_not_know_judges_nothing(server: ScriptedModel, tmp_path: Path) -> None:
    server.enqueue(Step.error(404, "the model scripted does not exist"))
    async with wiring.opened(settings(server, tmp_path), lambda *_: None) as newsroom:
        assert newsroom.rules.probe is None
        assert not await stages.may_judge(newsroom.rules)
