"""What the law wants a bank to know of an organisation before money can be theirs to move."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from bank.domain.contacts import PERSONAL
from bank.domain.due_diligence import (
    InvalidDueDiligence,
    PostalAddress,
    is_birthday,
    is_country,
)
from bank.domain.refusals import Kind, Refusal


class NotAnOrganisation(Refusal):
    """What is asked of organisations is not asked of people, who say what is known of them."""

    code = "not_an_organisation"
    title = (
        "The customer is a person: what is known of them is given at"
        " /v1/customers/{id}/due-diligence."
    )
    kind = Kind.CONFLICT


class OrganisationDatum(StrEnum):
    """What is wanted of an organisation."""

    LEGAL_NAME = "legal_name"
    REGISTRATION_NUMBER = "registration_number"
    COUNTRY = "country"
    ADDRESS = "address"
    BENEFICIAL_OWNERS = "beneficial_owners"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeneficialOwner:
    """A person to whom an organisation belongs in the end; ``nationality`` is an ISO 3166 code."""

    full_name: str
    date_of_birth: date
    nationality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationData:
    """What is known so far: as in the register of ``country``, an ISO 3166 code.

    Beneficial owners are given all at once, at least one: where nobody owns enough, the law takes
    those who run the organisation for them.
    """

    legal_name: str | None = field(default=None, repr=False, metadata=PERSONAL)
    registration_number: str | None = field(default=None, repr=False, metadata=PERSONAL)
    country: str | None = field(default=None, repr=False, metadata=PERSONAL)
    address: PostalAddress | None = field(default=None, repr=False, metadata=PERSONAL)
    beneficial_owners: tuple[BeneficialOwner, ...] | None = field(
        default=None, repr=False, metadata=PERSONAL
    )

    @property
    def missing(self) -> tuple[OrganisationDatum, ...]:
        """What is not known yet."""
        return tuple(datum for datum in OrganisationDatum if not getattr(self, datum))

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def is_changed_by(self, given: "OrganisationData") -> bool:
        """Whether something that is known already would be another."""
        known = [datum for datum in OrganisationDatum if getattr(self, datum)]
        return any(getattr(given, each) not in (None, getattr(self, each)) for each in known)

    def with_given(self, given: "OrganisationData", today: date) -> "OrganisationData":
        """Give what is known with what was given now.

        Refuses an owner's date of birth that cannot be one, and a country that has not the form of
        a code.
        """
        owners = given.beneficial_owners or ()
        countries = [owner.nationality for owner in owners]
        if given.country:
            countries.append(given.country)
        if given.address is not None:
            countries.append(given.address.country)
        if not all(is_birthday(owner.date_of_birth, today) for owner in owners):
            raise InvalidDueDiligence
        if not all(map(is_country, countries)):
            raise InvalidDueDiligence
        changes: dict[str, Any] = {
            datum.value: value for datum in OrganisationDatum if (value := getattr(given, datum))
        }
        return replace(self, **changes)

    def texts(self) -> dict[OrganisationDatum, str]:
        """Give each known datum as text, to be sealed."""
        owners, address = self.beneficial_owners, self.address
        texts: dict[OrganisationDatum, str | None] = {
            OrganisationDatum.LEGAL_NAME: self.legal_name,
            OrganisationDatum.REGISTRATION_NUMBER: self.registration_number,
            OrganisationDatum.COUNTRY: self.country,
            OrganisationDatum.ADDRESS: None if address is None else json.dumps(asdict(address)),
            OrganisationDatum.BENEFICIAL_OWNERS: None
            if owners is None
            else json.dumps([asdict(owner) for owner in owners], default=date.isoformat),
        }
        return {datum: text for datum, text in texts.items() if text is not None}

    @staticmethod
    def of_texts(texts: dict[OrganisationDatum, str]) -> "OrganisationData":
        """Read what ``texts`` gave."""
        address = texts.get(OrganisationDatum.ADDRESS)
        owners = texts.get(OrganisationDatum.BENEFICIAL_OWNERS)
        return OrganisationData(
            legal_name=texts.get(OrganisationDatum.LEGAL_NAME),
            registration_number=texts.get(OrganisationDatum.REGISTRATION_NUMBER),
            country=texts.get(OrganisationDatum.COUNTRY),
            address=None if address is None else PostalAddress(**json.loads(address)),
            beneficial_owners=None if owners is None else _owners(owners),
        )


def _owners(text: str) -> tuple[BeneficialOwner, ...]:
    return tuple(
        BeneficialOwner(
            full_name=each["full_name"],
            date_of_birth=date.fromisoformat(each["date_of_birth"]),
            nationality=each["nationality"],
        )
        for each in json.loads(text)
    )
