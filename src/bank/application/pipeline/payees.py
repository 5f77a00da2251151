"""What a payer learns of the account of a payee: that it cannot receive, and no more."""

from bank.application.pipeline.act import Act
from bank.application.ports.account_directory import Holding
from bank.application.ports.authorizer import Verdict
from bank.domain.identifiers import RowId
from bank.domain.ledger.limits import LimitExceeded
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountDormant,
    AccountNotFound,
    CurrencyMismatch,
    InternalAccount,
)
from bank.domain.refusals import Refusal

_READ_ACCOUNT = "account.read"
_OF_AN_ACCOUNT = (
    AccountNotFound,
    InternalAccount,
    AccountClosed,
    AccountDormant,
    AccountBlocked,
    CurrencyMismatch,
    LimitExceeded,
)


class PayeeCannotReceive(Refusal):
    """What is the matter with somebody else's account is not the payer's to know."""

    code = "payee_cannot_receive"
    title = "The account of the payee cannot receive this; check it with them."


def may_know(payee: Holding, act: Act) -> bool:
    """Whether whoever acts may read the account of a payee, and so learn what it is."""
    resource = payee.resource(AccountNotFound)
    return act.authorizer.decide(act.actor, _READ_ACCOUNT, resource) is Verdict.ALLOWED


def shown_to_payer(refusal: Refusal, payee: RowId, act: Act) -> Refusal:
    """Give a refusal as the payer may see it.

    What tells of the credited account is one and the same refusal to whoever may not read it,
    recorded where the true one is; the payer's own account is looked at before.
    """
    about_payee = isinstance(refusal, _OF_AN_ACCOUNT) and refusal.context.get("row", payee) == payee
    if act.may(_READ_ACCOUNT) or not about_payee:
        return refusal
    shown = PayeeCannotReceive()
    shown.recorded, shown.replayed = refusal.recorded, refusal.replayed
    return shown
