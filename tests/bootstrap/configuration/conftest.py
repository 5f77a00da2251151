"""A folder of configuration files, written by the test, and the loading of it."""

from pathlib import Path

import pytest
from tests.bootstrap.configuration.scene import Load, Write

from bank.bootstrap.configuration import Configuration, Packaged, load_configuration


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(path: str, text: str) -> Path:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    return write_file


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load_folder(
        *arguments: str, packaged: Packaged | None = None, **environment: str
    ) -> Configuration:
        return load_configuration(
            arguments, environment=environment, directory=tmp_path, packaged=packaged
        )

    return load_folder
