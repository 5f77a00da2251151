from typing import get_type_hints

from tests.contracts.backend import Unit

from bank.infrastructure.in_memory.ports_of_a_unit import OF_A_UNIT


def test_a_unit_under_the_contracts_has_every_port_of_a_unit() -> None:
    assert set(get_type_hints(Unit).values()) == OF_A_UNIT.keys()
