"""What the fixtures of this folder hand to a test."""

from collections.abc import Callable
from pathlib import Path

from bank.bootstrap.configuration import Configuration

Load = Callable[..., Configuration]
"""Loads the test's folder with these arguments and, by keyword, these environment variables."""

Write = Callable[[str, str], Path]
"""Writes a file of the test's folder."""
