"""What the HTTP interface is given: the bank's services, and its own settings."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from litestar.connection import ASGIConnection

from bank.application.approvals.approved_runs import ApprovedRuns
from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.authenticator import Authenticator
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.transfers.post_bulk import BULK_MAX
from bank.interfaces.http.origins import Origins


class HealthStatus(StrEnum):
    """How a part fares; of several parts the whole has the first that occurs, in this order."""

    DOWN = "DOWN"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    UP = "UP"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Component:
    """A part's health, with details for operators: no secret, no address with a password."""

    status: HealthStatus
    details: Mapping[str, str | int | bool] = field(default_factory=dict)


class HealthProbe(Protocol):
    """Looks at what the bank needs to serve requests."""

    @abstractmethod
    async def check(self) -> Mapping[str, Component]:
        """Give each part by name, within a second; raises nothing: what fails is ``DOWN``."""


class Measures(Protocol):
    """What this server process has measured; telemetry's view of it has this shape."""

    @abstractmethod
    def names(self) -> list[str]:
        """Give the names of what has been measured, sorted."""

    @abstractmethod
    def metric(self, name: str, tags: Sequence[str]) -> Mapping[str, Any] | None:
        """Give one measure in the form of Spring's actuator; ``None`` where there is none.

        ``tags`` are ``name:value`` each; raises ``ValueError`` for others.
        """

    @abstractmethod
    def prometheus(self) -> bytes:
        """Give everything in the Prometheus text format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """How HTTP answers.

    ``issuer`` is the ``iss`` of access tokens and the address under which JWKS is found. A body is
    at most ``max_body_size`` bytes and arrives within ``body_timeout``, a bulk has ``bulk_max``
    transfers. In a ``rate_window`` of one server process ``rate_limit`` requests of one principal
    pass, and ``strangers_limit`` of strangers from one of the ``origins``; 0 sets no limit.
    What must not tell whom the bank knows is answered in steps of ``answer_step``.
    ``sign_ins_at_once`` go through the door of one process, and ten times as many
    wait before it.
    """

    issuer: str = "http://127.0.0.1:8080"
    max_body_size: int = 8 * 1024 * 1024
    body_timeout: timedelta = timedelta(minutes=1)
    bulk_max: int = BULK_MAX
    cors_origins: tuple[str, ...] = ()
    rate_limit: int = 0
    strangers_limit: int = 0
    rate_window: timedelta = timedelta(minutes=1)
    sign_ins_at_once: int = 4
    origins: Origins = field(default_factory=Origins)
    answer_step: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What requests need of the rest of the bank.

    ``jwks`` gives the published keys (RFC 7517), ``info`` what the actuator says of the build.
    ``lifespan`` surrounds the serving of requests. ``trace_context`` takes a request's headers in
    lower case and continues the caller's trace inside the context that it gives; it is asked only
    where the request has such headers.
    """

    pipeline: Pipeline
    approved_runs: ApprovedRuns
    authenticator: Authenticator
    sessions: SessionWatch
    authorizer: Authorizer
    directory: AccountDirectory
    digests: KeyedDigests
    clock: Clock
    ids: Ids
    health: HealthProbe
    jwks: Callable[[], Mapping[str, Any]]
    measures: Measures
    comparing: ComparingTimes = field(default_factory=ComparingTimes)
    info: Mapping[str, Any] = field(default_factory=dict)
    lifespan: Callable[[], AbstractAsyncContextManager[Any]] = field(default=nullcontext)
    trace_context: Callable[[Mapping[str, str]], AbstractContextManager[Any]] = field(
        default=lambda _headers: nullcontext()
    )


def services_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Services:
    """Give the services that a request was framed with."""
    services: Services = connection.scope["state"]["services"]
    return services
