import pytest

from bank.bootstrap.configuration.placeholders import PlaceholderError, Placeholders
from bank.bootstrap.configuration.relaxed_names import parse_name
from bank.bootstrap.configuration.sources import Property, PropertySource, environment_source

PLACEHOLDERS = Placeholders(
    [
        PropertySource(
            {
                parse_name(name): Property(value, "")
                for name, value in {
                    "bank.home": "/srv",
                    "bank.pool-size": "8",
                    "bank.keys": "${bank.home}/keys",
                    "which": "home",
                    "one": "${two}",
                    "two": "${one}",
                    "empty": None,
                    "list[0]": "first",
                }.items()
            }
        ),
        environment_source({"HOST": "db", "BANK_POOL_SIZE": "9"}, {}),
    ]
)


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("plain", "plain"),
        ("${bank.home}/x", "/srv/x"),
        ("${bank.keys}", "/srv/keys"),
        ("${absent:default}", "default"),
        ("${absent:}", ""),
        ("${absent:http://x:80}", "http://x:80"),
        ("${absent:${HOST:other}}", "db"),
        ("${absent:{a}}b", "{a}b"),
        ("${bank.${which}}", "/srv"),
        ("${HOST}-${HOST}", "db-db"),
        ("${bank.pool-size}", "9"),
        ("${list[0]}", "first"),
        ("${empty}", ""),
        (r"\${HOST} ${HOST}", "${HOST} db"),
        ("${HOST", "${HOST"),
        ("a } b", "a } b"),
    ],
)
def test_placeholders_resolve_over_all_sources(text: str, resolved: str) -> None:
    assert PLACEHOLDERS.resolve(text) == resolved


def test_a_circle_is_told_with_its_way() -> None:
    with pytest.raises(PlaceholderError, match="one -> two -> one"):
        PLACEHOLDERS.resolve("${one}")


def test_a_placeholder_without_value_and_default_is_told() -> None:
    with pytest.raises(PlaceholderError, match=r"needs absent\.key"):
        PLACEHOLDERS.resolve("${absent.key}")
