"""What needs more than one person: the rules, the gate, the stores, and what runs the approved."""

from dishka import Provider, Scope, provide

from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.approvals.approval_tally import ApprovalTally
from bank.application.approvals.command_codec import CommandCodec
from bank.application.approvals.intents import Intents
from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.approvals.stored_approvals import Approvals
from bank.bootstrap.approval_rules_file import read_approval_rules
from bank.bootstrap.settings import BankSettings
from bank.domain.approval_rules import ApprovalRules
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec
from bank.infrastructure.sql.approval_people import SqlApprovalPeople
from bank.infrastructure.sql.approval_tally import SqlApprovalTally
from bank.infrastructure.sql.approvals import SqlApprovals


class Approving(Provider):
    """The rules of the bank's file, how commands are kept, and the stores of a unit."""

    scope = Scope.APP
    codec = provide(MsgspecCommandCodec, provides=CommandCodec)
    approvals = provide(SqlApprovals, provides=Approvals, scope=Scope.REQUEST)
    tally = provide(SqlApprovalTally, provides=ApprovalTally, scope=Scope.REQUEST)
    people = provide(SqlApprovalPeople, provides=ApprovalPeople, scope=Scope.REQUEST)
    intents = provide(Intents, scope=Scope.REQUEST)

    @provide
    def rules(self, settings: BankSettings) -> ApprovalRules:
        """Read the rules."""
        return read_approval_rules(settings.authorization.approvals)

    @provide
    def in_force(self, rules: ApprovalRules, settings: BankSettings) -> ApprovalRulesInForce:
        """Join them with what is known of who else gives roles."""
        elsewhere = (role for each in settings.tokens.external for role in each.roles.values())
        return ApprovalRulesInForce(rules, frozenset(elsewhere))
