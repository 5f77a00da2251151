"""What worked examples say of tokens."""

from tests.application.scene import STRANGER
from tests.docs.sentences import SENTENCES
from tests.docs.signing_in import _principal
from tests.docs.stage import Stage
from tests.people_who_sign_in import PASSWORD

from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.tokens.refresh_session import RefreshGrant, RefreshSession
from bank.domain.sessions import SessionKind


@SENTENCES.says("{who} signs in with app {label}")
async def _signs_in(stage: Stage, who: str, label: str) -> None:
    await _principal(stage, who)
    shown = Credentials(name=who, password=PASSWORD, session_kind=SessionKind.APP)
    result = await stage.ask(BeginSignIn, shown, STRANGER)
    stage.kept[f"refresh tokens of app {label}"] = [result.session.refresh_token]


@SENTENCES.says("{who} refreshes app {label}")
async def _refreshes(stage: Stage, who: str, label: str) -> None:
    tokens = stage.kept[f"refresh tokens of app {label}"]
    result = await stage.ask(RefreshSession, RefreshGrant(tokens[-1]), STRANGER)
    tokens.append(result.refresh_token)


@SENTENCES.says("somebody shows the first refresh token of app {label}")
async def _shows_again(stage: Stage, label: str) -> None:
    first, *_ = stage.kept[f"refresh tokens of app {label}"]
    await stage.ask(RefreshSession, RefreshGrant(first), STRANGER)
