"""The files of `deploy/`: their commands and settings exist, the dashboard shows what is exported."""

import importlib
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from newsbot import cli
from newsbot.edges.health import Figures, Health
from newsbot.newsroom import Standings
from newsbot.settings import known_names

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())


def said(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def accepted(arguments: list[str]) -> str:
    """The command's name; the command line takes these arguments, without doing what they ask."""
    name, *rest = arguments
    command: click.Command = importlib.import_module(cli.COMMANDS[name][0]).command
    return str(command.make_context(name, rest).info_name)


def options(unit: Path) -> dict[str, list[str]]:
    """The unit's settings by name, each with all its values."""
    found: dict[str, list[str]] = {}
    for line in said(unit).splitlines():
        if re.match(r"[A-Z]\w+=", line):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_units_command_exists(unit: Path) -> None:
    (line,) = options(unit)["ExecStart"]
    program, *arguments = shlex.split(line.replace("%i", "1"))
    assert Path(program).name == "newsbot"
    accepted(arguments)


@pytest.mark.parametrize("name", ["daemon", "worker"])
def test_a_containers_command_exists(name: str) -> None:
    assert accepted(COMPOSE["services"][name]["command"]) == COMPOSE["services"][name]["command"][0]


def test_the_images_own_command_exists() -> None:
    arguments = re.findall(r"^CMD (\[.*\])$", said(DEPLOY / "Dockerfile"), re.MULTILINE)
    accepted(json.loads(arguments[-1]))
    assert re.search(r'^ENTRYPOINT \["newsbot"\]$', said(DEPLOY / "Dockerfile"), re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_and_setting_that_a_file_names_exists(path: Path) -> None:
    text = said(path)
    assert set(re.findall(r"\b(?:NEWSBOT|OPENAI)_[A-Z_]*[A-Z]\b", text)) <= set(known_names())
    used = re.findall(r"(?:/bin/|daemon |`)newsbot ([a-z]+)", text)
    assert set(used) <= set(cli.COMMANDS)


def test_both_units_have_the_same_walls() -> None:
    """What hardens one hardens the other: they differ in what they run, and after what."""
    one, two = (options(unit) for unit in UNITS)
    differ = {name for name in one | two if one.get(name) != two.get(name)}
    assert differ == {"Description", "After", "ExecStart"}
    assert set(one) >= {"NoNewPrivileges", "PrivateTmp", "StateDirectory", "IPAddressDeny", "RestrictAddressFamilies"}
    assert (one["ProtectSystem"], one["CapabilityBoundingSet"]) == (["strict"], [""])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_no_fault_with_a_unit(unit: Path, tmp_path: Path) -> None:
    """Its program and user are not on this machine, so others stand in for them."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    text = said(unit).replace("/opt/newsbot/bin/newsbot", "/usr/bin/env")
    copy = tmp_path / unit.name.replace("@.", "@1.")
    copy.write_text(re.sub(r"^(User|Group)=newsbot$", "", text, flags=re.MULTILINE), encoding="utf-8")
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    assert (result.returncode, [line for line in result.stderr.splitlines() if copy.name in line]) == (0, [])


def test_the_containers_hold_together() -> None:
    """What one names, another has; none is root, none has a port open to the world, and each keeps what it writes."""
    services, volumes = COMPOSE["services"], set(COMPOSE["volumes"])
    for service in services.values():
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= volumes
        assert set(service.get("depends_on", {})) <= set(services)
        assert "ports" not in service
        for file in service["env_file"]:
            assert (DEPLOY / f"{file}.example").is_file()
    for name in ("daemon", "worker"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
    assert re.search(r"^USER newsbot$", said(DEPLOY / "Dockerfile"), re.MULTILINE)
    images = [service["image"] for service in services.values()]
    images += re.findall(r"^FROM (\S+)", said(DEPLOY / "Dockerfile"), re.MULTILINE)
    assert all(re.search(r":(\d+|local)", image) for image in images)


def test_what_the_image_is_built_from_is_there() -> None:
    kept = re.findall(r"^!(.+)$", said(DEPLOY / "Dockerfile.dockerignore"), re.MULTILINE)
    assert all((DEPLOY.parent / each).exists() for each in kept)


def test_the_worker_is_healthy_where_the_image_looks() -> None:
    looked_at = re.search(r"127\.0\.0\.1:(\d+)/healthz", said(DEPLOY / "Dockerfile"))
    assert looked_at is not None
    assert COMPOSE["services"]["worker"]["command"][-1] == looked_at[1]
    assert f"NEWSBOT_DAEMON__HEALTH_PORT={looked_at[1]}" in said(DEPLOY / "Dockerfile")


async def exported() -> set[str]:
    """The names of all that `/metrics` says, once something of each kind has happened."""
    stories = (Standings(stage="review", parked=False, stories=1),)

    async def figures() -> Figures:
        return Figures(standings=stories, feeds=1, feeds_failing=0, usd_today=0.1, tokens_today=9, workers=1)

    health = Health(0, figures)
    health.count("story", {"stage": "review", "verdict": "review", "rules": ("numbers",), "seconds": 1.5, "usd": 0.01})
    body = (await health._metrics(None)).body  # type: ignore[arg-type]
    assert isinstance(body, bytes)
    return {line.split("{")[0].split(" ")[0] for line in body.decode().splitlines() if not line.startswith("#")}


async def test_the_dashboard_and_the_documents_name_only_what_is_exported() -> None:
    dashboard = json.loads(said(DEPLOY / "grafana" / "newsbot.json"))
    asked = {name for panel in dashboard["panels"] for each in panel["targets"] for name in names(each["expr"])}
    there = await exported()
    assert asked
    assert asked <= there
    for document in ("daemon.md", "daemon.zh-CN.md"):
        told = names(said(DEPLOY.parent / "docs" / document)) - {"newsbot_jobs"}  # a schema of the database
        assert {name for name in told if name not in there and f"{name}_count" not in there} == set()
        assert {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in there if "created" not in name} <= told


def names(text: str) -> set[str]:
    return set(re.findall(r"\bnewsbot_[a-z_]+", text))


def test_every_panel_has_its_place_and_asks_the_source_that_is_chosen() -> None:
    dashboard = json.loads(said(DEPLOY / "grafana" / "newsbot.json"))
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + i, place["y"] + j) for i in range(place["w"]) for j in range(place["h"])}
        assert max(x for x, _ in cells) < 24
        assert not taken & cells, panel["title"]
        taken |= cells
        assert panel["datasource"]["uid"] == "${source}"
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
