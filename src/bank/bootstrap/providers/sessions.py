"""Sessions: their terms, their store, and what a server process knows of them."""

from dishka import Provider, Scope, alias, provide

from bank.application.identity.sessions.session_cookies import SessionCookies
from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.session_desk import SessionDesk
from bank.application.identity.sessions.session_terms import (
    LONGEST_TOKEN,
    SessionCarriers,
    SessionTerms,
)
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.sessions.sessions import SessionDirectory, Sessions
from bank.application.identity.sessions.stored_session_desk import StoredSessionDesk
from bank.application.identity.sessions.token_endings import EndedTokens, TokenEndings
from bank.application.ports.issuing_moments import IssuingMoments
from bank.application.ports.keyed_digests import KeyedDigests
from bank.bootstrap.providers.names import Book, LookupEngine
from bank.bootstrap.settings import BankSettings
from bank.domain.principals import PrincipalKind
from bank.domain.sessions import SessionLimits
from bank.infrastructure.sql.sessions import (
    SqlSessionCutoff,
    SqlSessionDirectory,
    SqlSessions,
)
from bank.infrastructure.sql.token_endings import SqlTokenEndings


class SessionKeeping(Provider):
    """Sessions: in each unit of work, and in each server process."""

    scope = Scope.APP
    cookies = provide(SessionCookies)
    watch = provide(SessionWatch)
    sessions = provide(SqlSessions, provides=Sessions, scope=Scope.REQUEST)
    cutoff = provide(SqlSessionCutoff, provides=SessionCutoff, scope=Scope.REQUEST)
    endings = provide(SqlTokenEndings, provides=TokenEndings, scope=Scope.REQUEST)
    ended_tokens = provide(EndedTokens, scope=Scope.REQUEST)
    issuing_moments = alias(source=EndedTokens, provides=IssuingMoments)
    carriers = provide(SessionCarriers, scope=Scope.REQUEST)
    desk = provide(StoredSessionDesk, provides=SessionDesk, scope=Scope.REQUEST)

    @provide
    def terms(self, settings: BankSettings) -> SessionTerms:
        """Say how long sessions last."""
        given = settings.sessions
        customers = SessionLimits(idle=given.customer_idle_limit, length=given.customer_length)
        staff = SessionLimits(idle=given.staff_idle_limit, length=given.staff_length)
        limits = dict.fromkeys(PrincipalKind, staff) | {PrincipalKind.CUSTOMER: customers}
        return SessionTerms(
            limits=limits,
            fresh_for=given.proofs_are_fresh,
            tokens_last=max(LONGEST_TOKEN, settings.tokens.lifetime),
        )

    @provide
    def directory(
        self, engine: LookupEngine, book: Book, digests: KeyedDigests
    ) -> SessionDirectory:
        """Give the directory of sessions."""
        return SqlSessionDirectory(engine, book, digests)
