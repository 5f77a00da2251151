"""A passkey in a real browser: made, used, and refused where it should be."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from tests import postgresql
from tests.browser.passkeys.chromium import CHROMIUM, Tab, chromium, tab_at
from tests.people_who_sign_in import PASSWORD, person
from tests.system.assembly import CURRENCIES, OpenBank, bank_over, seeded
from tests.system.served_bank import ServedBank

from bank.application.identity.factors.passkey_factor import PasskeyFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.identifiers import RowId

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt install chromium)"),
]


@dataclass(frozen=True)
class House:
    """A served bank, the same bank in this process, and a browser."""

    bank: OpenBank
    origin: str
    browser: Browser

    async def options(self, principal: RowId, purpose: Purpose) -> Mapping[str, Any]:
        async with DishkaScopes(self.bank.container).open(UseCaseKind.COMMAND) as scope:
            now = (await self.bank.container.get(Clock)).now()
            options = await (await scope.get(PasskeyFactor)).options(principal, purpose, now)
            await (await scope.get(UnitOfWork)).commit()
        return options

    async def proves(self, principal: RowId, proof: Mapping[str, Any], purpose: Purpose) -> bool:
        async with DishkaScopes(self.bank.container).open(UseCaseKind.COMMAND) as scope:
            now = (await self.bank.container.get(Clock)).now()
            held = await (await scope.get(PasskeyFactor)).prove(principal, proof, purpose, now)
            await (await scope.get(UnitOfWork)).commit()
        return held


@dataclass(frozen=True)
class Ada:
    """Somebody with a password, at the page."""

    name: str
    row: RowId
    tab: Tab

    async def has_a_passkey(self) -> None:
        assert (await self.tab.does("signIn", self.name, PASSWORD))["ok"]["assurance"] == 1
        made = await self.tab.does("makePasskey", self.name, "laptop")
        assert made["ok"]["name"] == "laptop", made

    async def signs(self, house: House, purpose: Purpose) -> Mapping[str, Any]:
        """Sign what a purpose asks for, as the page of a payment will have her do."""
        options = await house.options(self.row, purpose)
        signature: Mapping[str, Any] = (await self.tab.does("sign", options))["ok"]
        return signature


@dataclass(frozen=True)
class Payment:
    """A payment as it was sent, under its key, and what the page was told."""

    key: str
    answer: Mapping[str, Any]

    @property
    def told(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.answer["ok"]
        return told

    @property
    def refused(self) -> str | None:
        return self.answer.get("no")

    @property
    def challenge(self) -> str:
        assert self.told["status"] == "challenge", self.answer
        return f"/v1/challenges/{self.told['challenge_id']}"


@dataclass(frozen=True)
class Payer:
    """Somebody with a passkey, recovery codes and money, at the page."""

    tab: Tab
    account: str
    payee: str

    async def pays(self, amount: str, before: Payment | None = None) -> Payment:
        """Send a payment, or one under the key of another."""
        key = f"{amount} of {self.account}" if before is None else before.key
        body = {
            "debit_account_id": self.account,
            "credit_account_id": self.payee,
            "amount": {"currency": "EUR", "amount": amount},
        }
        sent = await self.tab.does("send", "/v1/transfers", body, {"idempotency-key": key})
        return Payment(key, sent)

    async def signs(self, payment: Payment) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Look at what is to be confirmed, and have the browser sign it."""
        status, shown = await self.tab.get(payment.challenge)
        assert status == 200, shown
        return shown, (await self.tab.does("sign", shown["factors"]["passkey"]))["ok"]

    async def confirms(self, payment: Payment, proof: Mapping[str, Any]) -> Mapping[str, Any]:
        shown = {"kind": "passkey", "proof": proof}
        answer: Mapping[str, Any] = await self.tab.does(
            "send", f"{payment.challenge}/factor", shown
        )
        return answer

    async def has_left(self) -> str:
        """Say how much is on the account still."""
        _, account = await self.tab.get(f"/v1/accounts/{self.account}")
        left: str = account["balance"]["amount"]
        return left


async def _payer(house: House, name: str, tab: Tab) -> Payer:
    """Let the owner of a new account in by passkey, with all that it takes to pay."""
    account = await house.bank.account(funds_minor=1_000_000)
    payee = await house.bank.account()
    async with DishkaScopes(house.bank.container).open(UseCaseKind.COMMAND) as scope:
        principals = await scope.get(Principals)
        found = await principals.find(str(account.owner_id), lock=True)
        assert found is not None
        await principals.name(found.row, name)
        now = (await house.bank.container.get(Clock)).now()
        await (await scope.get(Passwords)).set(found.row, PASSWORD, now)
        await (await scope.get(UnitOfWork)).commit()
    await Ada(name, found.row, tab).has_a_passkey()
    assert (await tab.does("signInWithPasskey"))["ok"]["assurance"] == 2
    codes = await tab.does("send", "/v1/me/factors/recovery-codes", {})
    assert len(codes["ok"]["codes"]) == 10, codes
    return Payer(tab, str(account.id), str(payee.id))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    home = tmp_path_factory.mktemp("passkeys") / "home"
    with postgresql.database(seeded) as database:
        settings = (
            f"--bank.database.url={database.url}",
            f"--bank.database.migration-url={database.migration_url}",
            f"--bank.currencies={','.join(CURRENCIES)}",
        )
        with ServedBank(home, *settings) as served:
            port = f"--bank.server.port={served.port}"
            async with bank_over(database, home, arguments=[port]) as bank, chromium() as browser:
                served.start()
                yield House(bank, f"http://localhost:{served.port}", browser)


