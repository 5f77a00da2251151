"""Who signs in to the demo bank: everybody who banks there, and staff of every role.

Through the same use cases as everybody's; their one password is told to whoever starts the demo.
"""

from typing import Any

from dishka import AsyncContainer

from bank.application.customers.read_customers import CustomerSearch, SearchCustomers
from bank.application.identity.import_password import ImportPassword, PasswordToImport
from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.principals import Principals
from bank.application.identity.staff.register_staff import NewStaffMember, RegisterStaff
from bank.application.pipeline.act import Caller
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.bootstrap.demo.faults import DemoSignInsLeft
from bank.bootstrap.demo.story import PARTIES
from bank.bootstrap.office import Office, Report
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.audit import Actor
from bank.domain.contacts import Contact
from bank.domain.passwords import PasswordInPlace
from bank.domain.principals import Assurance, SignInNameTaken
from bank.domain.staff import BREAK_GLASS, STAFF_ROLES

PASSWORD = "the demo bank is open"  # noqa: S105 - it is printed for everybody to see
_ROLES = ("administrator", "operator", "service_account", BREAK_GLASS)
"""Nobody is there to approve what the demo begins with."""


def let_everybody_in(office: Office) -> None:
    """Let everybody of the demo sign in who cannot yet."""

    async def work(container: AsyncContainer, pipeline: Pipeline) -> None:
        await _Door(container, pipeline).open()

    office.run(work)


def tell_sign_ins(report: Report) -> None:
    """Say how to sign in, in the demo alone."""
    staff = "\n".join(f"    {_address_of(role)}" for role in sorted(STAFF_ROLES))
    customers = "\n".join(f"    {party.email}" for party in PARTIES)
    report(
        f'Sign in to the demo at POST /v1/sessions with the password "{PASSWORD}":\n'
        f"  staff:\n{staff}\n  customers:\n{customers}\n"
        "Staff have to enrol a second factor, and sign in with it, before they can do their work."
    )


def refuse_if_left(office: Office) -> None:
    """Refuse a bank in which anybody of the demo signs in with the demo's password.

    Raises ``DemoSignInsLeft``.
    """

    async def work(container: AsyncContainer, _pipeline: Pipeline) -> None:
        hasher = await container.get(PasswordHasher)
        async with DishkaScopes(container).open(UseCaseKind.QUERY) as scope:
            principals, hashes = await scope.get(Principals), await scope.get(PasswordHashes)
            for address in (
                *map(_address_of, sorted(STAFF_ROLES)),
                *(each.email for each in PARTIES),
            ):
                named = await principals.named(address)
                kept = named and named.is_let_in and await hashes.find(named.row)
                if kept and (await hasher.compare(PASSWORD, kept)).matches:
                    raise DemoSignInsLeft(address)

    office.run(work)


class _Door:
    """Lets people in, as the demo's own actor."""

    def __init__(self, container: AsyncContainer, pipeline: Pipeline) -> None:
        """Take where everything comes from."""
        self._container = container
        self._pipeline = pipeline

    async def open(self) -> None:
        """Let customers in, then staff; whoever signs in already stays as they are."""
        hasher = await self._container.get(PasswordHasher)
        for party in PARTIES:
            for customer in await self._ask(SearchCustomers, CustomerSearch(email=party.email)):
                await self._import(hasher, str(customer.id), party.email)
        for role in sorted(STAFF_ROLES):
            contact = Contact.email(_address_of(role))
            order = NewStaffMember(contact=contact, roles=(role,), branch="main")
            try:
                member = await self._ask(RegisterStaff, order)
            except SignInNameTaken:
                continue
            await self._import(hasher, str(member.id), contact.value)

    async def _import(self, hasher: PasswordHasher, subject: str, name: str) -> None:
        try:
            await self._ask(
                ImportPassword,
                PasswordToImport(
                    subject=subject, kept=await hasher.hash(PASSWORD), sign_in_name=name
                ),
            )
        except (PasswordInPlace, SignInNameTaken):
            return

    async def _ask(self, use_case: type[Any], command: Any) -> Any:
        digests = await self._container.get(KeyedDigests)
        ids = await self._container.get(Ids)
        actor = Actor(
            kind="cli",
            subject="demo",
            pseudonym=digests.pseudonym("demo"),
            roles=_ROLES,
            assurance=Assurance.TWO_FACTORS,
        )
        caller = Caller(actor=actor, idempotency_key=str(ids.new()))
        return (await self._pipeline.run(use_case, command, caller)).result


def _address_of(role: str) -> str:
    return f"{role.replace('_', '-')}@bank.example"
