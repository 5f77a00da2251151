from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import pytest
from msgspec import Meta, Struct
from tests.bootstrap.configuration.scene import Load, Write

from bank.bootstrap.configuration import (
    Configuration,
    ConfigurationError,
    DataSize,
    Packaged,
    Secret,
)


class Limits(Struct, frozen=True, kw_only=True, rename="kebab"):
    body_size: DataSize = DataSize(1024)
    wait: timedelta = timedelta(seconds=1)


class Settings(Struct, frozen=True, kw_only=True, rename="kebab"):
    port: Annotated[int, Meta(ge=1, le=65535)] = 8080
    on: bool = False
    level: Literal["low", "high"] = "low"
    zone: ZoneInfo = ZoneInfo("UTC")
    url: str | None = "somewhere"
    api_key: Secret | None = None
    home: Path = Path("var")
    keys: Path = Path("${bank.home}/keys")
    codes: Annotated[tuple[str, ...], Meta(min_length=1)] = ("EUR", "USD")
    limits: Limits = Limits()
    extra: Limits | None = None


class Required(Struct, frozen=True, kw_only=True, rename="kebab"):
    api_key: Secret


def refusal(configuration: Configuration, settings: type[Struct] = Settings) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        configuration.bind("bank", settings)
    return caught.value


def test_text_becomes_what_the_settings_say(load: Load, write: Write) -> None:
    write(
        "application.yaml",
        "bank: {port: 1, on: yes, level: high, zone: Europe/Berlin, limits: {body-size: 10MB,"
        " wait: PT0.5S}}",
    )

    bound = load().bind("bank", Settings)

    assert (bound.port, bound.on, bound.level, bound.zone.key) == (1, True, "high", "Europe/Berlin")
    assert bound.limits == Limits(body_size=DataSize(10 << 20), wait=timedelta(milliseconds=500))


def test_defaults_may_hold_placeholders_over_other_defaults(load: Load, tmp_path: Path) -> None:
    brought = Packaged(defaults={"bank": Settings})

    assert load(packaged=brought).bind("bank", Settings).keys == tmp_path / "var/keys"
    moved = load("--bank.home=/srv", packaged=brought)
    assert moved.bind("bank", Settings).keys == Path("/srv/keys")


@pytest.mark.parametrize(
    ("override", "codes"),
    [
        ({"BANK_CODES": "JPY, CHF"}, ("JPY", "CHF")),
        ({"BANK_CODES_0_": "JPY"}, ("JPY",)),
        ({"BANK_APPLICATION_JSON": '{"bank": {"codes": ["KWD"]}}'}, ("KWD",)),
        ({}, ("GBP", "SEK", "NOK")),
    ],
)
def test_a_list_is_replaced_whole_by_the_highest_source(
    load: Load,
    write: Write,
    override: dict[str, str],
    codes: tuple[str, ...],
) -> None:
    write("application.yaml", "bank.codes: [GBP, SEK, NOK]")

    assert load(**override).bind("bank", Settings).codes == codes


def test_a_file_replaces_a_list_of_a_lower_file_whole(load: Load, write: Write) -> None:
    write("application.yaml", "bank.codes: [GBP, SEK, NOK]")
    write("config/application.yaml", "bank: {codes: [JPY]}")

    assert load().bind("bank", Settings).codes == ("JPY",)


def test_an_empty_value_sets_an_optional_setting_back_to_none(load: Load, write: Write) -> None:
    write("application.yaml", "bank:\n  url:\n  limits:\n")

    bound = load().bind("bank", Settings)
    assert (bound.url, bound.limits, bound.extra) == (None, Limits(), None)
    assert load(BANK_URL="").bind("bank", Settings).url is None


