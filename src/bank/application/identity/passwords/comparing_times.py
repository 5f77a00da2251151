"""How long it takes to compare passwords, so that a refusal can take as long for everybody."""

from contextvars import ContextVar
from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(seconds=5)
"""Nobody is kept waiting for more, whatever once held a comparison up."""

_OWN: ContextVar[list[tuple[float, int]] | None] = ContextVar("comparisons", default=None)


class ComparingTimes:
    """The slowest comparison with a hash from elsewhere, and those of each request.

    Such hashes are of other kinds than the bank's own, and of other strengths. Whoever is
    refused waits for what their comparison took less than the slowest, and holds nothing meanwhile.
    How long a request waited for its turn is left out: that is the same for all.
    """

    def __init__(self, slowest: timedelta = timedelta()) -> None:
        """Take what the slowest comparison takes at least; what takes longer is learned."""
        self._slowest = min(slowest, LONGEST).total_seconds()

    def begin(self) -> None:
        """Let a request have no comparison yet; those of its tasks count as well."""
        _OWN.set([])

    def took(self, seconds: float, texts: int, *, own: bool = False) -> None:
        """Note how long it took to compare so many texts with one hash, of the bank's own or not.

        Nothing is learned from the bank's own, which are all alike: so where there are no others,
        a moment in which the machine stood still keeps nobody waiting.
        """
        if not own:
            self._slowest = max(self._slowest, min(seconds / texts, LONGEST.total_seconds()))
        noted = _OWN.get()
        if noted is not None:
            noted.append((seconds, texts))

    def missing(self) -> float:
        """Give how many seconds less the request's comparisons took than the slowest would have.

        Nothing where it compared nothing.
        """
        missing = sum(max(0.0, texts * self._slowest - took) for took, texts in _OWN.get() or ())
        return min(missing, LONGEST.total_seconds())
