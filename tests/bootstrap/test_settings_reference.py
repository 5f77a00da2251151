from pathlib import Path

from bank.bootstrap.settings_reference import with_current_table

PAGE = Path(__file__).parents[2] / "docs/reference/configuration.md"


def test_the_page_lists_the_settings_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert with_current_table(page) == page, (
        "Run: python -m bank.bootstrap.settings_reference docs/reference/configuration.md"
    )
