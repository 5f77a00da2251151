"""What the law wants to be known of people, at the counter: `/v1/customers/{id}/due-diligence`."""

from uuid import UUID

from litestar import Response, Router, get, patch
from litestar.params import FromPath, JSONBody

from bank.application.identity.registration.give_customers_data import (
    GiveCustomersDueDiligence,
    PersonById,
    PersonsDataGiven,
    ReadCustomersDueDiligence,
)
from bank.domain.due_diligence import InvalidDueDiligence, NotAPerson
from bank.domain.parties import CustomerDeactivated, CustomerNotFound
from bank.interfaces.http.calls import Asked, answered, ask, changed
from bank.interfaces.http.documentation import command, query
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
    return answered(due_diligence_view(done.result), done)


@patch(
    "/{customer_id:uuid}/due-diligence",
    operation_id="giveCustomerDueDiligence",
    summary="Say what is missing of a person",
    responses=command(CustomerNotFound, NotAPerson, CustomerDeactivated, InvalidDueDiligence),
)
async def give_customer_due_diligence(
    request: Asked,
    customer_id: FromPath[UUID],
    data: JSONBody[DueDiligenceGiven],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[DueDiligenceView]:
    """Say what was seen at the counter; once nothing is missing the customer is active."""
    order = PersonsDataGiven(customer=customer_id, given=something_of(data))
    done = await ask(request, GiveCustomersDueDiligence, order, dry_run=dry_run)
    return changed(due_diligence_view(done.result), done, dry_run=dry_run)


customers_data = Router(
    "/customers",
    route_handlers=[get_customer_due_diligence, give_customer_due_diligence],
    tags=["Customers"],
)
