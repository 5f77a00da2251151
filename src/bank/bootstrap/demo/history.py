"""A year in the life of the demo's people: what they pay whom on which day. The same every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from bank.bootstrap.demo.people import EMPLOYER, FIRMS, HOUSEHOLDS, LANDLORD, Firm, Household

PAYDAY, RENT_DAY, SAVING_DAY = 27, 2, 28
_DAYS_BETWEEN_BILLS = 4
"""A household buys something on one day in so many, from each firm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment of the story.

    From and to by the handle of the account, in minor units of euros.
    """

    payer: str
    payee: str
    amount_minor: int
    reference: str


def payments_of(day: date) -> Iterator[Payment]:
    """Give the payments of a day, wages first, so that nobody pays what they do not have."""
    month = f"{day:%B %Y}"
    for household in HOUSEHOLDS:
        yield from _regular(household, day, month)
    for household in HOUSEHOLDS:
        for firm in FIRMS:
            if draw(household.handle, firm.handle, day, "whether") % _DAYS_BETWEEN_BILLS == 0:
                yield _bill(household, firm, day)


def draw(*about: object) -> int:
    """Give a number that looks random and is always the same for the same things."""
    text = "|".join(str(thing) for thing in about)
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big")


def _regular(household: Household, day: date, month: str) -> Iterator[Payment]:
    if day.day == PAYDAY:
        yield Payment(
            payer=EMPLOYER.handle,
            payee=household.handle,
            amount_minor=household.earns_minor,
            reference=f"Salary {month}",
        )
    if day.day == RENT_DAY:
        yield Payment(
            payer=household.handle,
            payee=LANDLORD.handle,
            amount_minor=household.pays_rent_minor,
            reference=f"Rent {month}",
        )
    if day.day == SAVING_DAY and household.saves:
        yield Payment(
            payer=household.handle,
            payee=f"{household.handle}-savings",
            amount_minor=25_000,
            reference="Savings plan",
        )


def _bill(household: Household, firm: Firm, day: date) -> Payment:
    span = firm.bill_to_minor - firm.bill_from_minor
    amount = firm.bill_from_minor + draw(household.handle, firm.handle, day, "amount") % span
    return Payment(
        payer=household.handle, payee=firm.handle, amount_minor=amount, reference=firm.wording
    )
