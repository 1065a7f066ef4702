"""`newsbot eval claims`: what it says of each row, what it measures, and what it leaves out."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsbot.demo.scripted_model import ScriptedModel
from newsroom_run import beside, run
from scripted_writer import ScriptedWriter

SOURCE = (
    "2025-03-04 09:12:00\n澄湖机器人公司周一在苏州公布新一代仓储机器人“白鹭”，称其单次充电可以连续工作16小时。\n"
    "公司表示，首批2400台将在六月交付给华东的三家物流企业，合同总额为5.6亿元。"
)
TRUE = "首批2400台将在六月交付给华东的三家物流企业。"
FALSE = "首批3600台将在六月交付给华东的三家物流企业。"
ELSEWHERE = "市民对花展的门票价格表示不满。"


def file(folder: Path, *rows: Any) -> str:
    """A file of these rows; a string is a line as it stands."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "claims.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "claims.jsonl"


def told(folder: Path, *rows: Any) -> list[dict[str, Any]]:
    """What `--json` prints of these rows."""
    result = run(["eval", "claims", file(folder, *rows), "--json"], folder)
    assert result.code == 0, result.err
    return [json.loads(line) for line in result.out.splitlines()]


def verdict(folder: Path, claim: str, source: str = SOURCE) -> str:
    """The verdict on one claim. What holds of every verdict is looked at on the way."""
    [row] = told(folder, {"claim": claim, "source": source})
    assert (row["verdict"] == "supported") == (row["score"] >= 0.5)
    assert 0 <= row["score"] <= 1
    assert row["verdict"] == "supported" or row["findings"]
    return str(row["verdict"])


def test_each_row_comes_back_in_order_with_verdict_findings_and_score(tmp_path: Path) -> None:
    rows = [
        {"claim": claim, "source": SOURCE, "id": n, "kind": "k"} for n, claim in enumerate((TRUE, FALSE, ELSEWHERE))
    ]
    lines = told(tmp_path, *rows)
    assert [{key: line[key] for key in rows[0]} for line in lines] == rows
    assert [line["verdict"] for line in lines] == ["supported", "contradicted", "unsupported"]
    rules = [[finding["rule"] for finding in line["findings"]] for line in lines]
    assert (rules[0], rules[1], rules[2][-1]) == ([], ["figure"], "no-evidence")
    assert lines[0]["score"] > lines[1]["score"] > lines[2]["score"]
    assert lines[1]["findings"][0]["source_has"]


def test_the_strictest_verdict_on_a_sentence_is_the_claims(tmp_path: Path) -> None:
    assert verdict(tmp_path, TRUE + TRUE) == "supported"
    assert verdict(tmp_path, TRUE + ELSEWHERE) == "unsupported"
    assert verdict(tmp_path, ELSEWHERE + FALSE + TRUE) == "contradicted"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("。", SOURCE),
        ("\x00\u200b", SOURCE),
        ("首" * 10_000, SOURCE),
        (TRUE.removesuffix("。") * 500, TRUE.removesuffix("。") * 500),
        (TRUE * 400, SOURCE),
        ("公司将继续扩大产能。", "The weather will stay cold until the weekend, forecasters say."),
        ("The weather will stay cold.", SOURCE),
        ("Погода останется холодной.", "天气将继续寒冷，气象台说。"),
        ("天気は週末まで寒いままでしょう。", "公司将在六月交付机器人。"),
        (TRUE, "\ud83d"),
        (TRUE, "!" * 1000),
        ("🙂", "🙂"),
    ],
    ids=range(12),
)
def test_what_says_nothing_or_something_else_is_never_supported(tmp_path: Path, claim: str, source: str) -> None:
    assert verdict(tmp_path, claim, source) != "supported"


def test_a_source_of_a_million_characters_is_read(tmp_path: Path) -> None:
    source = SOURCE + "\n" + "城市公园的花展将在本周末开放，门票价格不变。\n" * 43_000
    [row] = told(tmp_path, {"claim": TRUE, "source": source})
    assert row["verdict"] == "supported"


