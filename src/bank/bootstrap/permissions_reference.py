"""The table of permissions as a page: who may do what, under which condition.

``python -m bank.bootstrap.permissions_reference FILE`` writes it; a test keeps it true.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from bank.application.pipeline.declaration import declared_use_cases
from bank.application.pipeline.facts import facts_of
from bank.application.policies.conditions import CONDITIONS
from bank.application.ports.authorizer import Fact
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.permissions_file import read_permissions
from bank.domain.policies import Effect, ShippedPolicy

_HEAD = """# Permissions

Who may do what, as shipped: role, action, condition. The action is the one name of a use case: its
permission, its audit event, its span. What a role does not list, it may not do. A denial (*not*)
overrides every permission of all roles that somebody has; the table shows it where the role has a
permission. What this bank has changed of it is read
under `/v1/policies/current`; `docs/guides/change-who-may-do-what.md` says how to change it.

Generated from `config/permissions.yaml`; to write it anew:
`python -m bank.bootstrap.permissions_reference docs/reference/permissions.md`.
"""
_CONDITIONS = """
A condition has a name in the policy and its meaning in
`src/bank/application/policies/conditions.py`. Where what it looks at is not known, a permission
does not hold and a denial does.
"""

_FACTS = """
What a condition looks at an action has to show: who holds the object and in which role, its branch,
who asked for it or made it, how much it moves. A rule under a condition over what its action does
not show is refused. Conditions over the actor alone may stand at every action.
"""
_SHOWN = {
    Fact.HOLDERS: "holders",
    Fact.ROLES: "their roles",
    Fact.BRANCH: "branch",
    Fact.MAKER: "maker",
    Fact.AMOUNT: "amount",
}


def page(policy: ShippedPolicy) -> str:
    """Give the page for what is shipped."""
    conditions = {name: condition.demands for name, condition in CONDITIONS.items()}
    roles = list(policy.roles)
    actions = sorted({rule.action for rule in policy.rules})
    rows = [
        f"| `{action}` | " + " | ".join(_cell(policy, role, action) for role in roles) + " |"
        for action in actions
    ]
    head = "| action | " + " | ".join(f"`{role}`" for role in roles) + " |"
    table = [head, "| --- " * (len(roles) + 1) + "|", *rows]
    parts = [
        _HEAD,
        *_listed("role", "is", policy.roles),
        _CONDITIONS,
        *_listed("condition", "demands", conditions),
        "",
        *table,
        _FACTS,
        *_shown(),
    ]
    return "\n".join(parts) + "\n"


def current_page() -> str:
    """Give the page for the packaged permissions."""
    return page(read_permissions(packaged_folder() / "permissions.yaml"))


def _shown() -> list[str]:
    """Say of each action that shows anything what it is, and which conditions look at it."""
    looked_at = {
        fact: [f"`{name}`" for name, each in CONDITIONS.items() if each.looks_at is fact]
        for fact in Fact
    }
    use_cases = {
        action: facts_of(case)
        for action, case in declared_use_cases().items()
        if case.__module__.startswith("bank.")
    }
    return [
        "| action | " + " | ".join(_SHOWN[fact] for fact in Fact) + " |",
        "| --- " * (len(Fact) + 1) + "|",
        "| *looked at by* | " + " | ".join(", ".join(looked_at[fact]) for fact in Fact) + " |",
        *(
            f"| `{action}` | " + " | ".join("yes" if fact in facts else "" for fact in Fact) + " |"
            for action, facts in sorted(use_cases.items())
            if facts
        ),
    ]


def _listed(what: str, told: str, of: Mapping[str, str]) -> list[str]:
    return [f"| {what} | {told} |", "| --- | --- |", *(f"| `{k}` | {v} |" for k, v in of.items())]


def _cell(policy: ShippedPolicy, role: str, action: str) -> str:
    found = [rule for rule in policy.rules if (rule.role, rule.action) == (role, action)]
    if all(rule.effect is Effect.DENY for rule in found):
        return ""
    return ", ".join(
        f"not {rule.condition}" if rule.effect is Effect.DENY else rule.condition for rule in found
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(current_page(), encoding="utf-8")
