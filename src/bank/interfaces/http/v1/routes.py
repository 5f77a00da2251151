"""All of `/v1`: behind an access token, with bodies read strictly."""

from litestar import Router

from bank.interfaces.http.access import authenticated
from bank.interfaces.http.bodies import StrictJson
from bank.interfaces.http.direct import Direct
from bank.interfaces.http.v1.account_entries import account_entries
from bank.interfaces.http.v1.account_holders import account_holders
from bank.interfaces.http.v1.account_life import account_life
from bank.interfaces.http.v1.accounts import accounts
from bank.interfaces.http.v1.audit import audit
from bank.interfaces.http.v1.balances import balances
from bank.interfaces.http.v1.business_days import business_days
from bank.interfaces.http.v1.cash import cash
from bank.interfaces.http.v1.corrections import corrections
from bank.interfaces.http.v1.customers import customers
from bank.interfaces.http.v1.exchange import exchange
from bank.interfaces.http.v1.holds import holds
from bank.interfaces.http.v1.ledger import ledger
from bank.interfaces.http.v1.ledger_entries import ledger_entries
from bank.interfaces.http.v1.limits import limits
from bank.interfaces.http.v1.transfers import transfers

version_1 = Router(
    "/v1",
    route_handlers=[
        customers,
        accounts,
        account_entries,
        balances,
        account_life,
        account_holders,
        cash,
        transfers,
        exchange,
        holds,
        ledger,
        ledger_entries,
        business_days,
        corrections,
        limits,
        audit,
    ],
    guards=[authenticated],
    middleware=[Direct],
    dto=StrictJson,
    return_dto=None,
)
