"""The page of fields that not everybody reads or writes points at what is there."""

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "fields.md").read_text("utf-8")
OPENAPI = json.loads((ROOT / "docs" / "reference" / "openapi.json").read_text("utf-8"))
_FIELD = re.compile(r"`([A-Z]\w+)\.(\w+)`")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_FILE = re.compile(r"`((?:src|tests)/[\w/]+\.py)`")
_SHOWN_TO_STAFF = re.compile(r"for staff (?:alone|to know)")


def _properties(schema: str) -> set[str]:
    return set(OPENAPI["components"]["schemas"][schema]["properties"])


@pytest.mark.parametrize(("schema", "field"), sorted(set(_FIELD.findall(PAGE))))
def test_the_interface_has_the_field(schema: str, field: str) -> None:
    assert field in _properties(schema)


@pytest.mark.parametrize(("file", "name"), sorted(set(_TEST.findall(PAGE))))
def test_the_test_that_proves_it_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    functions = (ast.AsyncFunctionDef, ast.FunctionDef)
    assert name in {each.name for each in tree.body if isinstance(each, functions)}


@pytest.mark.parametrize("file", sorted(set(_FILE.findall(PAGE))))
def test_the_file_is_there(file: str) -> None:
    assert (ROOT / file).is_file()


@pytest.mark.parametrize(
    "schema",
    [
        name
        for name, schema in OPENAPI["components"]["schemas"].items()
        if name.endswith("View") and _SHOWN_TO_STAFF.search(schema.get("description", ""))
    ],
)
def test_an_answer_that_keeps_something_for_staff_is_on_the_page(schema: str) -> None:
    """Whoever writes of an answer that part of it is for staff, says here which part."""
    assert f"`{schema}." in PAGE
