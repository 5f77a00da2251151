"""Feeds an OpenAPI document with what is really there, so that requests reach the use cases.

Each operation gets one example that succeeds; parameters and fields that name something get a
dictionary of names that exist, from which generated requests mostly choose.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from tests.hostile.population import EMAIL, NAME, Population, euros, expiry
from tests.known_people import KNOWN_SENT

Example = tuple[Mapping[str, str], Any]
"""The values of parameters by name, and a body."""

_OFTEN = 0.8
_BINDINGS = {
    "accounts": (
        "path.account",
        "query.account_id",
        "query.counterparty",
        "body.account_id",
        "body.debit_account_id",
        "body.credit_account_id",
        "body.postings[*].account_id",
        "body.transfers[*].debit_account_id",
        "body.transfers[*].credit_account_id",
    ),
    "customers": ("path.customer_id", "query.customer_id", "body.customer_id"),
    "transfers": ("path.transfer_id", "path.entry_id", "query.object_id"),
    "holds": ("path.hold_id",),
    "members": ("path.member_id", "body.subject"),
    "clients": ("path.client_id",),
    "resets": ("path.reset_id",),
    "approvals": ("path.approval_id",),
    "roles": ("body.roles[*]", "body.changes[*].role", "body.limits[*].role"),
    "quotes": ("path.quote_id", "body.quote_id"),
    "days": ("path.day", "query.from", "query.to", "query.at"),
    "products": ("body.product", "query.product"),
    "tills": ("body.till",),
    "currencies": (
        "body.currency",
        "query.currency",
        "body.amount.currency",
        "body.postings[*].amount.currency",
        "body.transfers[*].amount.currency",
    ),
    "amounts": (
        "body.amount.amount",
        "body.postings[*].amount.amount",
        "body.transfers[*].amount.amount",
    ),
}


def dictionaries(people: Population) -> dict[str, Any]:
    """Give the names that exist, and where they belong, as schemathesis is configured."""
    values = {
        name: getattr(people, name)
        for name in (
            *("accounts", "customers", "transfers", "holds", "quotes", "days"),
            *("members", "clients", "resets", "approvals"),
        )
    }
    values |= {
        "products": ["current", "savings", "basic"],
        "tills": ["main", "2"],
        "roles": ["auditor", "teller", "customer", "anonymous"],
        "currencies": ["EUR", "EUR", "USD", "JPY", "KWD"],
        "amounts": ["0.01", "1.00", "12.34", "999.99", "1", "0", "0.001"],
    }
    return {
        "dictionaries": {name: {"values": entries} for name, entries in values.items()},
        "parameters": {
            place: {"dictionary": name, "probability": _OFTEN}
            for name, places in _BINDINGS.items()
            for place in places
        },
    }


def fed(document: dict[str, Any], people: Population) -> dict[str, Any]:
    """Give the document with an example for each operation that names something."""
    filled = deepcopy(document)
    known = examples(people)
    for methods in filled["paths"].values():
        for operation in methods.values():
            parameters, body = known.get(operation["operationId"], ({}, None))
            operation["parameters"] = _spelt_out(filled, operation.get("parameters", []))
            for parameter in operation["parameters"]:
                if parameter["name"] in parameters:
                    parameter["example"] = parameters[parameter["name"]]
            if body is not None:
                (content,) = operation["requestBody"]["content"].values()
                content["example"] = body
    return filled


def _spelt_out(document: dict[str, Any], parameters: list[Any]) -> list[dict[str, Any]]:
    """Give parameters of an operation's own in place of those that many share."""
    shared = document["components"]["parameters"]
    return [
        dict(shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each)
        for each in parameters
    ]


