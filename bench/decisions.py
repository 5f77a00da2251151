"""What a decision of the authoriser costs, on a policy of a thousand rules and more.

``python -m bench.decisions`` measures that alone.
"""

import sys
from collections.abc import Callable
from time import process_time

from bank.application.ports.authorizer import Resource
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.permissions_file import read_permissions
from bank.domain.audit import Actor
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.policies import UNCHANGED, Rule, ShippedPolicy
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer

RULES = 1000
UNIT = "µs/decision"
_ACTION = "transfer.post"
_TIMES, _FIRST_TIMES, _TRIES = 20_000, 500, 5
_SYSTEM = Actor(kind="token", subject="erp", pseudonym="erp", roles=("service_account",))
_STAFF = Actor(kind="token", subject="ida", pseudonym="ida", roles=("teller",), assurance=2)
_HOLDER = Actor(kind="token", subject="ada", pseudonym="ada", roles=("customer",))
_OWN = Resource(holders=frozenset({"ada"}), hidden_by=AccountNotFound)


def measure() -> dict[str, float]:
    """Give the cost of each kind of decision in microseconds of processor time.

    Without a condition; with one over the actor, as staff have two factors; with one over the
    account, both halves of it; and those for the first time after a change of the policy, when
    nothing is remembered.
    """
    authorizer = _authorizer()

    def always() -> None:
        authorizer.decide(_SYSTEM, _ACTION)

    def two_factors() -> None:
        authorizer.decide(_STAFF, _ACTION)

    def own() -> None:
        authorizer.decide(_HOLDER, _ACTION)
        authorizer.decide(_HOLDER, _ACTION, _OWN)

    def first() -> None:
        authorizer.forget()
        own()

    return {
        "decision_always": _cost(always, _TIMES),
        "decision_two_factors": _cost(two_factors, _TIMES),
        "decision_own": _cost(own, _TIMES),
        "decision_own_first": _cost(first, _FIRST_TIMES),
    }


def _authorizer() -> CasbinAuthorizer:
    """Give the shipped policy, with others beside it where that is less than a thousand rules."""
    folder = packaged_folder()
    shipped = read_permissions(folder / "permissions.yaml")
    others = (Rule("auditor", f"thing.do_{n}", "always") for n in range(RULES - len(shipped.rules)))
    policy = ShippedPolicy(roles=shipped.roles, rules=(*shipped.rules, *others))
    authorizer = CasbinAuthorizer(folder / "authorization-model.conf", policy)
    authorizer.adopt(UNCHANGED)
    return authorizer


def _cost(work: Callable[[], None], times: int) -> float:
    """Give the best of some tries: what else runs here makes none of them faster."""
    work()
    tries = []
    for _ in range(_TRIES):
        began = process_time()
        for _ in range(times):
            work()
        tries.append((process_time() - began) / times * 1e6)
    return min(tries)


if __name__ == "__main__":
    for name, cost in measure().items():
        sys.stdout.write(f"{name}: {cost:.2f} {UNIT}\n")
