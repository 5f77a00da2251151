"""What worked examples say and show of strangers who ask for codes, and of owners who need one."""

from dataclasses import replace
from uuid import UUID

from tests.application.scene import STRANGER
from tests.docs.columns import COLUMNS
from tests.docs.sentences import SENTENCES
from tests.docs.stage import Stage

from bank.application.identity.recovery.reset_password import (
    BeginPasswordReset,
    FinishPasswordReset,
    ForgottenPassword,
    PasswordReset,
)
from bank.domain.contacts import Contact
from bank.infrastructure.in_memory.rows import NoticeRow

_NEW = "a ship in the harbour"


def _sent(stage: Stage) -> list[NoticeRow]:
    rows = stage.desk.bank.store.committed.notices
    return [rows[row] for row in sorted(rows)]


def _last_code(stage: Stage) -> str:
    return [notice.code for notice in _sent(stage) if notice.code is not None][-1]


async def _asked(stage: Stage, whom: str, place: str) -> None:
    order = ForgottenPassword(Contact.email(f"{whom.lower()}@example.com"))
    begun = await stage.ask(BeginPasswordReset, order, replace(STRANGER, pseudonym=place))
    stage.kept[f"{whom}'s reset"] = begun.id


@SENTENCES.says("strangers in three networks ask for {whom}'s reset, five times each")
async def _besieged(stage: Stage, whom: str) -> None:
    for number in range(15):
        await _asked(stage, whom, f"network {number % 3}")


@SENTENCES.says("{who} asks for a reset")
async def _asks(stage: Stage, who: str) -> None:
    await _asked(stage, who, "at home")


@SENTENCES.says("{who} gives the last code back, with another password")
async def _resets(stage: Stage, who: str) -> None:
    reset: UUID = stage.kept[f"{who}'s reset"]
    order = PasswordReset(id=reset, code=_last_code(stage), password=_NEW)
    await stage.ask(FinishPasswordReset, order, STRANGER)


@COLUMNS.says("messages so far")
async def _messages(stage: Stage) -> int:
    return len(_sent(stage))


@COLUMNS.says("the last code")
async def _form(stage: Stage) -> str:
    code = _last_code(stage)
    return f"{len(code)} {'digits' if code.isdigit() else 'letters'}"
