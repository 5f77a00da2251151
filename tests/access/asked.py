"""Requests of one operation, and what the table says of their answers."""

import re
from dataclasses import replace
from typing import Any

import httpx
from tests.access.access import Access
from tests.access.world import Things, World
from tests.interfaces.http.scene import problem

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Asked:
    """Requests of one operation."""

    def __init__(self, access: Access, method: str, path: str, world: World) -> None:
        self.method = method
        self._prepared: list[Things] = []
        self.world = world
        self._access = access
        self._path = path

    def may_change(self, role: str) -> bool:
        """Put those first who are refused, for they leave the world as it is."""
        return self._access.opens(role) or self._access.opens_own(role)

    async def by(
        self, role: str | None, things: Things, factors: int | None = None
    ) -> httpx.Response:
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
            factors=factors,
            branch=access.branch,
            headers=await self._version_of(things) if access.as_read else {},
        )

    async def _version_of(self, things: Things) -> dict[str, str]:
        """Name the version that a customer has now; of nobody any would do."""
        read = await self.world.house.call("GET", f"/v1/customers/{things['customer']}")
        return {"if-match": read.headers.get("etag", '"1"')}

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

    async def is_closed_to_one_factor(self, role: str, whose: str) -> None:
        """Ask as staff who have yet to enrol: whatever two factors open is closed to one.

        But for what the table says is open to one: they enrol, and leave.
        """
        access = self._access
        if access.one_factor:
            return
        answer = await self.by(role, self.world.of(whose), factors=1)
        opened = access.opens(role) or access.opens_own(role)
        problem(answer, 403, "second_factor_needed" if opened else access.missing)

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

    async def tells_nothing_of_a_foreign_payee(self, role: str) -> None:
        """Whatever account is to be paid that is not one's own answers as what is not there."""
        mine, credited = self.world.own, self._access.credits
        foreign, nowhere = self.world.foreign, self.world.nowhere
        payees = (foreign[credited], foreign["account"], nowhere[credited])
        answers = [
            await self.by(role, replace(mine, names={**mine.names, credited: payee}))
            for payee in payees
        ]
        problem(answers[-1], 422, "payee_cannot_receive")
        assert len({str(_without_names(each)) for each in answers}) == 1

    def _named(self, place: str, things: Things) -> str:
        what = self._access.path.get(place, place)
        return what[1:] if what.startswith("=") else things[what]


def _without_names(answer: httpx.Response) -> tuple[int, dict[str, str], Any]:
    """Give an answer without the ids in it."""
    headers = {name: text for name, text in answer.headers.items() if name != "x-request-id"}
    body = _ID.sub("an id", answer.text)
    return answer.status_code, headers, body
