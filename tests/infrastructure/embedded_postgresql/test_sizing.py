"""How much memory PostgreSQL shares out by itself."""

from pathlib import Path

import pytest

from bank.infrastructure.embedded_postgresql.sizing import memory_of_machine, shared_buffers


@pytest.mark.parametrize(
    ("memory", "setting"),
    [(1 << 28, "128MB"), (4 << 30, "256MB"), (24 << 30, "1536MB"), (1 << 40, "2048MB")],
)
def test_the_buffers_are_a_sixteenth_of_the_memory_within_bounds(memory: int, setting: str) -> None:
    """Outcome: never too little to work with, never more than a bank of millions needs."""
    assert shared_buffers(memory) == setting


def test_a_container_counts_as_the_machine_where_it_may_have_less(tmp_path: Path) -> None:
    """Scenario: no limit at all, none set, one that is set.

    Outcome: the machine's memory, unless the container's is less.
    """
    unset, tight = tmp_path / "unset", tmp_path / "tight"
    unset.write_text("max\n", encoding="ascii")
    tight.write_text(f"{64 << 20}\n", encoding="ascii")
    machine = memory_of_machine([])
    assert memory_of_machine([tmp_path / "none", unset]) == machine > 64 << 20
    assert memory_of_machine([unset, tight]) == 64 << 20
