"""Accounts that nobody has used for long fall dormant."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bank.application.accounts.idle_accounts import IdleAccounts
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.identifiers import RowId, public_id, public_id_at, row_of
from bank.domain.products import Products

AT_ONCE = 500
BEFORE_ALL = RowId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DormancyRound:
    """A portion of the accounts: after which row, and at most how many to mark."""

    after: RowId = BEFORE_ALL
    limit: int = AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """How a portion ended: at which row, where more may follow, else at none.

    ``id`` carries that row, so that a portion which was marked before leads on to the next.
    """

    id: UUID

    @property
    def last(self) -> RowId | None:
        """The row after which the next portion begins."""
        return row_of(self.id)


@use_case(action="account.mark_dormant", kind=UseCaseKind.COMMAND)
class MarkDormant:
    """Open to the bank's own workers. Refuses nothing.

    Records that open accounts are dormant whose customer has done nothing for as long as the
    product says under which they were opened: what goes out of them waits until they are
    reactivated. Each of them is told of in an event of its own.
    """

    def __init__(self, accounts: IdleAccounts, products: Products) -> None:
        """Take the accounts and the terms of products."""
        self._accounts = accounts
        self._products = products

    async def __call__(self, command: DormancyRound, act: Act) -> Marked:
        """Mark one portion."""
        today = act.now.date()
        idle_before = {
            place: today - timedelta(days=days) for place, days in self._products.dormancy().items()
        }
        marked = await self._accounts.mark_dormant(
            idle_before, after=command.after, limit=command.limit
        )
        act.changed(
            Change(
                object_kind="dormancy",
                object_id=act.audit_event,
                event="bank.account.dormant.v1" if marked else None,
                subjects=tuple(public_id_at(ref.opened_ms, ref.row) for ref in marked),
                after=f"{len(marked)} dormant",
            )
        )
        if len(marked) < command.limit:
            return Marked(id=act.audit_event)
        return Marked(id=public_id(act.now, marked[-1].row))

    async def recall(self, portion: UUID, _act: Act) -> Marked:
        """Say where the portion ended."""
        return Marked(id=portion)
