"""What the law wants to be known of organisations: `/v1/customers/{id}/organisation-data`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.registration.give_organisation_data import (
    ChangeOrganisationData,
    GiveOrganisationData,
    KnownOrganisation,
    OrganisationById,
    OrganisationDataChange,
    OrganisationDataGiven,
    ReadOrganisationData,
)
from bank.domain.due_diligence import AlreadyKnown, InvalidDueDiligence
from bank.domain.organisation_data import (
    BeneficialOwner,
    NotAnOrganisation,
    OrganisationData,
    OrganisationDatum,
)
from bank.domain.parties import (
    CustomerDeactivated,
    CustomerNotFound,
    CustomerState,
    StaleVersion,
)
from bank.interfaces.http.calls import Asked, answered, ask, changed, version_read
from bank.interfaces.http.documentation import command, query
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import IfMatchMissing, InvalidIfMatch, InvalidRequest
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.due_diligence_views import (
    AddressShown,
    Country,
    address_of,
    shown_address,
)
from bank.interfaces.http.v1.texts import FullName

_OWNERS_MAX = 50


class BeneficialOwnerShown(Struct, frozen=True, forbid_unknown_fields=True):
    """A person to whom the organisation belongs in the end, or who runs it if nobody does."""

    full_name: FullName
    date_of_birth: date
    nationality: Country


_Owners = Annotated[
    list[BeneficialOwnerShown],
    Meta(min_length=1, max_length=_OWNERS_MAX, description="All of them, in place of those known."),
]


class OrganisationDataShown(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of an organisation, as it stands in its register; what is left out stays."""

    legal_name: FullName | None = None
    registration_number: FullName | None = None
    country: Annotated[Country | None, Meta(description="Whose register it stands in.")] = None
    address: AddressShown | None = None
    beneficial_owners: _Owners | None = None


class OrganisationDataView(Struct, frozen=True):
    """What is known of an organisation, and what is missing before it can hold accounts."""

    state: CustomerState
    missing: list[OrganisationDatum]
    legal_name: str | None
    registration_number: str | None
    country: str | None
    address: AddressShown | None
    beneficial_owners: list[BeneficialOwnerShown] | None


@get(
    "/{customer_id:uuid}/organisation-data",
    operation_id="getOrganisationData",
    summary="Read what is known of an organisation, and what is missing",
    responses=query(CustomerNotFound, NotAnOrganisation),
)
async def get_organisation_data(
    request: Asked, customer_id: FromPath[UUID]
) -> Response[OrganisationDataView]:
    """Read what the law wants the bank to know of the organisation; each read is audited."""
    done = await ask(request, ReadOrganisationData, OrganisationById(customer_id))
    return answered(_view(done.result), done, version=done.result.customer.version)


@patch(
    "/{customer_id:uuid}/organisation-data",
    operation_id="giveOrganisationData",
    summary="Say what is missing of an organisation",
    responses=command(
        CustomerNotFound,
        NotAnOrganisation,
        CustomerDeactivated,
        AlreadyKnown,
        InvalidDueDiligence,
    ),
)
async def give_organisation_data(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[OrganisationDataShown],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[OrganisationDataView]:
    """Say what was seen in the register; once nothing is missing the customer is active.

    What is known already is changed at `/change`.
    """
    order = OrganisationDataGiven(customer=customer_id, given=_given(data))
    done = await ask(request, GiveOrganisationData, order, dry_run=dry_run)
    version = done.result.customer.version
    return changed(_view(done.result), done, dry_run=dry_run, version=version)


@post(
    "/{customer_id:uuid}/organisation-data/change",
    operation_id="changeOrganisationData",
    summary="Change what is known of an organisation",
    status_code=200,
    responses=command(
        CustomerNotFound,
        NotAnOrganisation,
        StaleVersion,
        IfMatchMissing,
        InvalidIfMatch,
        CustomerDeactivated,
        InvalidDueDiligence,
    ),
)
async def change_organisation_data(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[OrganisationDataShown],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[OrganisationDataView]:
    """Say what is so from now on, such as another address: as shipped others approve it first.

    It is done only if nobody else has changed the customer since the version that If-Match names,
    as all of it: what is known and becomes another, and what was missing.
    """
    order = OrganisationDataChange(
        customer=customer_id, given=_given(data), if_version=version_read(request)
    )
    done = await ask(request, ChangeOrganisationData, order, dry_run=dry_run)
    version = done.result.customer.version
    return changed(_view(done.result), done, dry_run=dry_run, version=version)


def _given(shown: OrganisationDataShown) -> OrganisationData:
    if shown == OrganisationDataShown():
        raise InvalidRequest(errors=[FieldError("body", "", "Name at least one field.")])
    owners = shown.beneficial_owners
    return OrganisationData(
        legal_name=shown.legal_name,
        registration_number=shown.registration_number,
        country=shown.country,
        address=address_of(shown.address),
        beneficial_owners=None
        if owners is None
        else tuple(
            BeneficialOwner(
                full_name=owner.full_name,
                date_of_birth=owner.date_of_birth,
                nationality=owner.nationality,
            )
            for owner in owners
        ),
    )


def _view(organisation: KnownOrganisation) -> OrganisationDataView:
    known = organisation.known
    owners = known.beneficial_owners
    return OrganisationDataView(
        state=organisation.customer.state,
        missing=list(known.missing),
        legal_name=known.legal_name,
        registration_number=known.registration_number,
        country=known.country,
        address=shown_address(known.address),
        beneficial_owners=None
        if owners is None
        else [
            BeneficialOwnerShown(
                full_name=owner.full_name,
                date_of_birth=owner.date_of_birth,
                nationality=owner.nationality,
            )
            for owner in owners
        ],
    )


organisation_data = Router(
    "/customers",
    route_handlers=[get_organisation_data, give_organisation_data, change_organisation_data],
    tags=["Customers"],
)
