"""Every operation by every role on an object of one's own, somebody else's and nobody's.

The table says to whom each operation is open; a new operation without an entry fails here. Staff
are asked a second time as whoever has signed in by one factor alone.
"""

import pytest
from tests.access.asked import Asked
from tests.access.conftest import NewWorld
from tests.access.table import TABLE
from tests.application.scene import AUTHORIZER
from tests.interfaces.http.scene import problem

from bank.domain.staff import STAFF_ROLES


def test_every_operation_is_in_the_table(operations: dict[str, tuple[str, str]]) -> None:
    missing, gone = operations.keys() - TABLE, TABLE.keys() - operations.keys()
    assert not missing, f"say in tests/access who may do {sorted(missing)}"
    assert not gone, f"take what is no operation out of the table: {sorted(gone)}"


def test_every_role_of_the_table_is_one_of_the_policys() -> None:
    named = {role for entry in TABLE.values() for role in f"{entry.to} {entry.own}".split()}
    assert named <= AUTHORIZER.roles()


@pytest.mark.parametrize("name", sorted(TABLE))
async def test_an_operation_is_open_to_whom_the_table_says_and_to_nobody_else(
    name: str, operations: dict[str, tuple[str, str]], new_world: NewWorld
) -> None:
    asked = Asked(TABLE[name], *operations[name], await new_world())
    if TABLE[name].public:
        asked.is_let_in(await asked.by(None, asked.world.own))
        for role in sorted(AUTHORIZER.roles()):
            asked.world = await new_world()
            asked.is_let_in(await asked.by(role, asked.world.own))
        return
    problem(await asked.by(None, asked.world.own), 401, "token_missing")
    for role in sorted(STAFF_ROLES):
        for whose in ("own", "foreign"):
            await asked.is_closed_to_one_factor(role, whose)
    for role in sorted(AUTHORIZER.roles(), key=asked.may_change):
        for whose in ("own", "foreign"):
            answer = await asked.by(role, asked.world.of(whose))
            asked.is_as_the_table_says(answer, role, whose)
            if TABLE[name].spends and TABLE[name].lets_in(role, whose):
                asked.world = await new_world()
        await asked.tells_nothing_of_a_foreign_object(role)
        if TABLE[name].credits and TABLE[name].opens_own(role):
            await asked.tells_nothing_of_a_foreign_payee(role)
