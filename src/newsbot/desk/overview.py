"""概览: how the newsroom has been doing, in pictures. Nothing here changes anything."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from newsbot.desk import charts
from newsbot.desk.charts import Columns, Layer
from newsbot.desk.room import Room
from newsbot.desk.rules import rule_name
from newsbot.ledger import MICROS
from newsbot.news import Followed, Outcome
from newsbot.newsroom import Cost, Made

SPANS = (7, 30, 90)  # days
DEFAULT = 30
MOST_RULES = 15
MOST_FEEDS = 20
TROUBLE = 3  # polls in a row that failed, as in `newsbot status`

Health = Literal["well", "shaky", "failing", "paused", "new"]
HEALTH: tuple[Health, ...] = ("well", "shaky", "failing", "paused", "new")
COLOURS = {"pass": "good", "review": "doubt", "hold": "bad"}
FEED_COLOURS: dict[Health, str] = {"well": "good", "shaky": "doubt", "failing": "bad", "paused": "own", "new": "soft"}
VERDICTS: tuple[Outcome, ...] = ("pass", "review", "hold")


class Feed(NamedTuple):
    """A feed in trouble: its name, how it is, how often in a row it failed, and how the last poll ended."""

    name: str
    health: Health
    failures: int
    result: str


async def overview(room: Room, request: Request, editor: str) -> Response:
    """The page, over the days that the address asks for."""
    newsroom, zone = room.newsroom, room.newsroom.settings.zone
    given = request.query_params.get("days", "")
    count = next((span for span in SPANS if str(span) == given), DEFAULT)
    local = newsroom.world.now().astimezone(zone)
    over = charts.days(local.date(), count)
    since = datetime.combine(over[0], datetime.min.time(), zone)
    made = await newsroom.store.made(since)
    costs = await newsroom.store.costs(since, zone)
    feeds = await newsroom.world.archive.followed()
    written = [each for each in made if not each.is_published]
    rules = Counter[str]()
    for each in written:
        rules.update(each.rules)
    verdicts = Counter(each.outcome for each in written)
    health = Counter(map(how, feeds))

    def of(each: Made) -> date:
        return each.at.astimezone(zone).date()

    published = _counted((each for each in made if each.is_published), of)
    return room.page(
        "overview",
        "overview",
        editor=editor,
        spans=SPANS,
        count=count,
        written=charts.columns(over, [_layer(room, over, written, outcome, of) for outcome in VERDICTS]),
        published=charts.columns(over, [charts.layer(room.words("published"), "c1", over, published)]),
        verdicts=charts.bars([(room.words(each), COLOURS[each], verdicts[each]) for each in VERDICTS]),
        rules=charts.bars(
            [(rule_name(rule, room.words.language), "c1", number) for rule, number in rules.most_common(MOST_RULES)]
        ),
        costs=_costs(room, over, costs),
        feeds=charts.bars([(room.words(f"feed-{each}"), FEED_COLOURS[each], health[each]) for each in HEALTH]),
        troubled=_troubled(feeds),
    )


def _counted(made: Iterable[Made], of: Callable[[Made], date]) -> dict[date, float]:
    return {day: float(number) for day, number in Counter(map(of, made)).items()}


def _layer(
    room: Room, over: Sequence[date], made: Sequence[Made], outcome: Outcome, of: Callable[[Made], date]
) -> Layer:
    counted = _counted((each for each in made if each.outcome == outcome), of)
    return charts.layer(room.words(outcome), COLOURS[outcome], over, counted)


def _costs(room: Room, over: Sequence[date], costs: Sequence[Cost]) -> Columns:
    """US dollars by day, a layer for each model."""
    spent: dict[str, dict[date, float]] = {}
    for each in costs:
        spent.setdefault(each.model, {})[each.day] = each.micros / MICROS
    layers = [charts.layer(model, "", over, values) for model, values in spent.items()]
    return charts.columns(over, charts.gathered(layers, room.words("others")))


def how(feed: Followed) -> Health:
    """How a feed is."""
    if feed.paused:
        return "paused"
    if feed.failures:
        return "failing" if feed.failures >= TROUBLE else "shaky"
    return "well" if feed.answered else "new"


def _troubled(feeds: Sequence[Followed]) -> Sequence[Feed]:
    found = [Feed(each.name, how(each), each.failures, each.result[:300]) for each in feeds if each.failures]
    return sorted(found, key=lambda each: (-each.failures, each.name))[:MOST_FEEDS]
