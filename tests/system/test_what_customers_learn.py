"""A customer learns about their own accounts, and about nobody else's."""

from uuid import UUID

import pytest
from tests.people_who_sign_in import authenticator, code_of
from tests.system.assembly import CUSTOMER, OpenBank

from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.accounts.read_balances import BalanceQuestion, GetBalance
from bank.application.accounts.read_entries import (
    AccountExport,
    EntriesOfAccount,
    ExportAccountEntries,
    ListAccountEntries,
)
from bank.application.identity.challenges.confirm_challenge import Confirmation, ConfirmChallenge
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.payees import PayeeCannotReceive
from bank.application.ports.entries import EntryNotFound
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.application.transfers.read_transfers import GetTransfer, TransferById
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.challenges import ChallengePending
from bank.domain.factors import FactorKind
from bank.domain.ledger.refusals import AccountNotFound, InsufficientFunds
from bank.infrastructure.system.clock import SystemClock


async def test_whatever_is_the_matter_with_a_payee_is_one_answer(bank: OpenBank) -> None:
    """Before the payer has confirmed it as after, and when it is only tried."""
    payer = await bank.account(funds_minor=100)
    me = str(payer.owner_id)
    await bank.let_pay(me)
    closed, yen = await bank.account(), await bank.account(money="JPY")
    await bank.run(CloseAccount, AccountClosing(str(closed.id)))
    till = (await bank.deposit(payer, 1)).entry.postings[0]
    for payee in (str(closed.id), str(yen.id), "nobody", yen.number, str(till.account)):
        order = TransferOrder(str(payer.id), payee, 10, "EUR")
        with pytest.raises(ChallengePending):
            await bank.run(PostTransfer, order, subject=me, roles=CUSTOMER, dry_run=True)
        with pytest.raises(ChallengePending) as waits:
            await bank.run(PostTransfer, order, subject=me, roles=CUSTOMER, key=payee)
        await _confirmed(bank, me, waits.value.context["challenge"])
        with pytest.raises(PayeeCannotReceive):
            await bank.run(PostTransfer, order, subject=me, roles=CUSTOMER, key=payee)
    for known in (closed, yen):
        await bank.let_pay(me, known)
        order = TransferOrder(str(payer.id), str(known.id), 10, "EUR")
        with pytest.raises(PayeeCannotReceive):
            await bank.run(PostTransfer, order, subject=me, roles=CUSTOMER, dry_run=True)


async def _confirmed(bank: OpenBank, owner: str, challenge: UUID) -> None:
    """Confirm a payment by an authenticator that is new, and so has shown no code yet."""
    scopes, now = DishkaScopes(bank.container), SystemClock().now()
    async with scopes.open(UseCaseKind.COMMAND) as scope:
        found = await (await scope.get(Principals)).find(owner)
    assert found is not None
    secret = await authenticator(scopes, found.row, now)
    proof = {"code": code_of(secret, now)}
    command = Confirmation(challenge=challenge, kind=FactorKind.TOTP, proof=proof)
    await bank.run(ConfirmChallenge, command, subject=owner, roles=CUSTOMER)


async def test_what_is_the_matter_with_ones_own_account_is_said(bank: OpenBank) -> None:
    payer, payee = await bank.account(funds_minor=5), await bank.account()
    await bank.let_pay(str(payer.owner_id), payee)
    order = TransferOrder(str(payer.id), str(payee.id), 10, "EUR")
    with pytest.raises(InsufficientFunds):
        await bank.run(PostTransfer, order, subject=str(payer.owner_id), roles=CUSTOMER)


async def test_a_foreign_account_is_as_if_it_were_not_there(bank: OpenBank) -> None:
    mine, theirs = await bank.account(), await bank.account(funds_minor=100)
    posted = await bank.transfer(theirs, await bank.account(), 1)
    me = str(mine.owner_id)
    name = str(theirs.id)
    for use_case, command, refusal in (
        (GetAccount, AccountByName(name), AccountNotFound),
        (ListAccountEntries, EntriesOfAccount(account=name), AccountNotFound),
        (ExportAccountEntries, AccountExport(account=name), AccountNotFound),
        (GetBalance, BalanceQuestion(account=name), AccountNotFound),
        (GetTransfer, TransferById(posted.result.id), EntryNotFound),
        (PostTransfer, TransferOrder(name, str(mine.id), 1, "EUR"), AccountNotFound),
    ):
        with pytest.raises(refusal):
            await bank.run(use_case, command, subject=me, roles=CUSTOMER)
    assert await bank.balance(theirs) == 99
