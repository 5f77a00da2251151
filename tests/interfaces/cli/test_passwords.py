"""The file that ``bank password import`` reads, and what the command says."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bank.application.identity.import_password import PasswordToImport
from bank.interfaces.cli.command_settings import Settings
from bank.interfaces.cli.passwords import password_commands

HEAD = "subject,sign_in_name,password\n"


def run(folder: Path, content: str, *, refused: tuple[int, ...] = ()) -> tuple[Result, list[str]]:
    """Import a file into a bank that refuses some of its people."""
    taken: list[str] = []

    def imports(
        settings: Settings,
        wanted: Iterable[PasswordToImport],
        tell: Callable[[int, str], None],
    ) -> int:
        assert settings == ["--bank.home=there"]
        for number, each in enumerate(wanted, start=1):
            if number in refused:
                tell(number, "password_in_place")
            else:
                taken.append(f"{each.subject} {each.sign_in_name} {each.kept}")
        return len(taken)

    file = folder / "users.csv"
    file.write_text(content, encoding="utf-8")
    asked = ["import", str(file), "--bank.home=there"]
    return CliRunner().invoke(password_commands(imports), asked), taken


def test_every_row_is_a_person(tmp_path: Path) -> None:
    content = HEAD + "a,ada@example.com,{bcrypt}$2a$10$abc\n" + 'b,,"{noop}one, two"\n'
    result, taken = run(tmp_path, content)
    assert result.exit_code == 0, result.output
    assert taken == ["a ada@example.com {bcrypt}$2a$10$abc", "b None {noop}one, two"]
    assert "2 imported, 0 not taken." in result.output


def test_who_is_not_taken_is_named_by_number_alone(tmp_path: Path) -> None:
    content = HEAD + "a,ada@example.com,{noop}x\nb,bob@example.com,{noop}y\n"
    result, _ = run(tmp_path, content, refused=(2,))
    assert result.exit_code == 1
    assert "person 2: password_in_place" in result.output
    assert "bob" not in result.output


@pytest.mark.parametrize(
    "content",
    [
        "",
        "username,password\nada,{noop}x\n",
        HEAD + "ada\n",
        HEAD + "ada,,\n",
        HEAD + ",ada@example.com,{noop}x\n",
        HEAD + "ada,ada@example.com,{noop}x,more\n",
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    result, _ = run(tmp_path, content)
    assert result.exit_code == 2
    assert "noop" not in result.output
