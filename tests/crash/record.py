"""What a client wrote down: what it asked before it asked, what it was told as soon as it knew."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crash.asking import Answer


@dataclass(frozen=True, slots=True)
class Operation:
    """One request under one key; ``text`` is its body to the byte."""

    key: str
    kind: str
    path: str
    text: str = ""

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.text) if self.text else {}
        return body


@dataclass(frozen=True, slots=True)
class Kept:
    """An operation and what came of it: without an answer it is in doubt still."""

    operation: Operation
    answer: Answer | None = None
    attempts: int = 0
    """How often it was sent; all but the last time nobody said what had become of it."""


class ClientRecord:
    """A file of lines, each flushed before the client goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a", encoding="utf-8")

    def asks(self, operation: Operation) -> None:
        self._write(
            {
                "asks": operation.key,
                "kind": operation.kind,
                "path": operation.path,
                "text": operation.text,
            }
        )

    def told(self, key: str, answer: Answer, attempts: int) -> None:
        self._write(
            {
                "told": key,
                "status": answer.status,
                "body": answer.body,
                "replayed": answer.replayed,
                "attempts": attempts,
            }
        )

    def close(self) -> None:
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()


def read_record(path: Path) -> Sequence[Kept]:
    """Give what a client asked, in its order."""
    kept: dict[str, Kept] = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        if "asks" in line:
            operation = Operation(line["asks"], line["kind"], line["path"], line["text"])
            kept[operation.key] = Kept(operation)
        else:
            answer = Answer(line["status"], line["body"], line["replayed"])
            operation = kept[line["told"]].operation
            kept[operation.key] = Kept(operation, answer, line["attempts"])
    return list(kept.values())
