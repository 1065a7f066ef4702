"""Processes that die in the middle of their stories, on one PostgreSQL (`bench/chaos.py` is the long run of it)."""

import random
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.deep


async def test_every_story_reaches_review_though_processes_are_killed_and_no_answer_is_paid_twice(
    postgres_server: Any, tmp_path: Path
) -> None:
    from machines import happen, newsroom

    async with newsroom(postgres_server, tmp_path, 2, cap=3) as opened:
        told = await happen(opened, 8, 3, random.Random(1), every=4.0, rough=False, limit=300.0)
    assert told.stages == {"review": 8}
    assert told.paid_twice == 0
    assert told.most_at_once <= 3
    assert len(list((tmp_path / "drafts").glob("*.md"))) == 8
