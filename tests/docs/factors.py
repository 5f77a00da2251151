"""What worked examples say and show of second factors."""

from dataclasses import replace

import pyotp
from tests.docs.columns import COLUMNS
from tests.docs.sentences import SENTENCES
from tests.docs.stage import Stage

from bank.application.identity.factors.enrol_totp import (
    ConfirmTotp,
    EnrolTotp,
    FirstCode,
    NewAuthenticator,
)
from bank.application.identity.factors.list_factors import AllMyFactors, ListFactors, MyFactors
from bank.application.identity.factors.remove_factor import FactorToRemove, RemoveFactor
from bank.application.identity.factors.renew_recovery_codes import (
    NewRecoveryCodes,
    RenewRecoveryCodes,
)
from bank.domain.audit import Actor
from bank.domain.factors import FactorKind


def _actor(stage: Stage, who: str) -> Actor:
    return replace(stage.signed_in(who), assurance=stage.kept.get(f"{who}'s assurance", 1))


async def _mine(stage: Stage, who: str) -> MyFactors:
    found: MyFactors = (
        await stage.desk.ask(ListFactors, AllMyFactors(), _actor(stage, who))
    ).result
    return found


@SENTENCES.says("{who} begins to enrol an authenticator")
async def _begins(stage: Stage, who: str) -> None:
    order = NewAuthenticator(name="phone")
    stage.kept[f"{who}'s begun"] = await stage.ask(EnrolTotp, order, _actor(stage, who))


@SENTENCES.says("{who} confirms it by a code that it does not show")
async def _confirms_wrongly(stage: Stage, who: str) -> None:
    await _confirm(stage, who, "000000")


@SENTENCES.says("{who} confirms it by the code that it shows")
async def _confirms(stage: Stage, who: str) -> None:
    await _confirm(stage, who, pyotp.TOTP(stage.kept[f"{who}'s begun"].secret).at(stage.now))


async def _confirm(stage: Stage, who: str, code: str) -> None:
    order = FirstCode(authenticator=stage.kept[f"{who}'s begun"].id, code=code)
    await stage.ask(ConfirmTotp, order, _actor(stage, who))


@SENTENCES.says("{who} makes recovery codes")
async def _makes_codes(stage: Stage, who: str) -> None:
    await stage.ask(RenewRecoveryCodes, NewRecoveryCodes(), _actor(stage, who))


@SENTENCES.says("{who} comes in by password and second factor")
async def _comes_in(stage: Stage, who: str) -> None:
    stage.kept[f"{who}'s assurance"] = 2


@SENTENCES.says("{who} removes the authenticator")
async def _removes(stage: Stage, who: str) -> None:
    theirs = (await _mine(stage, who)).factors
    (factor,) = [each.id for each in theirs if each.kind is FactorKind.TOTP]
    await stage.ask(RemoveFactor, FactorToRemove(factor), _actor(stage, who))


@COLUMNS.says("{whose}'s second factors")
async def _factors(stage: Stage, whose: str) -> str:
    theirs = [each for each in (await _mine(stage, whose)).factors if each.confirmed]
    shown = ["authenticator" if each.left is None else f"{each.left} codes" for each in theirs]
    return ", ".join(shown) or "none"


@COLUMNS.says("money leaves by {whose}'s hand")
async def _leaves(stage: Stage, whose: str) -> str:
    return "yes" if (await _mine(stage, whose)).may_move_money else "no"
