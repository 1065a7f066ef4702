"""`newsbot eval claims`: whether sources support claims, and how often that is right."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, BinaryIO

import click

from newsbot.cli import ERROR, OK
from newsbot.cli.eval import rows
from newsbot.cli.screen import counted

if TYPE_CHECKING:
    from newsbot.checks import Standards
    from newsbot.claims import Case, Held
    from newsbot.news import Judged

Judge = Callable[[Sequence["Case"]], Awaitable[Mapping[str, "Judged"]]]
Told = tuple[str, bool | None, str]
"""Of a row: its kind, whether it says that it is supported (None: it does not say), and the verdict."""

BATCH = 12_000
"""Characters of sources and claims that a judge is shown at once, where one claim is not more by itself."""

_LABELS = {
    **dict.fromkeys(("true", "1", "yes", "supported", "entailment", "positive"), True),
    **dict.fromkeys(("false", "0", "no", "unsupported", "partly", "contradicted", "contradiction", "negative"), False),
}


@click.command("claims")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--judge",
    "role",
    type=click.Choice(["none", "judge", "draft", "rank"]),
    default="none",
    show_default=True,
    help="Ask the model of this role too; the stricter of rules and judge holds.",
)
@click.option("--json", "as_json", is_flag=True, help="Print each row with verdict, findings and score, one a line.")
def command(file: BinaryIO, role: str, as_json: bool) -> int:
    """Say of each row of FILE (JSON lines with texts `claim` and `source`) whether the source supports the claim.

    The verdict is supported, partly, contradicted or unsupported, by the rules of the gate; without positive
    evidence it is never supported. In a newsroom's folder its own names are known, as in its articles; house terms,
    limits and other standards say nothing of facts and are not looked at.
    The score says how well supported, 0 to 1. Where rows have a `supported`
    or `label` (true or false), precision, recall, balanced accuracy and false alarms are printed to stderr by `kind` or
    `domain`: a claim that is not supported is what is to be caught. Rows that cannot be read are named and left
    out; exit code 1 when none could be read.
    """
    told: list[Told] = []

    def tell(row: rows.Row, held: "Held") -> None:
        told.append((_kind(row.given), _truth(row.given), held.verdict))
        if as_json:
            findings = [finding.model_dump(exclude={"place"}) for finding in held.findings]
            more = {"verdict": held.verdict, "findings": findings, "score": held.score}
            click.echo(json.dumps({**row.given, **more}, ensure_ascii=False))
        else:
            rules = ", ".join(dict.fromkeys(finding.rule for finding in held.findings))
            click.echo(f"{row.line}\t{held.verdict}\t{held.score:.3f}\t{rules}")

    found = rows.read(file, "claim", "source")
    standards = _standards()
    if role == "none":
        from newsbot import claims

        for row in found:
            tell(row, claims.held(claims.laid_out(row.one, row.other), standards=standards))
    else:
        asyncio.run(_judged(found, role, tell, standards))
    for line in _summary(told):
        click.echo(line, err=True)
    return OK if told else ERROR


def _standards() -> "Standards":
    """The newsroom's own names. Raises `SettingsError` where settings or that file cannot be read."""
    from newsbot import checks, wiring
    from newsbot.settings import load

    return checks.Standards(own_names=wiring.own_names(load()))


# ---------------------------------------------------------------- with a judge


async def _judged(
    found: Iterator[rows.Row], role: str, tell: Callable[[rows.Row, "Held"], None], standards: "Standards"
) -> None:
    """Every row by rules and judge, a batch at a time. Raises `SettingsError` where that role's model may not judge."""
    from newsbot import claims

    batch: list[tuple[rows.Row, Case]] = []
    size = 0
    async with _judge(role, standards) as judge:

        async def settle() -> None:
            words = await judge([case for _, case in batch])
            for row, case in batch:
                tell(row, claims.held(case, words, standards))

        for number, row in enumerate(found, 1):
            case = claims.laid_out(row.one, row.other, number)
            length = len(case.sentences) * len(row.other)
            if batch and size + length > BATCH:
                await settle()
                batch, size = [], 0
            batch.append((row, case))
            size += length
        await settle()


@asynccontextmanager
async def _judge(role: str, standards: "Standards") -> AsyncIterator[Judge]:
    """The model of the role as a judge: probed as the gate's is, its calls booked and capped."""
    from newsbot import claims, judging, wiring
    from newsbot.errors import SettingsError
    from newsbot.settings import load

    settings = load()
    named = getattr(settings.llm, f"{role}_model")
    if not named:
        raise SettingsError(f"the role {role} has no model; set NEWSBOT_LLM__{role.upper()}_MODEL")
    asked = {
        "judge_model": named,
        "draft_model": settings.llm.draft_model or named,
        "judge": getattr(settings.llm, role),
    }
    settings = settings.model_copy(update={"llm": settings.llm.model_copy(update=asked), "writer": "auto"})
    async with wiring.opened(settings, lambda _, what: click.echo(what, err=True)) as newsroom:
        model = newsroom.world.model(wiring.PROBE_STORY, 0)
        if model is None or not newsroom.rules.judge:
            raise SettingsError(f"{named} may not judge; newsbot doctor says why")
        secret = await newsroom.world.archive.secret()

        async def judge(cases: "Sequence[Case]") -> "Mapping[str, Judged]":
            asked = [each for case in cases for each in claims.to_judge(case, standards)]
            if not asked:
                return {}
            return await judging.judge(model, newsroom.world.prompts, claims.evidence(cases), secret, asked)

        yield judge


# ---------------------------------------------------------------- measured


def _kind(row: dict[str, object]) -> str:
    return str(row.get("kind") or row.get("domain") or "")


def _truth(row: dict[str, object]) -> bool | None:
    label = row["supported"] if "supported" in row else row.get("label")
    return _LABELS.get(str(label).strip().lower())


def _summary(told: Sequence[Told]) -> Iterator[str]:
    from newsbot.claims import STRICTEST

    verdicts = [verdict for *_, verdict in told]
    counts = ", ".join(f"{verdicts.count(each)} {each}" for each in reversed(STRICTEST))
    yield f"{counted(len(told), 'claim', 'claims')}: {counts}"
    known = [(kind, truth, verdict != "supported") for kind, truth, verdict in told if truth is not None]
    if not known:
        return
    kinds = sorted({kind for kind, *_ in known})
    width = max(len("all"), *map(len, kinds)) + 2
    yield f"{'':{width}}{'claims':>7}{'precision':>11}{'recall':>8}{'balanced':>10}{'false alarms':>14}"
    for kind in kinds if len(kinds) > 1 else []:
        yield _line(kind or "-", width, [each for each in known if each[0] == kind])
    yield _line("all", width, known)


def _line(name: str, width: int, known: Iterable[tuple[str, bool, bool]]) -> str:
    """One line of the table: not supported is what is to be caught, and a false alarm is a true claim caught."""
    known = list(known)
    false = [caught for _, supported, caught in known if not supported]
    true = [caught for _, supported, caught in known if supported]
    caught, alarms = sum(false), sum(true)
    balanced = (caught / len(false) + 1 - alarms / len(true)) / 2 if false and true else 0
    cells = (
        f"{len(known):>7}",
        f"{rows.share(caught, caught + alarms):>11}",
        f"{rows.share(caught, len(false)):>8}",
        f"{rows.share(balanced, bool(false and true)):>10}",
        f"{rows.share(alarms, len(true)):>14}",
    )
    return f"{name:{width}}{''.join(cells)}"
