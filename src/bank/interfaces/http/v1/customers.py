"""Customers over HTTP: `/v1/customers`."""

from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from bank.application.customers.change_customers_contact import (
    ChangeCustomersContact,
    CustomersContact,
)
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.customers.read_customers import (
    CustomerById,
    CustomerSearch,
    GetCustomer,
    SearchCustomers,
)
from bank.application.customers.rename_customer import CustomerRenaming, RenameCustomer
from bank.domain.due_diligence import InvalidDueDiligence, NotAPerson
from bank.domain.parties import (
    BranchNotFound,
    Customer,
    CustomerDeactivated,
    CustomerKind,
    CustomerNotFound,
    CustomerState,
    StaleVersion,
)
from bank.interfaces.http.calls import (
    Asked,
    answered,
    ask,
    changed,
    version_read,
)
from bank.interfaces.http.documentation import command, query, search, would_be
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.paging import LIMIT_MAX, LIMIT_USUAL, Page
from bank.interfaces.http.refusals import IfMatchMissing, InvalidIfMatch, InvalidRequest
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.due_diligence_views import DueDiligenceGiven, given_of
from bank.interfaces.http.v1.texts import Code, Email, FullName, Phone


class CustomerToCreate(Struct, frozen=True, forbid_unknown_fields=True):
    """A customer to take in."""

    kind: CustomerKind
    full_name: FullName
    email: Email
    phone: Phone | None = None
    branch: Code = "main"
    due_diligence: Annotated[
        DueDiligenceGiven | None,
        Meta(description="Of a person. Until nothing is missing they are `pending`."),
    ] = None


class CustomerName(Struct, frozen=True, forbid_unknown_fields=True):
    """What the customer is called from now on."""

    full_name: FullName


class ContactOfCustomer(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the customer is reached from now on; what is left out stays."""

    email: Email | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET


class CustomerCriteria(Struct, frozen=True, forbid_unknown_fields=True):
    """What to search for: every given value must match but for case and spacing."""

    full_name: FullName | None = None
    email: Email | None = None
    phone: Phone | None = None
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX)] = LIMIT_USUAL


class CustomerView(Struct, frozen=True):
    """A customer; the ETag is the quoted `version`."""

    id: UUID
    kind: CustomerKind
    full_name: str
    state: CustomerState
    email: str | None
    phone: str | None
    branch: str
    created_at: datetime
    version: int


@post(
    operation_id="createCustomer",
    summary="Take in a customer",
    responses=command(BranchNotFound, NotAPerson, InvalidDueDiligence)
    | would_be(CustomerView, "Whom a dry run would take in; the id is not kept for them."),
)
async def create_customer(
    request: Asked,
    data: JSONBody[CustomerToCreate],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[CustomerView]:
    """Take in a customer: a person or an organisation, pending until their data are complete."""
    order = NewCustomer(
        kind=data.kind,
        full_name=data.full_name,
        email=data.email,
        phone=data.phone,
        branch=data.branch,
        due_diligence=None if data.due_diligence is None else given_of(data.due_diligence),
    )
    done = await ask(request, CreateCustomer, order, dry_run=dry_run)
    view = _view(done.result)
    at = f"/v1/customers/{view.id}"
    return changed(view, done, dry_run=dry_run, at=at, version=view.version)


@get(
    "/{customer_id:uuid}",
    operation_id="getCustomer",
    summary="Read a customer",
    responses=query(CustomerNotFound),
)
async def get_customer(request: Asked, customer_id: FromPath[UUID]) -> Response[CustomerView]:
    """Read a customer; each read is audited."""
    done = await ask(request, GetCustomer, CustomerById(customer_id))
    return answered(_view(done.result), done, version=done.result.version)


@patch(
    "/{customer_id:uuid}",
    operation_id="changeCustomersContact",
    summary="Change how a customer is reached",
    responses=command(
        CustomerNotFound, StaleVersion, IfMatchMissing, InvalidIfMatch, CustomerDeactivated
    ),
)
async def change_customers_contact(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[ContactOfCustomer],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[CustomerView]:
    """Change e-mail, phone or both, which as shipped a branch manager has to approve first.

    It is done only if nobody else has changed the customer since the version that If-Match names.
    """
    order = _contact(customer_id, data, version_read(request))
    done = await ask(request, ChangeCustomersContact, order, dry_run=dry_run)
    view = _view(done.result)
    return changed(view, done, dry_run=dry_run, version=view.version)


@post(
    "/{customer_id:uuid}/rename",
    operation_id="renameCustomer",
    summary="Rename a customer",
    status_code=200,
    responses=command(
        CustomerNotFound, StaleVersion, IfMatchMissing, InvalidIfMatch, CustomerDeactivated
    ),
)
async def rename_customer(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[CustomerName],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[CustomerView]:
    """Give a customer another name, which as shipped a branch manager has to approve first.

    It is done only if nobody else has changed the customer since the version that If-Match names.
    """
    order = CustomerRenaming(
        id=customer_id, full_name=data.full_name, if_version=version_read(request)
    )
    done = await ask(request, RenameCustomer, order, dry_run=dry_run)
    view = _view(done.result)
    return changed(view, done, dry_run=dry_run, version=view.version)


@post(
    "/search",
    operation_id="searchCustomers",
    summary="Find customers by their data",
    status_code=200,
    responses=search(),
)
async def search_customers(
    request: Asked, data: JSONBody[CustomerCriteria]
) -> Response[Page[CustomerView]]:
    """Find customers by full name, e-mail or phone: in a body, because addresses are logged."""
    order = CustomerSearch(
        full_name=data.full_name, email=data.email, phone=data.phone, limit=data.limit
    )
    done = await ask(request, SearchCustomers, _with_criterion(order))
    return answered(Page([_view(customer) for customer in done.result]), done)


def _contact(customer: UUID, changes: ContactOfCustomer, if_version: int) -> CustomersContact:
    given = {
        name: cast("str", value)
        for name in ("email", "phone")
        if (value := getattr(changes, name)) is not UNSET
    }
    if not given:
        raise InvalidRequest(errors=[FieldError("body", "", "Name at least one field to change.")])
    return CustomersContact(id=customer, if_version=if_version, **given)


def _with_criterion(order: CustomerSearch) -> CustomerSearch:
    if not (order.full_name or order.email or order.phone):
        detail = "Give full_name, email or phone."
        raise InvalidRequest(errors=[FieldError("body", "", detail)])
    return order


def _view(customer: Customer) -> CustomerView:
    return CustomerView(
        id=customer.id,
        kind=customer.kind,
        full_name=customer.full_name,
        state=customer.state,
        email=customer.email,
        phone=customer.phone,
        branch=customer.branch,
        created_at=customer.created_at,
        version=customer.version,
    )


customers = Router(
    "/customers",
    route_handlers=[
        create_customer,
        get_customer,
        change_customers_contact,
        rename_customer,
        search_customers,
    ],
    tags=["Customers"],
)
