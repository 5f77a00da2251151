"""Who may do what to customers, accounts and the money on them."""

from collections.abc import Mapping
from typing import Any

from tests.access.access import COUNTER, MANAGERS, READERS, Access
from tests.access.world import Things, a_hold, customers_pay
from tests.interfaces.http.scene import House, euros

BLOCKERS = "branch_manager compliance_officer service_account"


def _of_empty(_house: House, things: Things) -> Any:
    return {"account_id": things["empty"], "amount": euros("1.00")}


def _of_account(_house: House, things: Things) -> Any:
    return {"account_id": things["account"], "amount": euros("1.00")}


def _transfer(_house: House, things: Things) -> Any:
    return {
        "debit_account_id": things["account"],
        "credit_account_id": things["payee"],
        "amount": euros("1.00"),
    }


def _bulk(house: House, things: Things) -> Any:
    return {"transfers": [{"id": str(house.bank.ids.new()), **_transfer(house, things)}]}


def _exchange(_house: House, things: Things) -> Any:
    return {
        "debit_account_id": things["account"],
        "credit_account_id": things["yen"],
        "amount": euros("1.00"),
    }


async def _closed(house: House, things: Things) -> None:
    await house.call("POST", f"/v1/accounts/{things['empty']}/close")


async def _blocked(house: House, things: Things) -> None:
    body = {"side": "debit", "reason": "other"}
    await house.call("POST", f"/v1/accounts/{things['account']}/block", body)


TABLE: Mapping[str, Access] = {
    "createCustomer": Access(
        to=COUNTER,
        body=lambda *_: {"kind": "person", "full_name": "Eve", "email": "eve@example.com"},
    ),
    "searchCustomers": Access(to=READERS, body=lambda *_: {"full_name": "Ada Lovelace"}),
    "getCustomer": Access(
        to=READERS, own="customer", hidden="customer_not_found", path={"customer_id": "customer"}
    ),
    "changeCustomersContact": Access(
        to=COUNTER,
        path={"customer_id": "customer"},
        as_read=True,
        body=lambda *_: {"phone": "+44 20 7946 0001"},
    ),
    "renameCustomer": Access(
        to=COUNTER,
        path={"customer_id": "customer"},
        as_read=True,
        body=lambda *_: {"full_name": "Ada King"},
    ),
    "listAccounts": Access(
        to=READERS,
        own="customer",
        hidden="customer_not_found",
        query={"customer_id": "customer"},
    ),
    "openAccount": Access(
        to=COUNTER,
        body=lambda _, things: {
            "customer_id": things["customer"],
            "product": "current",
            "currency": "EUR",
        },
    ),
    "getAccount": Access(to=READERS, own="customer"),
    "renameAccount": Access(to=COUNTER, own="customer", body=lambda *_: {"name": "Rent"}),
    "getBalance": Access(to=READERS, own="customer"),
    "getTurnover": Access(to=READERS, own="customer"),
    "listEndOfDayBalances": Access(
        to=READERS, own="customer", path={"day": "=2026-11-23"}, let_in="business_day_not_found"
    ),
    "listAccountEntries": Access(to=READERS, own="customer"),
    "exportAccountEntries": Access(to=READERS, own="customer"),
    "getLimitsInForce": Access(to=READERS, own="customer"),
    "blockAccount": Access(to=BLOCKERS, body=lambda *_: {"side": "debit", "reason": "other"}),
    "unblockAccount": Access(
        spends=True, to=BLOCKERS, prepare=_blocked, body=lambda *_: {"side": "debit"}
    ),
    "closeAccount": Access(spends=True, to=COUNTER, own="customer", path={"account": "empty"}),
    "reopenAccount": Access(spends=True, to=MANAGERS, path={"account": "empty"}, prepare=_closed),
    "reactivateAccount": Access(to=COUNTER, let_in="account_not_dormant"),
    "listHolders": Access(to=READERS),
    "addHolder": Access(
        to=COUNTER,
        body=lambda _, things: {"customer_id": things["customer"], "role": "mandate"},
        let_in="holder_already_there",
    ),
    "endHolder": Access(
        to=COUNTER, path={"customer_id": "customer"}, let_in="owner_cannot_be_removed"
    ),
    "postDeposit": Access(to=COUNTER, body=_of_empty),
    "postWithdrawal": Access(to=COUNTER, body=_of_account),
    "postTransfer": Access(to=COUNTER, own="customer", prepare=customers_pay, body=_transfer),
    "postTransfersInBulk": Access(to="service_account", body=_bulk),
    "getTransfer": Access(
        to=READERS,
        own="customer",
        hidden="entry_not_found",
        path={"transfer_id": "transfer"},
    ),
    "listTransfers": Access(to=READERS, own="customer", query={"account_id": "account"}),
    "quoteExchange": Access(to=COUNTER, own="customer", body=_exchange, credits="yen"),
    "getExchangeQuote": Access(
        to=READERS, own="customer", hidden="quote_not_found", path={"quote_id": "quote"}
    ),
    "postExchange": Access(
        to=COUNTER,
        own="customer",
        hidden="quote_not_found",
        prepare=customers_pay,
        body=lambda _, things: {"quote_id": things["quote"]},
    ),
    "placeHold": Access(to=COUNTER, body=lambda house, things: a_hold(house, things["account"])),
    "getHold": Access(
        to=READERS, own="customer", hidden="hold_not_found", path={"hold_id": "hold"}
    ),
    "listHolds": Access(to=READERS, own="customer", query={"account_id": "account"}),
    "captureHold": Access(
        spends=True,
        to=COUNTER,
        path={"hold_id": "hold"},
        body=lambda _, things: {"credit_account_id": things["payee"]},
    ),
    "releaseHold": Access(spends=True, to=COUNTER, path={"hold_id": "hold"}),
    "setLimits": Access(
        to=f"{MANAGERS} administrator",
        body=lambda _, things: {
            "account_id": things["account"],
            "limits": {"daily_out": euros("50.00")},
        },
    ),
    "listLimits": Access(to=f"{READERS} administrator", query={"account_id": "account"}),
}
