"""What the columns of worked examples show, as clients read it; a refusal's code where refused."""

from datetime import date, datetime, time
from typing import Any

from tests.docs.phrases import EUR, YEN, Phrasebook
from tests.docs.stage import Stage

from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.accounts.read_balances import BalanceQuestion, GetBalance
from bank.application.accounts.read_end_of_day import GetEndOfDay, VersionsOfDay
from bank.application.business_days.read_days import DaysPage, ListBusinessDays
from bank.application.limits.read_limits import GetLimitsInForce, LimitsInForce
from bank.domain.chart_of_accounts import STRIPE
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.positions import Axis
from bank.domain.money import CURRENCIES, to_text
from bank.domain.refusals import Refusal

COLUMNS = Phrasebook("columns")


async def shown(column: str, stage: Stage) -> str:
    """Give what a column shows now."""
    phrase, given = COLUMNS.find(column)
    try:
        return str(await phrase.means(stage, **given))
    except Refusal as refusal:
        return f"`{refusal.code}`"


def _euros(amount_minor: int) -> str:
    return to_text(amount_minor, EUR.exponent)


async def _account(stage: Stage, account: CustomerAccount) -> CustomerAccount:
    found: CustomerAccount = await stage.look(GetAccount, AccountByName(str(account.id)))
    return found


@COLUMNS.says("{who}'s balance")
async def _balance(stage: Stage, who: str) -> str:
    return _euros((await _account(stage, stage.accounts[who])).balance_minor)


@COLUMNS.says("{who}'s held")
async def _held(stage: Stage, who: str) -> str:
    return _euros((await _account(stage, stage.accounts[who])).held_minor)


@COLUMNS.says("{who}'s available")
async def _available(stage: Stage, who: str) -> str:
    return _euros((await _account(stage, stage.accounts[who])).available_minor)


@COLUMNS.says("{who}'s status")
async def _status(stage: Stage, who: str) -> str:
    return (await _account(stage, stage.accounts[who])).status.name.lower()


@COLUMNS.says("{who}'s yen")
async def _yen(stage: Stage, who: str) -> str:
    return to_text((await _account(stage, stage.in_yen[who])).balance_minor, YEN.exponent)


@COLUMNS.says("the bank's {position}")
async def _position(stage: Stage, position: str) -> str:
    return _euros(stage.own(position).shown_minor)


@COLUMNS.says("FX position in {currency}")
async def _fx(stage: Stage, currency: str) -> str:
    rows = stage.desk.internal_accounts(currency)
    stripes = [each for each in rows if str(each.position).partition(STRIPE)[0] == "fx-position"]
    return to_text(sum(each.shown_minor for each in stripes), CURRENCIES[currency].exponent)


@COLUMNS.says("left of {whose}'s {limit}")
async def _left(stage: Stage, whose: str, limit: str) -> str:
    question = LimitsInForce(str(stage.accounts[whose].id))
    found = (await stage.look(GetLimitsInForce, question)).standings
    left = [each.left_minor for each in found if each.kind.name.lower() == limit]
    return _euros(left[0]) if left else "no limit"


@COLUMNS.says("{who} on {day} by {axis} date")
async def _end_of(stage: Stage, who: str, day: date, axis: str) -> str:
    question = BalanceQuestion(account=str(stage.accounts[who].id), at=day, axis=Axis(axis))
    return _euros((await stage.look(GetBalance, question)).balance_minor)


@COLUMNS.says("{who} as known at {clock} on {day}")
async def _known(stage: Stage, who: str, clock: time, day: date) -> str:
    at = datetime.combine(day, clock, tzinfo=stage.desk.bank.clock.now().tzinfo)
    question = BalanceQuestion(account=str(stage.accounts[who].id), at=at, axis=Axis.RECORDED)
    return _euros((await stage.look(GetBalance, question)).balance_minor)


@COLUMNS.says("{whose}'s versions of {day}")
async def _versions(stage: Stage, whose: str, day: date) -> str:
    question = VersionsOfDay(account=str(stage.accounts[whose].id), day=day)
    found: Any = await stage.look(GetEndOfDay, question)
    return ", ".join(_euros(each.balance_minor) for each in found.versions)


@COLUMNS.says("open business day")
async def _open_day(stage: Stage) -> str:
    newest: Any = (await stage.look(ListBusinessDays, DaysPage(limit=1)))[0]
    assert newest.closed_at is None
    return f"{newest.day.day} {newest.day:%B}"
