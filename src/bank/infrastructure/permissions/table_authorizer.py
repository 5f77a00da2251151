"""An authoriser over a static table of role and action, with conditions written in Python."""

from collections.abc import Callable, Mapping

from bank.application.ports.authorizer import Authorizer, Resource, Verdict
from bank.domain.audit import Actor

Condition = Callable[[Actor, Resource], bool]


def _own(actor: Actor, resource: Resource) -> bool:
    return actor.subject in resource.holders


CONDITIONS: Mapping[str, Condition] = {"own": _own}
"""Conditions that a table may name: ``own``, the actor is among those who hold the object."""

ALWAYS = "always"


class TableAuthorizer(Authorizer):
    """Allows what some role of the actor is given, unconditionally or where its condition holds."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        """Take ``role → action → condition`` (``always`` or a name of ``CONDITIONS``).

        Raises ``ValueError`` for a condition that does not exist.
        """
        named = {condition for actions in table.values() for condition in actions.values()}
        unknown = named - CONDITIONS.keys() - {ALWAYS}
        if unknown:
            message = f"the table of permissions names unknown conditions: {sorted(unknown)}"
            raise ValueError(message)
        self._table = {role: dict(actions) for role, actions in table.items()}

    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        """Look the actor's roles up."""
        conditions = {self._table.get(role, {}).get(action) for role in actor.roles} - {None}
        if ALWAYS in conditions:
            return Verdict.ALLOWED
        if not conditions:
            return Verdict.DENIED
        if resource is None:
            return Verdict.DEPENDS
        holds = any(CONDITIONS[name](actor, resource) for name in conditions if name)
        return Verdict.ALLOWED if holds else Verdict.DENIED

    def roles(self) -> frozenset[str]:
        """Give the roles of the table."""
        return frozenset(self._table)

    def actions(self) -> frozenset[str]:
        """Give every action of the table."""
        return frozenset(action for actions in self._table.values() for action in actions)
