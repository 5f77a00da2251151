"""Turns a text into another that is nearly the same, or wildly different."""

from random import Random

_NASTY = (
    "\0", "\n", "\r\n", "\t", " ", "\x7f", "\x85", "\xa0", "\u0660", "\u0967", "\uff11", "\u2003",
    "\u2028", "\u202e", "\u200b", "\ufeff", "\u212a", "\u017f", "\U0001f600", "\u0301",
    "-", "+", ".", ",", "_", "e", "E", "0", "9", "00", '"', "'", "\\", "${", "}", ":", "[", "]",
    "{", "&", "*", "=", "%00", "Z", "z", "T", "t", "W", "--", "inf", "nan", "0x1", "1_0",
)  # fmt: skip
_REPEATS = (2, 3, 10, 100, 1_000, 5_000)


def mutated(text: str, other: str, alphabet: str, random: Random) -> str:
    """Change a text one to four times; ``other`` is what it may be joined with."""
    for _ in range(random.randint(1, 4)):
        text = _once(text, other, alphabet, random)
    return text


def _once(text: str, other: str, alphabet: str, random: Random) -> str:
    start = random.randint(0, len(text))
    end = min(len(text), start + random.randint(1, 4))
    piece = text[start:end] or "0"
    changes = (
        text[:start] + random.choice(_NASTY) + text[start:],
        text[:start] + random.choice(_NASTY) + text[end:],
        text[:start] + text[end:],
        text[:start] + piece * random.choice(_REPEATS) + text[end:],
        text[:start] + other[random.randint(0, len(other)) :],
        text[:start] + random.choice(alphabet or piece) + text[end:],
        text[:start] + chr(random.randrange(32, 127)) + text[end:],
    )
    return random.choice(changes)