def test_an_unknown_key_in_a_file_is_told_with_its_line_and_the_closest_key(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank:\n  port: 1\n  limits:\n    bodysice: 1MB\n")

    error = refusal(load())

    assert str(error) == (
        "bank.limits.bodysice (application.yaml, line 4): is not a setting. "
        "Did you mean bank.limits.body-size?"
    )


def test_an_unknown_variable_is_told_with_its_name_and_the_closest_variable(
    load: Load,
) -> None:
    error = refusal(load(BANK_LIMITS_BODYSICE="1MB"))

    assert error.source == "environment variable BANK_LIMITS_BODYSICE"
    assert error.remedy == "Did you mean BANK_LIMITS_BODYSIZE?"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("port", "eighty", "a whole number, at least 1 and at most 65535"),
        ("port", "70000", "a whole number, at least 1 and at most 65535"),
        ("port", "", "a whole number, at least 1 and at most 65535"),
        ("on", "perhaps", "true or false"),
        ("level", "middle", "one of low, high"),
        ("zone", "Europe/Atlantis", "a time zone such as Europe/Berlin"),
        ("zone", "../../etc/passwd", "a time zone such as Europe/Berlin"),
        ("limits", "small", "a section of keys"),
        ("limits.wait", "soon", "a duration such as 500ms, 10s, 15m or PT0.5S"),
        ("limits.wait", "99999999999999d", "a duration such as 500ms, 10s, 15m or PT0.5S"),
        ("limits.body-size", "big", "a size such as 512KB or 10MB"),
        ("codes", "", "a list, of length 1 or more"),
    ],
)
def test_a_wrong_type_is_told_with_key_source_and_remedy_and_without_the_value(
    load: Load,
    write: Write,
    key: str,
    value: str,
    expected: str,
) -> None:
    write("application.yaml", f"\nbank.{key}: '{value}'")

    error = refusal(load())

    assert str(error) == (
        f"bank.{key} (application.yaml, line 2): has a value that does not fit. Give it {expected}."
    )


def test_a_number_without_a_value_is_a_wrong_type(load: Load, write: Write) -> None:
    write("application.yaml", "bank:\n  port:\n")

    assert refusal(load()).source == "application.yaml, line 2"


def test_a_list_with_a_gap_is_refused(load: Load) -> None:
    assert "item 0 is missing" in refusal(load(BANK_CODES_1_="EUR")).problem


def test_a_required_setting_that_nobody_gives_is_told_with_its_variable(
    load: Load,
) -> None:
    assert refusal(load(), Required).remedy == ("Set it in application.yaml or as BANK_APIKEY.")


@pytest.mark.parametrize(
    "environment",
    [
        {"BANK_API_KEY": "${hunter2}"},
        {"BANK_PORT": "hunter2"},
        {"BANK_APIKEE": "hunter2"},
        {"BANK_LIMITS": "hunter2"},
        {"BANK_LEVEL": "hunter2"},
        {"BANK_CODES_0_X": "hunter2"},
    ],
)
def test_no_error_shows_a_value(load: Load, environment: dict[str, str]) -> None:
    error = refusal(load(**environment))

    assert "hunter2" not in f"{error} {error!r} {error.__cause__} {error.__dict__}"


def test_settings_do_not_show_their_secrets(load: Load) -> None:
    bound = load(BANK_APIKEY="hunter2").bind("bank", Settings)

    assert bound.api_key is not None
    assert bound.api_key.reveal() == "hunter2"
    assert "hunter2" not in repr(bound)


def test_an_unresolved_placeholder_is_told_with_the_setting_that_holds_it(
    load: Load, write: Write
) -> None:
    write("application.yaml", "bank.url: http://${bank.hots}/")

    error = refusal(load())

    assert (error.key, error.source) == ("bank.url", "application.yaml, line 1")
    assert "bank.hots" in error.problem


def test_what_others_read_below_the_prefix_is_passed_over(
    load: Load,
) -> None:
    configuration = load("--bank.plugins.x.y=1", "--bank.profiles.active=demo")

    configuration.bind("bank", Settings, apart_from=("plugins", "profiles.active"))
