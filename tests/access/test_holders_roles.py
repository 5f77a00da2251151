"""What customers may do to accounts that they hold by mandate, or are beneficial owners of."""

import pytest
from tests.access.asked import Asked
from tests.access.conftest import NewWorld
from tests.access.mandates_table import OPEN_BY_MANDATE, REFUSED_BY_MANDATE
from tests.access.table import TABLE
from tests.access.world import held_by
from tests.interfaces.http.scene import problem

OF_CUSTOMERS = sorted(name for name, access in TABLE.items() if access.opens_own("customer"))


def test_every_operation_of_the_mandates_table_is_one_of_customers() -> None:
    assert set(OF_CUSTOMERS) >= OPEN_BY_MANDATE | REFUSED_BY_MANDATE


@pytest.mark.parametrize("name", OF_CUSTOMERS)
async def test_a_mandate_reaches_as_far_as_the_table_says(
    name: str, operations: dict[str, tuple[str, str]], new_world: NewWorld
) -> None:
    world = await new_world()
    asked = Asked(TABLE[name], *operations[name], world)
    answer = await asked.by("customer", await held_by(world.house, world.own, "mandate"))
    if name in OPEN_BY_MANDATE:
        asked.is_let_in(answer)
    elif name in REFUSED_BY_MANDATE:
        problem(answer, 403, "action_forbidden")
    else:
        asked.is_as_the_table_says(answer, "customer", "foreign")


@pytest.mark.parametrize("name", OF_CUSTOMERS)
async def test_to_a_beneficial_owner_the_account_is_not_there(
    name: str, operations: dict[str, tuple[str, str]], new_world: NewWorld
) -> None:
    world = await new_world()
    asked = Asked(TABLE[name], *operations[name], world)
    things = await held_by(world.house, world.own, "beneficial_owner")
    answer = await asked.by("customer", things)
    asked.is_as_the_table_says(answer, "customer", "foreign")
