"""The shapes of what the law wants to be known of a person: what is given, and what is shown."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from bank.application.identity.registration.known_people import CustomersData
from bank.domain.due_diligence import Datum, DueDiligence, PostalAddress
from bank.domain.parties import CustomerState
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import InvalidRequest
from bank.interfaces.http.v1.texts import FullName

Country = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z]{2}\Z",
        description="ISO 3166 code.",
        extra_json_schema={"pattern": "^[A-Z]{2}$"},
    ),
]


class AddressShown(Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody lives."""

    street: FullName
    city: FullName
    country: Country
    postal_code: FullName | None = None


class DueDiligenceGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a person; what is left out stays."""

    date_of_birth: date | None = None
    nationality: Country | None = None
    address: AddressShown | None = None
    tax_residence: Country | None = None


class DueDiligenceView(Struct, frozen=True):
    """What is known of a person, and what is missing before they can hold accounts."""

    state: CustomerState
    missing: list[Datum]
    date_of_birth: date | None
    nationality: str | None
    address: AddressShown | None
    tax_residence: str | None


def address_of(shown: AddressShown | None) -> PostalAddress | None:
    """Give the address that somebody has sent, if they have."""
    if shown is None:
        return None
    return PostalAddress(
        street=shown.street,
        city=shown.city,
        country=shown.country,
        postal_code=shown.postal_code,
    )


def shown_address(known: PostalAddress | None) -> AddressShown | None:
    """Show an address, if one is known."""
    if known is None:
        return None
    return AddressShown(
        street=known.street,
        city=known.city,
        country=known.country,
        postal_code=known.postal_code,
    )


def given_of(shown: DueDiligenceGiven) -> DueDiligence:
    """Give what somebody has sent."""
    return DueDiligence(
        date_of_birth=shown.date_of_birth,
        nationality=shown.nationality,
        address=address_of(shown.address),
        tax_residence=shown.tax_residence,
    )


def something_of(shown: DueDiligenceGiven) -> DueDiligence:
    """Give what somebody has sent. Refuses nothing at all."""
    if shown == DueDiligenceGiven():
        raise InvalidRequest(errors=[FieldError("body", "", "Name at least one field.")])
    return given_of(shown)


def due_diligence_view(data: CustomersData) -> DueDiligenceView:
    """Show what is known."""
    known = data.known
    return DueDiligenceView(
        state=data.customer.state,
        missing=list(known.missing),
        date_of_birth=known.date_of_birth,
        nationality=known.nationality,
        address=shown_address(known.address),
        tax_residence=known.tax_residence,
    )
