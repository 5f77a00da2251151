"""Counts and times on command lines: more than nothing, or a sentence that says so."""

import argparse
import math


def positive_count(text: str) -> int:
    """Read how many. Raises ``ArgumentTypeError``, whose sentence the command shows."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 1.")
    return int(text)


def positive_seconds(text: str) -> float:
    """Read how long. Raises ``ArgumentTypeError``, whose sentence the command shows."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0.")
    return seconds
