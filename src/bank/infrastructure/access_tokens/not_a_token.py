"""What tells that a text is no token, before anything in it is believed."""

from typing import Final

import msgspec
from joserfc.errors import JoseError

LENGTH_MAX: Final = 8_192
NOT_A_TOKEN: Final = (
    JoseError,
    msgspec.DecodeError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What joserfc raises for texts that are no tokens: its own errors, and plain ones of Python."""
