"""How far a mandate reaches: the operations of customers that it opens, and those that it does not.

To whom a customer's other objects belong, such as devices, a mandate over an account says nothing.
"""

OPEN_BY_MANDATE = frozenset(
    {
        "exportAccountEntries",
        "getAccount",
        "getBalance",
        "getExchangeQuote",
        "getHold",
        "getLimitsInForce",
        "getTransfer",
        "getTurnover",
        "listAccountEntries",
        "listEndOfDayBalances",
        "listHolds",
        "listTransfers",
        "postExchange",
        "postTransfer",
        "quoteExchange",
    }
)
"""The agent reads the account and pays from it."""

REFUSED_BY_MANDATE = frozenset({"closeAccount", "renameAccount"})
"""The agent knows the account, and is told that they may not."""
