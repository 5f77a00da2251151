"""Every operation by every role on an object of one's own, somebody else's and nobody's.

The table says to whom each operation is open; a new operation without an entry fails here.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from tests.access import (
    accounts_table,
    approvals_table,
    bank_table,
    identity_table,
)
from tests.access.access import Access
from tests.access.world import Things, World, a_world
from tests.application.scene import AUTHORIZER, OPENED_AT, a_bank
from tests.interfaces.http.scene import RULES, House, problem
from tests.signing import token_ports

from bank.domain.approval_rules import ApprovalRule
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.interfaces.http.openapi import document

TABLE: Mapping[str, Access] = {
    **accounts_table.TABLE,
    **bank_table.TABLE,
    **identity_table.TABLE,
    **approvals_table.TABLE,
}
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LARGE_TRANSFERS = ApprovalRule(
    action="transfer.post",
    roles=frozenset({"branch_manager"}),
    currency="EUR",
    above_minor=50_00,
)
NewWorld = Callable[[], Awaitable[World]]


def _operations() -> dict[str, tuple[str, str]]:
    paths = json.loads(document())["paths"]
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


@pytest.fixture(scope="module")
def operations() -> dict[str, tuple[str, str]]:
    return _operations()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path_factory.mktemp("access") / "keys", OPENED_AT)


@pytest.fixture
async def new_world(keys: LocalKeyService) -> AsyncIterator[NewWorld]:
    """Give worlds: another one for each request that uses something up."""
    async with AsyncExitStack() as stack:

        async def made() -> World:
            ports = token_ports(keys, RULES)
            opened = a_bank(ports=ports, approvals=[LARGE_TRANSFERS]).open()
            bank = await stack.enter_async_context(opened)
            return await a_world(House(bank, keys))

        yield made


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
    asked = _Asked(name, *operations[name], await new_world())
    if TABLE[name].public:
        asked.is_let_in(await asked.by(None, asked.world.own))
        return
    problem(await asked.by(None, asked.world.own), 401, "token_missing")
    for role in sorted(AUTHORIZER.roles(), key=asked.may_change):
        for whose in ("own", "foreign"):
            answer = await asked.by(role, asked.world.of(whose))
            asked.is_as_the_table_says(answer, role, whose)
            if TABLE[name].spends and TABLE[name].lets_in(role, whose):
                asked.world = await new_world()
        await asked.tells_nothing_of_a_foreign_object(role)


class _Asked:
    """Requests of one operation."""

    def __init__(self, name: str, method: str, path: str, world: World) -> None:
        self.method = method
        self._prepared: list[Things] = []
        self.world = world
        self._access = TABLE[name]
        self._path = path

    def may_change(self, role: str) -> bool:
        """Put those first who are refused, for they leave the world as it is."""
        return self._access.opens(role) or self._access.opens_own(role)

    async def by(self, role: str | None, things: Things) -> httpx.Response:
        """Ask, as one's own customer in a role, something of somebody's things."""
        house, access = self.world.house, self._access
        there = things is not self.world.nowhere and things not in self._prepared
        if access.prepare is not None and there:
            await access.prepare(house, things)
            self._prepared.append(things)
        path = re.sub(r"\{(\w+)\}", lambda place: self._named(place[1], things), self._path)
        query = "&".join(f"{name}={things[what]}" for name, what in access.query.items())
        return await house.call(
            self.method,
            f"{path}?{query}" if query else path,
            access.body(house, things),
            role=role,
            subject=self.world.own.subject,
        )

    def is_as_the_table_says(self, answer: httpx.Response, role: str, whose: str) -> None:
        """Look at the answer to a role about something of one's own, or of somebody else."""
        access = self._access
        code = access.besides.get(f"{role} {whose}")
        if code is not None:
            assert answer.json().get("code") == code, answer.text
        elif access.opens(role):
            self.is_let_in(answer)
        elif not access.opens_own(role):
            problem(answer, 403, access.missing)
        elif whose == "own":
            self.is_let_in(answer)
        else:
            problem(answer, 404, access.hidden)

    def is_let_in(self, answer: httpx.Response) -> None:
        """The request is done, or meets the one refusal behind the door that the table names."""
        if self._access.let_in:
            said = answer.json()
            assert self._access.let_in in {said.get("code"), said.get("error")}, answer.text
        else:
            assert answer.is_success, answer.text

    async def tells_nothing_of_a_foreign_object(self, role: str) -> None:
        """What somebody else has, and what nobody has, answer alike to whoever may not see it."""
        if self._access.opens(role):
            return
        there = await self.by(role, self.world.foreign)
        nowhere = await self.by(role, self.world.nowhere)
        assert _without_names(there) == _without_names(nowhere)

    def _named(self, place: str, things: Things) -> str:
        what = self._access.path.get(place, place)
        return what[1:] if what.startswith("=") else things[what]


def _without_names(answer: httpx.Response) -> tuple[int, dict[str, str], Any]:
    """Give an answer without the ids in it."""
    headers = {name: text for name, text in answer.headers.items() if name != "x-request-id"}
    body = _ID.sub("an id", answer.text)
    return answer.status_code, headers, body
