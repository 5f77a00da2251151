"""Simulated banks do and say what the oracle does, whatever goes wrong; and a seed is a replay."""

import ast
import asyncio
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

import pytest
from tests.simulation.__main__ import explained, told
from tests.simulation.loop import NothingLeftToHappen, SimulatedLoop
from tests.simulation.planted_decisions import DECISIONS
from tests.simulation.simulation import Outcome, Simulation

SEEDS = range(1, 31)
HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@cache
def run(seed: int) -> Outcome:
    return Simulation(seed).run()


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_bank_agrees_with_the_oracle(seed: int) -> None:
    outcome = run(seed)

    assert outcome.fault is None, explained(outcome, None)
    assert outcome.entries > 0
    assert outcome.days > 2


@pytest.mark.slow
def test_the_seeds_meet_what_they_are_for() -> None:
    outcomes = [run(seed) for seed in SEEDS[:10]]

    assert sum(outcome.deaths for outcome in outcomes) > 10
    assert sum(outcome.entries for outcome in outcomes) > 300
    assert len({outcome.digest for outcome in outcomes}) == len(outcomes)


@pytest.mark.slow
def test_a_seed_is_the_same_twice() -> None:
    one, other = Simulation(5, days=3).run(), Simulation(5, days=3).run()

    assert one.steps > 100
    assert one == other


@pytest.mark.slow
def test_a_seed_is_the_same_in_every_process() -> None:
    """What hash seeds change, the order of sets, changes nothing here."""
    said = {
        subprocess.run(
            [sys.executable, "-m", "tests.simulation", "--seeds=3", "--first=4"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "77")
    }

    assert len(said) == 1
    assert said.pop().count("trace") == 3


def test_a_failing_seed_fails_again_and_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    DECISIONS[0](monkeypatch)

    one = next(each for seed in range(1, 30) if (each := Simulation(seed).run()).fault)
    other = Simulation(one.seed).run()

    assert (one.digest, str(one.fault)) == (other.digest, str(other.fault))
    text = explained(one, None)
    assert f"make simulate SEEDS=1 FIRST={one.seed}" in text
    assert f"disagreement: {one.fault}" in text
    assert one.digest[:16] in told(one)


def test_the_oracle_asks_the_bank_nothing() -> None:
    for name in ("asks.py", "oracle.py"):
        tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
        imported = [
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [each.name for each in node.names]
            )
        ]
        allowed = ("tests.properties.asks", "tests.properties.model", "tests.simulation.asks")
        assert not [each for each in imported if each.startswith("bank")]
        assert all(each.startswith(allowed) for each in imported if each.startswith("tests"))


def test_simulated_time_passes_when_nothing_is_ready() -> None:
    loop, seen = SimulatedLoop(Random(1)), list[tuple[str, float]]()

    async def wait(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        seen.append((name, loop.time()))

    async def both() -> None:
        await asyncio.gather(wait("late", 86_400.0), wait("soon", 1.0))

    loop.complete(both())
    loop.abandon()

    assert seen == [("soon", 1.0), ("late", 86_400.0)]


def test_what_is_ready_comes_in_a_drawn_order() -> None:
    def order(seed: int) -> list[int]:
        loop, seen = SimulatedLoop(Random(seed)), list[int]()

        async def all_of_them() -> None:
            async def note(number: int) -> None:
                seen.append(number)

            await asyncio.gather(*[note(number) for number in range(6)])

        loop.complete(all_of_them())
        loop.abandon()
        return seen

    assert sorted(order(1)) == list(range(6))
    assert order(1) == order(1)
    assert len({tuple(order(seed)) for seed in range(10)}) > 5


def test_waiting_for_nothing_is_a_deadlock() -> None:
    loop = SimulatedLoop(Random(1))

    async def forever() -> None:
        await loop.create_future()

    with pytest.raises(NothingLeftToHappen):
        loop.complete(forever())
    loop.abandon()
