"""What worked examples say and show of sessions."""

from typing import Any

from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import STRANGER
from tests.docs.columns import COLUMNS
from tests.docs.sentences import SENTENCES
from tests.docs.signing_in import _principal
from tests.docs.stage import Stage
from tests.people_who_sign_in import PASSWORD

from bank.application.identity.sessions.carried_sessions import Carried
from bank.application.identity.sessions.my_sessions import EndOtherSessions, OwnSessions, SignOut
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.prove_again import NewProof, ProveAgain
from bank.domain.audit import Actor
from bank.domain.sessions import SessionKind


def _watch(stage: Stage) -> SessionWatch:
    if "watch over sessions" not in stage.kept:
        stage.kept["watch over sessions"] = Lobby(stage.desk.bank).watch()
    watch: SessionWatch = stage.kept["watch over sessions"]
    return watch


@SENTENCES.says("{who} signs in in browser {label}")
async def _signs_in(stage: Stage, who: str, label: str) -> None:
    await _principal(stage, who)
    shown = Credentials(name=who, password=PASSWORD, session_kind=SessionKind.BROWSER)
    result = await stage.ask(BeginSignIn, shown, STRANGER)
    stage.kept[f"{who} in browser {label}"] = result.session.cookie


@SENTENCES.says("{who} signs in in {whom}'s browser {label}")
async def _signs_in_after(stage: Stage, who: str, whom: str, label: str) -> None:
    await _after(stage, who, whom, label, PASSWORD)


@SENTENCES.says("{who} mistypes the password in {whom}'s browser {label}")
async def _fails_after(stage: Stage, who: str, whom: str, label: str) -> None:
    await _after(stage, who, whom, label, "another password")


async def _after(stage: Stage, who: str, whom: str, label: str, password: str) -> None:
    """Sign in where somebody did before, by the cookie that is there."""
    await _principal(stage, who)
    carried = Carried(cookie=stage.kept[f"{whom} in browser {label}"])
    shown = Credentials(
        name=who, password=password, session_kind=SessionKind.BROWSER, carried=carried
    )
    result = await stage.ask(BeginSignIn, shown, STRANGER)
    stage.kept[f"{who} in browser {label}"] = result.session.cookie


@SENTENCES.says("{who} uses browser {label}")
async def _uses(stage: Stage, who: str, label: str) -> Actor:
    watch, cookie = _watch(stage), stage.kept[f"{who} in browser {label}"]
    shown = await watch.signed_in(cookie, stage.now)
    assert shown.session is not None
    watch.seen(shown.session, stage.now)
    await watch.touch(stage.now)
    return Actor(
        kind="session",
        subject=shown.subject,
        pseudonym=who,
        roles=shown.roles,
        session=shown.session,
        assurance=shown.assurance,
        proved_at=shown.proved_at,
    )


@SENTENCES.says("{who} signs out in browser {label}")
async def _signs_out(stage: Stage, who: str, label: str) -> None:
    await _act(stage, SignOut, who, label)


@SENTENCES.says("{who} proves anew who it is in browser {label}")
async def _proves(stage: Stage, who: str, label: str) -> None:
    shown = NewProof(password=PASSWORD)
    proved = await stage.ask(ProveAgain, shown, await _uses(stage, who, label))
    stage.kept[f"{who} in browser {label}"] = proved.cookie


@SENTENCES.says("{who} ends all others in browser {label}")
async def _ends_others(stage: Stage, who: str, label: str) -> None:
    await _act(stage, EndOtherSessions, who, label)


async def _act(stage: Stage, use_case: type[Any], who: str, label: str) -> None:
    await stage.ask(use_case, OwnSessions(), await _uses(stage, who, label))
    await _watch(stage).look(stage.now)


@COLUMNS.says("{who}'s sessions in force")
async def _in_force(stage: Stage, who: str) -> str:
    subject = str(stage.customers[who].id)
    rows = stage.desk.bank.store.committed.sessions.values()
    sessions = [row.session for row in rows if row.session.subject == subject]
    return str(sum(session.in_force(stage.now) for session in sessions))
