"""What worked examples say of payments that are confirmed."""

from dataclasses import replace

from tests.application.identity.factors.passkey_scene import unit
from tests.application.scene import transfer
from tests.docs.sentences import SENTENCES
from tests.docs.stage import Stage
from tests.people_who_sign_in import authenticator, code_of

from bank.application.identity.challenges.confirm_challenge import Confirmation, ConfirmChallenge
from bank.application.identity.principals import Principals
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.audit import Actor
from bank.domain.challenges import ChallengePending
from bank.domain.factors import FactorKind


@SENTENCES.says("{who}, with a token of no session, sends {whom} {amount}")
async def _sends_by_token(stage: Stage, who: str, whom: str, amount: int) -> None:
    token = stage.signed_in(who)
    assert token.session is None
    order = transfer(stage.accounts[who], stage.accounts[whom], amount)
    await stage.ask(PostTransfer, order, token)


def _in_session(stage: Stage, who: str) -> Actor:
    return replace(stage.signed_in(who), session="a session", assurance=2)


@SENTENCES.says("{who} has two authenticators")
async def _enrols(stage: Stage, who: str) -> None:
    async with unit(stage.desk) as scope:
        owner = await (await scope.get(Principals)).find(stage.signed_in(who).subject)
    assert owner is not None
    scopes = stage.desk.bank.scopes
    await authenticator(scopes, owner.row, stage.now)
    stage.kept["authenticator"] = await authenticator(scopes, owner.row, stage.now)


@SENTENCES.says("{who}, in a session, sends {whom} {amount}")
async def _sends(stage: Stage, who: str, whom: str, amount: int) -> None:
    order = transfer(stage.accounts[who], stage.accounts[whom], amount)
    try:
        await stage.ask(PostTransfer, order, _in_session(stage, who))
    except ChallengePending as waits:
        stage.kept["challenge"] = waits.context["challenge"]
        raise


@SENTENCES.says("{who} confirms the payment")
async def _confirms(stage: Stage, who: str) -> None:
    proof = {"code": code_of(stage.kept["authenticator"], stage.now)}
    command = Confirmation(challenge=stage.kept["challenge"], kind=FactorKind.TOTP, proof=proof)
    await stage.ask(ConfirmChallenge, command, _in_session(stage, who))
