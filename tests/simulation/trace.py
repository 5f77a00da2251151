"""What happened, step by step: the same for the same seed, wherever it is run."""

from collections import deque
from collections.abc import Callable
from hashlib import sha256

KEPT = 40


class Trace:
    """Keeps the last steps, and a digest of all."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._digest = sha256()
        self.steps = 0
        self.last: deque[str] = deque(maxlen=KEPT)

    def note(self, what: str) -> None:
        """Write a step down."""
        self.steps += 1
        line = f"{self._time():.6f} {what}"
        self.last.append(line)
        self._digest.update(line.encode() + b"\n")

    @property
    def digest(self) -> str:
        """The digest of all steps."""
        return self._digest.hexdigest()
