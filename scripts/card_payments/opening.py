"""Opening an account for every customer and terminal, and funding the customers.

Every key follows from the run and the number, so that a run that was broken off can be run again.
"""

from typing import Any

from bank.domain.money import CURRENCIES, to_text
from bank.interfaces.cli.importing.calling import BankCaller
from card_payments.asking import ask, for_each
from card_payments.payments import CUSTOMERS, TERMINALS, customer_name, terminal_name

FUNDED_ABOVE_CENTS = 100_00
"""What each customer has left when everything is paid."""

_ADDRESS = {"street": "Simulated Street 1", "city": "Altstadt", "country": "DE"}
_OF_A_PERSON = {
    "date_of_birth": "1980-01-01",
    "nationality": "DE",
    "address": _ADDRESS,
    "tax_residence": "DE",
}


def _of_an_organisation(name: str) -> dict[str, Any]:
    owner = {"full_name": "Simulated Owner", "date_of_birth": "1980-01-01", "nationality": "DE"}
    return {
        "legal_name": f"Simulated {name}",
        "registration_number": name,
        "country": "DE",
        "address": _ADDRESS,
        "beneficial_owners": [owner],
    }


async def open_accounts(caller: BankCaller, run: str) -> None:
    """Open an account for each customer and each terminal, named by external references."""
    customers = [("person", customer_name(run, number)) for number in range(CUSTOMERS)]
    terminals = [("organisation", terminal_name(run, number)) for number in range(TERMINALS)]

    async def open_one(party: tuple[str, str]) -> None:
        kind, name = party
        customer = await ask(
            caller,
            "POST",
            "/v1/customers",
            {"kind": kind, "full_name": f"Simulated {name}", "email": f"{name}@example.com"}
            | ({"due_diligence": _OF_A_PERSON} if kind == "person" else {}),
            f"{name}-party",
        )
        if kind == "organisation":
            data = f"/v1/customers/{customer['id']}/organisation-data"
            await ask(caller, "PATCH", data, _of_an_organisation(name), f"{name}-data")
        await ask(
            caller,
            "POST",
            "/v1/accounts",
            {
                "customer_id": customer["id"],
                "product": "current",
                "currency": "EUR",
                "external_reference": name,
            },
            f"{name}-account",
        )

    await for_each("Customers with an account", [*customers, *terminals], open_one)


async def fund(caller: BankCaller, run: str, paid_by_customer: dict[int, int]) -> None:
    """Deposit what each customer will pay, and ``FUNDED_ABOVE_CENTS`` more."""

    async def deposit(number: int) -> None:
        name = customer_name(run, number)
        cents = paid_by_customer.get(number, 0) + FUNDED_ABOVE_CENTS
        await ask(
            caller,
            "POST",
            "/v1/deposits",
            {
                "account_id": name,
                "amount": {"currency": "EUR", "amount": to_text(cents, CURRENCIES["EUR"].exponent)},
                "reference": "simulated income",
            },
            f"{name}-income",
        )

    await for_each("Deposits", range(CUSTOMERS), deposit)
