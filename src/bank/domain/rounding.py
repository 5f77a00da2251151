"""Where division happens: every function has its rounding rule in its name.

Exact until that one rounding, whatever the decimal context of the caller.
"""

from decimal import ROUND_FLOOR, Context, Decimal

_EXACT = Context(prec=100)
"""Wide enough for any product of amounts and rates."""


def times_rounded_down(amount_minor: int, rate: Decimal, *, shift: int) -> int:
    """Give ``amount_minor`` times ``rate`` times ten to the ``shift``, rounded down."""
    dividend, divisor = _scaled(*rate.as_integer_ratio(), shift)
    return amount_minor * dividend // divisor


def divided_rounded_up(amount_minor: int, rate: Decimal, *, shift: int) -> int:
    """Give ``amount_minor`` divided by ``rate``, times ten to the ``shift``, rounded up.

    ``rate`` is more than zero.
    """
    divisor, dividend = rate.as_integer_ratio()
    dividend, divisor = _scaled(dividend, divisor, shift)
    return -(-amount_minor * dividend // divisor)


def ratio_rounded_down(dividend: Decimal, divisor: Decimal, *, digits: int) -> Decimal:
    """Give one number over another to so many significant digits, rounded down."""
    return Context(prec=digits, rounding=ROUND_FLOOR).divide(dividend, divisor)


def less_basis_points(number: Decimal, basis_points: int) -> Decimal:
    """Give a number less so many of its ten-thousandths; nothing is rounded."""
    return _EXACT.multiply(number, Decimal(10_000 - basis_points).scaleb(-4))


def significant_rounded_down(number: Decimal, *, digits: int) -> Decimal:
    """Give a number to so many significant digits, rounded down, without zeros at its end."""
    context = Context(prec=digits, rounding=ROUND_FLOOR)
    return context.normalize(context.plus(number))


def _scaled(dividend: int, divisor: int, shift: int) -> tuple[int, int]:
    if shift < 0:
        return dividend, divisor * 10**-shift
    return dividend * 10**shift, divisor
