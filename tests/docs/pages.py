"""Pages of documentation: their worked examples and their snippets, as a test reads them."""

import re
from dataclasses import dataclass
from pathlib import Path

CONCEPTS = Path(__file__).parents[2] / "docs" / "concepts"
FIRST_COLUMN = "what happens"
_SNIPPET = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A sentence, what each column says after it, and where that is written."""

    sentence: str
    cells: tuple[str, ...]
    where: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """A table whose first column says what happens; ``columns`` are the others."""

    where: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def pages(folder: Path = CONCEPTS) -> list[Path]:
    return sorted(folder.glob("*.md"))


def examples(text: str, name: str) -> list[Example]:
    """Give a page's worked examples; raises ``ValueError`` for a table that is not whole."""
    found: list[Example] = []
    lines = [*text.splitlines(), ""]
    for number, line in enumerate(lines):
        if line.startswith("|") and _cells(line)[0] == FIRST_COLUMN:
            length = next(n for n, each in enumerate(lines[number:]) if not each.startswith("|"))
            found.append(_example(lines[number : number + length], name, number + 1))
    return found


def snippets(text: str) -> str:
    """Give all of a page's Python, in its order, with the prompts of an interactive session."""
    return "\n".join(_SNIPPET.findall(text))


def _example(lines: list[str], name: str, first: int) -> Example:
    columns = _cells(lines[0])[1:]
    rows: list[Row] = []
    for number, line in enumerate(lines[2:], first + 2):
        sentence, *cells = _cells(line)
        where = f"docs/concepts/{name}:{number}"
        if len(cells) != len(columns) or not all([sentence, *cells]):
            raise ValueError(f"{where}: has {len(cells)} cells, or empty ones: say each column")
        rows.append(Row(sentence=sentence, cells=tuple(cells), where=where))
    if not rows or not columns:
        raise ValueError(f"docs/concepts/{name}:{first}: a worked example has rows and columns")
    return Example(where=f"{name}:{first}", columns=tuple(columns), rows=tuple(rows))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