def examples(people: Population) -> dict[str, Example]:
    """Give a request that succeeds for each operation that needs something real."""
    account, payee, *_ = people.accounts
    money = {"debit_account_id": account, "credit_account_id": payee, "amount": euros("1.00")}
    of = {"account": account}
    cash = {"account_id": account, "amount": euros("5.00"), "till": "main"}
    return (
        _lives(people)
        | people.examples
        | {
            "getAccount": (of, None),
            "getBalance": (of, None),
            "getTurnover": (of, None),
            "getLimitsInForce": (of, None),
            "listHolders": (of, None),
            "listAccountEntries": (of, None),
            "exportAccountEntries": (of, None),
            "listEndOfDayBalances": (of | {"day": people.days[0]}, None),
            "listAccounts": ({"customer_id": people.customers[0]}, None),
            "listTransfers": ({"account_id": account}, None),
            "listHolds": ({"account_id": account}, None),
            "listLimits": ({"account_id": account}, None),
            "getTransfer": ({"transfer_id": people.transfers[0]}, None),
            "getLedgerEntry": ({"entry_id": people.transfers[0]}, None),
            "getHold": ({"hold_id": people.holds[0]}, None),
            "getExchangeQuote": ({"quote_id": people.quotes[0]}, None),
            "getBusinessDay": ({"day": people.days[0]}, None),
            "getProblemKind": ({"code": "insufficient_funds"}, None),
            "getLogger": ({"name": "bank.http"}, None),
            "setLogger": ({"name": "bank.http"}, {"configuredLevel": "INFO"}),
            "getMetric": ({"name": "bank.refusals"}, None),
            "postTransfer": ({}, money),
            "postTransfersInBulk": ({}, {"transfers": [money | {"id": _chosen("a line")}]}),
            "postDeposit": ({}, cash),
            "postWithdrawal": ({}, cash),
            "placeHold": (
                {},
                {"account_id": account, "amount": euros("1.00"), "expires_at": expiry()},
            ),
            "captureHold": ({"hold_id": people.holds[2]}, {"credit_account_id": payee}),
            "releaseHold": ({"hold_id": people.holds[3]}, None),
            "reverseEntry": ({"entry_id": people.transfers[1]}, {"reference": "by mistake"}),
            "quoteExchange": (
                {},
                {
                    "debit_account_id": account,
                    "credit_account_id": people.dollars[0],
                    "amount": euros("1.00"),
                },
            ),
            "postExchange": ({}, {"quote_id": people.quotes[1]}),
            "postLedgerEntry": ({}, {"postings": [_leg(account, "debit"), _leg(payee, "credit")]}),
            "setLimits": ({}, {"account_id": payee, "limits": {"daily_out": euros("100000.00")}}),
        }
    )


def _lives(people: Population) -> dict[str, Example]:
    """Requests about what people and accounts go through."""
    person = {"kind": "person", "full_name": NAME, "email": EMAIL, "due_diligence": KNOWN_SENT}
    owner, other, *_ = people.customers
    terms = {"customer_id": owner, "product": "current", "currency": "EUR"}
    joint = {"account": people.accounts[0], "customer_id": other}
    return {
        "createCustomer": ({}, person),
        "searchCustomers": ({}, {"email": EMAIL}),
        "getCustomer": ({"customer_id": owner}, None),
        "openAccount": ({}, terms),
        "renameAccount": ({"account": people.accounts[2]}, {"name": "Holiday jar"}),
        "addHolder": (
            {"account": people.accounts[0]},
            {"customer_id": other, "role": "mandate"},
        ),
        "endHolder": (joint, None),
        "blockAccount": ({"account": people.empty[1]}, {"side": "both", "reason": "other"}),
        "unblockAccount": ({"account": people.blocked[0]}, {"side": "debit"}),
        "closeAccount": ({"account": people.empty[0]}, None),
        "reopenAccount": ({"account": people.closed[0]}, None),
        "closeBusinessDay": ({}, {}),
    }


def _leg(account: str, side: str) -> dict[str, Any]:
    return {"account_id": account, "side": side, "amount": euros("3.00")}


def _chosen(what: str) -> str:
    return str(uuid5(NAMESPACE_OID, what))
