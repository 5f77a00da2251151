"""The settings of sessions."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Final

from msgspec import Meta, Struct

_LEAST: Final = timedelta(minutes=1)
"""It is written every half a minute that a session is in use."""

_MOST: Final[Mapping[str, timedelta]] = {
    "customer_idle_limit": timedelta(minutes=5),
    "customer_length": timedelta(hours=24),
    "staff_idle_limit": timedelta(hours=8),
    "staff_length": timedelta(hours=8),
    "proofs_are_fresh": timedelta(hours=1),
}


class SessionsSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """How long sessions last."""

    customer_idle_limit: Annotated[
        timedelta,
        Meta(
            description="How long a customer's session may be unused; 5m at most, as PSD2 has it."
        ),
    ] = timedelta(minutes=5)
    customer_length: Annotated[
        timedelta, Meta(description="How long a customer's session lasts; 24h at most.")
    ] = timedelta(hours=12)
    staff_idle_limit: Annotated[
        timedelta, Meta(description="How long a session of staff may be unused; 8h at most.")
    ] = timedelta(hours=1)
    staff_length: Annotated[
        timedelta, Meta(description="How long a session of staff lasts; 8h at most.")
    ] = timedelta(hours=8)
    proofs_are_fresh: Annotated[
        timedelta,
        Meta(
            description="How long after they proved who they are somebody may change how they sign"
            " in or are reached, and end sessions, without proving it anew; 1h at most."
        ),
    ] = timedelta(minutes=5)

    def __post_init__(self) -> None:
        """Refuse what is longer than it may be, or shorter than can be told."""
        for name, most in _MOST.items():
            given: timedelta = getattr(self, name)
            if not _LEAST <= given <= most:
                setting = name.replace("_", "-")
                minutes = most // timedelta(minutes=1)
                message = f"{setting} must be from 1 minute to {minutes} minutes"
                raise ValueError(message)
