"""`python -m tests.fuzz --seconds=60`: every parser in turns, as long as is asked.

The first failure of each is printed, and kept under build/fuzz. `--seed` repeats a run.
"""

import argparse
import sys
from itertools import count
from pathlib import Path
from random import Random, SystemRandom
from time import monotonic

from tests.fuzz.fuzzing import Failure, fuzzed
from tests.fuzz.parsers import TARGETS
from tests.positive import positive_seconds

KEPT = Path("build/fuzz")
_TURN = 2_000


def main() -> int:
    """Fuzz, and give 1 where something was found."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("--seconds", type=positive_seconds, default=60.0)
    options.add_argument("--seed", type=int, default=SystemRandom().getrandbits(32))
    options.add_argument("--only", choices=sorted(TARGETS), action="append")
    asked = options.parse_args()
    print(f"seed {asked.seed}")  # noqa: T201 - it is what a run is repeated by
    found = _turns(asked.seconds, asked.seed, asked.only or list(TARGETS))
    for failure in found:
        print(f"FAILED {failure}\n  kept in {keep(failure, KEPT)}")  # noqa: T201 - it is the answer
    return 1 if found else 0


def _turns(seconds: float, seed: int, names: list[str]) -> list[Failure]:
    ends, found, tried = monotonic() + seconds, list[Failure](), 0
    left = list(names)
    for turn in count():
        for name in list(left):
            if monotonic() > ends:
                print(f"{tried} texts, {len(found)} failures")  # noqa: T201 - it is the answer
                return found
            failure = fuzzed(TARGETS[name], Random(f"{seed} {turn} {name}"), _TURN.__gt__)
            tried += _TURN
            if failure:
                found.append(failure)
                left.remove(name)
    return found


def keep(failure: Failure, folder: Path) -> Path:
    """Keep a failing text where it can be tried again."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{failure.target.replace(' ', '-').replace(chr(39), '')}.txt"
    kept.write_bytes(failure.text.encode("utf-8", "surrogatepass"))
    return kept


if __name__ == "__main__":
    sys.exit(main())
