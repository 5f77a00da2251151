"""What the law wants a bank to know of a person before money can be theirs to move."""

import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from bank.domain.contacts import PERSONAL
from bank.domain.refusals import Kind, Refusal

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_BORN_AFTER: Final = date(1890, 1, 1)


class InvalidDueDiligence(Refusal):
    """A day on which nobody alive was born, or no code of a country."""

    code = "invalid_due_diligence"
    title = "A date of birth lies in the past; a country is its code of two letters (ISO 3166)."
    kind = Kind.INVALID


class AlreadyKnown(Refusal):
    """Whoever gives what is missing changes nothing that is known: that is an act of its own."""

    code = "already_known"
    title = (
        "Some of it is known already and would become another: send all of it to /change at the"
        " same address, with the version that you read."
    )
    kind = Kind.CONFLICT


class NotAPerson(Refusal):
    """What is asked of people is not asked of organisations, of which the register speaks."""

    code = "not_a_person"
    title = (
        "The customer is an organisation: what is known of it is given at"
        " /v1/customers/{id}/organisation-data."
    )
    kind = Kind.CONFLICT


class Datum(StrEnum):
    """What is wanted of a person, beside their full name."""

    DATE_OF_BIRTH = "date_of_birth"
    NATIONALITY = "nationality"
    ADDRESS = "address"
    TAX_RESIDENCE = "tax_residence"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """Where somebody lives; ``country`` is an ISO 3166 code."""

    street: str
    city: str
    country: str
    postal_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDiligence:
    """What is known so far; nationality and tax residence are ISO 3166 codes."""

    date_of_birth: date | None = field(default=None, repr=False, metadata=PERSONAL)
    nationality: str | None = field(default=None, repr=False, metadata=PERSONAL)
    address: PostalAddress | None = field(default=None, repr=False, metadata=PERSONAL)
    tax_residence: str | None = field(default=None, repr=False, metadata=PERSONAL)

    @property
    def missing(self) -> tuple[Datum, ...]:
        """What is not known yet."""
        return tuple(datum for datum in Datum if getattr(self, datum) is None)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def is_changed_by(self, given: "DueDiligence") -> bool:
        """Whether something that is known already would be another."""
        known = [datum for datum in Datum if getattr(self, datum) is not None]
        return any(getattr(given, each) not in (None, getattr(self, each)) for each in known)

    def with_given(self, given: "DueDiligence", today: date) -> "DueDiligence":
        """Give what is known with what was given now.

        Refuses a date of birth that cannot be one, and a country that has not the form of a code.
        """
        born, address = given.date_of_birth, given.address
        if born is not None and not is_birthday(born, today):
            raise InvalidDueDiligence
        countries = (given.nationality, given.tax_residence, address and address.country)
        if any(country and not is_country(country) for country in countries):
            raise InvalidDueDiligence
        changes: dict[str, Any] = {
            datum.value: value for datum in Datum if (value := getattr(given, datum)) is not None
        }
        return replace(self, **changes)

    def texts(self) -> dict[Datum, str]:
        """Give each known datum as text, to be sealed."""
        born = self.date_of_birth
        texts: dict[Datum, str | None] = {
            Datum.DATE_OF_BIRTH: None if born is None else born.isoformat(),
            Datum.NATIONALITY: self.nationality,
            Datum.ADDRESS: None if self.address is None else json.dumps(asdict(self.address)),
            Datum.TAX_RESIDENCE: self.tax_residence,
        }
        return {datum: text for datum, text in texts.items() if text is not None}

    @staticmethod
    def of_texts(texts: dict[Datum, str]) -> "DueDiligence":
        """Read what ``texts`` gave."""
        born, address = texts.get(Datum.DATE_OF_BIRTH), texts.get(Datum.ADDRESS)
        return DueDiligence(
            date_of_birth=None if born is None else date.fromisoformat(born),
            nationality=texts.get(Datum.NATIONALITY),
            address=None if address is None else PostalAddress(**json.loads(address)),
            tax_residence=texts.get(Datum.TAX_RESIDENCE),
        )


def is_birthday(day: date, today: date) -> bool:
    """Whether somebody who is alive may have been born on a day."""
    return _BORN_AFTER < day < today


def is_country(text: str) -> bool:
    """Whether a text has the form of a country's code (ISO 3166)."""
    return _COUNTRY.fullmatch(text) is not None
