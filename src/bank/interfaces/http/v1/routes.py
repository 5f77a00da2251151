"""All of `/v1`: behind an access token, with bodies read strictly."""

from litestar import Router

from bank.interfaces.http.access import authenticated
from bank.interfaces.http.bodies import StrictJson
from bank.interfaces.http.v1.accounts import accounts
from bank.interfaces.http.v1.audit import audit
from bank.interfaces.http.v1.cash import cash
from bank.interfaces.http.v1.customers import customers
from bank.interfaces.http.v1.ledger import ledger
from bank.interfaces.http.v1.transfers import transfers

version_1 = Router(
    "/v1",
    route_handlers=[customers, accounts, cash, transfers, ledger, audit],
    guards=[authenticated],
    dto=StrictJson,
    return_dto=None,
)