def test_what_is_caught_is_measured_by_kind_where_rows_say_what_is_true(tmp_path: Path) -> None:
    rows = [
        {"claim": TRUE, "source": SOURCE, "kind": "ok", "supported": True},
        {"claim": ELSEWHERE, "source": SOURCE, "kind": "ok", "supported": True},
        {"claim": FALSE, "source": SOURCE, "kind": "num", "label": "false"},
        {"claim": TRUE, "source": SOURCE, "kind": "num", "label": 0},
        {"claim": TRUE, "source": SOURCE},
    ]
    result = run(["eval", "claims", file(tmp_path, *rows)], tmp_path)
    assert result.err.splitlines() == [
        "5 claims: 3 supported, 0 partly, 1 unsupported, 1 contradicted",
        "      claims  precision  recall  balanced  false alarms",
        "num        2      1.000   0.500         -             -",
        "ok         2      0.000       -         -         0.500",
        "all        4      0.500   0.500     0.500         0.500",
    ]
    assert result.out.splitlines()[0].split("\t")[:2] == ["1", "supported"]


def test_rows_that_cannot_be_read_are_named_and_left_out(tmp_path: Path) -> None:
    bad: list[Any] = ["{", {"claim": "", "source": SOURCE}, {"claim": TRUE}, {"claim": TRUE, "source": 3}]
    result = run(["eval", "claims", file(tmp_path, *bad, {"claim": TRUE, "source": SOURCE}), "--json"], tmp_path)
    assert (result.code, len(result.out.splitlines())) == (0, 1)
    assert result.err.splitlines()[:4] == [
        "line 1: no JSON in UTF-8; left out",
        "line 2: no text `claim`; left out",
        "line 3: no text `source`; left out",
        "line 4: no text `source`; left out",
    ]
    assert run(["eval", "claims", file(tmp_path, *bad)], tmp_path).code == 1


def test_a_role_without_a_model_is_an_error_that_names_its_setting(tmp_path: Path) -> None:
    result = run(["eval", "claims", file(tmp_path, {"claim": TRUE, "source": SOURCE}), "--judge", "judge"], tmp_path)
    assert (result.code, result.out) == (1, "")
    assert "NEWSBOT_LLM__JUDGE_MODEL" in result.err


async def test_a_judge_lifts_what_the_rules_leave_open_and_not_what_they_fault(tmp_path: Path) -> None:
    """The scripted judge calls supported whatever is no known pair; a rule's error it is not even shown."""
    claims = ["公司六月起向物流企业供货，覆盖多个城市的仓储园区。", FALSE, TRUE]
    rows = [{"claim": claim, "source": SOURCE.partition("\n")[2]} for claim in claims]
    async with ScriptedModel(ScriptedWriter(), models=("scripted",)) as model:
        env = {
            "OPENAI_BASE_URL": model.base_url,
            "NEWSBOT_LLM__JUDGE_MODEL": "scripted",
            "NEWSBOT_LLM__PRICES": '{"scripted": {"input": 1.0, "output": 2.0}}',
        }
        result = await beside(["eval", "claims", file(tmp_path, *rows), "--judge", "judge", "--json"], tmp_path, env)
    assert result.code == 0, result.err
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert [line["verdict"] for line in lines] == ["supported", "contradicted", "supported"]
    assert [line["score"] >= 0.5 for line in lines] == [True, False, True]
    assert not any("3600" in str(received.body) for received in model.requests)
    assert verdict(tmp_path, claims[0]) != "supported", "without a judge nothing shows it"


def test_in_a_newsrooms_folder_its_own_names_are_known(tmp_path: Path) -> None:
    """As in its articles: who stands in its file under two forms is one person there, and nowhere else."""
    source = "Dana Cole周一说，新一代仓储机器人首批2400台将在六月交付给华东的三家物流企业。"
    claim = "达娜·科尔周一说，新一代仓储机器人首批2400台将在六月交付给华东的三家物流企业。"

    def rules() -> set[str]:
        [row] = told(tmp_path, {"claim": claim, "source": source})
        return {finding["rule"] for finding in row["findings"]}

    assert "name" in rules()
    assert run(["names", "add", "--kind", "person", "Dana Cole", "达娜·科尔"], tmp_path).code == 0
    assert "name" not in rules()
