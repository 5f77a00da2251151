"""One server process: its container, its posting queue, and the HTTP interface over them."""

import asyncio
import gc
import json
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib.metadata import version

from dishka import AsyncContainer
from litestar import Litestar
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.exchange.exchange_rates import ExchangeRates
from bank.application.identity.notices.messenger import Messengers
from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.authenticator import Authenticator, TokenKeys
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.application.upkeep.destroy_passing_keys import (
    KEPT_AFTER_THE_MONTH,
    PassingKeyRetention,
)
from bank.bootstrap.composition import approved_runs_of, compose, pipeline_of
from bank.bootstrap.database import archiving_of
from bank.bootstrap.notice_channels import channels, warn_of
from bank.bootstrap.office import Office
from bank.bootstrap.orphans import die_with_main_process
from bank.bootstrap.policy_in_force import policy_watch_of
from bank.bootstrap.posting_queue import posting_queue_of
from bank.bootstrap.serving import ARGUMENTS
from bank.bootstrap.settings import BankSettings
from bank.domain.products import Products
from bank.infrastructure.access_tokens.external_issuer import ExternalIssuer
from bank.infrastructure.embedded_postgresql.archiving import Archiving
from bank.infrastructure.sql.look import look
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry.log_setup import configure_logging
from bank.infrastructure.telemetry.propagation import trace_context
from bank.infrastructure.telemetry.telemetry import Telemetry, configure_telemetry
from bank.interfaces.http.app import create_app
from bank.interfaces.http.origins import Origins
from bank.interfaces.http.services import (
    Component,
    HealthProbe,
    HealthStatus,
    HttpSettings,
    Services,
)
from bank.interfaces.workers.approving import Approving
from bank.interfaces.workers.notices import SendingNotices
from bank.interfaces.workers.resets import Resets
from bank.interfaces.workers.session_watching import SessionWatching
from bank.interfaces.workers.tidying import Tidying
from bank.interfaces.workers.upkeep import Upkeep

_PROBE_SECONDS = 1.0

_COLLECT_AFTER = 400_000
"""Allocations between two looks of the garbage collector: a bulk makes as many that all stay."""


_ANSWER_STEP = timedelta(milliseconds=100)
"""Steps in which strangers hear of codes: many times what it takes longer to know somebody."""


def create() -> Litestar:
    """Make the application of a server process from the environment that ``bank serve`` left.

    Nothing is connected before its lifespan begins.
    """
    die_with_main_process()
    office = Office.configured(json.loads(os.environ.get(ARGUMENTS, "[]")))
    settings = office.settings.telemetry
    configure_logging(settings.log_level, settings.log_format)
    telemetry = configure_telemetry(
        SystemClock(),
        version=version("bank-server"),
        otlp_endpoint=settings.otlp_endpoint,
        sample_ratio=settings.sample_ratio,
    )
    container = compose(office.settings, telemetry.tracer, office.plugins)
    services = asyncio.run(services_over(container, telemetry))
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 50, 50)
    return create_app(services, http_settings(office.settings))


_ARCHIVING = text(
    """
    SELECT CASE WHEN current_setting('archive_mode') = 'off' THEN 'off'
                WHEN last_failed_time > coalesce(last_archived_time, '-infinity') THEN 'failing'
                ELSE 'working' END
    FROM pg_stat_archiver
    """
)
"""How the write-ahead log's archive fares: a failing one fills the disk in time."""


class BankProbe(HealthProbe):
    """Asks the database for one row: how the archive of its log fares."""

    def __init__(self, engine: AsyncEngine, embedded: Archiving | None, notices: Component) -> None:
        """Take the engine of requests, where an embedded PostgreSQL archives, what is sent how."""
        self._engine = engine
        self._embedded = embedded
        self._notices = notices

    async def check(self) -> Mapping[str, Component]:
        """Give the database's health, and how notices go."""
        return {"db": await self._database(), "notices": self._notices}

    async def _database(self) -> Component:
        """Ask; an embedded PostgreSQL archives nothing (``none``) before its first backup."""
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                async with look(self._engine) as connection:
                    archiving = str(await connection.scalar(_ARCHIVING))
        except (DatabaseUnavailable, TransientFault, TimeoutError):
            return Component(HealthStatus.DOWN, {"database": "PostgreSQL"})
        if archiving != "off" and self._embedded is not None and self._embedded.archive() is None:
            archiving = "none"
        return Component(HealthStatus.UP, {"database": "PostgreSQL", "archiving": archiving})


