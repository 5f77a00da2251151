"""A bank in memory behind the real HTTP interface, and people who call it with real tokens."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from litestar import Litestar
from tests.application.scene import Desk, factors_of
from tests.known_people import KNOWN

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.approvals.approved_runs import ApprovedRuns
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.sessions.session_cookies import SessionCookies
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.transfers.post_cash import CashOrder, PostDeposit
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.money import currency
from bank.domain.parties import Customer, CustomerKind
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec
from bank.infrastructure.in_memory.accounts import InMemoryAccountDirectory
from bank.infrastructure.in_memory.bank import InMemoryBank
from bank.infrastructure.in_memory.secrets_source import CountedSecrets
from bank.infrastructure.in_memory.sessions import InMemorySessionDirectory
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.telemetry.telemetry import configure_telemetry
from bank.interfaces.http.app import create_app
from bank.interfaces.http.framing import Framing
from bank.interfaces.http.services import (
    Component,
    HealthProbe,
    HealthStatus,
    HttpSettings,
    Services,
)

ISSUER = "http://bank.example"
RULES = TokenRules(issuer=ISSUER, audience="bank", audiences={"https://ledger.example": "at+jwt"})


_shared: list[Litestar] = []


class SettableProbe(HealthProbe):
    def __init__(self) -> None:
        self.status = HealthStatus.UP

    async def check(self) -> Mapping[str, Component]:
        return {"db": Component(self.status, {"database": "PostgreSQL"})}


@dataclass
class House:
    """The interface over a bank; ``calls`` give answers to requests of people with some role."""

    bank: InMemoryBank
    keys: LocalKeyService
    settings: HttpSettings = field(default_factory=lambda: HttpSettings(issuer=ISSUER))
    lifespan: Callable[[], Any] = nullcontext
    trace_context: Callable[[Mapping[str, str]], AbstractContextManager[Any]] = field(
        default=lambda _headers: nullcontext()
    )
    pipeline: Any = None

    def __post_init__(self) -> None:
        self.probe = SettableProbe()
        self.telemetry = configure_telemetry(self.bank.clock, version="0.0.0")
        token_keys = JwksTokenKeys(self.keys, RULES)
        self.issuer = JwtTokenIssuer(self.keys, self.bank.ids, RULES)
        self.desk = Desk(self.bank)
        authenticator = JwtAuthenticator(token_keys, RULES, self.bank.digests)
        self.services = Services(
            pipeline=self.pipeline or self.bank.pipeline,
            approved_runs=ApprovedRuns(self.bank.scopes, self.bank.pipeline, MsgspecCommandCodec()),
            authenticator=authenticator,
            sessions=SessionWatch(
                InMemorySessionDirectory(self.bank.store),
                authenticator,
                SessionTerms(),
                SessionCookies(CountedSecrets(), self.bank.digests),
            ),
            authorizer=self.bank.authorizer,
            directory=InMemoryAccountDirectory(self.bank.store),
            digests=self.bank.digests,
            clock=self.bank.clock,
            ids=self.bank.ids,
            health=self.probe,
            jwks=token_keys.published,
            measures=self.telemetry.metrics,
            info={"build": {"name": "bank-server", "version": "0.0.0"}},
            lifespan=self.lifespan,
            trace_context=self.trace_context,
        )
        self.app: Litestar = self._app()
        self._keys = 0
        self._tokens: dict[tuple[Any, ...], str] = {}

    def _app(self) -> Litestar:
        """Give the application; without settings of its own it is the one that all houses share.

        To put its routes together takes longer than most tests.
        """
        if self.lifespan is not nullcontext or self.settings != HttpSettings(issuer=ISSUER):
            return create_app(self.services, self.settings)
        if not _shared:
            _shared.append(create_app(self.services, self.settings))
        (app,) = _shared
        app.state.services = self.services
        assert isinstance(app.asgi_handler, Framing)
        app.asgi_handler = Framing(app.asgi_handler._app, self.services)
        return app

    def token(
        self,
        roles: str,
        subject: str = "somebody",
        factors: int | None = None,
        branch: str | None = None,
    ) -> str:
        """Issue a token for roles, divided by spaces, to somebody who has just proved who they are.

        By two factors for staff, who need them to work, by one for others, unless it says.
        """
        now, held = self.bank.clock.now(), tuple(roles.split())
        issued = self.issuer.issue(
            subject,
            held,
            now,
            timedelta(minutes=15),
            assurance=factors or factors_of(held),
            proved_at=now,
            branch=branch,
        )
        return issued.text

    def _held(self, *whose: Any) -> str:
        """Give the token that somebody was issued at this moment, for it takes time to sign one."""
        at = self.bank.clock.now()
        if (at, *whose) not in self._tokens:
            self._tokens[at, *whose] = self.token(*whose)
        return self._tokens[at, *whose]

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        role: str | None = "service_account",
        subject: str = "somebody",
        factors: int | None = None,
        branch: str | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        without: Sequence[str] = (),
    ) -> httpx.Response:
        """Send a request; what changes something gets a key of its own unless it brings one."""
        sent = {}
        if role:
            sent["authorization"] = f"Bearer {self._held(role, subject, factors, branch)}"
        if method != "GET":
            self._keys += 1
            sent["idempotency-key"] = key or f"key {self._keys}"
        if content is not None:
            sent["content-type"] = "application/json"
        sent |= headers or {}
        for name in without:
            del sent[name]
        request = httpx.Request(method, ISSUER + path, json=body, content=content, headers=sent)
        # Without a client, which keeps cookies and connections for nobody and takes its time.
        transport = httpx.ASGITransport(self.app)  # type: ignore[arg-type]
        answer = await transport.handle_async_request(request)
        answer.request = request
        await answer.aread()
        return answer

    async def account(self, balance_minor: int = 0, code: str = "EUR") -> CustomerAccount:
        """Open a current account and pay its balance in."""
        ada = NewCustomer(
            kind=CustomerKind.PERSON,
            full_name="Ada Lovelace",
            email="ada@example.com",
            due_diligence=KNOWN,
        )
        customer: Customer = (await self.desk.ask(CreateCustomer, ada)).result
        terms = NewAccount(customer_id=customer.id, product="current", currency=currency(code))
        account: CustomerAccount = (await self.desk.ask(OpenAccount, terms)).result
        if balance_minor:
            paid_in = CashOrder(account=str(account.id), amount_minor=balance_minor, currency=code)
            await self.desk.ask(PostDeposit, paid_in)
        return account

    async def paying(self, account: CustomerAccount, *payees: CustomerAccount) -> dict[str, Any]:
        """Give how the owner of an account calls, by two factors, who paid the payees before."""
        owner = await self.desk.paying(account, *payees)
        return {"role": "customer", "subject": owner.subject}


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Give the problem that an answer is, having looked at what all problems have."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["code"]) == (status, code), body
    assert body["status"] == status
    assert body["type"] == f"/problems/{code}"
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response.headers["x-request-id"]
    return body


def fields(found: dict[str, Any]) -> list[str]:
    """Give the fields that a problem names."""
    return [each["field"] for each in found["errors"]]


def euros(amount: str) -> dict[str, str]:
    return {"currency": "EUR", "amount": amount}
