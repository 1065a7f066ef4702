"""The lines of `newsbot run` and `newsbot worker`: for people in their zone, for programs as JSON."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newsbot.cli.run import Events

AT = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


def printed(about: Mapping[str, object], capsys: pytest.CaptureFixture[str], *, as_json: bool = False) -> str:
    events = Events(ZoneInfo("Asia/Shanghai"), as_json)
    events.now = lambda: AT
    events("parked", about)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"rules": ("date", "figure", "date")}, 'rules="date×2, figure"'),
        ({"rules": ("date",)}, "rules=date"),
        ({"channels": ["1 json", "2 json"]}, 'channels="1 json, 2 json"'),
        ({"until": AT}, 'until="11-23 04:30:00"'),
        ({"until": "when a person retries it"}, 'until="when a person retries it"'),
        ({"rules": (), "reason": "", "usd": 0.0}, "usd=0.0"),
    ],
)
def test_a_line_shows_values_as_people_read_them(
    about: dict[str, Any], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(about, capsys) == f"11-23 04:30:00  parked    {said}\n"


def test_programs_get_instants_in_utc_and_lists_whole(capsys: pytest.CaptureFixture[str]) -> None:
    line = json.loads(printed({"until": AT, "rules": ("date", "date")}, capsys, as_json=True))
    assert (line["until"], line["rules"]) == ("2026-11-22T20:30:00+00:00", ["date", "date"])
