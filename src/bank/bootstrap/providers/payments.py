"""What payments are asked for: the bank's terms, what screens them, and the stores of a unit."""

from dishka import Provider, Scope, provide

from bank.application.identity.challenges.challenges import Challenges, KnownPayees, OwnThresholds
from bank.application.identity.challenges.confirm_challenge import OwnChallenges
from bank.application.identity.challenges.payment_terms import (
    NoPaymentScreening,
    PaymentScreening,
    StepUpTerms,
)
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.sql.challenges import SqlChallenges, SqlKnownPayees, SqlOwnThresholds


class Payments(Provider):
    """The terms of step-up, and where its challenges are kept."""

    scope = Scope.APP
    screening = provide(NoPaymentScreening, provides=PaymentScreening)
    challenges = provide(SqlChallenges, provides=Challenges, scope=Scope.REQUEST)
    payees = provide(SqlKnownPayees, provides=KnownPayees, scope=Scope.REQUEST)
    thresholds = provide(SqlOwnThresholds, provides=OwnThresholds, scope=Scope.REQUEST)
    own = provide(OwnChallenges, scope=Scope.REQUEST)

    @provide
    def terms(self, settings: BankSettings) -> StepUpTerms:
        """Say above which amounts payments are confirmed."""
        return StepUpTerms(settings.payments.above_minor)
