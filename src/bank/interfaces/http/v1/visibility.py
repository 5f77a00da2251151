"""Whose balances an answer may show: those of accounts that the caller may read."""

from bank.application.accounts.read_accounts import GetAccount
from bank.application.pipeline.declaration import declaration_of
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.authorizer import Resource, Verdict
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.domain.ledger.entries import Posting
from bank.domain.ledger.refusals import AccountNotFound
from bank.interfaces.http.calls import Asked
from bank.interfaces.http.services import Services

_READ = declaration_of(GetAccount).action


def reads_every_account(request: Asked) -> bool:
    """Whether the caller may read accounts unconditionally."""
    return _services(request).authorizer.decide(request.user, _READ) is Verdict.ALLOWED


async def reads_account_of(request: Asked, posting: Posting) -> bool:
    """Whether the caller may read a posting's account; no, where that cannot be found out.

    The posting has been done: its answer must not fail for what it shows beside it.
    """
    services = _services(request)
    verdict = services.authorizer.decide(request.user, _READ)
    if verdict is Verdict.DEPENDS:
        try:
            holders = await services.directory.holders(
                AccountRef(posting.account, posting.opened_ms)
            )
        except (DatabaseUnavailable, TransientFault):
            return False
        resource = Resource(holders=holders, hidden_by=AccountNotFound)
        verdict = services.authorizer.decide(request.user, _READ, resource)
    return verdict is Verdict.ALLOWED


def _services(request: Asked) -> Services:
    services: Services = request.app.state.services
    return services
