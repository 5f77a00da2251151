"""What the law wants to be known of people, at the counter: `/v1/customers/{id}/due-diligence`."""

from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody

from bank.application.identity.registration.give_customers_data import (
    ChangeCustomersDueDiligence,
    GiveCustomersDueDiligence,
    PersonById,
    PersonsDataChange,
    PersonsDataGiven,
    ReadCustomersDueDiligence,
)
from bank.domain.due_diligence import AlreadyKnown, InvalidDueDiligence, NotAPerson
from bank.domain.parties import CustomerDeactivated, CustomerNotFound, StaleVersion
from bank.interfaces.http.calls import Asked, answered, ask, changed, version_read
from bank.interfaces.http.documentation import command, query
from bank.interfaces.http.refusals import IfMatchMissing, InvalidIfMatch
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.due_diligence_views import (
    DueDiligenceGiven,
    DueDiligenceView,
    due_diligence_view,
    something_of,
)


@get(
    "/{customer_id:uuid}/due-diligence",
    operation_id="getCustomerDueDiligence",
    summary="Read what is known of a person, and what is missing",
    responses=query(CustomerNotFound, NotAPerson),
)
async def get_customer_due_diligence(
    request: Asked, customer_id: FromPath[UUID]
) -> Response[DueDiligenceView]:
    """Read what the law wants the bank to know of a customer; each read is audited."""
    done = await ask(request, ReadCustomersDueDiligence, PersonById(customer_id))
    version = done.result.customer.version
    return answered(due_diligence_view(done.result), done, version=version)


@patch(
    "/{customer_id:uuid}/due-diligence",
    operation_id="giveCustomerDueDiligence",
    summary="Say what is missing of a person",
    responses=command(
        CustomerNotFound, NotAPerson, CustomerDeactivated, AlreadyKnown, InvalidDueDiligence
    ),
)
async def give_customer_due_diligence(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[DueDiligenceGiven],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[DueDiligenceView]:
    """Say what was seen at the counter; once nothing is missing the customer is active.

    What is known already is changed at `/change`.
    """
    order = PersonsDataGiven(customer=customer_id, given=something_of(data))
    done = await ask(request, GiveCustomersDueDiligence, order, dry_run=dry_run)
    version = done.result.customer.version
    return changed(due_diligence_view(done.result), done, dry_run=dry_run, version=version)


@post(
    "/{customer_id:uuid}/due-diligence/change",
    operation_id="changeCustomerDueDiligence",
    summary="Change what is known of a person",
    status_code=200,
    responses=command(
        CustomerNotFound,
        NotAPerson,
        StaleVersion,
        IfMatchMissing,
        InvalidIfMatch,
        CustomerDeactivated,
        InvalidDueDiligence,
    ),
)
async def change_customer_due_diligence(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[DueDiligenceGiven],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[DueDiligenceView]:
    """Say what is so from now on, such as another address: as shipped others approve it first.

    It is done only if nobody else has changed the customer since the version that If-Match names,
    as all of it: what is known and becomes another, and what was missing.
    """
    order = PersonsDataChange(
        customer=customer_id, given=something_of(data), if_version=version_read(request)
    )
    done = await ask(request, ChangeCustomersDueDiligence, order, dry_run=dry_run)
    version = done.result.customer.version
    return changed(due_diligence_view(done.result), done, dry_run=dry_run, version=version)


customers_data = Router(
    "/customers",
    route_handlers=[
        get_customer_due_diligence,
        give_customer_due_diligence,
        change_customer_due_diligence,
    ],
    tags=["Customers"],
)
