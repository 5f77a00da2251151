"""Somebody signs in, pays by a proof and loses their factors; staff change what others may do."""

from datetime import timedelta
from typing import Any

import pytest
from tests.people_who_sign_in import code_of
from tests.signing import Client
from tests.system.assembly import CUSTOMER, OpenBank
from tests.system.own_registration import PASSWORD, STRANGER

from bank.application.identity.challenges.confirm_challenge import Confirmation, ConfirmChallenge
from bank.application.identity.challenges.own_threshold import NewThreshold, SetThreshold
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.factors.enrol_totp import (
    ConfirmTotp,
    EnrolTotp,
    FirstCode,
    NewAuthenticator,
)
from bank.application.identity.factors.renew_recovery_codes import (
    NewRecoveryCodes,
    RenewRecoveryCodes,
)
from bank.application.identity.recovery.reset_factors import LostFactors, RequestFactorReset
from bank.application.identity.sessions.my_sessions import OwnSessions, SignOut
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.application.identity.tokens.issue_client_token import ClientGrant, IssueClientToken
from bank.application.pipeline.act import Caller
from bank.application.policies.change_policy import ChangePolicy, PolicyChange
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approval_rules import ApprovalRule
from bank.domain.audit import Actor
from bank.domain.challenges import ChallengePending
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.factors import FactorKind
from bank.domain.parties import Customer
from bank.domain.policies import RoleLimit, Rule, RuleChange
from bank.domain.sessions import SessionKind
from bank.domain.staff import BREAK_GLASS
from bank.infrastructure.system.clock import SystemClock

ADMINISTRATOR, TELLER = ("administrator",), ("teller",)
EARLY = timedelta(seconds=30)


async def sign_in_and_pay(
    bank: OpenBank, customer: Customer, name: str, payee: CustomerAccount, text: str
) -> None:
    """Leave a row in every table of signing in and of confirmed payments, a text where it fits."""
    subject = str(customer.id)
    credentials = Credentials(
        name=name, password=PASSWORD, session_kind=SessionKind.APP, remember_as=text
    )
    signed_in = (await bank.run(BeginSignIn, credentials, roles=STRANGER)).result
    secret = await _enrolled(bank, subject, text)
    needed = (await bank.run(BeginSignIn, credentials, roles=STRANGER)).result
    assert isinstance(needed, FactorNeeded)
    payer = await bank.account(customer.id, funds_minor=10_000, name=text)
    order = TransferOrder(payer.number, payee.number, 100, "EUR", text)
    caller = _in_session(bank, subject, signed_in.session.id, order)
    with pytest.raises(ChallengePending) as waiting:
        await bank.pipeline.run(PostTransfer, order, caller)
    proof = Confirmation(
        challenge=waiting.value.context["challenge"],
        kind=FactorKind.TOTP,
        proof={"code": code_of(secret, SystemClock().now() + EARLY)},
    )
    await bank.run(ConfirmChallenge, proof, roles=CUSTOMER, subject=subject)
    await bank.pipeline.run(PostTransfer, order, caller)
    threshold = NewThreshold(currency="KWD", amount_minor=1)
    await bank.run(SetThreshold, threshold, roles=CUSTOMER, subject=subject)
    await bank.pipeline.run(SignOut, OwnSessions(), caller)
    await bank.run(RequestFactorReset, LostFactors(owner=customer.id), roles=TELLER)


async def change_who_may_do_what(bank: OpenBank) -> None:
    """Leave a changed policy, and a client that has had a token."""
    change = PolicyChange(
        if_version=0,
        changes=(RuleChange(Rule("teller", "limit.set", "always")),),
        limits=(RoleLimit("teller", "EUR", 5_000),),
        approvals=(
            ApprovalRule(actions=("limit.set",), roles=frozenset(ADMINISTRATOR)),
            ApprovalRule(
                actions=("policy.change", "staff.register", "staff.change"),
                roles=frozenset(ADMINISTRATOR),
                waived_while_alone=True,
                exempt=frozenset({BREAK_GLASS}),
            ),
        ),
    )
    await bank.run(ChangePolicy, change, roles=ADMINISTRATOR)
    client = Client("payroll")
    new = NewClient(client_id=client.client_id, roles=("auditor",), keys=client.keys)
    await bank.run(RegisterClient, new, roles=ADMINISTRATOR)
    shown = client.assertion(bank.settings.tokens.issuer, SystemClock().now())
    await bank.run(IssueClientToken, ClientGrant(assertion=shown), roles=STRANGER)


async def _enrolled(bank: OpenBank, subject: str, named: str) -> str:
    """Have somebody enrol recovery codes and an authenticator, and give its secret."""

    async def done(use_case: type[Any], command: Any) -> Any:
        return (await bank.run(use_case, command, roles=CUSTOMER, subject=subject)).result

    await done(RenewRecoveryCodes, NewRecoveryCodes())
    begun = await done(EnrolTotp, NewAuthenticator(name=named))
    code = code_of(begun.secret, SystemClock().now())
    await done(ConfirmTotp, FirstCode(authenticator=begun.id, code=code))
    secret: str = begun.secret
    return secret


def _in_session(bank: OpenBank, subject: str, session: Any, order: TransferOrder) -> Caller:
    actor = Actor(
        kind="session",
        subject=subject,
        pseudonym=bank.digests.pseudonym(subject),
        roles=CUSTOMER,
        session=str(session),
        assurance=2,
    )
    return Caller(
        actor=actor,
        request_id="request-of-a-test",
        idempotency_key="a payment that is confirmed",
        fingerprint=repr(order).encode(),
    )
