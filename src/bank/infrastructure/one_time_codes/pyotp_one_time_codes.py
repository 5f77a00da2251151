"""One-time codes of RFC 6238: SHA-1, six digits, thirty seconds, as every authenticator has them.

pyotp's own ``verify`` takes a code twice and does not say of which step it was.
"""

import hmac
from datetime import datetime

import pyotp

from bank.application.identity.factors.one_time_codes import OneTimeCodes

_DIGITS = 6


class PyotpOneTimeCodes(OneTimeCodes):
    """Codes by pyotp; ``issuer`` is what authenticators call the bank.

    ``steps_off`` is how many steps a clock may be behind or ahead.
    """

    def __init__(self, issuer: str, steps_off: int = 1) -> None:
        """Take the bank's name, and how far clocks may drift."""
        self._issuer = issuer
        self._drifts = [drift for n in range(1, steps_off + 1) for drift in (-n, n)]

    def provisioning_uri(self, secret: str, label: str) -> str:
        """Give the address; a colon would divide issuer and label."""
        name = label.replace(":", " ")
        return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=self._issuer)

    def matching_step(
        self, secret: str, code: str, now: datetime, *, after: int | None
    ) -> int | None:
        """Compare with the codes of this step and those around it; spaces do not matter."""
        plain = "".join(code.split())
        if len(plain) != _DIGITS or not (plain.isascii() and plain.isdigit()):
            return None
        try:
            totp = pyotp.TOTP(secret)
        except ValueError:
            # Its data key was destroyed: there is no secret any more.
            return None
        step_now = int(now.timestamp()) // totp.interval
        for step in (step_now, *(step_now + drift for drift in self._drifts)):
            is_new = after is None or step > after
            if is_new and hmac.compare_digest(totp.generate_otp(step), plain):
                return step
        return None
