"""What worked examples say and show of passkeys."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.application.scene import STRANGER
from tests.docs.columns import COLUMNS
from tests.docs.sentences import SENTENCES
from tests.docs.stage import Stage
from tests.software_authenticator import SoftwareAuthenticator

from bank.application.identity.factors.enrol_passkey import (
    ConfirmPasskey,
    EnrolPasskey,
    MadePasskey,
    NewPasskey,
)
from bank.application.identity.sign_in.begin_passkey_sign_in import (
    BeginPasskeySignIn,
    PasskeySignIn,
)
from bank.application.identity.sign_in.finish_sign_in import FinishSignIn, ProvedFactor
from bank.domain.factors import FactorKind
from bank.domain.passkeys import Passkey
from bank.domain.sessions import SessionKind


def _kept(stage: Stage) -> list[Passkey]:
    return list(stage.desk.bank.store.committed.passkeys.values())


async def _make(stage: Stage, who: str, authenticator: SoftwareAuthenticator) -> None:
    owner = stage.signed_in(who)
    begun = await stage.ask(EnrolPasskey, NewPasskey(account_name=who), owner)
    answer = authenticator.make(begun.options)
    made = MadePasskey(passkey=begun.id, name="laptop", answer=answer)
    await stage.ask(ConfirmPasskey, made, owner)


@SENTENCES.says("{who} makes a passkey")
async def _makes(stage: Stage, who: str) -> None:
    made = SoftwareAuthenticator()
    await _make(stage, who, made)
    stage.kept["passkey"] = made


@SENTENCES.says("{who} makes a passkey on a page that is not the bank's")
async def _makes_elsewhere(stage: Stage, who: str) -> None:
    await _make(stage, who, SoftwareAuthenticator(origin="https://bank.example.evil.example"))


@SENTENCES.says("{who} signs in with the passkey")
async def _signs_in(stage: Stage, who: str) -> None:
    attempt, options = await _asked(stage)
    stage.kept["signature"] = attempt, stage.kept["passkey"].sign(options)
    await _show(stage, *stage.kept["signature"])


@SENTENCES.says("the signature is sent a second time")
async def _again(stage: Stage) -> None:
    await _show(stage, *stage.kept["signature"])


@SENTENCES.says("the signature is sent for another sign-in")
async def _elsewhere(stage: Stage) -> None:
    attempt, _ = await _asked(stage)
    _, signature = stage.kept["signature"]
    await _show(stage, attempt, signature)


@SENTENCES.says("the passkey is copied")
async def _copied(stage: Stage) -> None:
    stage.kept["copy"] = replace(stage.kept["passkey"])


@SENTENCES.says("a stranger signs in with the copy")
async def _copy_signs_in(stage: Stage) -> None:
    attempt, options = await _asked(stage)
    await _show(stage, attempt, stage.kept["copy"].sign(options))


@COLUMNS.says("{whose}'s passkeys")
async def _passkeys(stage: Stage, whose: str) -> str:
    del whose
    return ", ".join(each.name for each in _kept(stage)) or "none"


@COLUMNS.says("signatures counted")
async def _counted(stage: Stage) -> str:
    return str(max((each.sign_count for each in _kept(stage)), default=0))


async def _asked(stage: Stage) -> tuple[UUID, Any]:
    wanted = PasskeySignIn(session_kind=SessionKind.BROWSER)
    needed = await stage.ask(BeginPasskeySignIn, wanted, STRANGER)
    return needed.id, needed.options[FactorKind.PASSKEY]


async def _show(stage: Stage, attempt: UUID, proof: dict[str, Any]) -> None:
    shown = ProvedFactor(attempt=attempt, kind=FactorKind.PASSKEY, proof=proof)
    await stage.ask(FinishSignIn, shown, STRANGER)
