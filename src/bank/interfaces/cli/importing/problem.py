"""Reading what the bank says when it does not do what was asked."""

import httpx
import msgspec


class Problem(msgspec.Struct):
    """A problem document, as far as the import reads it."""

    code: str = "problem"
    detail: str | None = None
    title: str | None = None

    @property
    def sentence(self) -> str:
        """The reason, for people."""
        return self.detail or self.title or "The bank gave no reason."


def problem_of(answer: httpx.Response) -> Problem:
    """Give the problem that an answer carries; what is none comes from no bank."""
    try:
        return msgspec.json.decode(answer.content, type=Problem)
    except msgspec.DecodeError:
        return Problem(detail="What answers at this address is no bank, or not this version of it.")
