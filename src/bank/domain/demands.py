"""Demands: how many people of which roles have to approve an act."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bank.domain.principals import CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """That so many people approve, each of whom has one of some roles when they do.

    Customers must besides hold the object that the act is about.
    """

    roles: frozenset[str]
    needed: int = 1

    def is_served_by(self, roles: Collection[str], *, holds: bool) -> bool:
        """Whether somebody with some roles counts: as a customer only who holds the object."""
        common = self.roles.intersection(roles)
        return bool(common - {CUSTOMER}) or (holds and CUSTOMER in common)

    def implies(self, other: "Demand") -> bool:
        """Whether the other is met wherever this one is: all who serve this one serve it too."""
        return self.roles <= other.roles and self.needed >= other.needed


def folded(demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """Give the demands that no other one implies, each once, in their order.

    Only equal demands imply each other, so each that is left out is implied by one that stays.
    """
    distinct = tuple(dict.fromkeys(demands))
    return tuple(
        each
        for each in distinct
        if not any(other.implies(each) for other in distinct if other != each)
    )
