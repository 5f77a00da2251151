"""The stage of a worked example: a bank of its own, and what its sentences have named so far."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from tests.application.scene import SERVICE, Desk, actor
from tests.docs.phrases import EUR, YEN

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.pipeline.pipeline import Done
from bank.domain.audit import Actor
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import public_id_at
from bank.domain.parties import Customer
from bank.infrastructure.in_memory.rows import LedgerRow

CAST = ("Ada", "Ben", "Cleo")
OWN = {"till": "cash/main"}


@dataclass
class Manner:
    """How a row asks: with a key of its own or a named one, in earnest or only tried."""

    key: str | None = None
    dry_run: bool = False


@dataclass
class Stage:
    """Everybody of the cast who is named has an account in euros, and one in yen if that is."""

    desk: Desk
    customers: dict[str, Customer] = field(default_factory=dict)
    accounts: dict[str, CustomerAccount] = field(default_factory=dict)
    in_yen: dict[str, CustomerAccount] = field(default_factory=dict)
    holds: dict[str, UUID] = field(default_factory=dict)
    quotes: dict[str, UUID] = field(default_factory=dict)
    entries: dict[str, UUID] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    """What sentences keep for later ones beside, such as secrets that are shown once."""
    manner: Manner = field(default_factory=Manner)
    ids: int = 0
    asked: list[Done[Any]] = field(default_factory=list)
    """What the present row has asked and was answered."""

    async def set_up(self, text: str) -> None:
        """Open the accounts that a text speaks of."""
        for who in CAST:
            if who in text:
                self.customers[who] = await self.desk.customer(f"{who} Example")
                self.accounts[who] = await self.desk.account(owner=self.customers[who].id)
            if f"{who}'s yen" in text:
                new = NewAccount(
                    customer_id=self.customers[who].id, product="current", currency=YEN
                )
                self.in_yen[who] = (await self.desk.ask(OpenAccount, new)).result

    async def ask(self, use_case: type[Any], command: Any, who: Actor) -> Any:
        """Ask for something in the manner of the row, and give the result."""
        manner = self.manner
        done = await self.desk.ask(use_case, command, who, key=manner.key, dry_run=manner.dry_run)
        self.asked.append(done)
        return done.result

    @property
    def now(self) -> datetime:
        """The moment by the bank's clock."""
        return self.desk.bank.clock.now()

    def signed_in(self, who: str) -> Actor:
        """Give somebody of the cast as they have just signed in."""
        return replace(actor("customer", str(self.customers[who].id)), proved_at=self.now)

    async def paying(self, who: str, *payees: CustomerAccount) -> Actor:
        """Give somebody of the cast who has two factors, and has paid the payees before."""
        await self.desk.let_pay(self.signed_in(who), *payees)
        return self.signed_in(who)

    def further_id(self) -> UUID:
        """Give an id that was not used on this stage."""
        self.ids += 1
        return uuid5(NAMESPACE_OID, f"further {self.ids}")

    async def look(self, use_case: type[Any], query: Any) -> Any:
        """Read something as an integrating system does."""
        return (await self.desk.ask(use_case, query, SERVICE)).result

    def own(self, name: str, currency: str = EUR.code) -> LedgerRow:
        """Give one of the bank's own accounts, as the books have it."""
        position = OWN.get(name, name)
        rows = self.desk.internal_accounts(currency)
        (row,) = [each for each in rows if each.position == position]
        return row

    def named(self, name: str) -> UUID:
        """Give the public id of somebody's account, or of the bank's own in euros."""
        if name in self.accounts:
            return self.accounts[name].id
        row = self.own(name)
        return public_id_at(row.opened_ms, row.row)
