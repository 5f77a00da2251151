"""A pass over the books: one query, and all the proofs that its rows serve.

PostgreSQL's own: another engine unpacks the legs of an entry, and joins, in its own way.
"""

from typing import NamedTuple

from sqlalchemy import text

from bank.application.ledger.books import CheckStep, Finding
from bank.application.ledger.proofs import Proof
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class Condition(NamedTuple):
    """When a row of a pass does not hold.

    ``broken`` is SQL, where unknown means that nothing is wrong; ``key`` is an SQL value, or an
    array, by which offenders are ordered and which fills the braces of ``offender``.
    """

    proof: Proof
    offender: str
    key: str
    broken: str


class Pass(NamedTuple):
    """A query of everything there is of its kind, and the conditions that its rows must not meet.

    What another proof has read and sorted already is not read again: it is one more condition.
    ``shortcut``, where there is one, is a cheaper query of how many rows were looked at, and of
    whether anything is broken.
    """

    rows: str
    conditions: tuple[Condition, ...]
    shortcut: str | None = None

    @property
    def reading(self) -> str:
        """The query that gives how many rows there are, and how many of them are broken."""
        if self.shortcut is not None:
            return self.shortcut
        broken = " OR ".join(f"({each.broken})" for each in self.conditions)
        select = f"SELECT count(*), count(*) FILTER (WHERE {broken})"
        return f"{select} FROM ({self.rows}) AS looked_at"

    @property
    def naming(self) -> str:
        """The query that gives the first offender of each proof, and how many there are."""
        columns = ", ".join(
            f"min({each.key}) FILTER (WHERE {each.broken}), count(*) FILTER (WHERE {each.broken})"
            for each in self.conditions
        )
        return f"SELECT {columns} FROM ({self.rows}) AS looked_at"  # noqa: S608 - ours


async def run_pass(unit: SqlUnitOfWork, wanted: Pass) -> list[CheckStep]:
    """Run one pass in the unit's snapshot, and give what became of each of its proofs.

    Most find nothing: only one that does is run again, to name what it found.
    """
    execute, book = unit.connection.execute, {"book": unit.book}
    looked_at, broken = (await execute(text(wanted.reading), book)).one()
    if not broken:
        return [CheckStep(each.proof, looked_at, None) for each in wanted.conditions]
    named = (await execute(text(wanted.naming), book)).one()
    return [
        CheckStep(condition.proof, looked_at, _finding(condition, key, count))
        for condition, key, count in zip(wanted.conditions, named[::2], named[1::2], strict=True)
    ]


def _finding(condition: Condition, key: object, count: int) -> Finding | None:
    if not count:
        return None
    named = condition.offender.format(*(key if isinstance(key, list) else [key]))
    return Finding(condition.proof, named, count)
