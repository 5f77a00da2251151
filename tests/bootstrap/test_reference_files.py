from pathlib import Path

import pytest

from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.reference_files import read_chart, read_products

CHART = """
branches: [{code: main, name: Main}]
chart: [{gl-code: "2100", name: Current accounts, kind: liability}]
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_product_says_after_how_many_days_its_accounts_fall_dormant(tmp_path: Path) -> None:
    chart = read_chart(_written(tmp_path, CHART)).chart
    product = "{code: current, version: 1, gl-code: '2100', overdraft-max-minor: 0"
    path = _written(tmp_path, f"products: [{product}, dormant-after-days: 365}}]")
    assert read_products(path, chart, ["EUR"]).dormancy() == {("current", 1): 365}
    assert not read_products(
        _written(tmp_path, f"products: [{product}}}]"), chart, ["EUR"]
    ).dormancy()
    for wrong in ("0", "-1", "1.5", "long"):
        path = _written(tmp_path, f"products: [{product}, dormant-after-days: {wrong}}}]")
        with pytest.raises(ConfigurationError):
            read_products(path, chart, ["EUR"])
