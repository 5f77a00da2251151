"""`make simulate`: simulated banks, seed after seed, until one disagrees with the oracle."""

import argparse
import sys
from time import perf_counter

from tests.positive import positive_count
from tests.simulation.planted import PLANTED, killed, name_of
from tests.simulation.simulation import Outcome, Simulation


def main() -> int:
    """Run the seeds that are asked for; say how each went, and of a failure how to see it again."""
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("--seeds", type=positive_count, default=100, help="how many")
    asked.add_argument("--first", type=int, default=1, help="the first of them")
    asked.add_argument("--days", type=int, default=None, help="days to simulate; else drawn")
    asked.add_argument("--planted", action="store_true", help="look for planted faults instead")
    given = asked.parse_args()
    if given.planted:
        return score()
    began, failed = perf_counter(), 0
    for seed in range(given.first, given.first + given.seeds):
        outcome = Simulation(seed, days=given.days).run()
        _say(told(outcome))
        if outcome.fault is not None:
            failed += 1
            _say(explained(outcome, given.days))
    _say(f"{given.seeds} seeds, {failed} of them failed")
    sys.stderr.write(f"{perf_counter() - began:.1f} seconds\n")
    return 1 if failed else 0


def score() -> int:
    """Plant each fault and say which seed found it, and as what; then the score."""
    alive = 0
    for plant in PLANTED:
        kill = killed(plant)
        alive += kill is None
        how = "NOT FOUND" if kill is None else f"seed {kill.seed}: {str(kill.found)[:100]}"
        _say(f"{name_of(plant)}: {how}")
    _say(f"killed {len(PLANTED) - alive} of {len(PLANTED)}")
    return 1 if alive else 0


def told(outcome: Outcome) -> str:
    """Say in a line how a simulation went."""
    return (
        f"seed {outcome.seed}: {outcome.days:.0f} days, {outcome.operations} operations,"
        f" {outcome.entries} entries, {outcome.deaths} deaths, {outcome.steps} steps,"
        f" trace {outcome.digest[:16]}"
    )


def explained(outcome: Outcome, days: int | None) -> str:
    """Say what was wrong, what came before it, and how to see it again."""
    steps = "\n  ".join(outcome.last)
    also = f" --days={days}" if days else ""
    return (
        f"  {steps}\n"
        f"{type(outcome.fault).__name__}: {outcome.fault}\n"
        f"To see it again: make simulate SEEDS=1 FIRST={outcome.seed}"
        + (
            f", or python -m tests.simulation --seeds=1 --first={outcome.seed}{also}"
            if also
            else ""
        )
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
