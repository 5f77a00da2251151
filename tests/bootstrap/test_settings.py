"""The bank's own settings, through the files of this repository."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import asdict

from bank.bootstrap.bank_configuration import (
    bank_settings,
    load_bank_configuration,
    packaged_folder,
)
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.settings import BankSettings

REPOSITORY = Path(__file__).parents[2]


def bound(tmp_path: Path, *arguments: str, **environment: str) -> BankSettings:
    return bank_settings(
        load_bank_configuration(arguments, environment=environment, directory=tmp_path)
    )


def test_the_packaged_files_are_found_from_any_working_directory(tmp_path: Path) -> None:
    configuration = load_bank_configuration((), environment={}, directory=tmp_path)

    assert packaged_folder() == REPOSITORY / "config"
    assert configuration.folders[-1] == packaged_folder()


def test_application_yaml_repeats_the_defaults_truly(tmp_path: Path) -> None:
    shipped = asdict(bound(tmp_path))
    from_classes = asdict(
        load_bank_configuration((), environment={}, directory=tmp_path).bind(
            "nothing.is.under.this", BankSettings
        )
    )

    moved = {"home", "keys"}
    for name in shipped.keys() - moved:
        assert shipped[name] == from_classes[name], name


def test_the_home_is_var_and_the_key_file_stands_in_it(tmp_path: Path) -> None:
    settings = bound(tmp_path)
    assert settings.home == tmp_path / "var"
    assert settings.keys.key_file == tmp_path / "var/keys/key-file"

    assert bound(tmp_path, BANK_HOME="/srv/bank").keys.key_file == Path("/srv/bank/keys/key-file")


def test_bank_port_is_a_second_name_of_the_server_s_port_and_the_issuer_follows_it(
    tmp_path: Path,
) -> None:
    settings = bound(tmp_path, BANK_PORT="9090")

    assert settings.server.port == 9090
    assert settings.tokens.issuer == "http://127.0.0.1:9090"


def test_the_demo_profile_loads(tmp_path: Path) -> None:
    assert bound(tmp_path, "--bank.profiles.active=demo").telemetry.log_format == "console"


def test_a_typing_error_in_the_choice_of_profiles_is_found(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Did you mean bank\.profiles\.active"):
        bound(tmp_path, "--bank.profiles.activ=demo")


def test_the_address_of_the_database_does_not_show(tmp_path: Path) -> None:
    settings = bound(tmp_path, BANK_DATABASE_URL="postgresql://bank:hunter2@db/bank")

    assert "hunter2" not in repr(settings)
    assert settings.database.url is not None
    assert settings.database.url.reveal().endswith("@db/bank")


def test_keys_are_kept_for_a_thousand_years_at_most(tmp_path: Path) -> None:
    """What is kept for longer began before there were years to count: nothing was forgotten."""
    long = bound(tmp_path, "--bank.idempotency.retention=365000d").idempotency.retention
    assert datetime(2026, 1, 1, tzinfo=UTC) - long > datetime.min.replace(tzinfo=UTC)
    with pytest.raises(ConfigurationError, match="retention must be at most 365000 days") as fault:
        bound(tmp_path, "--bank.idempotency.retention=365001d")
    assert fault.value.key == "bank.idempotency"