def _kept_keys(settings: BankSettings) -> PassingKeyRetention:
    # No later than customers can be erased: what waited for approval names them.
    approvals = max(settings.registration.retention - KEPT_AFTER_THE_MONTH, KEPT_AFTER_THE_MONTH)
    references = max(settings.ledger.reference_retention, KEPT_AFTER_THE_MONTH)
    return PassingKeyRetention(approvals=approvals, references=references)


async def services_over(container: AsyncContainer, telemetry: Telemetry) -> Services:
    """Give what the HTTP interface needs, of a container; their lifespan closes it.

    The files of the bank are read now: one that has been broken since ``bank serve`` read it stops
    the process, and not the first request that needs it. Raises ``ConfigurationError``.
    """
    for read in (Products, ExchangeRates, BreachedPasswords):
        await container.get(read)
    keys = await container.get(TokenKeys)
    pipeline = await pipeline_of(container)
    clock, ids = await container.get(Clock), await container.get(Ids)
    digests = await container.get(KeyedDigests)
    settings = await container.get(BankSettings)
    retention = settings.idempotency.retention
    upkeep = Upkeep(pipeline, clock, digests, retention, passing=_kept_keys(settings))
    tidying, resets = Tidying(pipeline, ids, digests), Resets(pipeline, digests)
    approved_runs = await approved_runs_of(container, pipeline)
    approving = Approving(pipeline, approved_runs, ids, digests)
    messengers = await container.get(Messengers)
    notices, sent_by = SendingNotices(pipeline, messengers, clock, digests), channels(messengers)

    watch = await policy_watch_of(container)
    sessions = await container.get(SessionWatch)
    watching = SessionWatching(sessions, clock)
    external = await container.get(Sequence[ExternalIssuer])

    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        warn_of(sent_by, demo=settings.demo.enabled)
        try:
            await watch.look()
            await watching.look()
            async with posting_queue_of(container):
                running = (upkeep, tidying, resets, approving, notices, watch, watching)
                fetching = [each.keys for each in external]
                workers = [asyncio.create_task(each.run()) for each in (*running, *fetching)]
                try:
                    yield
                finally:
                    for worker in workers:
                        worker.cancel()
        finally:
            await container.close()
            telemetry.shutdown()

    return Services(
        pipeline=pipeline,
        approved_runs=approved_runs,
        authenticator=await container.get(Authenticator),
        sessions=sessions,
        authorizer=await container.get(Authorizer),
        directory=await container.get(AccountDirectory),
        digests=digests,
        clock=clock,
        ids=ids,
        health=BankProbe(await container.get(AsyncEngine), archiving_of(settings), sent_by),
        jwks=keys.published,
        measures=telemetry.metrics,
        comparing=await container.get(ComparingTimes),
        info={"build": {"name": "bank-server", "version": version("bank-server")}},
        lifespan=lifespan,
        trace_context=trace_context,
    )


def http_settings(settings: BankSettings) -> HttpSettings:
    """Give the HTTP interface its own settings."""
    return HttpSettings(
        issuer=settings.tokens.issuer,
        max_body_size=settings.server.max_body_size,
        body_timeout=settings.server.body_timeout,
        bulk_max=settings.posting.batch_max,
        cors_origins=settings.cors.allowed_origins,
        rate_limit=settings.rate_limit.requests or 0,
        strangers_limit=settings.rate_limit.strangers,
        rate_window=settings.rate_limit.window,
        answer_step=_ANSWER_STEP,
        origins=Origins.behind(settings.server.trusted_proxies, settings.server.forwarded_header),
        sign_ins_at_once=max(1, settings.database.pool_size // 2),
    )
