"""What worked examples say and show of signing in."""

from datetime import datetime, timedelta
from typing import Any

from tests.application.scene import STRANGER
from tests.docs.columns import COLUMNS
from tests.docs.sentences import SENTENCES
from tests.docs.stage import Stage
from tests.people_who_sign_in import PASSWORD, authenticator, code_of

from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.finish_sign_in import FinishSignIn, ProvedFactor
from bank.application.identity.sign_in.guard import SignInGuard
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authenticator import IssuedToken, TokenIssuer
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.factors import FactorKind
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import Lane, SignInFailed

_FACTORS = {1: "one factor", 2: "two factors"}


class NoTokens(TokenIssuer):
    """Issues what opens nothing: examples show no access token to anybody."""

    def issue(
        self, subject: str, roles: Any, now: datetime, lifetime: timedelta, **more: Any
    ) -> IssuedToken:
        return IssuedToken(f"a token of {subject}", now + lifetime, str(more["session"]))


async def _principal(stage: Stage, who: str) -> Any:
    """Give somebody's principal, who signs in by their own name and a password from now on."""
    async with stage.desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        principals: Principals = await scope.get(Principals)
        passwords: Passwords = await scope.get(Passwords)
        principal = await principals.find(str(stage.customers[who].id))
        assert principal is not None
        if not await passwords.has(principal.row):
            await principals.name(principal.row, who)
            await passwords.set(principal.row, PASSWORD, stage.now)
        await (await scope.get(UnitOfWork)).commit()
    return principal


async def _sign_in(stage: Stage, who: str, password: str = PASSWORD, **given: Any) -> None:
    await _principal(stage, who)
    shown = Credentials(name=who, password=password, session_kind=SessionKind.BROWSER, **given)
    result = await stage.ask(BeginSignIn, shown, STRANGER)
    if isinstance(result, FactorNeeded):
        stage.kept[f"{who}'s attempt"] = result.id
    elif result.device is not None:
        stage.kept[f"{who}'s device"] = result.device


@SENTENCES.says("{who} signs in")
async def _signs_in(stage: Stage, who: str) -> None:
    await _sign_in(stage, who)


@SENTENCES.says("{who} signs in, and has the device remembered")
async def _signs_in_for_good(stage: Stage, who: str) -> None:
    await _sign_in(stage, who, remember_as=f"{who}'s phone")


@SENTENCES.says("{who} signs in on the device that is known")
async def _signs_in_again(stage: Stage, who: str) -> None:
    await _sign_in(stage, who, device_secret=stage.kept[f"{who}'s device"].secret)


@SENTENCES.says("a stranger guesses {whose}'s password")
async def _guesses(stage: Stage, whose: str) -> None:
    await _sign_in(stage, whose, "a guess")


@SENTENCES.says("a stranger guesses {whose}'s password four times")
async def _guesses_on(stage: Stage, whose: str) -> None:
    for _ in range(4):
        try:
            await _guesses(stage, whose)
        except SignInFailed:
            continue
        raise AssertionError(whose)


@SENTENCES.says("{who} takes up an authenticator")
async def _takes_up(stage: Stage, who: str) -> None:
    principal = await _principal(stage, who)
    secret = await authenticator(stage.desk.bank.scopes, principal.row, stage.now)
    stage.kept[f"{who}'s secret"] = secret


@SENTENCES.says("{who} shows the code")
async def _shows(stage: Stage, who: str) -> None:
    await _show(stage, who, code_of(stage.kept[f"{who}'s secret"], stage.now))


@SENTENCES.says("{who} mistypes the code")
async def _mistypes(stage: Stage, who: str) -> None:
    await _show(stage, who, "12345")


async def _show(stage: Stage, who: str, code: str) -> None:
    attempt = stage.kept[f"{who}'s attempt"]
    proved = ProvedFactor(attempt=attempt, kind=FactorKind.TOTP, proof={"code": code})
    await stage.ask(FinishSignIn, proved, STRANGER)


@COLUMNS.says("{who}'s sessions")
async def _sessions(stage: Stage, who: str) -> str:
    subject = str(stage.customers[who].id)
    kept = stage.desk.bank.store.committed.sessions.values()
    known_by = [each.session.assurance for each in kept if each.session.subject == subject]
    return ", ".join(_FACTORS[each] for each in known_by) or "none"


@COLUMNS.says("a stranger waits at {whose}'s name")
async def _stranger_waits(stage: Stage, whose: str) -> str:
    return await _wait(stage, whose, None)


@COLUMNS.says("{who}'s device waits")
async def _device_waits(stage: Stage, who: str) -> str:
    return await _wait(stage, who, stage.kept[f"{who}'s device"].id)


async def _wait(stage: Stage, name: str, device: Any) -> str:
    async with stage.desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        guard = await scope.get(SignInGuard)
    lane = stage.desk.bank.store.committed.sign_in_lanes.get(guard.lane_of(name, device), Lane())
    over = stage.now if lane.failed_at is None else lane.failed_at + lane.wait
    left = max(timedelta(), over - stage.now)
    return f"{left.total_seconds():.0f} s"
