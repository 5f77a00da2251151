"""Checking the bank against sums that it had no part in."""

import csv
from pathlib import Path

from bank.domain.money import CURRENCIES, to_minor
from bank.interfaces.cli.importing.calling import BankCaller
from bank.interfaces.cli.importing.state import ImportState
from card_payments.asking import ask, for_each
from card_payments.opening import FUNDED_ABOVE_CENTS
from card_payments.payments import (
    CUSTOMERS,
    TERMINALS,
    Payments,
    customer_name,
    terminal_name,
)

_SHOWN_MAX = 20


async def differing_balances(caller: BankCaller, run: str, payments: Payments) -> list[str]:
    """Give a sentence for each account whose balance is not what the file's own sums say."""
    received = payments.received_by_terminal
    expected = {customer_name(run, number): FUNDED_ABOVE_CENTS for number in range(CUSTOMERS)}
    expected |= {terminal_name(run, n): received.get(n, 0) for n in range(TERMINALS)}
    wrong: list[str] = []

    async def compare(name: str) -> None:
        answer = await ask(caller, "GET", f"/v1/accounts/{name}/balance")
        cents = to_minor(answer["balance"]["amount"], CURRENCIES["EUR"])
        if cents != expected[name]:
            wrong.append(f"{name} has {cents} cents, not {expected[name]}.")

    await for_each("Balances compared", list(expected), compare)
    return wrong[:_SHOWN_MAX]


def wrong_reports(state: ImportState, errors: Path, payments: Payments) -> list[str]:
    """Give a sentence for each way in which counts or reported lines are not those of the file."""
    with errors.open(encoding="utf-8", newline="") as file:
        reported = [(int(row["line"]), row["code"]) for row in csv.DictReader(file)]
    zero = payments.lines_of_zero_amount
    wrong = []
    if reported != [(line, "amount_not_positive") for line in zero]:
        wrong.append(f"Reported were {reported[:_SHOWN_MAX]}, not the {len(zero)} zero payments.")
    if state.posted != payments.table.num_rows - len(zero):
        wrong.append(f"{state.posted} were posted of {payments.table.num_rows} payments.")
    return wrong
