"""What the rules read: the tree's sources, read and parsed once at most, and its tracked files."""

import ast
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

Rule = Callable[[Path], Iterator[str]]
"""Given a repository's root, yields one sentence for each offence: where, what, and the remedy."""

_LEFT_BY_TOOLS = frozenset({".git", ".venv", "__pycache__", "node_modules", "var", "build", "dist"})


@dataclass(frozen=True)
class Source:
    """A Python module: its path from the root, its text, its syntax tree once somebody asks."""

    where: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree, which takes a hundred times as long as its text."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @property
    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        return (
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )

    def at(self, node: ast.stmt | ast.expr | ast.alias | ast.arg) -> str:
        """Give the place of a node, as editors read it."""
        return f"{self.where}:{node.lineno}"


def sources(root: Path, *patterns: str) -> Iterator[Source]:
    """Give the modules that match, each once, in the order of their paths."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(found):
        yield _read(path, path.relative_to(root).as_posix(), path.stat().st_mtime_ns)


@cache
def _read(path: Path, where: str, _changed_ns: int) -> Source:
    return Source(where, path.read_text(encoding="utf-8"))


def tracked_texts(root: Path) -> Iterator[tuple[str, str]]:
    """Give path and text of every text file that is or would be committed."""
    for path in _tracked(root):
        try:
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or deleted but not yet committed


def _tracked(root: Path) -> list[Path]:
    if (root / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            check=False,
            text=True,
            # Somebody else's checkout (a container's mount) is only read here.
            env={
                **os.environ,
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "safe.directory",
                "GIT_CONFIG_VALUE_0": "*",
            },
        )
        if listing.returncode == 0:
            return [root / name for name in sorted(set(listing.stdout.split("\0"))) if name]
    return [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _LEFT_BY_TOOLS.intersection(path.relative_to(root).parts)
    ]
