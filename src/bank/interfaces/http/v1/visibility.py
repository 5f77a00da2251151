"""Whose balances an answer may show: those of accounts that the caller may read."""

from collections.abc import Sequence

from bank.application.accounts.read_accounts import GetAccount
from bank.application.pipeline.declaration import declaration_of
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.authorizer import Verdict
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.domain.ledger.entries import Posting
from bank.domain.ledger.refusals import AccountNotFound
from bank.interfaces.http.calls import Asked
from bank.interfaces.http.services import services_of

_READ = declaration_of(GetAccount).action


def reads_every_account(request: Asked) -> bool:
    """Whether the caller may read accounts unconditionally."""
    return services_of(request).authorizer.decide(request.user, _READ) is Verdict.ALLOWED


async def readable(request: Asked, postings: Sequence[Posting]) -> Sequence[Posting]:
    """Give the postings whose account the caller may read; none, where that cannot be found out.

    The postings have been done: their answer must not fail for what it shows beside them.
    """
    verdict = services_of(request).authorizer.decide(request.user, _READ)
    if verdict is not Verdict.DEPENDS:
        return postings if verdict is Verdict.ALLOWED else ()
    return [posting for posting in postings if await _reads_account_of(request, posting)]


async def _reads_account_of(request: Asked, posting: Posting) -> bool:
    services = services_of(request)
    try:
        held = await services.directory.holding(AccountRef(posting.account, posting.opened_ms))
    except (DatabaseUnavailable, TransientFault):
        return False
    resource = held.resource(AccountNotFound)
    return services.authorizer.decide(request.user, _READ, resource) is Verdict.ALLOWED
