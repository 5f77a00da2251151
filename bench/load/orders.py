"""What the load generator is told, and what it says when it is done."""

from typing import Literal

from msgspec import Struct

Kind = Literal["bulk", "single", "open", "balance", "entries"]


class Orders(Struct, frozen=True, kw_only=True):
    """What to send.

    `hot` is the share of transfers on one account; `bulks` how many are sent, each of `size`;
    `rate` the requests a second of the open loop; `seed` chooses the accounts.
    """

    kind: Kind
    port: int
    token: str
    accounts: list[str]
    connections: int
    seconds: float = 0.0
    hot: float = 0.0
    size: int = 8190
    bulks: int = 0
    rate: float = 0.0
    seed: str = ""


class Done(Struct, frozen=True, kw_only=True):
    """What came of it.

    `counted` is what was posted, or read; `refused` everything else, of which `first_refused` is
    the first answer. Latencies are milliseconds by percentile, `cpu_seconds` the generator's own.
    """

    counted: int
    refused: int
    first_refused: str
    seconds: float
    cpu_seconds: float
    latencies: dict[str, float]

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.counted / self.seconds
