from pathlib import Path

import pytest
from tests.bootstrap.configuration.scene import Load

from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.configuration.documents import parse_documents
from bank.bootstrap.configuration.relaxed_names import Name


def values(text: str) -> list[dict[Name, str | None]]:
    return [
        {name: found.value for name, found in source.properties.items()}
        for source in parse_documents(text, "application.yaml")
    ]


def test_scalars_stay_text_so_that_leading_zeros_and_times_survive() -> None:
    document = "code: 007\nat: 12:30\non: yes\nsize: 1_000"

    assert values(document) == [
        {("code",): "007", ("at",): "12:30", ("on",): "yes", ("size",): "1_000"}
    ]


def test_null_is_not_the_text_null() -> None:
    assert values("a: null\nb: ~\nc:\nd: 'null'") == [
        {("a",): None, ("b",): None, ("c",): None, ("d",): "null"}
    ]


def test_keys_may_be_dotted_indexed_or_kept_verbatim_in_brackets() -> None:
    assert values('bank.server: {"[a.b]": 1}\nlist[0].x: 2') == [
        {("bank", "server", "a.b"): "1", ("list", 0, "x"): "2"}
    ]


def test_anchors_and_merge_keys_work() -> None:
    text = "a: &a {x: 1, y: 1}\nb: {<<: *a, y: 2}\nc: *a"

    assert values(text)[0] == {
        ("a", "x"): "1",
        ("a", "y"): "1",
        ("b", "x"): "1",
        ("b", "y"): "2",
        ("c", "x"): "1",
        ("c", "y"): "1",
    }


def test_empty_documents_hold_nothing() -> None:
    assert values("---\n---\na: 1\n---\n") == [{}, {("a",): "1"}, {}]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3", 3),
        ("a:\n  - 1\n b: hunter2", 3),
        ("a: *hunter", 1),
        ("- hunter2", 1),
        ("a: 1\n[x, y]: 2", 2),
    ],
)
def test_what_is_no_map_of_settings_is_refused_with_its_line_and_without_its_values(
    text: str, line: int
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_documents(text, "application.yaml")

    assert caught.value.source == f"application.yaml, line {line}"
    assert "hunter2" not in str(caught.value)


def test_an_alias_that_holds_itself_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"application\.yaml"):
        parse_documents("a: &a\n  b: *a", "application.yaml")


def test_a_file_that_is_not_text_is_named(load: Load, tmp_path: Path) -> None:
    (tmp_path / "application.yaml").write_bytes(b"a: \xff\xfe")

    with pytest.raises(ConfigurationError, match=r"application\.yaml.*UTF-8"):
        load()
