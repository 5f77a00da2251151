"""What is planted, and how soon the simulation finds it."""

from typing import NamedTuple

import pytest
from tests.properties.planted_faults import FAULTS, Plant
from tests.simulation.planted_decisions import DECISIONS
from tests.simulation.planted_records import RECORDS
from tests.simulation.simulation import Simulation

SEEDS_MAX = 40
PLANTED: tuple[Plant, ...] = (*FAULTS, *DECISIONS, *RECORDS)


class Kill(NamedTuple):
    """By which seed a fault was found, and as what."""

    seed: int
    found: BaseException


def killed(plant: Plant, seeds_max: int = SEEDS_MAX) -> Kill | None:
    """Plant a fault, and run seed after seed until one finds it."""
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        for seed in range(1, seeds_max + 1):
            fault = Simulation(seed).run().fault
            if fault is not None:
                assert "TypeError" not in str(fault), f"what is planted does not fit: {fault}"
                return Kill(seed, fault)
    return None


def name_of(plant: Plant) -> str:
    """Say in words what is planted."""
    return plant.__name__.strip("_").replace("_", " ")