@pytest_asyncio.fixture(loop_scope="module")
async def ada(house: House, request: pytest.FixtureRequest) -> AsyncIterator[Ada]:
    name = f"{request.node.name}@example.com"[-64:]
    now = (await house.bank.container.get(Clock)).now()
    somebody = await person(DishkaScopes(house.bank.container), now, name)
    async with tab_at(house.browser, house.origin) as tab:
        yield Ada(name, somebody.principal.row, tab)


async def test_ada_comes_by_password_makes_a_passkey_and_comes_by_that(ada: Ada) -> None:
    page = ada.tab.page
    await page.fill("[name=name]", ada.name)
    await page.fill("[name=password]", PASSWORD)
    await page.click("#sign-in")
    assert await ada.tab.says() == "You are in."
    await page.reload()
    await page.click("#enrol")
    assert await ada.tab.says() == "The passkey is made."
    counts = [await ada.tab.sign_count()]
    for _ in range(2):
        await page.context.clear_cookies()
        assert (await ada.tab.get("/v1/me"))[0] == 401
        await page.reload()
        await page.click("#passkey")
        assert await ada.tab.says() == "You are in."
        status, me = await ada.tab.get("/v1/me")
        assert (status, me["assurance"]) == (200, 2)
        counts.append(await ada.tab.sign_count())
    assert counts == sorted(set(counts))


async def test_with_a_passkey_the_password_alone_is_not_enough(ada: Ada) -> None:
    await ada.has_a_passkey()
    assert (await ada.tab.does("signIn", ada.name, PASSWORD))["ok"]["assurance"] == 2


async def test_what_signed_its_owner_in_signs_nobody_in_again(ada: Ada) -> None:
    await ada.has_a_passkey()
    begun, another = [
        (await ada.tab.does("send", "/v1/sessions/passkey", {}))["ok"] for _ in range(2)
    ]
    proof = (await ada.tab.does("sign", begun["factors"]["passkey"]))["ok"]
    shown = {"kind": "passkey", "proof": proof}
    for attempt, answer in [
        (begun, None),
        (begun, "sign_in_attempt_over"),
        (another, "sign_in_failed"),
    ]:
        path = f"/v1/sessions/{attempt['attempt_id']}/factor"
        assert (await ada.tab.does("send", path, shown)).get("no") == answer


async def test_whoever_is_not_verified_does_not_come_in(ada: Ada) -> None:
    await ada.has_a_passkey()
    await ada.tab.verifies_its_user(verified=False)
    assert (await ada.tab.does("signInWithPasskey"))["name"] == "NotAllowedError"
    # A page that does not ask for it gets a signature, which says so, and is refused.
    begun = (await ada.tab.does("send", "/v1/sessions/passkey", {}))["ok"]
    careless = begun["factors"]["passkey"] | {"userVerification": "discouraged"}
    asked = begun | {"factors": {"passkey": careless}}
    assert (await ada.tab.does("prove", asked))["no"] == "sign_in_failed"
    await ada.tab.verifies_its_user(verified=True)
    assert (await ada.tab.does("signInWithPasskey"))["ok"]["assurance"] == 2


async def test_a_payment_is_confirmed_by_a_passkey_that_signed_exactly_it(
    house: House, request: pytest.FixtureRequest
) -> None:
    """Scenario: Ada pays from the page, more than her threshold; the amount is changed on the way.

    Outcome: her signature of one payment confirms no other. It confirms its own, which is done once
    it is sent again; under the same key with another amount it is void, and nothing is done.
    """
    name = f"{request.node.name}@example.com"[-64:]
    async with tab_at(house.browser, house.origin) as tab:
        ada = await _payer(house, name, tab)
        large, larger = [await ada.pays(amount) for amount in ("5000.00", "6000.00")]
        (shown, signed), (_, other) = [await ada.signs(each) for each in (large, larger)]
        assert shown["amount"] == {"currency": "EUR", "amount": "5000.00"}
        assert (await ada.confirms(large, other))["no"] == "challenge_failed"
        _, signed = await ada.signs(large)
        assert (await ada.confirms(large, signed))["ok"]["status"] == "confirmed"
        done = await ada.pays("5000.00", large)
        assert done.told["status"] == "posted"
        # The other one is confirmed as well, and then the amount is another.
        _, other = await ada.signs(larger)
        assert (await ada.confirms(larger, other))["ok"]["status"] == "confirmed"
        assert (await ada.pays("9000.00", larger)).refused == "idempotency_key_reused"
        again = await ada.pays("6000.00", larger)
        assert again.told["status"] == "challenge", "what was confirmed is void"
        assert await ada.has_left() == "5000.00"


async def test_a_signature_for_an_amount_is_none_for_another(house: House, ada: Ada) -> None:
    await ada.has_a_passkey()
    payment = uuid5(NAMESPACE_OID, "a payment")
    agreed = Purpose(attempt=payment, bound=b"EUR 10.00 to Ben")
    changed = Purpose(attempt=payment, bound=b"EUR 1000.00 to Ben")
    assert not await house.proves(ada.row, await ada.signs(house, agreed), changed)
    proof = await ada.signs(house, agreed)
    assert await house.proves(ada.row, proof, agreed)
    assert not await house.proves(ada.row, proof, agreed)
