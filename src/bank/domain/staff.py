"""Staff of the bank: which roles they may hold, and that there is always somebody in charge."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from bank.domain.principals import Principal
from bank.domain.refusals import Kind, Refusal

ADMINISTRATOR: Final = "administrator"
BREAK_GLASS: Final = "break_glass"
"""What an emergency token bears beside its role; no policy names it, and nobody can be given it."""

BROKE_THE_GLASS: Final = "break-glass:"
"""How the subjects of emergency tokens begin."""

OPERATOR: Final = "operator"
"""The role of whoever runs commands on the bank's machine."""

STAFF_ROLES: Final = frozenset(
    {"teller", "branch_manager", "compliance_officer", "auditor", ADMINISTRATOR}
)

STAFF_LAST: Final = timedelta(hours=8)
"""How long staff go on without signing in anew, by whatever they come in."""

WATCH: Final = frozenset({ADMINISTRATOR, "compliance_officer", "auditor"})
"""Who is told what puts the bank itself in danger, and looks after it."""


class StaffRoleUnfit(Refusal):
    """Customers, services and the machine's own operator have roles that staff have not."""

    code = "staff_role_unfit"
    title = "Staff hold one or more of the roles of staff, and no other."
    kind = Kind.INVALID


class OwnAccount(Refusal):
    """Nobody changes what they may do themselves."""

    code = "own_account"
    title = "Somebody else has to change this about you."
    kind = Kind.FORBIDDEN


class LastAdministrator(Refusal):
    """Without any administrator nobody could ever appoint one again."""

    code = "last_administrator"
    title = "They are the last administrator: appoint another one first."
    kind = Kind.CONFLICT


class AdministratorExists(Refusal):
    """The first administrator is appointed once."""

    code = "administrator_exists"
    title = "The bank has an administrator, who can register others."
    kind = Kind.CONFLICT


def refuse_unless_staff_roles(roles: Collection[str]) -> None:
    """Refuse roles that are none of staff's, and nobody without any."""
    if not roles or not STAFF_ROLES.issuperset(roles):
        raise StaffRoleUnfit(f"The roles of staff are: {', '.join(sorted(STAFF_ROLES))}.")


def lifetime_in(roles: Collection[str], lifetime: timedelta) -> timedelta:
    """Give how long a token in these roles may last: one with any of staff's a working day."""
    return lifetime if STAFF_ROLES.isdisjoint(roles) else min(lifetime, STAFF_LAST)


def administers(principal: Principal) -> bool:
    """Whether a principal is an administrator who is let in."""
    return principal.is_let_in and ADMINISTRATOR in principal.roles
