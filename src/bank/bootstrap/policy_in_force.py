"""The policy that a process decides by: shipped, and kept up to date with the bank's changes."""

from dishka import AsyncContainer

from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.policies.policy_book import PolicyDirectory, PolicyInForce
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.permissions_file import read_permissions
from bank.bootstrap.settings import BankSettings
from bank.domain.policies import UNCHANGED
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer
from bank.interfaces.workers.policy_watch import PolicyWatch


def authorizer_of(settings: BankSettings) -> CasbinAuthorizer:
    """Give the authoriser over what is shipped. Raises ``ConfigurationError``."""
    files = settings.authorization
    return CasbinAuthorizer(files.model, read_permissions(files.permissions))


def refuse_unless_readable(settings: BankSettings) -> None:
    """Refuse a model or a table that nothing can be decided by. Raises ``ConfigurationError``."""
    authorizer = authorizer_of(settings)
    try:
        authorizer.adopt(UNCHANGED)
    except Exception as fault:  # noqa: BLE001 - Casbin says in many ways that a model is none
        raise ConfigurationError(
            f"Casbin does not understand the model: {fault}",
            key="bank.authorization.model",
            source=str(settings.authorization.model),
            remedy="Correct the file, or leave the setting out for the one that is shipped.",
        ) from None


async def policy_watch_of(container: AsyncContainer) -> PolicyWatch:
    """Give what keeps the container's policy up to date."""
    directory, policy = await container.get(PolicyDirectory), await container.get(PolicyInForce)
    return PolicyWatch(directory, policy, (await container.get(ApprovalRulesInForce)).adopt)


async def read_policy(container: AsyncContainer) -> None:
    """Have the container decide by what the bank has changed of its policy.

    While the database is away it goes on to decide nothing.
    """
    await (await policy_watch_of(container)).look()
