"""The whole ledger in memory, and its proofs."""

from collections.abc import AsyncIterator, Sequence

from bank.application.ledger.books import (
    Books,
    CheckStep,
    Finding,
    InternalAccountView,
    TrialBalanceLine,
)
from bank.domain.identifiers import public_id_at
from bank.infrastructure.in_memory.checks import CHECKS
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryBooks(Books):
    """The books as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def internal_accounts(
        self, *, after: str | None, limit: int
    ) -> Sequence[InternalAccountView]:
        """Give the bank's own accounts."""
        views = [
            InternalAccountView(
                id=public_id_at(ledger.opened_ms, ledger.row),
                gl_code=ledger.gl_code,
                kind=ledger.kind,
                position=ledger.position,
                currency=ledger.currency,
                branch=ledger.branch,
                balance_minor=ledger.shown_minor,
            )
            for ledger in self._tables.ledger_accounts.values()
            if ledger.position is not None
        ]
        views.sort(key=_place)
        if after is not None:
            position, _, currency = after.rpartition("~")
            views = [view for view in views if _place(view) > (position, currency)]
        return views[:limit]

    async def trial_balance(self) -> Sequence[TrialBalanceLine]:
        """Sum the accounts."""
        sums: dict[tuple[str, str], TrialBalanceLine] = {}
        for ledger in self._tables.ledger_accounts.values():
            place = (ledger.gl_code, ledger.currency)
            before = sums.get(place)
            sums[place] = TrialBalanceLine(
                gl_code=ledger.gl_code,
                kind=ledger.kind,
                currency=ledger.currency,
                accounts=(before.accounts if before else 0) + 1,
                balance_minor=(before.balance_minor if before else 0) + ledger.balance_minor,
            )
        return [sums[place] for place in sorted(sums)]

    async def check(self) -> AsyncIterator[CheckStep]:
        """Walk the tables once for each proof."""
        for proof, check in CHECKS.items():
            verdicts = list(check(self._tables))
            offenders = [verdict for verdict in verdicts if verdict is not None]
            finding = Finding(proof, offenders[0], len(offenders)) if offenders else None
            yield CheckStep(proof, len(verdicts), finding)


def _place(view: InternalAccountView) -> tuple[str, str]:
    return view.position, view.currency
