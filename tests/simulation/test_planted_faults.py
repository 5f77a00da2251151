"""The simulation finds what is planted in the decision and in the records."""

import pytest
from tests.properties.planted_faults import Plant
from tests.simulation.planted import PLANTED, SEEDS_MAX, killed, name_of


@pytest.mark.slow
@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: name_of(plant).replace(" ", "_"))
def test_a_planted_fault_is_found(plant: Plant) -> None:
    assert killed(plant) is not None, f"{name_of(plant)}: not found in {SEEDS_MAX} seeds"


def test_what_is_planted_is_named_once() -> None:
    assert len({name_of(plant) for plant in PLANTED}) == len(PLANTED) > 60
