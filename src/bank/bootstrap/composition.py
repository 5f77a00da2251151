"""The composition root: the container of one process."""

from collections.abc import Iterable
from datetime import tzinfo

from dishka import AsyncContainer, Provider, make_async_container

from bank.application.approvals.approved_runs import ApprovedRuns
from bank.application.approvals.command_codec import CommandCodec
from bank.application.approvals.gate import RuledGate
from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.identity.challenges.gate import StepUpGate
from bank.application.identity.challenges.payment_terms import StepUpTerms
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.tracer import Tracer
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.bootstrap.providers import (
    Approving,
    Credentials,
    Keys,
    Machine,
    Messaging,
    PasskeyParty,
    Payments,
    Policies,
    Posting,
    SessionKeeping,
    Storage,
    TokenGranting,
    UnitsOfWork,
    use_cases,
)
from bank.bootstrap.scopes import DishkaScopes
from bank.bootstrap.settings import BankSettings


def compose(
    settings: BankSettings, tracer: Tracer, plugins: Iterable[Provider] = ()
) -> AsyncContainer:
    """Make the container; nothing is opened or connected before it is asked for.

    Plugins override ours.
    """
    return make_async_container(
        Machine(),
        Keys(),
        Credentials(),
        PasskeyParty(),
        Policies(),
        Approving(),
        Payments(),
        Storage(),
        SessionKeeping(),
        TokenGranting(),
        Messaging(),
        Posting(),
        UnitsOfWork(),
        use_cases(),
        *plugins,
        context={BankSettings: settings, Tracer: tracer},
    )


async def pipeline_of(container: AsyncContainer) -> Pipeline:
    """Give the pipeline over a container."""
    scopes = DishkaScopes(container)
    ids, digests = await container.get(Ids), await container.get(KeyedDigests)
    rules, zone = await container.get(ApprovalRulesInForce), await container.get(tzinfo)
    terms = await container.get(StepUpTerms)
    approvals = RuledGate(rules, scopes, ids, digests, zone)
    return Pipeline(
        scopes,
        await container.get(Authorizer),
        await container.get(Clock),
        ids,
        digests,
        await container.get(Tracer),
        gate=StepUpGate(terms, scopes, ids, digests, then=approvals),
        fresh_for=(await container.get(SessionTerms)).fresh_for,
    )


async def approved_runs_of(container: AsyncContainer, pipeline: Pipeline) -> ApprovedRuns:
    """Give what runs approved acts through a pipeline over the same container."""
    return ApprovedRuns(DishkaScopes(container), pipeline, await container.get(CommandCodec))
