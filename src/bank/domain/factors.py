"""Second factors: which there are, what counts for one, and what may be done without."""

from collections.abc import Mapping
from enum import StrEnum

from bank.domain.principals import Assurance
from bank.domain.refusals import Kind, Refusal, Severity


class FactorKind(StrEnum):
    """The kinds of factors beside the password."""

    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


class SecondFactorNeeded(Refusal):
    """The caller signed in without a second factor, and has a strong one."""

    code = "second_factor_needed"
    title = "Sign in with a second factor to do this."
    kind = Kind.FORBIDDEN
    severity = Severity.WARNING
    settles_key = False


class FactorNotFound(Refusal):
    """No such factor, or somebody else's."""

    code = "factor_not_found"
    title = "There is no such factor."
    kind = Kind.NOT_FOUND


class FactorConfirmed(Refusal):
    """The authenticator was confirmed before: there is nothing to confirm any more."""

    code = "factor_confirmed"
    title = "This authenticator is confirmed already."
    kind = Kind.CONFLICT


class TooManyFactors(Refusal):
    """More authenticators than anybody carries."""

    code = "too_many_factors"
    title = "There are too many authenticators: remove one first."
    kind = Kind.CONFLICT


class WrongCode(Refusal):
    """The code is not what the authenticator shows now, or was used before."""

    code = "wrong_code"
    title = "This code is not right, or was used before: take the next one."


STRONG = frozenset({FactorKind.TOTP, FactorKind.PASSKEY})
"""What is proved by a thing that one has; recovery codes stand in for it."""

AUTHENTICATORS_MAX = 10


def may_move_money(enrolled: Mapping[FactorKind, int]) -> bool:
    """Whether money may leave by somebody's hand: two factors beside the password, one strong.

    Each authenticator and each passkey counts for one, all recovery codes together for one. So
    whoever loses one comes in by the other, without staff.
    """
    strong = sum(number for kind, number in enrolled.items() if kind in STRONG)
    in_reserve = 1 if enrolled.get(FactorKind.RECOVERY_CODE) else 0
    return strong > 0 and strong + in_reserve > 1


def refuse_unless_sure(assurance: int, enrolled: Mapping[FactorKind, int]) -> None:
    """Refuse to change how somebody signs in, where they have a strong factor and showed none.

    Recovery codes alone are asked of nobody: they stand in for what is not there yet.
    """
    strong = any(enrolled.get(kind) for kind in STRONG)
    if strong and assurance < Assurance.TWO_FACTORS:
        raise SecondFactorNeeded
